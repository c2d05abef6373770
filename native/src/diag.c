/* SPDX-License-Identifier: MIT */
#include "diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int egf_diag_open(void)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	int err;

	if (fd < 0)
		return -errno;
	if (connect(fd, (struct sockaddr *)&kernel, sizeof(kernel))) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

static int ask(int diag, uint32_t seq, int family, uint16_t port)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
			.nlmsg_seq = seq,
		},
		.body = {
			.sdiag_family = family,
			.sdiag_protocol = IPPROTO_UDP,
			.idiag_states = ~0U,
			.id.idiag_sport = htons(port),
			.id.idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE },
		},
	};

	return send(diag, &request, sizeof(request), 0) < 0 ? -errno : 0;
}

static struct egf_diag_socket read_socket(const struct inet_diag_msg *message)
{
	const uint32_t *dst = message->id.idiag_dst;
	struct egf_diag_socket socket = {
		.cookie = (uint64_t)message->id.idiag_cookie[1] << 32 | message->id.idiag_cookie[0],
		.dst_port = ntohs(message->id.idiag_dport),
	};

	if (message->idiag_family == AF_INET)
		socket.dst_ip = ntohl(dst[0]);
	else if (dst[0] == 0 && dst[1] == 0 && dst[2] == htonl(0xffff))
		socket.dst_ip = ntohl(dst[3]);
	return socket;
}

/* Reads the answer up to its end, also past `max`, so that none of it is left for the next question. */
static int collect(int diag, uint32_t seq, struct egf_diag_socket *out, size_t max, size_t *count)
{
	union {
		struct nlmsghdr header;
		char bytes[8192];
	} answer;

	for (;;) {
		ssize_t length = recv(diag, &answer, sizeof(answer), MSG_DONTWAIT);
		const struct nlmsghdr *message = &answer.header;

		/* The kernel answers within send(2) and recv(2): there is nothing to wait for. */
		if (length < 0)
			return -errno;
		for (; NLMSG_OK(message, (size_t)length); message = NLMSG_NEXT(message, length)) {
			if (message->nlmsg_seq != seq)
				continue;
			if (message->nlmsg_type == NLMSG_DONE)
				return 0;
			if (message->nlmsg_type == NLMSG_ERROR)
				return ((const struct nlmsgerr *)NLMSG_DATA(message))->error;
			if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(struct inet_diag_msg)) && *count < max)
				out[(*count)++] = read_socket(NLMSG_DATA(message));
		}
	}
}

int egf_diag_udp_sockets(int diag, uint16_t port, struct egf_diag_socket *out, size_t max)
{
	static const int families[] = { AF_INET, AF_INET6 };
	static uint32_t seq;
	size_t count = 0;

	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		int err = ask(diag, ++seq, families[i], port);

		if (!err)
			err = collect(diag, seq, out, max, &count);
		if (err)
			return err;
	}
	return (int)count;
}
