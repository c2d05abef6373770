/* SPDX-License-Identifier: MIT */
#include "diag.h"
#include "netlink.h"

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

struct collection {
	struct egf_diag_socket *out;
	size_t max, count;
};

/* Past `max` too, so that none of the answer is left for the next question. */
static int collect(const struct nlmsghdr *message, void *data)
{
	struct collection *found = data;

	if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(struct inet_diag_msg)) && found->count < found->max)
		found->out[found->count++] = read_socket(NLMSG_DATA(message));
	return 0;
}

int egf_diag_udp_sockets(int diag, uint16_t port, struct egf_diag_socket *out, size_t max)
{
	static const int families[] = { AF_INET, AF_INET6 };
	static uint32_t seq;
	struct collection found = { out, max, 0 };

	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		int err = ask(diag, ++seq, families[i], port);

		if (!err)
			err = egf_netlink_answers(diag, seq, collect, &found);
		if (err)
			return err;
	}
	return (int)found.count;
}
