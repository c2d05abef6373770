/* SPDX-License-Identifier: MIT */
#ifndef EGF_DIAG_H
#define EGF_DIAG_H

#include <stddef.h>
#include <stdint.h>

/* A UDP socket and where it is connected to, in host order; 0 where it is not, or not over IPv4. */
struct egf_diag_socket {
	uint64_t cookie;
	uint32_t dst_ip;
	uint16_t dst_port;
};

/* A sock_diag(7) socket of this network namespace, close-on-exec; needs no privilege. Negative errno. */
int egf_diag_open(void);

/* The UDP sockets, of IPv4 and IPv6, on this local port: how many (at most `max`), or negative errno. */
int egf_diag_udp_sockets(int diag, uint16_t port, struct egf_diag_socket *out, size_t max);

#endif
