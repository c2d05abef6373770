/* SPDX-License-Identifier: MIT */
#include "netlink.h"

#include <errno.h>
#include <sys/socket.h>

int egf_netlink_answers(int fd, uint32_t seq, int (*each)(const struct nlmsghdr *message, void *data), void *data)
{
	union {
		struct nlmsghdr header;
		char bytes[16384];
	} answer;

	for (;;) {
		/* The kernel answers within send(2) and recv(2): there is nothing to wait for. */
		ssize_t length = recv(fd, &answer, sizeof(answer), MSG_DONTWAIT);
		const struct nlmsghdr *message = &answer.header;

		if (length < 0)
			return -errno;
		for (; NLMSG_OK(message, (size_t)length); message = NLMSG_NEXT(message, length)) {
			int err = 0;

			if (message->nlmsg_seq != seq)
				continue;
			if (message->nlmsg_type == NLMSG_DONE)
				return 0;
			if (message->nlmsg_type == NLMSG_ERROR)
				return ((const struct nlmsgerr *)NLMSG_DATA(message))->error;
			if (each)
				err = each(message, data);
			if (err < 0)
				return err;
		}
	}
}
