/* SPDX-License-Identifier: MIT */
/* The netlink side of an NFQUEUE: linux/netfilter/nfnetlink_queue.h by hand, nothing of JavaScript. */
#ifndef EGF_NFQUEUE_H
#define EGF_NFQUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Host byte order. payload points into the receive buffer. */
struct egf_packet {
	uint32_t id;
	const unsigned char *payload;
	uint32_t payload_length;
	uint32_t length; /* of the whole packet */
	uint32_t mark;
	bool has_uid;
	uint32_t uid;
};

/*
 * A non-blocking socket bound to the queue, copying packets with the sender's uid; what does not fit is
 * dropped. -EBUSY: somebody else has that number in this network namespace. -EPERM: no CAP_NET_ADMIN.
 */
int egf_nfqueue_open(uint16_t number, uint32_t copy_range, uint32_t max_length);

/* At once; the kernel drops every packet that still waits for a verdict (nfqnl_flush()). */
void egf_nfqueue_unbind(int fd, uint16_t number);

/* NF_DROP, or NF_REPEAT with a mark. 0 or a negative errno. */
int egf_nfqueue_drop(int fd, uint16_t number, uint32_t id);
int egf_nfqueue_repeat(int fd, uint16_t number, uint32_t id, uint32_t mark);

/*
 * Next datagram into buffer, then its packets one by one through egf_nfqueue_next(). Bytes read, or a
 * negative errno: -EAGAIN nothing there, -ENOBUFS packets were lost.
 */
int egf_nfqueue_receive(int fd, void *buffer, size_t size);
bool egf_nfqueue_next(const void **cursor, int *remaining, struct egf_packet *packet);

#endif
