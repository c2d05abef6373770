/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Who is running, who owns a socket, and how a refusal is told. */
#ifndef EGF_WHO_H
#define EGF_WHO_H

#include "maps.h"

/* For programs that run machine-wide. The cgroup hooks run for sockets of the scope only. */
static __always_inline bool in_scope(void)
{
	return bpf_current_task_under_cgroup(&scope, 0) == 1;
}

/* What is known of this very process, not of an earlier one of its number. */
static __always_inline struct egf_task *known_task(struct task_struct *task)
{
	__u32 tgid = BPF_CORE_READ(task, tgid);
	struct egf_task *known = bpf_map_lookup_elem(&tasks, &tgid);

	return known && known->start == BPF_CORE_READ(task, group_leader, start_boottime) ? known : NULL;
}

/* An exec that the tracepoint missed must not lend out the identity of the program before it. */
static __always_inline __u64 exec_id_of(struct task_struct *task, const struct egf_task *known)
{
	return known && known->self_exec_id == BPF_CORE_READ(task, self_exec_id) ? known->exec_id : 0;
}

/* EGF_TRUST_*; only a job trusts anybody. */
static __always_inline __u32 current_trust(void)
{
	const struct egf_task *known;

	if (!config.job)
		return 0;
	known = known_task((void *)bpf_get_current_task());
	return known ? known->trust : 0;
}

static __always_inline bool is_our_mark(__u32 mark)
{
	return config.job && (mark == config.trust_mark || mark == config.proxy_mark);
}

static __always_inline void current_who(struct egf_who *who)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct task_struct *leader = BPF_CORE_READ(task, group_leader);
	const struct egf_task *known = known_task(task);

	who->tgid = bpf_get_current_pid_tgid() >> 32;
	who->ppid = BPF_CORE_READ(task, real_parent, tgid);
	who->uid = (__u32)bpf_get_current_uid_gid();
	who->step_id = known ? known->step_id : 0;
	who->flags = known && known->trust & (EGF_TRUST_RUNNER | EGF_TRUST_PROXY) ? EGF_WHO_TRUSTED : 0;
	who->reserved = 0;
	who->cgroup_id = bpf_get_current_cgroup_id();
	who->exec_id = exec_id_of(task, known);
	/* The process's name, not that of a worker thread. */
	bpf_core_read(who->comm, sizeof(who->comm), &leader->comm);
	/* Keeps the record of a process that still opens connections from being the least recently used. */
	if (who->exec_id)
		bpf_map_lookup_elem(&procs, &who->exec_id);
}

static __always_inline bool is_mapped(__be32 word0, __be32 word1, __be32 word2)
{
	return word0 == 0 && word1 == 0 && word2 == bpf_htonl(0xffff);
}

static __always_inline void count_lost(void)
{
	__u32 zero = 0;
	__u64 *count = bpf_map_lookup_elem(&lost, &zero);

	if (count)
		__sync_fetch_and_add(count, 1);
}

/* Where the ring is full the event is counted and lost; what it tells of was refused all the same. */
static __always_inline void tell(const struct egf_event *event)
{
	if (bpf_ringbuf_output(&events, (void *)event, sizeof(*event), 0))
		count_lost();
}

static __always_inline void report(__u32 kind, __u32 family, __u32 type, __u32 protocol, const __be32 *dst_ip,
				   __u16 dst_port)
{
	struct egf_event event = {
		.kind = kind,
		.family = family,
		.type = type,
		.protocol = protocol,
		.dst_port = dst_port,
	};

	current_who(&event.who);
	if (dst_ip)
		__builtin_memcpy(event.dst_ip, dst_ip, sizeof(event.dst_ip));
	tell(&event);
}

static __always_inline void report_borrowed(__u32 family, __u32 type, __u32 protocol, __u16 dst_port)
{
	struct egf_event event = {
		.kind = EGF_EVENT_SOCKET,
		.family = family,
		.type = type,
		.protocol = protocol,
		.dst_port = dst_port,
		.borrowed = 1,
	};

	current_who(&event.who);
	tell(&event);
}

/*
 * The mark of a socket stays when its descriptor is passed on, and firewall rules look at nothing else: so
 * nobody but a trusted process opens a way with such a socket.
 */
static __always_inline bool is_borrowed(const volatile struct bpf_sock_addr *ctx)
{
	const volatile struct bpf_sock *sk;

	if (!config.job)
		return false;
	sk = ctx->sk;
	if (!sk || !is_our_mark(sk->mark) || current_trust() & EGF_TRUST_ANY)
		return false;
	report_borrowed(ctx->family, ctx->type, ctx->protocol, bpf_ntohs(ctx->user_port));
	return true;
}

/* The socket is of another network namespace than the guard's: a container's. */
static __always_inline bool is_foreign(struct bpf_sock_addr *ctx)
{
	return config.netns_cookie && bpf_get_netns_cookie(ctx) != config.netns_cookie;
}

static __always_inline bool is_marked(const volatile struct bpf_sock_addr *ctx)
{
	const volatile struct bpf_sock *sk;

	if (!config.job)
		return false;
	sk = ctx->sk;
	return sk && is_our_mark(sk->mark);
}

/*
 * A socket belongs to who connected it, so that a descriptor that outlives an exec or is passed on keeps its
 * first owner. dst_ip: network order, 0 for IPv6.
 */
static __always_inline void own_socket(struct bpf_sock_addr *ctx, __be32 dst_ip)
{
	__u64 cookie = bpf_get_socket_cookie(ctx);
	struct egf_flow flow = {};

	current_who(&flow.who);
	flow.cookie = cookie;
	flow.dst_ip = bpf_ntohl(dst_ip);
	flow.dst_port = bpf_ntohs(ctx->user_port);
	flow.protocol = ctx->protocol;
	if (bpf_map_update_elem(&sockets, &cookie, &flow, BPF_ANY))
		bpf_map_delete_elem(&sockets, &cookie);
}

#endif
