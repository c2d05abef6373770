/* SPDX-License-Identifier: MIT */
/* Sockets: where a redirected connection was going, who is at the other end, and what a child inherits. */
#include "napi.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/*
 * Who connects is on this machine: between the two there is no line to find out about. Where BBR is the system's choice, it would pace
 * what is sent to them by timers (tcp(7), TCP_CONGESTION; accepted sockets inherit it). Reno is in every kernel, and open to everybody.
 */
static void send_unpaced(int fd)
{
	static const char reno[] = "reno";

	setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, reno, sizeof(reno) - 1);
}

/* Not listening yet: with SO_REUSEADDR, so that the port is free again at once for who binds it next. */
static int bind_to(int type, struct sockaddr_in *address)
{
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), on = 1, err;
	socklen_t length = sizeof(*address);

	if (fd < 0)
		return -errno;
	if (type == SOCK_STREAM)
		send_unpaced(fd);
	if ((type != SOCK_STREAM || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0) &&
	    bind(fd, (struct sockaddr *)address, length) == 0 &&
	    getsockname(fd, (struct sockaddr *)address, &length) == 0)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

static napi_value bind_socket(napi_env env, napi_callback_info info)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	napi_value argv[3], result;
	int64_t ip, port;
	char *type = NULL;
	bool tcp, udp;
	int fd;

	if (!egf_args(env, info, 3, argv, NULL) || !egf_int(env, argv[1], "address", 0, UINT32_MAX, &ip) ||
	    !egf_int(env, argv[2], "port", 0, UINT16_MAX, &port) || !egf_string(env, argv[0], "type", &type))
		return NULL;
	tcp = !strcmp(type, "tcp");
	udp = !strcmp(type, "udp");
	free(type);
	if (!tcp && !udp)
		return egf_type_error(env, "type must be tcp or udp");
	address.sin_addr.s_addr = htonl((uint32_t)ip);
	address.sin_port = htons((uint16_t)port);
	fd = bind_to(tcp ? SOCK_STREAM : SOCK_DGRAM, &address);
	if (fd < 0)
		return egf_throw(env, fd, "bind", NULL);
	if (napi_create_object(env, &result) == napi_ok && egf_set_int(env, result, "fd", fd) &&
	    egf_set_int(env, result, "port", ntohs(address.sin_port)))
		return result;
	close(fd);
	return egf_napi_failed(env);
}

#define EGF_SO_PEERPIDFD 77

/*
 * The credentials stay those of a process that has ended, whose number somebody else may have by now.
 * Linux 6.5 holds on to the process itself; its fdinfo says -1 once that has been reaped.
 */
static int check_alive(int fd)
{
	socklen_t length = sizeof(int);
	char path[64], line[128];
	int pidfd, pid = 0;
	FILE *file;

	if (getsockopt(fd, SOL_SOCKET, EGF_SO_PEERPIDFD, &pidfd, &length) < 0)
		return errno == ENOPROTOOPT ? 0 : errno == EINVAL || errno == ENODATA ? -ESRCH : -errno;
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "Pid:\t%d", &pid) == 1)
			break;
	if (file)
		fclose(file);
	close(pidfd);
	return pid > 0 ? 0 : -ESRCH;
}

static napi_value peer_credentials(napi_env env, napi_callback_info info)
{
	struct ucred peer = { 0 };
	socklen_t length = sizeof(peer);
	napi_value argv[1], result;
	int fd, err;

	if (!egf_args(env, info, 1, argv, NULL) || !egf_fd(env, argv[0], "fd", &fd))
		return NULL;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
		return egf_throw(env, -errno, "getsockopt", "SO_PEERCRED");
	/* Of another pid namespace, or no Unix socket at all: nobody that we could know. */
	err = peer.pid > 0 ? check_alive(fd) : -ENOTCONN;
	if (err)
		return egf_throw(env, err, "getsockopt", "SO_PEERCRED");
	if (napi_create_object(env, &result) == napi_ok && egf_set_int(env, result, "pid", peer.pid) &&
	    egf_set_int(env, result, "uid", peer.uid) && egf_set_int(env, result, "gid", peer.gid))
		return result;
	return egf_napi_failed(env);
}

napi_status egf_register_sock(napi_env env, napi_value exports)
{
	if (!egf_set_function(env, exports, "originalDestination", original_destination) ||
	    !egf_set_function(env, exports, "peerOf", peer_of) ||
	    !egf_set_function(env, exports, "socketPair", socket_pair) ||
	    !egf_set_function(env, exports, "bindSocket", bind_socket) ||
	    !egf_set_function(env, exports, "peerCredentials", peer_credentials))
		return napi_generic_failure;
	return napi_ok;
}
