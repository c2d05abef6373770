/* SPDX-License-Identifier: MIT */
#ifndef EGF_DIAG_H
#define EGF_DIAG_H

#include <stdint.h>

/* A sock_diag(7) socket of this network namespace, close-on-exec; needs no privilege. Negative errno. */
int egf_diag_open(void);

/*
 * Cookie of the UDP socket that receives what the destination sends back to the source: for a connected
 * socket the one that sent. Addresses and ports in host order. 1, 0 where there is none, negative errno.
 */
int egf_diag_udp_cookie(int diag, uint32_t src_ip, uint16_t src_port, uint32_t dst_ip, uint16_t dst_port,
			uint64_t *cookie);

#endif
