/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What may not exist at all: IPv6 to anyone but this machine, and sockets that the firewall cannot judge. */
#ifndef EGF_WALL_H
#define EGF_WALL_H

#include "who.h"

static __always_inline bool is_loopback6(const __be32 *ip)
{
	return ip[0] == 0 && ip[1] == 0 && ip[2] == 0 && ip[3] == bpf_htonl(1);
}

/* connect(2) and sendmsg(2) take :: for ::1. */
static __always_inline bool is_local6(const __be32 *ip)
{
	return ip[0] == 0 && ip[1] == 0 && ip[2] == 0 && (ip[3] == 0 || ip[3] == bpf_htonl(1));
}

/*
 * inet_create(), inet6_create(): protocol 0 is already replaced by the type's own. MPTCP is refused too: its
 * subflows are opened by the kernel, seen by no connect hook; who asks for it falls back to TCP.
 */
SEC("cgroup/sock_create")
int egf_sock_create(struct bpf_sock *ctx)
{
	__u32 type = ctx->type, protocol = ctx->protocol, trust = current_trust();

	if (trust & EGF_TRUST_PROXY)
		ctx->mark = config.proxy_mark;
	else if (trust & EGF_TRUST_RUNNER)
		ctx->mark = config.trust_mark;
	if (trust & EGF_TRUST_ANY)
		return 1;
	if ((type == SOCK_STREAM && protocol == IPPROTO_TCP) ||
	    (type == SOCK_DGRAM && protocol == IPPROTO_UDP))
		return 1;
	report(EGF_EVENT_SOCKET, ctx->family, type, protocol, NULL, 0);
	return 0;
}

/* volatile: clang would fetch two fields of the context in one load, which the verifier refuses. */
static __always_inline void report_ipv6(const volatile struct bpf_sock_addr *ctx, const __be32 *ip)
{
	report(EGF_EVENT_IPV6, AF_INET6, ctx->type, ctx->protocol, ip, bpf_ntohs(ctx->user_port));
}

SEC("cgroup/sendmsg6")
int egf_sendmsg6(struct bpf_sock_addr *ctx)
{
	__be32 ip[4] = { ctx->user_ip6[0], ctx->user_ip6[1], ctx->user_ip6[2], ctx->user_ip6[3] };

	if (is_borrowed(ctx))
		return 0;
	if (is_marked(ctx))
		return 1;
	if (is_local6(ip)) {
		__u64 cookie = bpf_get_socket_cookie(ctx);

		if (!bpf_map_lookup_elem(&sockets, &cookie))
			own_socket(ctx, 0);
		return 1;
	}
	/* udpv6_sendmsg() hands IPv4-mapped destinations to udp_sendmsg() before this hook. */
	if (is_mapped(ip[0], ip[1], ip[2]))
		return 1;
	report_ipv6(ctx, ip);
	return 0;
}

/* By the socket: a mark in a control message (cmsg(3)) is the packet's alone. */
static __always_inline bool is_marked_packet(struct __sk_buff *skb)
{
	struct bpf_sock *sk;

	if (!config.job)
		return false;
	sk = skb->sk;
	if (!sk)
		return false;
	sk = bpf_sk_fullsock(sk);
	return sk && is_our_mark(sk->mark);
}

/*
 * A routing header (IPV6_RTHDR needs no privilege) sends a packet for ::1 elsewhere, and an accepted
 * connection never met connect6: so look at the packets as well. ICMPv6 is the kernel's own (neighbour
 * discovery); nobody else can make a socket for it.
 */
static __always_inline int pass_ipv6(struct __sk_buff *skb)
{
	struct egf_event event = { .kind = EGF_EVENT_IPV6, .family = AF_INET6 };
	const struct egf_flow *owner;
	__u64 cookie;
	__u8 next;
	__be32 dst[4];

	if (bpf_skb_load_bytes(skb, 6, &next, sizeof(next)) || bpf_skb_load_bytes(skb, 24, dst, sizeof(dst)))
		return 0;
	if (next == IPPROTO_ICMPV6 || is_loopback6(dst) || is_marked_packet(skb))
		return 1;
	cookie = bpf_get_socket_cookie(skb);
	owner = bpf_map_lookup_elem(&sockets, &cookie);
	if (owner) {
		event.who = owner->who;
		event.protocol = owner->protocol;
		event.type = owner->protocol == IPPROTO_TCP ? SOCK_STREAM : SOCK_DGRAM;
		__builtin_memcpy(event.dst_ip, dst, sizeof(dst));
		event.dst_port = owner->dst_port;
		tell(&event);
	}
	return 0;
}

/*
 * All TCP of the scope is redirected to this machine, so that none leaves by another interface: nor does a
 * SYN-ACK, which has no full socket yet that iptables could tell the cgroup of, and whose MSS and window the
 * listener chooses. Options name another destination than the header (source routes) or carry bytes of the
 * sender.
 */
static __always_inline int pass_ipv4(struct __sk_buff *skb)
{
	/* As far as the protocol. */
	__u8 header[10];

	if (skb->ifindex == LOOPBACK_IFINDEX || is_marked_packet(skb))
		return 1;
	if (bpf_skb_load_bytes(skb, 0, header, sizeof(header)))
		return 0;
	/* The firewall of a job judges TCP by itself: it has no cgroup to tell, and containers' packets meet
	 * it later. */
	return header[0] == 0x45 && (config.job || header[9] != IPPROTO_TCP);
}

SEC("cgroup_skb/egress")
int egf_egress(struct __sk_buff *skb)
{
	if (is_our_mark(skb->mark) && !is_marked_packet(skb))
		return 0;
	return skb->protocol == bpf_htons(ETH_P_IPV6) ? pass_ipv6(skb) : pass_ipv4(skb);
}

/*
 * sock_create does not run for the other families: AF_PACKET, AF_XDP, AF_VSOCK and the like go around
 * iptables. `kern`: sockets that the kernel opens for itself.
 */
static __always_inline int judge_family(int family, int type, int protocol, int kern)
{
	if (kern || family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK ||
	    family == AF_ALG || !in_scope() || current_trust() & EGF_TRUST_ANY)
		return 0;
	report(EGF_EVENT_SOCKET, family, type, protocol, NULL, 0);
	return -EAFNOSUPPORT;
}

SEC("fmod_ret/security_socket_create")
int BPF_PROG(egf_family, int family, int type, int protocol, int kern, int ret)
{
	return ret ? ret : judge_family(family, type, protocol, kern);
}

SEC("lsm/socket_create")
int BPF_PROG(egf_family_lsm, int family, int type, int protocol, int kern, int ret)
{
	return ret ? ret : judge_family(family, type, protocol, kern);
}

/* A job's only: where kprobes show who sends datagrams, no other program is at this hook. */
SEC("cgroup/sendmsg4")
int egf_borrowed4(struct bpf_sock_addr *ctx)
{
	return !is_borrowed(ctx);
}

/*
 * What the kernel uses is the first `length` bytes of the copy that was looked at here, which the caller's
 * threads cannot change any more.
 */
static __always_inline int pass_copy(struct bpf_sockopt *ctx, int length)
{
	ctx->optlen = length;
	return 1;
}

/* A job's only: who may set marks (CAP_NET_ADMIN, CAP_NET_RAW) sets none of ours. */
static __always_inline int judge_mark(struct bpf_sockopt *ctx, __u32 mark)
{
	struct bpf_sock *sk = ctx->sk;

	if (!is_our_mark(mark) || current_trust() & EGF_TRUST_ANY)
		return pass_copy(ctx, sizeof(mark));
	if (sk)
		report_borrowed(sk->family, sk->type, sk->protocol, 0);
	return 0;
}

static __always_inline int refuse_group(struct bpf_sockopt *ctx, const __be32 *group)
{
	struct bpf_sock *sk = ctx->sk;

	if (sk)
		report(EGF_EVENT_GROUP, sk->family, sk->type, sk->protocol, group, 0);
	return 0;
}

/* struct ip_mreqn, or without the index struct ip_mreq; an index goes before an address (ip_mc_find_dev()). */
static __always_inline int judge_group4(struct bpf_sockopt *ctx)
{
	const __be32 *value = ctx->optval;
	bool indexed = ctx->optname == IP_ADD_MEMBERSHIP && ctx->optlen >= 12;
	__be32 group[4] = { 0, 0, bpf_htonl(0xffff), 0 };

	if ((void *)(value + 3) > ctx->optval_end)
		return refuse_group(ctx, NULL);
	if (indexed && value[2] ? value[2] == LOOPBACK_IFINDEX : bpf_ntohl(value[1]) >> 24 == 127)
		return pass_copy(ctx, indexed || ctx->optname != IP_ADD_MEMBERSHIP ? 12 : 8);
	group[3] = value[0];
	return refuse_group(ctx, group);
}

/* struct ipv6_mreq */
static __always_inline int judge_group6(struct bpf_sockopt *ctx)
{
	const __be32 *value = ctx->optval;
	__be32 group[4];

	if ((void *)(value + 5) > ctx->optval_end)
		return refuse_group(ctx, NULL);
	if (value[4] == LOOPBACK_IFINDEX)
		return pass_copy(ctx, 20);
	__builtin_memcpy(group, value, sizeof(group));
	return refuse_group(ctx, group);
}

/* In a job: of a step. Services of the machine and containers are none. */
static __always_inline bool is_build(const struct egf_task *known)
{
	return !config.job || (known && known->step_id);
}

/*
 * Of each multicast group that a socket joins the kernel tells the network (IGMP, MLD) by a socket of its own:
 * an address of the caller's choice, for all to read. On the loopback interface there is nobody to tell. What is
 * too short for its option is the kernel's to refuse.
 */
static __always_inline bool joins_group(const struct bpf_sockopt *ctx)
{
	int level = ctx->level, name = ctx->optname;

	if (level != SOL_IP && level != SOL_IPV6)
		return false;
	if (name == MCAST_JOIN_GROUP || name == MCAST_JOIN_SOURCE_GROUP)
		return true;
	if (level == SOL_IP)
		return (name == IP_ADD_MEMBERSHIP && ctx->optlen >= 8) ||
		       (name == IP_ADD_SOURCE_MEMBERSHIP && ctx->optlen >= 12);
	return name == IPV6_JOIN_GROUP && ctx->optlen >= 20;
}

/* optlen 0: the kernel goes on with what the caller gave, of whatever length. */
SEC("cgroup/setsockopt")
int egf_setsockopt(struct bpf_sockopt *ctx)
{
	__u32 *mark = ctx->optval;

	/* The copy is longer than a short value. */
	if (config.job && ctx->level == SOL_SOCKET && ctx->optname == SO_MARK && ctx->optlen >= (int)sizeof(*mark) &&
	    (void *)(mark + 1) <= ctx->optval_end)
		return judge_mark(ctx, *mark);
	if (!joins_group(ctx) || !is_build(known_task((void *)bpf_get_current_task()))) {
		ctx->optlen = 0;
		return 1;
	}
	if (ctx->optname == MCAST_JOIN_GROUP || ctx->optname == MCAST_JOIN_SOURCE_GROUP)
		return refuse_group(ctx, NULL);
	return ctx->level == SOL_IP ? judge_group4(ctx) : judge_group6(ctx);
}

/*
 * A job's only. What Runner.Worker has forked shares its memory (vfork(2)) until it runs a program.
 * The runner's processes are of the job's user, who could trace them (ptrace(2), /proc/PID/mem,
 * pidfd_getfd(2)) and so speak in their name; the same for the scripts of the action, which the guard
 * answers. Looking (ps, lsof) is left to everybody, but for these scripts: who may look into /proc/PID/fd
 * may open the pipes there, and Node takes what comes by one of them for addresses (uv__signal_event).
 */
static __always_inline int judge_tracer(struct task_struct *task, unsigned int mode)
{
	const struct egf_task *known = known_task(task);
	bool traces = mode & PTRACE_MODE_ATTACH, is_ours = false;

	if (known)
		is_ours = known->step & EGF_STEP_GUARDED ||
			  (traces && (known->trust & EGF_TRUST_ANY || known->step & EGF_STEP_PENDING));
	return is_ours && !(current_trust() & EGF_TRUST_ANY) ? -EPERM : 0;
}

SEC("fmod_ret/security_ptrace_access_check")
int BPF_PROG(egf_ptrace, struct task_struct *task, unsigned int mode, int ret)
{
	return ret ? ret : judge_tracer(task, mode);
}

SEC("lsm/ptrace_access_check")
int BPF_PROG(egf_ptrace_lsm, struct task_struct *task, unsigned int mode, int ret)
{
	return ret ? ret : judge_tracer(task, mode);
}

/*
 * A job's only. Signals of the job's user would wake a script of the action before the guard has looked at it,
 * stop it, or end it; the runner's are its cancellation. Root that is no step has the machine to look after.
 * check_kill_permission() asks for signals of users alone.
 */
static __always_inline int judge_signal(struct task_struct *task)
{
	const struct egf_task *known = known_task(task), *sender;

	if (!known || !(known->step & EGF_STEP_GUARDED))
		return 0;
	sender = known_task((void *)bpf_get_current_task());
	if (sender == known || (sender && sender->trust & EGF_TRUST_ANY))
		return 0;
	return (sender && sender->step_id) || (__u32)bpf_get_current_uid_gid() ? -EPERM : 0;
}

SEC("fmod_ret/security_task_kill")
int BPF_PROG(egf_signal, struct task_struct *task, void *info, int sig, void *cred, int ret)
{
	return ret ? ret : judge_signal(task);
}

SEC("lsm/task_kill")
int BPF_PROG(egf_signal_lsm, struct task_struct *task, void *info, int sig, void *cred, int ret)
{
	return ret ? ret : judge_signal(task);
}

/*
 * A job's only. Node opens its debugger on SIGUSR1 until a script catches that: whoever connects to it could
 * have a script of the action do anything, and close the debugger before the guard looks.
 */
static __always_inline bool opens_debugger(const struct bpf_sock_addr *ctx, const struct egf_task *known)
{
	return ctx->type == SOCK_STREAM && known && known->step & EGF_STEP_GUARDED;
}

/*
 * Where the machine's name server is at an address of the machine itself, whoever has port 53 there, too, could
 * answer the proxy in its place, and give names what addresses he likes: on a shared port (SO_REUSEADDR), or
 * where a firewall leads the questions to another one (Docker's 127.0.0.11), by flows that conntrack took for
 * answers before there was a question. No root is needed where net.ipv4.ip_unprivileged_port_start is 0, as in
 * containers. Nothing is lost: all questions of the scope go to the proxy, whomever they are for.
 */
static __always_inline bool takes_dns_port(struct bpf_sock_addr *ctx, const struct egf_task *known)
{
	if (ctx->user_port != bpf_htons(DNS_PORT))
		return false;
	return is_build(known) && (!config.job || !is_foreign(ctx));
}

/* volatile: as for report_ipv6(). */
static __always_inline void report_port(const volatile struct bpf_sock_addr *ctx)
{
	report(EGF_EVENT_PORT, ctx->family, ctx->type, ctx->protocol, NULL, DNS_PORT);
}

static __always_inline int judge_bind(struct bpf_sock_addr *ctx)
{
	const struct egf_task *known = known_task((void *)bpf_get_current_task());

	if (config.job && opens_debugger(ctx, known))
		return 0;
	if (!takes_dns_port(ctx, known))
		return 1;
	report_port(ctx);
	return 0;
}

SEC("cgroup/bind4")
int egf_bind4(struct bpf_sock_addr *ctx)
{
	return judge_bind(ctx);
}

SEC("cgroup/bind6")
int egf_bind6(struct bpf_sock_addr *ctx)
{
	return judge_bind(ctx);
}

#endif
