/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The few kernel structures the programs read, with only the fields they read. libbpf fixes the offsets up
 * at load from the running kernel's BTF (CO-RE), so neither order nor neighbours matter here.
 */
#ifndef EGF_KERNEL_H
#define EGF_KERNEL_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_tracing.h>

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_NETLINK 16
#define AF_ALG 38
#define SOL_IP 0
#define SOL_SOCKET 1
#define SOL_IPV6 41
#define SO_MARK 36
/* linux/in.h, linux/in6.h: what joins a multicast group. The last two have one number in both. */
#define IP_ADD_MEMBERSHIP 35
#define IP_ADD_SOURCE_MEMBERSHIP 39
#define IPV6_JOIN_GROUP 20
#define MCAST_JOIN_GROUP 42
#define MCAST_JOIN_SOURCE_GROUP 46
#define SIGCONT 18
#define SIGSTOP 19
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_ICMPV6 58
#define ETH_P_IP 0x0800
#define ETH_P_IPV6 0x86dd
#define EAFNOSUPPORT 97
#define EPERM 1
/* include/linux/ptrace.h */
#define PTRACE_MODE_ATTACH 2
#define NF_ACCEPT 1
/* include/linux/netfilter/nf_conntrack_common.h: a connection and what the packet is to it, in one word. */
#define NFCT_PTRMASK (~7ul)
/* include/net/net_namespace.h: the loopback interface is the first of every network namespace. */
#define LOOPBACK_IFINDEX 1
#define DNS_PORT 53

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct ns_common {
	unsigned int inum;
};

struct user_namespace {
	int level;
};

struct mnt_namespace {
	struct ns_common ns;
	struct user_namespace *user_ns;
};

struct qstr {
	__u32 len;
	const unsigned char *name;
};

struct super_block {
	__u32 s_dev;
};

struct inode {
	struct super_block *i_sb;
	unsigned long i_ino;
};

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
};

struct vfsmount {
	struct dentry *mnt_root;
};

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
	struct mnt_namespace *mnt_ns;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct file {
	struct path f_path;
};

struct fs_struct {
	struct path pwd;
};

struct mm_struct {
	unsigned long arg_start;
	unsigned long arg_end;
	unsigned long env_start;
	unsigned long env_end;
	struct file *exe_file;
};

typedef struct {
	int counter;
} atomic_t;

struct signal_struct {
	atomic_t live;
};

typedef struct {
	unsigned int val;
} kuid_t;

/* Two words, or one of 64 bits since Linux 6.3: the same 8 bytes. */
typedef struct {
	unsigned char bytes[8];
} kernel_cap_t;

struct cred {
	kuid_t uid;
	kuid_t euid;
	kernel_cap_t cap_permitted;
};

struct linux_binprm {
	unsigned int secureexec : 1;
};

struct nsproxy {
	struct mnt_namespace *mnt_ns;
};

struct task_struct {
	struct mm_struct *mm;
	int pid;
	int tgid;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	__u64 start_boottime;
	const struct cred *cred;
	char comm[16];
	struct signal_struct *signal;
	struct fs_struct *fs;
	struct nsproxy *nsproxy;
	__u64 self_exec_id;
};

struct in6_addr {
	union {
		__be32 u6_addr32[4];
	} in6_u;
};

typedef struct {
	__s64 counter;
} atomic64_t;

struct net {
	__u64 net_cookie;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct sock_common {
	possible_net_t skc_net;
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num;
	unsigned short skc_family;
	struct in6_addr skc_v6_daddr;
	atomic64_t skc_cookie;
};

struct sock {
	struct sock_common __sk_common;
};

struct msghdr {
	void *msg_name;
};

struct nf_conn {
	__u32 mark;
};

struct sk_buff {
	unsigned long _nfct;
	struct sock *sk;
	unsigned char *head;
	__u16 network_header;
};

#pragma clang attribute pop

/* Context of an iterator over tasks: one BTF pointer each. */
struct bpf_iter__task {
	void *meta;
	struct task_struct *task;
};

/* Context of a netfilter program. */
struct bpf_nf_ctx {
	const void *state;
	struct sk_buff *skb;
};

/* User-space ABI. */
struct sockaddr_in {
	__u16 sin_family;
	__be16 sin_port;
	__be32 sin_addr;
};

struct iphdr {
	__u8 version_ihl;
	__u8 tos;
	__be16 tot_len;
	__be16 id;
	__be16 frag_off;
	__u8 ttl;
	__u8 protocol;
	__u16 check;
	__be32 saddr;
	__be32 daddr;
};

struct udphdr {
	__be16 source;
	__be16 dest;
};

/* Arguments of a probed function; struct pt_regs and user_pt_regs are user-space ABI. */
#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
};
#define ARG1(regs) ((regs)->di)
#define ARG2(regs) ((regs)->si)
#elif defined(__TARGET_ARCH_arm64)
struct pt_regs {
	unsigned long regs[31];
};
#define ARG1(context) ((context)->regs[0])
#define ARG2(context) ((context)->regs[1])
#else
#error "unknown target architecture"
#endif

#endif
