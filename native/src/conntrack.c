/* SPDX-License-Identifier: MIT */
/* What conntrack remembers of connections that were redirected here (ctnetlink: nf_conntrack_netlink.c of the kernel). */
#include "napi.h"
#include "netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>

/* The original tuple of an entry as the kernel sent it, attribute header included: that is how it is named again. */
struct entry {
	uint16_t length;
	unsigned char tuple[62];
};

struct entries {
	struct entry *list;
	size_t count, room;
};

struct request {
	struct nlmsghdr header;
	struct nfgenmsg family;
	unsigned char attributes[64];
};

static const struct nlattr *find(const struct nlattr *at, size_t length, uint16_t type)
{
	while (length >= NLA_HDRLEN && at->nla_len >= NLA_HDRLEN && at->nla_len <= length) {
		size_t step = NLA_ALIGN(at->nla_len);

		if ((at->nla_type & NLA_TYPE_MASK) == type)
			return at;
		if (step >= length)
			return NULL;
		length -= step;
		at = (const struct nlattr *)((const unsigned char *)at + step);
	}
	return NULL;
}

static const struct nlattr *inside(const struct nlattr *parent, uint16_t type)
{
	if (!parent)
		return NULL;
	return find((const struct nlattr *)((const unsigned char *)parent + NLA_HDRLEN), parent->nla_len - NLA_HDRLEN,
		    type);
}

static bool read_bytes(const struct nlattr *attribute, void *out, size_t size)
{
	if (!attribute || attribute->nla_len != NLA_HDRLEN + size)
		return false;
	memcpy(out, (const unsigned char *)attribute + NLA_HDRLEN, size);
	return true;
}

/* Answers come from 127.0.0.1 and one of these ports. */
static bool answered_by(const struct nlattr *reply, const int *ports, size_t count)
{
	const struct nlattr *protocol = inside(reply, CTA_TUPLE_PROTO);
	uint32_t address;
	uint16_t port;

	if (!read_bytes(inside(inside(reply, CTA_TUPLE_IP), CTA_IP_V4_SRC), &address, sizeof(address)) ||
	    !read_bytes(inside(protocol, CTA_PROTO_SRC_PORT), &port, sizeof(port)) ||
	    ntohl(address) != INADDR_LOOPBACK)
		return false;
	for (size_t i = 0; i < count; i++)
		if (ports[i] == ntohs(port))
			return true;
	return false;
}

static int keep(struct entries *entries, const struct nlattr *original)
{
	struct entry *entry;

	if (!original || original->nla_len > sizeof(entry->tuple))
		return 0;
	if (entries->count == entries->room) {
		size_t room = entries->room ? entries->room * 2 : 64;
		struct entry *list = realloc(entries->list, room * sizeof(*list));

		if (!list)
			return -ENOMEM;
		entries->list = list;
		entries->room = room;
	}
	entry = &entries->list[entries->count++];
	entry->length = original->nla_len;
	memcpy(entry->tuple, original, original->nla_len);
	return 0;
}

static int transmit(int fd, uint32_t seq, uint8_t type, uint16_t flags, const struct entry *entry)
{
	struct request request = {
		.header = {
			.nlmsg_len = NLMSG_LENGTH(sizeof(request.family)),
			.nlmsg_type = (uint16_t)(NFNL_SUBSYS_CTNETLINK << 8 | type),
			.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags),
			.nlmsg_seq = seq,
		},
		.family = { .nfgen_family = AF_INET, .version = NFNETLINK_V0 },
	};

	if (entry) {
		memcpy(request.attributes, entry->tuple, entry->length);
		request.header.nlmsg_len += NLA_ALIGN(entry->length);
	}
	return send(fd, &request, request.header.nlmsg_len, 0) < 0 ? -errno : 0;
}

struct search {
	const int *ports;
	size_t count;
	struct entries *entries;
};

static int keep_redirected(const struct nlmsghdr *message, void *data)
{
	const unsigned char *body = NLMSG_DATA(message);
	const struct nlattr *first = (const struct nlattr *)(body + NLMSG_ALIGN(sizeof(struct nfgenmsg)));
	struct search *search = data;
	size_t size;

	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(struct nfgenmsg)))
		return 0;
	size = message->nlmsg_len - NLMSG_LENGTH(sizeof(struct nfgenmsg));
	if (!answered_by(find(first, size, CTA_TUPLE_REPLY), search->ports, search->count))
		return 0;
	return keep(search->entries, find(first, size, CTA_TUPLE_ORIG));
}

/* How many entries are gone; negative errno. One that ended by itself in between is none of ours to count. */
static int forget(const int *ports, size_t count)
{
	struct entries entries = { 0 };
	struct search search = { ports, count, &entries };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	uint32_t seq = 1;
	int forgotten = 0, err;

	if (fd < 0)
		return -errno;
	err = connect(fd, (struct sockaddr *)&kernel, sizeof(kernel)) ? -errno : 0;
	if (!err)
		err = transmit(fd, seq, IPCTNL_MSG_CT_GET, NLM_F_DUMP, NULL);
	if (!err)
		err = egf_netlink_answers(fd, seq, keep_redirected, &search);
	for (size_t i = 0; !err && i < entries.count; i++) {
		err = transmit(fd, ++seq, IPCTNL_MSG_CT_DELETE, NLM_F_ACK, &entries.list[i]);
		if (!err)
			err = egf_netlink_answers(fd, seq, NULL, NULL);
		forgotten += !err;
		if (err == -ENOENT)
			err = 0;
	}
	free(entries.list);
	close(fd);
	return err ? err : forgotten;
}

static napi_value forget_redirected(napi_env env, napi_callback_info info)
{
	napi_value argv[1], result;
	int *ports = NULL;
	size_t count = 0;
	int done;

	if (!egf_args(env, info, 1, argv, NULL) || !egf_is_object(env, argv[0], "options") ||
	    !egf_get_ints(env, argv[0], "ports", true, 1, 65535, &ports, &count))
		return NULL;
	done = forget(ports, count);
	free(ports);
	if (done < 0)
		return egf_throw(env, done, "ctnetlink", NULL);
	return napi_create_int32(env, done, &result) == napi_ok ? result : egf_napi_failed(env);
}

napi_status egf_register_conntrack(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "forgetRedirected", forget_redirected) ? napi_ok : napi_generic_failure;
}
