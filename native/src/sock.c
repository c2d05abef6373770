/* SPDX-License-Identifier: MIT */
/* Sockets: where a redirected connection was going, and pairs to talk to a child. */
#include "napi.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netfilter_ipv4.h>

/* Whether the connection was made to this very socket. The kernel answers for every tracked connection,
 * redirected or not. */
static bool is_own_address(int fd, const struct sockaddr_in *address)
{
	struct sockaddr_in own = { 0 };
	socklen_t length = sizeof(own);

	return getsockname(fd, (struct sockaddr *)&own, &length) == 0 && own.sin_family == AF_INET &&
	       own.sin_addr.s_addr == address->sin_addr.s_addr && own.sin_port == address->sin_port;
}

/* getorigdst() in nf_conntrack_proto.c of the kernel. */
static napi_value original_destination(napi_env env, napi_callback_info info)
{
	struct sockaddr_in address = { 0 };
	socklen_t length = sizeof(address);
	napi_value argv[1], result;
	int fd;

	if (!egf_args(env, info, 1, argv, NULL) || !egf_fd(env, argv[0], "fd", &fd))
		return NULL;
	if (getsockopt(fd, SOL_IP, SO_ORIGINAL_DST, &address, &length) < 0) {
		/* Not tracked: without conntrack in this namespace nothing can have been redirected. */
		if (errno == ENOENT || errno == ENOPROTOOPT)
			return NULL;
		return egf_throw(env, -errno, "getsockopt", "SO_ORIGINAL_DST");
	}
	if (is_own_address(fd, &address))
		return NULL;
	if (napi_create_object(env, &result) != napi_ok ||
	    !egf_set_int(env, result, "ip", ntohl(address.sin_addr.s_addr)) ||
	    !egf_set_int(env, result, "port", ntohs(address.sin_port)))
		return egf_napi_failed(env);
	return result;
}

#define EGF_SO_PEERNAME 28

/* SO_PEERNAME still knows the peer of a connection that it has reset; getpeername(2) does not. */
static napi_value peer_of(napi_env env, napi_callback_info info)
{
	struct sockaddr_in address = { 0 };
	socklen_t length = sizeof(address);
	napi_value argv[1], result;
	int fd;

	if (!egf_args(env, info, 1, argv, NULL) || !egf_fd(env, argv[0], "fd", &fd))
		return NULL;
	if (getsockopt(fd, SOL_SOCKET, EGF_SO_PEERNAME, &address, &length) < 0) {
		if (errno == ENOTCONN)
			return NULL;
		return egf_throw(env, -errno, "getsockopt", "SO_PEERNAME");
	}
	if (address.sin_family != AF_INET)
		return NULL;
	if (napi_create_object(env, &result) != napi_ok ||
	    !egf_set_int(env, result, "ip", ntohl(address.sin_addr.s_addr)) ||
	    !egf_set_int(env, result, "port", ntohs(address.sin_port)))
		return egf_napi_failed(env);
	return result;
}

static napi_value socket_pair(napi_env env, napi_callback_info info)
{
	napi_value result, number;
	int fds[2];

	(void)info;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return egf_throw(env, -errno, "socketpair", NULL);
	if (napi_create_array_with_length(env, 2, &result) != napi_ok)
		goto cleanup;
	for (uint32_t i = 0; i < 2; i++)
		if (napi_create_int32(env, fds[i], &number) != napi_ok ||
		    napi_set_element(env, result, i, number) != napi_ok)
			goto cleanup;
	return result;

cleanup:
	close(fds[0]);
	close(fds[1]);
	return egf_napi_failed(env);
}

napi_status egf_register_sock(napi_env env, napi_value exports)
{
	if (!egf_set_function(env, exports, "originalDestination", original_destination) ||
	    !egf_set_function(env, exports, "peerOf", peer_of) ||
	    !egf_set_function(env, exports, "socketPair", socket_pair))
		return napi_generic_failure;
	return napi_ok;
}
