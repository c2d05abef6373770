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

static int ask(int diag, uint32_t seq, uint32_t src_ip, uint16_t src_port, uint32_t dst_ip, uint16_t dst_port)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 body;
	} request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST,
			.nlmsg_seq = seq,
		},
		.body = {
			.sdiag_family = AF_INET,
			.sdiag_protocol = IPPROTO_UDP,
			.idiag_states = ~0U,
			/* udp_dump_one() takes src for the far end: "swapped" against TCP. */
			.id.idiag_src[0] = htonl(dst_ip),
			.id.idiag_sport = htons(dst_port),
			.id.idiag_dst[0] = htonl(src_ip),
			.id.idiag_dport = htons(src_port),
			.id.idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE },
		},
	};

	return send(diag, &request, sizeof(request), 0) < 0 ? -errno : 0;
}

int egf_diag_udp_cookie(int diag, uint32_t src_ip, uint16_t src_port, uint32_t dst_ip, uint16_t dst_port,
			uint64_t *cookie)
{
	static uint32_t seq;
	union {
		struct nlmsghdr header;
		char bytes[4096];
	} answer;
	int err = ask(diag, ++seq, src_ip, src_port, dst_ip, dst_port);

	/* The kernel answers within send(2); what is left of an earlier question has another number. */
	while (!err) {
		ssize_t length = recv(diag, &answer, sizeof(answer), MSG_DONTWAIT);
		const struct inet_diag_msg *found = NLMSG_DATA(&answer.header);

		if (length < 0)
			return errno == EAGAIN || errno == ENOBUFS ? 0 : -errno;
		if (!NLMSG_OK(&answer.header, (size_t)length) || answer.header.nlmsg_seq != seq)
			continue;
		if (answer.header.nlmsg_type == NLMSG_ERROR) {
			const struct nlmsgerr *error = NLMSG_DATA(&answer.header);

			return error->error == -ENOENT ? 0 : error->error;
		}
		if (answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY ||
		    answer.header.nlmsg_len < NLMSG_LENGTH(sizeof(*found)))
			continue;
		*cookie = (uint64_t)found->id.idiag_cookie[1] << 32 | found->id.idiag_cookie[0];
		return 1;
	}
	return err;
}
