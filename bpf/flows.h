/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Who opened a flow. connect4 and connect6 write the owner into `sockets`; the source port is not known there
 * yet. `flows` is filled
 * - with kprobes at tcp_connect() and udp_sendmsg();
 * - without them at the TCP connect callback and at sendmsg4. Datagrams of connected sockets meet no sendmsg
 *   hook: netfilter's LOCAL_OUT looks their socket up (Linux 6.4), unless their flow was allowed. Before that, egress does it for DNS, and
 * for others the reader asks sock_diag whose socket it is.
 */
#ifndef EGF_FLOWS_H
#define EGF_FLOWS_H

#include "wall.h"

static __always_inline void put_sender(__u64 cookie, const struct egf_flow *flow)
{
	if (bpf_map_update_elem(&senders, &cookie, flow, BPF_ANY))
		bpf_map_delete_elem(&senders, &cookie);
}

/* Datagrams of a connected socket meet no other hook where there are no kprobes. */
static __always_inline void own_foreign(struct bpf_sock_addr *ctx)
{
	__u64 cookie = bpf_get_socket_cookie(ctx);
	const struct egf_flow *owner;

	if (ctx->protocol != IPPROTO_UDP || !is_foreign(ctx))
		return;
	owner = bpf_map_lookup_elem(&sockets, &cookie);
	if (owner)
		put_sender(cookie, owner);
}

SEC("cgroup/connect4")
int egf_connect4(struct bpf_sock_addr *ctx)
{
	if (is_borrowed(ctx))
		return 0;
	own_socket(ctx, ctx->user_ip4);
	own_foreign(ctx);
	return 1;
}

SEC("cgroup/connect6")
int egf_connect6(struct bpf_sock_addr *ctx)
{
	__be32 ip[4] = { ctx->user_ip6[0], ctx->user_ip6[1], ctx->user_ip6[2], ctx->user_ip6[3] };

	if (is_borrowed(ctx))
		return 0;
	if (is_mapped(ip[0], ip[1], ip[2])) {
		own_socket(ctx, ip[3]);
		own_foreign(ctx);
		return 1;
	}
	if (is_local6(ip) || is_marked(ctx)) {
		own_socket(ctx, 0);
		return 1;
	}
	report_ipv6(ctx, ip);
	return 0;
}

/* A record that cannot be written must not leave an older one of somebody else in its place. */
static __always_inline void put_flow(const struct egf_flow_key *key, const struct egf_flow *flow)
{
	if (bpf_map_update_elem(&flows, key, flow, BPF_ANY))
		bpf_map_delete_elem(&flows, key);
}

static __always_inline bool same_flow(const struct egf_flow *a, const struct egf_flow *b)
{
	return a->cookie == b->cookie && a->who.tgid == b->who.tgid && a->who.exec_id == b->who.exec_id &&
	       a->who.uid == b->who.uid && a->who.flags == b->who.flags && a->dst_ip == b->dst_ip &&
	       a->dst_port == b->dst_port && a->flags == b->flags;
}

/* Runs for every datagram: writes only what changed. */
static __always_inline void put_datagram_flow(const struct egf_flow_key *key, const struct egf_flow *flow)
{
	const struct egf_flow *known = bpf_map_lookup_elem(&flows, key);

	if (!known || !same_flow(known, flow))
		put_flow(key, flow);
}

static __always_inline void put_dns_flow(__u16 src_port, const struct egf_flow *flow)
{
	struct egf_flow_key key = { .src_port = src_port, .protocol = IPPROTO_UDP };

	put_datagram_flow(&key, flow);
}

static __always_inline void put_udp_flow(__u16 src_port, const struct egf_flow *flow)
{
	struct egf_flow_key key = {
		.dst_ip = flow->dst_ip,
		.src_port = src_port,
		.dst_port = flow->dst_port,
		.protocol = IPPROTO_UDP,
	};

	put_datagram_flow(&key, flow);
	if (flow->dst_port == DNS_PORT)
		put_dns_flow(src_port, flow);
}

static __always_inline bool is_connected_to(const struct egf_flow *owner, __u32 dst_ip, __u16 dst_port)
{
	return owner && owner->dst_ip == dst_ip && owner->dst_port == dst_port;
}

/* The first owner where the socket is connected there, else the sender. */
static __always_inline void datagram_who(struct egf_flow *flow, const struct egf_flow *owner)
{
	if (is_connected_to(owner, flow->dst_ip, flow->dst_port))
		flow->who = owner->who;
	else
		current_who(&flow->who);
}

/*
 * A connected socket whose first owner is not known: its entry had to make room for others. Whoever has it now is
 * not who connected it, so it is nobody's. Not so for trusted processes, whose sockets may be older than we are.
 */
static __always_inline bool is_forgotten(const struct egf_flow *owner)
{
	return !owner && !(current_trust() & EGF_TRUST_ANY);
}

static __always_inline void forget_datagrams(__u64 cookie, __u16 src_port, const struct egf_flow *flow)
{
	struct egf_flow_key key = {
		.dst_ip = flow->dst_ip,
		.src_port = src_port,
		.dst_port = flow->dst_port,
		.protocol = IPPROTO_UDP,
	};
	struct egf_flow_key dns = { .src_port = src_port, .protocol = IPPROTO_UDP };

	bpf_map_delete_elem(&flows, &key);
	if (flow->dst_port == DNS_PORT)
		bpf_map_delete_elem(&flows, &dns);
	bpf_map_delete_elem(&senders, &cookie);
}

static __always_inline __u64 cookie_of(struct sock *sk)
{
	return BPF_CORE_READ(sk, __sk_common.skc_cookie.counter);
}

/* tcp_connect(sk): the source port is chosen, the SYN is not sent. Fast open and io_uring pass here too. */
SEC("kprobe/tcp_connect")
int egf_tcp_connect(struct pt_regs *ctx)
{
	struct sock *sk = (void *)ARG1(ctx);
	__u64 cookie = cookie_of(sk);
	const struct egf_flow *owner = bpf_map_lookup_elem(&sockets, &cookie);
	struct egf_flow_key key = { .protocol = IPPROTO_TCP };
	struct egf_flow flow = { .protocol = IPPROTO_TCP };

	if (!owner && !in_scope())
		return 0;
	if (BPF_CORE_READ(sk, __sk_common.skc_family) == AF_INET6) {
		struct in6_addr dst = BPF_CORE_READ(sk, __sk_common.skc_v6_daddr);

		if (!is_mapped(dst.in6_u.u6_addr32[0], dst.in6_u.u6_addr32[1], dst.in6_u.u6_addr32[2]))
			return 0;
	}
	key.src_ip = bpf_ntohl(BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr));
	key.src_port = BPF_CORE_READ(sk, __sk_common.skc_num);
	key.dst_ip = flow.dst_ip = bpf_ntohl(BPF_CORE_READ(sk, __sk_common.skc_daddr));
	key.dst_port = flow.dst_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	if (is_forgotten(owner)) {
		bpf_map_delete_elem(&flows, &key);
		return 0;
	}
	if (owner)
		flow.who = owner->who;
	else
		current_who(&flow.who);
	flow.cookie = cookie;
	put_flow(&key, &flow);
	return 0;
}

/* udp_sendmsg(sk, msg, len): IPv4-mapped destinations arrive here as sockaddr_in. */
SEC("kprobe/udp_sendmsg")
int egf_udp_sendmsg(struct pt_regs *ctx)
{
	struct sock *sk = (void *)ARG1(ctx);
	struct msghdr *msg = (void *)ARG2(ctx);
	__u64 cookie = cookie_of(sk);
	const struct egf_flow *owner = bpf_map_lookup_elem(&sockets, &cookie);
	struct egf_flow flow = { .protocol = IPPROTO_UDP, .flags = EGF_FLOW_EVERY_SEND };
	void *name = BPF_CORE_READ(msg, msg_name);

	if (!owner && !in_scope())
		return 0;
	if (name) {
		struct sockaddr_in to = {};

		bpf_probe_read_kernel(&to, sizeof(to), name);
		flow.dst_ip = bpf_ntohl(to.sin_addr);
		flow.dst_port = bpf_ntohs(to.sin_port);
	} else {
		flow.dst_ip = bpf_ntohl(BPF_CORE_READ(sk, __sk_common.skc_daddr));
		flow.dst_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	}
	if (!name && is_forgotten(owner)) {
		forget_datagrams(cookie, BPF_CORE_READ(sk, __sk_common.skc_num), &flow);
		return 0;
	}
	datagram_who(&flow, owner);
	flow.cookie = cookie;
	if (config.netns_cookie &&
	    BPF_CORE_READ(sk, __sk_common.skc_net.net, net_cookie) != config.netns_cookie)
		put_sender(cookie, &flow);
	else
		put_udp_flow(BPF_CORE_READ(sk, __sk_common.skc_num), &flow);
	return 0;
}

/* tcp_call_bpf() at the head of tcp_connect(). */
SEC("sockops")
int egf_sockops(struct bpf_sock_ops *ctx)
{
	struct egf_flow_key key = { .protocol = IPPROTO_TCP };
	const struct egf_flow *owner;
	struct egf_flow flow;
	__u64 cookie;

	if (ctx->op != BPF_SOCK_OPS_TCP_CONNECT_CB)
		return 1;
	if (ctx->family == AF_INET6 && !is_mapped(ctx->remote_ip6[0], ctx->remote_ip6[1], ctx->remote_ip6[2]))
		return 1;
	cookie = bpf_get_socket_cookie(ctx);
	key.src_ip = bpf_ntohl(ctx->local_ip4);
	key.src_port = ctx->local_port;
	key.dst_ip = bpf_ntohl(ctx->remote_ip4);
	key.dst_port = bpf_ntohl(ctx->remote_port);
	owner = bpf_map_lookup_elem(&sockets, &cookie);
	if (!owner) {
		bpf_map_delete_elem(&flows, &key);
		return 1;
	}
	flow = *owner;
	flow.dst_ip = key.dst_ip;
	flow.dst_port = key.dst_port;
	put_flow(&key, &flow);
	return 1;
}

/* udp_sendmsg() with a destination, IPv4-mapped ones included; the socket has its port by now. */
SEC("cgroup/sendmsg4")
int egf_sendmsg4(struct bpf_sock_addr *ctx)
{
	__u64 cookie = bpf_get_socket_cookie(ctx);
	struct bpf_sock *sk = ctx->sk;
	struct egf_flow flow = { .protocol = IPPROTO_UDP, .cookie = cookie };

	if (!sk)
		return 0;
	flow.dst_ip = bpf_ntohl(ctx->user_ip4);
	flow.dst_port = bpf_ntohs(ctx->user_port);
	datagram_who(&flow, bpf_map_lookup_elem(&sockets, &cookie));
	if (is_foreign(ctx))
		put_sender(cookie, &flow);
	else
		put_udp_flow(sk->src_port, &flow);
	return 1;
}

/* The record that sendmsg4 wrote for this very datagram; one of another socket was left by who had the port
 * before. */
static __always_inline void confirm(const struct egf_flow_key *key, __u64 cookie)
{
	struct egf_flow *known = bpf_map_lookup_elem(&flows, key);

	if (known && known->cookie == cookie)
		known->flags |= EGF_FLOW_EVERY_SEND;
	else if (known)
		bpf_map_delete_elem(&flows, key);
}

/*
 * Of a flow that was allowed to everybody: its datagrams pass the gate unasked. One that conntrack has forgotten has no mark, so that whatever is asked
 * about was recorded.
 */
static __always_inline bool is_allowed_flow(const struct sk_buff *skb)
{
	unsigned long known;
	__u32 mark = 0;

	if (!config.flow_mark || !bpf_core_field_exists(skb->_nfct) ||
	    !bpf_core_field_exists(((struct nf_conn *)0)->mark))
		return false;
	known = skb->_nfct & NFCT_PTRMASK;
	return known && !bpf_core_read(&mark, sizeof(mark), &((struct nf_conn *)known)->mark) &&
	       mark == config.flow_mark;
}

/*
 * NF_INET_LOCAL_OUT, behind conntrack and before NAT: the destination is the one asked for. Every packet of the machine
 * passes here: fields are read as the verifier knows their types, where a helper's calls would cost more than
 * the rest.
 */
SEC("netfilter")
int egf_local_out(struct bpf_nf_ctx *ctx)
{
	struct egf_flow_key key = { .protocol = IPPROTO_UDP }, dns = { .protocol = IPPROTO_UDP };
	struct sk_buff *skb = ctx->skb;
	struct sock *sk = skb->sk;
	struct {
		struct iphdr ip;
		struct udphdr udp;
	} header = {};
	const struct egf_flow *owner;
	struct egf_flow flow;
	unsigned char *start;
	__u64 cookie;

	if (!sk || is_allowed_flow(skb))
		return NF_ACCEPT;
	/* None of the scope's: connect and sendmsg hooks make the cookie. */
	cookie = sk->__sk_common.skc_cookie.counter;
	if (!cookie)
		return NF_ACCEPT;
	start = skb->head + skb->network_header;
	bpf_probe_read_kernel(&header, sizeof(header), start);
	if (header.ip.protocol != IPPROTO_UDP)
		return NF_ACCEPT;
	if (header.ip.version_ihl != 0x45)
		bpf_probe_read_kernel(&header.udp, sizeof(header.udp),
				      start + (header.ip.version_ihl & 0xf) * 4);
	key.dst_ip = bpf_ntohl(header.ip.daddr);
	key.src_port = dns.src_port = bpf_ntohs(header.udp.source);
	key.dst_port = bpf_ntohs(header.udp.dest);
	owner = bpf_map_lookup_elem(&sockets, &cookie);
	if (is_connected_to(owner, key.dst_ip, key.dst_port)) {
		flow = *owner;
		flow.flags |= EGF_FLOW_EVERY_SEND;
		put_udp_flow(key.src_port, &flow);
		return NF_ACCEPT;
	}
	confirm(&key, cookie);
	if (key.dst_port == DNS_PORT)
		confirm(&dns, cookie);
	return NF_ACCEPT;
}

/* Where netfilter takes no programs (before Linux 6.4). The query has left NAT, but not reached the server.
 */
SEC("cgroup_skb/egress")
int egf_egress_dns(struct __sk_buff *skb)
{
	struct egf_flow_key dns = { .protocol = IPPROTO_UDP };
	const struct egf_flow *owner;
	__u8 version, protocol;
	__be16 src_port;
	__u64 cookie;

	if (skb->protocol != bpf_htons(ETH_P_IP) || bpf_skb_load_bytes(skb, 9, &protocol, 1) ||
	    protocol != IPPROTO_UDP || bpf_skb_load_bytes(skb, 0, &version, 1) ||
	    bpf_skb_load_bytes(skb, (version & 0xf) * 4, &src_port, sizeof(src_port)))
		return 1;
	dns.src_port = bpf_ntohs(src_port);
	cookie = bpf_get_socket_cookie(skb);
	owner = bpf_map_lookup_elem(&sockets, &cookie);
	if (owner && owner->dst_ip && owner->dst_port == DNS_PORT)
		put_dns_flow(dns.src_port, owner);
	else
		confirm(&dns, cookie);
	return 1;
}

/*
 * Datagrams of containers, as they leave their network namespace: who sent them is known by socket, and only
 * here is the source address. What neither the connection nor the last send explains is nobody's.
 */
SEC("cgroup_skb/egress")
int egf_egress_foreign(struct __sk_buff *skb)
{
	struct egf_flow_key key = { .foreign = EGF_FOREIGN, .protocol = IPPROTO_UDP };
	const struct egf_flow *sender, *owner;
	struct egf_flow flow;
	struct udphdr udp;
	struct iphdr ip;
	__u64 cookie;

	if (skb->protocol != bpf_htons(ETH_P_IP) || bpf_skb_load_bytes(skb, 0, &ip, sizeof(ip)) ||
	    ip.protocol != IPPROTO_UDP)
		return 1;
	cookie = bpf_get_socket_cookie(skb);
	sender = bpf_map_lookup_elem(&senders, &cookie);
	if (!sender || bpf_skb_load_bytes(skb, (ip.version_ihl & 0xf) * 4, &udp, sizeof(udp)))
		return 1;
	key.src_ip = bpf_ntohl(ip.saddr);
	key.dst_ip = bpf_ntohl(ip.daddr);
	key.src_port = bpf_ntohs(udp.source);
	key.dst_port = bpf_ntohs(udp.dest);
	owner = bpf_map_lookup_elem(&sockets, &cookie);
	if (is_connected_to(owner, key.dst_ip, key.dst_port)) {
		flow = *owner;
	} else if (is_connected_to(sender, key.dst_ip, key.dst_port)) {
		flow = *sender;
	} else {
		bpf_map_delete_elem(&flows, &key);
		return 1;
	}
	flow.flags |= EGF_FLOW_EVERY_SEND;
	put_datagram_flow(&key, &flow);
	if (key.dst_port == DNS_PORT) {
		key.dst_ip = key.dst_port = 0;
		put_datagram_flow(&key, &flow);
	}
	return 1;
}

#endif
