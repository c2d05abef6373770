/* SPDX-License-Identifier: MIT */
/*
 * destroySockets(cgroupId): TCP sockets of a cgroup that outlive its processes. The kernel goes on to send
 * what a killed process has written, for minutes: past the moment in which the filter is taken down.
 */
#include "diag.h"
#include "napi.h"
#include "netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
	struct nlmsghdr header;
	struct inet_diag_req_v2 body;
};

struct orphan {
	uint8_t family;
	struct inet_diag_sockid id;
};

struct orphans {
	struct orphan *list;
	size_t count, room;
};

static int send_request(int diag, uint16_t type, uint16_t flags, const struct orphan *orphan)
{
	/* One in TIME_WAIT has nothing left to send. */
	struct request request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = type,
			.nlmsg_flags = NLM_F_REQUEST | flags,
		},
		.body = {
			.sdiag_family = orphan->family,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_states = ~(1U << TCP_TIME_WAIT | 1U << TCP_CLOSE),
			.id = orphan->id,
		},
	};

	return send(diag, &request, sizeof(request), 0) < 0 ? -errno : 0;
}

static uint64_t cgroup_of(const struct nlmsghdr *message)
{
	const struct inet_diag_msg *body = NLMSG_DATA(message);
	const struct rtattr *attribute = (const struct rtattr *)(body + 1);
	size_t left = message->nlmsg_len - NLMSG_LENGTH(sizeof(*body));
	uint64_t id = 0;

	for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left))
		if (attribute->rta_type == INET_DIAG_CGROUP_ID && RTA_PAYLOAD(attribute) == sizeof(id))
			memcpy(&id, RTA_DATA(attribute), sizeof(id));
	return id;
}

static int add_orphan(struct orphans *found, const struct inet_diag_msg *body)
{
	if (found->count == found->room) {
		size_t room = found->room ? 2 * found->room : 64;
		struct orphan *list = realloc(found->list, room * sizeof(*list));

		if (!list)
			return -ENOMEM;
		found->list = list;
		found->room = room;
	}
	found->list[found->count++] = (struct orphan){ body->idiag_family, body->id };
	return 0;
}

struct search {
	uint64_t cgroup;
	struct orphans *found;
};

static int keep_orphan(const struct nlmsghdr *message, void *data)
{
	struct search *search = data;

	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg)) || cgroup_of(message) != search->cgroup)
		return 0;
	return add_orphan(search->found, NLMSG_DATA(message));
}

static int find_orphans(int diag, uint64_t cgroup, struct orphans *found)
{
	static const uint8_t families[] = { AF_INET, AF_INET6 };
	struct search search = { cgroup, found };

	for (size_t i = 0; i < sizeof(families); i++) {
		struct orphan any = {
			.family = families[i],
			.id.idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE },
		};
		int err = send_request(diag, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &any);

		if (!err)
			err = egf_netlink_answers(diag, 0, keep_orphan, &search);
		/* A kernel without IPv6 has no such table. */
		if (err && !(err == -ENOENT && families[i] == AF_INET6))
			return err;
	}
	return 0;
}

/* 1; 0 where this kernel destroys none (CONFIG_INET_DIAG_DESTROY); negative errno. */
static int destroy(int diag, const struct orphan *orphan)
{
	int err = send_request(diag, SOCK_DESTROY, NLM_F_ACK, orphan);

	if (!err)
		err = egf_netlink_answers(diag, 0, NULL, NULL);
	/* ENOENT: it has ended meanwhile. */
	return err == 0 || err == -ENOENT ? 1 : err == -EOPNOTSUPP ? 0 : err;
}

static napi_value destroy_sockets(napi_env env, napi_callback_info info)
{
	struct orphans found = { 0 };
	napi_value argv[1], result = NULL;
	int diag, err, destroyed = 0;
	uint64_t cgroup;
	bool lossless;

	if (!egf_args(env, info, 1, argv, NULL))
		return NULL;
	/* No cgroup has the number 0: it would stand for the sockets that the kernel tells no cgroup of. */
	if (napi_get_value_bigint_uint64(env, argv[0], &cgroup, &lossless) != napi_ok || !lossless || cgroup == 0)
		return egf_type_error(env, "cgroupId must be a bigint of 64 bits other than 0");
	diag = egf_diag_open();
	if (diag < 0)
		return egf_throw(env, diag, "socket", "sock_diag");
	err = find_orphans(diag, cgroup, &found);
	for (size_t i = 0; i < found.count && err >= 0; i++) {
		err = destroy(diag, &found.list[i]);
		destroyed += err > 0;
	}
	if (err < 0)
		egf_throw(env, err, "sock_diag", NULL);
	else if (napi_create_object(env, &result) != napi_ok ||
		 !egf_set_int(env, result, "found", (int64_t)found.count) ||
		 !egf_set_int(env, result, "destroyed", destroyed))
		result = egf_napi_failed(env);
	free(found.list);
	close(diag);
	return result;
}

napi_status egf_register_orphans(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "destroySockets", destroy_sockets) ? napi_ok
										 : napi_generic_failure;
}
