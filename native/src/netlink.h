/* SPDX-License-Identifier: MIT */
#ifndef EGF_NETLINK_H
#define EGF_NETLINK_H

#include <linux/netlink.h>
#include <stdint.h>

/*
 * Reads what the kernel answers to the request `seq` that was just sent, to its end (netlink(7)): `each` gets every message of data, and ends the
 * reading by a negative errno; without it they are passed over. 0, what the kernel said (negative errno), or what `each` returned.
 */
int egf_netlink_answers(int fd, uint32_t seq, int (*each)(const struct nlmsghdr *message, void *data), void *data);

#endif
