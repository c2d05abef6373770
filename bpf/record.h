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

/* Of a job only; otherwise these maps have no room for anything. */
#define EGF_STEPS 256
#define EGF_JOB_EVENT_BYTES (1024 * 1024)
#define EGF_PINS 256
#define EGF_ENVIRON 65536
#define EGF_ENVIRON_CHUNK 4096
/* Path of the guarded directory with its closing slash. */
#define EGF_GUARDED 1024

/* One of the runner's own processes. */
#define EGF_WHO_TRUSTED 1

/* A process as it was when it opened something. exec_id is 0 where its exec was not seen. */
struct egf_who {
	__u32 tgid;
	__u32 ppid;
	__u32 uid;
	__u32 step_id; /* 0: of no step */
	__u32 flags;
	__u32 reserved;
	__u64 cgroup_id;
	__u64 exec_id;
	char comm[EGF_COMM];
};

/*
 * UDP of a job from another network namespace than the guard's: a container's. Its source address is in the
 * key, read from the packet as it leaves that namespace, as two containers may have the same ports.
 */
#define EGF_FOREIGN 1

/*
 * Key of `flows`.
 * TCP: the whole tuple, the destination as asked (before NAT).
 * UDP: source address 0. The kernel chooses it after the hooks have run, and a sender may set it per
 * datagram (IP_PKTINFO); so a record of another source address could go stale unseen. Port 53: a second
 * record with destination 0, port 0, for the DNS server behind REDIRECT, who sees no original destination.
 */
struct egf_flow_key {
	__u32 foreign; /* EGF_FOREIGN, or 0 */
	__u32 src_ip;
	__u32 dst_ip;
	__u16 src_port;
	__u16 dst_port;
	__u8 protocol;
	__u8 reserved[3];
};

/* Written or confirmed by a hook that sees every datagram: no earlier user of the port left this record. */
#define EGF_FLOW_EVERY_SEND 1

/* Value of `flows`, and of `sockets` (key: socket cookie), the first owner of a socket and its destination.
 */
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
/* In a mount namespace that belongs to no initial user namespace: whoever made it mounts what he likes at any
 * path. */
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

/* egf_task.step: a process whose children are steps; one that it started, before and in its first program. */
#define EGF_STEP_WORKER 1
#define EGF_STEP_PENDING 2
#define EGF_STEP_FIRST 4
/* In its first program, a script of the guarded directory. */
#define EGF_STEP_GUARDED 8
/* Such a script, and somebody else than the guard has sent it SIGCONT. */
#define EGF_STEP_WOKEN 16

/* egf_task.trust: whose sockets get which mark. The guard itself may set marks, and needs none. */
#define EGF_TRUST_RUNNER 1
#define EGF_TRUST_PROXY 2
#define EGF_TRUST_GUARD 4
#define EGF_TRUST_INHERIT 8
#define EGF_TRUST_ANY (EGF_TRUST_RUNNER | EGF_TRUST_PROXY | EGF_TRUST_GUARD)

/*
 * Value of `tasks` (key: tgid). start (task_struct.start_boottime) tells a process from an earlier one of
 * that number, self_exec_id a program whose exec was not seen.
 */
struct egf_task {
	__u64 exec_id;
	__u64 start;
	__u64 self_exec_id;
	__u32 step_id;
	__u32 step;
	__u32 trust;
	__u32 reserved;
};

/* Value of `wanted` (key: tgid): what the process is to be, and whether it was found. */
struct egf_wanted {
	__u32 step;
	__u32 trust;
	__u32 clear; /* bits of trust to take away first */
	__u32 found;
};

/* Key of `pins`: a folder or symbolic link, as the kernel numbers it (device: MKDEV of its superblock). */
struct egf_pin {
	__u64 inode;
	__u32 device;
	__u32 reserved;
};

#define EGF_ENVIRON_CUT 1
#define EGF_STOPPED 2

/* Slot of `steps`: being written where the two ids differ. */
struct egf_step {
	__u64 id;
	__u32 tgid;
	__u32 flags;
	__u32 environ_len;
	__u32 reserved;
	struct egf_proc proc;
	char environ[EGF_ENVIRON];
	__u64 writing;
};

/* Constants of a job, of the object's section .rodata.job; all but flow_mark 0 where the scope is none. */
struct egf_job_config {
	__u32 job;
	__u32 trust_mark;
	__u32 proxy_mark;
	__u32 guarded_len;
	/* Start in clock ticks: who finds the programs later sees whether the guard still lives. */
	__u32 guard;
	/* Conntrack mark of flows whose datagrams nobody asks about any more; 0: none. */
	__u32 flow_mark;
	__u64 guard_start;
	__u64 mount_ns; /* inode of the worker's */
	__u64 netns_cookie; /* SO_NETNS_COOKIE of the guard; 0 before Linux 5.14: nobody is foreign */
	char guarded[EGF_GUARDED];
};

enum egf_job_event_kind {
	EGF_JOB_STEP = 1,
	EGF_JOB_PRIVILEGED = 2,
};

/* Record of `job_events`; of a step only the head. */
struct egf_job_event {
	__u32 kind;
	__u32 tgid;
	__u64 step_id;
	__u32 ppid;
	__u32 uid;
	__u32 euid;
	__u32 cwd_len;
	struct egf_proc proc;
	char cwd[EGF_EXE];
};

enum egf_event_kind {
	EGF_EVENT_IPV6 = 1,
	EGF_EVENT_SOCKET = 2,
	/* dst_ip: the group, IPv4 as a mapped address; all 0 where it was not read. */
	EGF_EVENT_GROUP = 3,
	/* bind(2) to dst_port. */
	EGF_EVENT_PORT = 4,
};

struct egf_event {
	struct egf_who who;
	__u32 kind;
	__u32 family;
	__u32 type;
	__u32 protocol;
	__u8 dst_ip[16];
	__u16 dst_port;
	/* A socket with the mark of a trusted process, in the hands of another; or somebody else setting that
	 * mark. */
	__u8 borrowed;
	__u8 reserved[5];
};

#endif
