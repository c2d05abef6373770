/* SPDX-License-Identifier: MIT */
/* openDatagrams(fd, onBatch): Datagrams, of src/kernel/native.ts. */
#include "napi.h"
#include "poll.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Datagrams in one go: what they cost together, and how long the rest of the event loop waits. */
#define BATCH 32
/* Of one that arrives: whatever fits a datagram. Memory is touched as far as datagrams reach. */
#define RECEIVED 65536
#define SENT 4096
#define RECEIVE_BUFFER (1 << 20)

/* A row of `from` and `to`, in host byte order. */
struct row {
	uint32_t address, port, length;
};

/* socket(7), since Linux 5.19; younger than the build's headers. */
#define EGF_SO_RCVMARK 75

union control {
	struct cmsghdr header;
	unsigned char bytes[CMSG_SPACE(sizeof(uint32_t))];
};

struct datagrams {
	struct egf_poll poll;
	int fd;
	bool closed;
	napi_ref on_batch;
	/* The memory behind these belongs to JavaScript, and is held until the end. */
	napi_ref memory[5];
	unsigned char *received, *sent;
	struct row *from, *to;
	/* NULL: this kernel tells none. */
	uint32_t *marks;
	/* Held by the JavaScript object and by the poll. */
	unsigned int references;
	struct mmsghdr headers[BATCH];
	struct iovec vectors[BATCH];
	struct sockaddr_in addresses[BATCH];
	union control controls[BATCH];
};

static const napi_type_tag datagrams_tag = { 0x3f0a9d6e51c24b78, 0x86e2b1f47a0d93c5 };

static void put_datagrams(struct datagrams *datagrams)
{
	if (--datagrams->references == 0)
		free(datagrams);
}

static void finalize_datagrams(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	put_datagrams(data);
}

static void prepare(struct datagrams *datagrams, int i, void *bytes, size_t length)
{
	struct msghdr *header = &datagrams->headers[i].msg_hdr;

	memset(header, 0, sizeof(*header));
	header->msg_name = &datagrams->addresses[i];
	header->msg_namelen = sizeof(datagrams->addresses[i]);
	header->msg_iov = &datagrams->vectors[i];
	header->msg_iovlen = 1;
	datagrams->vectors[i].iov_base = bytes;
	datagrams->vectors[i].iov_len = length;
}

/* 0 where nothing is said of it. */
static uint32_t mark_of(struct msghdr *message)
{
	uint32_t mark = 0;

	for (struct cmsghdr *at = CMSG_FIRSTHDR(message); at; at = CMSG_NXTHDR(message, at))
		if (at->cmsg_level == SOL_SOCKET && at->cmsg_type == SO_MARK && at->cmsg_len == CMSG_LEN(sizeof(mark)))
			memcpy(&mark, CMSG_DATA(at), sizeof(mark));
	return mark;
}

/* How many, or a negative errno. */
static int receive(struct datagrams *datagrams)
{
	int count;

	for (int i = 0; i < BATCH; i++) {
		prepare(datagrams, i, datagrams->received + (size_t)i * RECEIVED, RECEIVED);
		if (!datagrams->marks)
			continue;
		datagrams->headers[i].msg_hdr.msg_control = &datagrams->controls[i];
		datagrams->headers[i].msg_hdr.msg_controllen = sizeof(datagrams->controls[i]);
	}
	count = recvmmsg(datagrams->fd, datagrams->headers, BATCH, MSG_DONTWAIT, NULL);
	if (count < 0)
		return -errno;
	for (int i = 0; i < count; i++)
		datagrams->from[i] = (struct row){
			.address = ntohl(datagrams->addresses[i].sin_addr.s_addr),
			.port = ntohs(datagrams->addresses[i].sin_port),
			.length = datagrams->headers[i].msg_len,
		};
	for (int i = 0; i < count && datagrams->marks; i++)
		datagrams->marks[i] = mark_of(&datagrams->headers[i].msg_hdr);
	return count;
}

/* Once: what is left makes the descriptor ready again, after everything else had its turn. */
static void on_readable(struct egf_poll *poll)
{
	struct datagrams *datagrams = (struct datagrams *)poll;
	napi_value count;
	int received = datagrams->closed ? 0 : receive(datagrams);

	/* ICMP errors of earlier replies arrive here and concern nobody. */
	if (received > 0 && napi_create_int32(poll->env, received, &count) == napi_ok)
		egf_poll_call(poll, datagrams->on_batch, count);
}

static void release(struct datagrams *datagrams, napi_env env)
{
	if (datagrams->on_batch)
		napi_delete_reference(env, datagrams->on_batch);
	for (size_t i = 0; i < EGF_COUNT(datagrams->memory); i++)
		if (datagrams->memory[i])
			napi_delete_reference(env, datagrams->memory[i]);
	put_datagrams(datagrams);
}

static void on_poll_closed(struct egf_poll *poll)
{
	struct datagrams *datagrams = (struct datagrams *)poll;

	datagrams->closed = true;
	close(datagrams->fd);
	release(datagrams, poll->env);
}

/* One that cannot be sent (its receiver's namespace is gone, a route is missing) is left out; with no room in
 * the socket all that are left are: over UDP, who misses an answer asks again. */
static void send_rows(struct datagrams *datagrams, int count)
{
	int done = 0, sent;

	for (int i = 0; i < count; i++) {
		const struct row *to = &datagrams->to[i];

		prepare(datagrams, i, datagrams->sent + (size_t)i * SENT,
			to->length <= SENT ? to->length : 0);
		datagrams->addresses[i] = (struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_addr.s_addr = htonl(to->address),
			.sin_port = htons((uint16_t)to->port),
		};
	}
	while (done < count) {
		sent = sendmmsg(datagrams->fd, datagrams->headers + done, (unsigned int)(count - done),
				MSG_DONTWAIT);
		if (sent < 0 && (errno == EAGAIN || errno == EBADF))
			return;
		done += sent > 0 ? sent : errno == EINTR ? 0 : 1;
	}
}

static napi_value send_batch(napi_env env, napi_callback_info info)
{
	struct datagrams *datagrams;
	napi_value argv[1], self;
	int64_t count;

	if (!egf_args(env, info, 1, argv, &self) || !egf_int(env, argv[0], "count", 0, BATCH, &count))
		return NULL;
	datagrams = egf_unwrap(env, self, &datagrams_tag);
	if (datagrams && !datagrams->closed)
		send_rows(datagrams, (int)count);
	return NULL;
}

static napi_value close_datagrams(napi_env env, napi_callback_info info)
{
	struct datagrams *datagrams;
	napi_value self;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	datagrams = egf_unwrap(env, self, &datagrams_tag);
	if (!datagrams || datagrams->closed)
		return NULL;
	datagrams->closed = true;
	egf_poll_close(&datagrams->poll);
	return NULL;
}

/* A typed array over zeroed memory of its own, as a property; *memory lives as long as *reference. */
static bool set_memory(napi_env env, napi_value object, const char *name, napi_typedarray_type type,
		       size_t bytes, napi_ref *reference, void **memory)
{
	size_t width = type == napi_uint32_array ? sizeof(uint32_t) : 1;
	napi_value buffer, array;

	return napi_create_arraybuffer(env, bytes, memory, &buffer) == napi_ok &&
	       napi_create_typedarray(env, type, bytes / width, buffer, 0, &array) == napi_ok &&
	       napi_create_reference(env, buffer, 1, reference) == napi_ok &&
	       egf_set(env, object, name, array);
}

/* With the mark of each datagram, where this kernel tells it to us (CAP_NET_ADMIN). */
static bool tells_marks(int fd)
{
	int on = 1;

	return setsockopt(fd, SOL_SOCKET, EGF_SO_RCVMARK, &on, sizeof(on)) == 0;
}

static napi_value wrap_datagrams(napi_env env, struct datagrams *datagrams)
{
	void *received, *from, *sent, *to, *marks = NULL;
	napi_value object;

	if (napi_create_object(env, &object) != napi_ok || !egf_set_int(env, object, "batch", BATCH) ||
	    !egf_set_int(env, object, "receivedBytes", RECEIVED) ||
	    !egf_set_int(env, object, "sentBytes", SENT) ||
	    !set_memory(env, object, "received", napi_uint8_array, (size_t)BATCH * RECEIVED,
			&datagrams->memory[0], &received) ||
	    !set_memory(env, object, "from", napi_uint32_array, BATCH * sizeof(struct row),
			&datagrams->memory[1], &from) ||
	    !set_memory(env, object, "sent", napi_uint8_array, (size_t)BATCH * SENT, &datagrams->memory[2],
			&sent) ||
	    !set_memory(env, object, "to", napi_uint32_array, BATCH * sizeof(struct row),
			&datagrams->memory[3], &to) ||
	    (tells_marks(datagrams->fd) &&
	     !set_memory(env, object, "marks", napi_uint32_array, BATCH * sizeof(uint32_t), &datagrams->memory[4],
			 &marks)) ||
	    !egf_set_function(env, object, "send", send_batch) ||
	    !egf_set_function(env, object, "close", close_datagrams) ||
	    !egf_wrap(env, object, &datagrams_tag, datagrams, finalize_datagrams))
		return NULL;
	datagrams->received = received;
	datagrams->from = from;
	datagrams->sent = sent;
	datagrams->to = to;
	datagrams->marks = marks;
	datagrams->references++;
	return object;
}

/* Beyond net.core.rmem_max where we may. */
static void make_room(int fd)
{
	int bytes = RECEIVE_BUFFER;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

static int check_socket(int fd)
{
	int domain = 0, type = 0;
	socklen_t length = sizeof(int);

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) < 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) < 0)
		return -errno;
	return domain == AF_INET && type == SOCK_DGRAM ? 0 : -EPROTOTYPE;
}

static napi_value open_datagrams(napi_env env, napi_callback_info info)
{
	struct datagrams *datagrams;
	napi_value argv[2], object;
	int fd, err;

	if (!egf_args(env, info, 2, argv, NULL) || !egf_fd(env, argv[0], "fd", &fd))
		return NULL;
	if (egf_typeof(env, argv[1]) != napi_function)
		return egf_type_error(env, "onBatch must be a function");
	err = check_socket(fd);
	if (err)
		return egf_throw(env, err, "getsockopt", "openDatagrams");
	datagrams = calloc(1, sizeof(*datagrams));
	if (!datagrams)
		return egf_throw(env, -ENOMEM, "malloc", "openDatagrams");
	datagrams->references = 1;
	datagrams->fd = fd;
	datagrams->poll.on_ready = on_readable;
	datagrams->poll.on_closed = on_poll_closed;
	make_room(fd);
	object = napi_create_reference(env, argv[1], 1, &datagrams->on_batch) == napi_ok
			 ? wrap_datagrams(env, datagrams)
			 : NULL;
	err = object ? egf_poll_start(env, &datagrams->poll, fd, "egress-filter:datagrams") : -EIO;
	if (err == 0)
		return object;
	datagrams->closed = true;
	release(datagrams, env);
	return object ? egf_throw(env, err, "uv_poll_init", NULL) : egf_napi_failed(env);
}

napi_status egf_register_datagrams(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openDatagrams", open_datagrams) ? napi_ok
									       : napi_generic_failure;
}
