/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the kernel programs write and the addon reads: keys, records, events, limits.
 * Addresses and ports are in host byte order.
 */
#ifndef EGF_RECORD_H
#define EGF_RECORD_H

#include <linux/types.h>

#define EGF_COMM 16
#define EGF_EXE 512
#define EGF_ARGV 1536

#define EGF_FLOWS 65536
#define EGF_SOCKETS 32768
#define EGF_TASKS 65536
#define EGF_PROCS 8192
#define EGF_EVENT_BYTES (256 * 1024)

/* A process as it was when it opened something. exec_id is 0 where its exec was not seen. */
struct egf_who {
	__u32 tgid;
	__u32 ppid;
	__u32 uid;
	__u32 reserved;
	__u64 cgroup_id;
	__u64 exec_id;
	char comm[EGF_COMM];
};

/*
 * Key of `flows`.
 * TCP: the whole tuple, the destination as asked (before NAT).
 * UDP: source address 0. The kernel chooses it after the hooks have run, and a sender may set it per
 * datagram (IP_PKTINFO); so a record of another source address could go stale unseen. Port 53: a second
 * record with destination 0, port 0, for the DNS server behind REDIRECT, who sees no original destination.
 */
struct egf_flow_key {
	__u32 netns; /* 0 */
	__u32 src_ip;
	__u32 dst_ip;
	__u16 src_port;
	__u16 dst_port;
	__u8 protocol;
	__u8 reserved[3];
};

/* Written or confirmed by a hook that sees every datagram: no earlier user of the port left this record. */
#define EGF_FLOW_EVERY_SEND 1

/* Value of `flows`, and of `sockets` (key: socket cookie), the first owner of a socket and its destination. */
struct egf_flow {
	struct egf_who who;
	__u64 cookie; /* of the socket, SO_COOKIE */
	__u32 dst_ip;
	__u16 dst_port;
	__u8 protocol;
	__u8 flags;
};

#define EGF_EXE_CUT 1
#define EGF_ARGV_CUT 2
/* In a mount namespace that belongs to no initial user namespace: whoever made it mounts what he likes at any path. */
#define EGF_EXE_UNPROVEN 4

/* Value of `procs` (key: exec id). */
struct egf_proc {
	__u16 exe_len;
	__u16 argv_len;
	__u32 flags;
	/* Inode of the mount namespace that the executable was reached in; 0 for a file in none (memfd). */
	__u32 mount_ns;
	__u32 reserved;
	char exe[EGF_EXE];
	char argv[EGF_ARGV];
};

enum egf_event_kind {
	EGF_EVENT_IPV6 = 1,
	EGF_EVENT_SOCKET = 2,
};

struct egf_event {
	struct egf_who who;
	__u32 kind;
	__u32 family;
	__u32 type;
	__u32 protocol;
	__u8 dst_ip[16];
	__u16 dst_port;
	__u8 reserved[6];
};

#endif
