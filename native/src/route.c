/* SPDX-License-Identifier: MIT */
/*
 * routeTo(address): by which interface packets to an address leave; linkOf(interface): what that interface is. Both as the kernel has it at this moment
 * (rtnetlink(7)).
 */
#include "napi.h"
#include "netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct route_request {
	struct nlmsghdr header;
	struct rtmsg body;
	struct rtattr attribute;
	uint32_t destination;
};

struct link_request {
	struct nlmsghdr header;
	struct ifinfomsg body;
};

struct link {
	bool loopback;
	/* The interface that it is on top of (a VLAN, say); 0 where there is none. */
	uint32_t below;
	/* That one is of another network namespace. */
	bool elsewhere;
	char kind[32];
};

static const struct rtattr *find(const void *first, size_t length, unsigned short type)
{
	const struct rtattr *at = first;

	while (length >= sizeof(*at) && at->rta_len >= sizeof(*at) && at->rta_len <= length) {
		size_t step = RTA_ALIGN(at->rta_len);

		if ((at->rta_type & NLA_TYPE_MASK) == type)
			return at;
		if (step >= length)
			return NULL;
		length -= step;
		at = (const struct rtattr *)((const char *)at + step);
	}
	return NULL;
}

/* What follows a message's own header of this size. */
static const struct rtattr *attribute_of(const struct nlmsghdr *message, size_t header, unsigned short type)
{
	size_t before = NLMSG_LENGTH(NLMSG_ALIGN(header));

	return message->nlmsg_len > before ? find((const char *)message + before, message->nlmsg_len - before, type) : NULL;
}

static uint32_t number_in(const struct rtattr *attribute)
{
	uint32_t number = 0;

	if (attribute && RTA_PAYLOAD(attribute) == sizeof(number))
		memcpy(&number, RTA_DATA(attribute), sizeof(number));
	return number;
}

static int ask(struct nlmsghdr *request, int (*each)(const struct nlmsghdr *, void *), void *data)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int err = 0;

	if (fd < 0)
		return -errno;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	request->nlmsg_seq = 1;
	if (connect(fd, (struct sockaddr *)&kernel, sizeof(kernel)) || send(fd, request, request->nlmsg_len, 0) < 0)
		err = -errno;
	if (!err)
		err = egf_netlink_answers(fd, 1, each, data);
	close(fd);
	return err;
}

static int keep_route(const struct nlmsghdr *message, void *data)
{
	const struct rtmsg *route = NLMSG_DATA(message);

	/* Our own addresses, broadcast and multicast lead to nobody in particular. */
	if (message->nlmsg_type == RTM_NEWROUTE && message->nlmsg_len >= NLMSG_LENGTH(sizeof(*route)) &&
	    route->rtm_type == RTN_UNICAST)
		*(uint32_t *)data = number_in(attribute_of(message, sizeof(*route), RTA_OIF));
	return 0;
}

static int keep_link(const struct nlmsghdr *message, void *data)
{
	const struct ifinfomsg *info = NLMSG_DATA(message);
	const struct rtattr *about, *kind;
	struct link *link = data;

	if (message->nlmsg_type != RTM_NEWLINK || message->nlmsg_len < NLMSG_LENGTH(sizeof(*info)))
		return 0;
	link->loopback = info->ifi_type == ARPHRD_LOOPBACK;
	link->below = number_in(attribute_of(message, sizeof(*info), IFLA_LINK));
	link->elsewhere = attribute_of(message, sizeof(*info), IFLA_LINK_NETNSID) != NULL;
	about = attribute_of(message, sizeof(*info), IFLA_LINKINFO);
	kind = about ? find(RTA_DATA(about), RTA_PAYLOAD(about), IFLA_INFO_KIND) : NULL;
	/* With its NUL byte. A longer one is none that anybody here knows, and must not look like none at all. */
	if (kind)
		snprintf(link->kind, sizeof(link->kind), "%.*s", (int)RTA_PAYLOAD(kind), (const char *)RTA_DATA(kind));
	return 0;
}

static napi_value route_to(napi_env env, napi_callback_info info)
{
	struct route_request request = {
		.header = { .nlmsg_len = sizeof(request), .nlmsg_type = RTM_GETROUTE },
		.body = { .rtm_family = AF_INET, .rtm_dst_len = 32 },
		.attribute = { .rta_len = RTA_LENGTH(sizeof(uint32_t)), .rta_type = RTA_DST },
	};
	uint32_t interface = 0;
	napi_value argv[1], result;
	int64_t address;
	int err;

	if (!egf_args(env, info, 1, argv, NULL) || !egf_int(env, argv[0], "address", 0, UINT32_MAX, &address))
		return NULL;
	request.destination = htonl((uint32_t)address);
	err = ask(&request.header, keep_route, &interface);
	/* No route, or one that says that there is none: each type of them has an errno of its own (fib_props of the kernel). */
	if (err == -ENETUNREACH || err == -EHOSTUNREACH || err == -EACCES || err == -EINVAL || err == -EAGAIN)
		interface = 0;
	else if (err < 0)
		return egf_throw(env, err, "rtnetlink", "route");
	if ((interface == 0 ? napi_get_undefined(env, &result) : napi_create_uint32(env, interface, &result)) != napi_ok)
		return egf_napi_failed(env);
	return result;
}

static napi_value link_of(napi_env env, napi_callback_info info)
{
	struct link_request request = {
		.header = { .nlmsg_len = sizeof(request), .nlmsg_type = RTM_GETLINK },
		.body = { .ifi_family = AF_UNSPEC },
	};
	struct link link = { 0 };
	napi_value argv[1], result;
	int64_t interface;
	int err;

	if (!egf_args(env, info, 1, argv, NULL) || !egf_int(env, argv[0], "interface", 1, INT32_MAX, &interface))
		return NULL;
	request.body.ifi_index = (int)interface;
	err = ask(&request.header, keep_link, &link);
	if (err == -ENODEV)
		return napi_get_undefined(env, &result) == napi_ok ? result : egf_napi_failed(env);
	if (err < 0)
		return egf_throw(env, err, "rtnetlink", "link");
	if (napi_create_object(env, &result) != napi_ok || !egf_set_bool(env, result, "loopback", link.loopback) ||
	    !egf_set_string(env, result, "kind", link.kind) ||
	    (link.below != 0 && !link.elsewhere && !egf_set_int(env, result, "below", link.below)))
		return egf_napi_failed(env);
	return result;
}

napi_status egf_register_route(napi_env env, napi_value exports)
{
	bool set = egf_set_function(env, exports, "routeTo", route_to) && egf_set_function(env, exports, "linkOf", link_of);

	return set ? napi_ok : napi_generic_failure;
}
