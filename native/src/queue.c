/* SPDX-License-Identifier: MIT */
/* openQueue(): packets of an NFQUEUE to a callback, verdicts back. A packet without a verdict never leaves.
 */
#include "napi.h"
#include "nfqueue.h"
#include "poll.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_COPY 0xffff
/* Datagrams in one go, so that a flood does not starve the rest of the event loop. */
#define BUDGET 64

struct queue {
	struct egf_poll poll;
	int fd;
	uint16_t number;
	bool closed;
	napi_ref on_packet;
	uint32_t overflows;
	/* Held by the JavaScript object and by the poll. */
	unsigned int references;
	unsigned char buffer[MAX_COPY + 4096] __attribute__((aligned(8)));
};

static const napi_type_tag queue_tag = { 0x1d0c5e1b7e8f4c36, 0xb27f60c4a3d9925e };

static void put_queue(struct queue *queue)
{
	if (--queue->references > 0)
		return;
	if (queue->fd >= 0)
		close(queue->fd);
	free(queue);
}

static void finalize_queue(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	put_queue(data);
}

/* QueuedPacket; NULL when Node-API failed. */
static napi_value packet_object(napi_env env, const struct egf_packet *packet)
{
	napi_value object, payload;

	if (napi_create_object(env, &object) != napi_ok ||
	    napi_create_buffer_copy(env, packet->payload_length, packet->payload, NULL, &payload) !=
		    napi_ok ||
	    !egf_set(env, object, "payload", payload) || !egf_set_int(env, object, "id", packet->id) ||
	    !egf_set_int(env, object, "length", packet->length) ||
	    !egf_set_int(env, object, "mark", packet->mark))
		return NULL;
	if (packet->has_uid && !egf_set_int(env, object, "uid", packet->uid))
		return NULL;
	return object;
}

static void deliver(struct queue *queue, const struct egf_packet *packet)
{
	napi_env env = queue->poll.env;
	napi_handle_scope scope;
	bool delivered = false;
	napi_value object;

	if (napi_open_handle_scope(env, &scope) == napi_ok) {
		object = packet_object(env, packet);
		delivered = object && egf_poll_call(&queue->poll, queue->on_packet, object);
		napi_close_handle_scope(env, scope);
	}
	/* If the callback has given its verdict before it threw, this one finds no packet. */
	if (!delivered && !queue->closed)
		egf_nfqueue_drop(queue->fd, queue->number, packet->id);
}

static void on_readable(struct egf_poll *poll)
{
	struct queue *queue = (struct queue *)poll;
	struct egf_packet packet;
	const void *cursor;
	int length;

	for (int i = 0; i < BUDGET && !queue->closed; i++) {
		length = egf_nfqueue_receive(queue->fd, queue->buffer, sizeof(queue->buffer));
		if (length == -ENOBUFS) {
			queue->overflows++;
			continue;
		}
		if (length == -EAGAIN || length == -EINTR)
			return;
		/* Nothing that is known to happen. Closed, the kernel drops what would come. */
		if (length <= 0) {
			queue->closed = true;
			egf_poll_close(poll);
			return;
		}
		cursor = queue->buffer;
		while (!queue->closed && egf_nfqueue_next(&cursor, &length, &packet))
			deliver(queue, &packet);
	}
}

static void on_poll_closed(struct egf_poll *poll)
{
	struct queue *queue = (struct queue *)poll;

	queue->closed = true;
	if (queue->on_packet)
		napi_delete_reference(poll->env, queue->on_packet);
	close(queue->fd);
	queue->fd = -1;
	put_queue(queue);
}

static napi_value drop(napi_env env, napi_callback_info info)
{
	napi_value argv[1], self;
	struct queue *queue;
	int64_t id;
	int err;

	if (!egf_args(env, info, 1, argv, &self) || !egf_int(env, argv[0], "id", 0, UINT32_MAX, &id))
		return NULL;
	queue = egf_unwrap(env, self, &queue_tag);
	if (!queue || queue->closed)
		return NULL;
	err = egf_nfqueue_drop(queue->fd, queue->number, (uint32_t)id);
	return err < 0 ? egf_throw(env, err, "sendto", "NFQNL_MSG_VERDICT") : NULL;
}

static napi_value repeat(napi_env env, napi_callback_info info)
{
	napi_value argv[2], self;
	struct queue *queue;
	int64_t id, mark;
	int err;

	if (!egf_args(env, info, 2, argv, &self) || !egf_int(env, argv[0], "id", 0, UINT32_MAX, &id) ||
	    !egf_int(env, argv[1], "mark", 0, UINT32_MAX, &mark))
		return NULL;
	queue = egf_unwrap(env, self, &queue_tag);
	if (!queue || queue->closed)
		return NULL;
	err = egf_nfqueue_repeat(queue->fd, queue->number, (uint32_t)id, (uint32_t)mark);
	return err < 0 ? egf_throw(env, err, "sendto", "NFQNL_MSG_VERDICT") : NULL;
}

static napi_value overflows(napi_env env, napi_callback_info info)
{
	napi_value self, result;
	struct queue *queue;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	queue = egf_unwrap(env, self, &queue_tag);
	if (!queue)
		return NULL;
	return napi_create_uint32(env, queue->overflows, &result) == napi_ok ? result : egf_napi_failed(env);
}

/* Unbound at once, so that the number is free for the next; the socket goes when the event loop has let go of
 * it. */
static napi_value close_queue(napi_env env, napi_callback_info info)
{
	napi_value self;
	struct queue *queue;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	queue = egf_unwrap(env, self, &queue_tag);
	if (!queue || queue->closed)
		return NULL;
	queue->closed = true;
	egf_nfqueue_unbind(queue->fd, queue->number);
	egf_poll_close(&queue->poll);
	return NULL;
}

static napi_value wrap_queue(napi_env env, struct queue *queue)
{
	const napi_property_descriptor getter = { .utf8name = "overflows",
						  .getter = overflows,
						  .attributes = napi_enumerable };
	napi_value object;

	if (napi_create_object(env, &object) != napi_ok ||
	    !egf_set_int(env, object, "number", queue->number) ||
	    !egf_set_function(env, object, "drop", drop) ||
	    !egf_set_function(env, object, "repeat", repeat) ||
	    !egf_set_function(env, object, "close", close_queue) ||
	    napi_define_properties(env, object, 1, &getter) != napi_ok ||
	    !egf_wrap(env, object, &queue_tag, queue, finalize_queue))
		return NULL;
	queue->references++;
	return object;
}

static napi_value open_queue(napi_env env, napi_callback_info info)
{
	int64_t number = 0, copy_range = 0, max_length = 0;
	napi_value argv[2], result;
	struct queue *queue;
	int err;

	if (!egf_args(env, info, 2, argv, NULL) || !egf_is_object(env, argv[0], "options") ||
	    !egf_get_int(env, argv[0], "number", true, 0, UINT16_MAX, &number) ||
	    !egf_get_int(env, argv[0], "copyRange", true, 1, MAX_COPY, &copy_range) ||
	    !egf_get_int(env, argv[0], "maxLength", true, 1, 1 << 20, &max_length))
		return NULL;
	if (egf_typeof(env, argv[1]) != napi_function)
		return egf_type_error(env, "onPacket must be a function");
	queue = calloc(1, sizeof(*queue));
	if (!queue)
		return egf_throw(env, -ENOMEM, "malloc", "openQueue");
	queue->references = 1;
	queue->number = (uint16_t)number;
	queue->poll.on_ready = on_readable;
	queue->poll.on_closed = on_poll_closed;
	queue->fd = egf_nfqueue_open(queue->number, (uint32_t)copy_range, (uint32_t)max_length);
	if (queue->fd < 0) {
		result = egf_throw(env, queue->fd, "nfnetlink_queue", "bind");
		goto cleanup;
	}
	if (napi_create_reference(env, argv[1], 1, &queue->on_packet) != napi_ok) {
		result = egf_napi_failed(env);
		goto cleanup;
	}
	result = wrap_queue(env, queue);
	err = result ? egf_poll_start(env, &queue->poll, queue->fd, "egress-filter:queue") : -EIO;
	if (err == 0)
		return result;
	napi_delete_reference(env, queue->on_packet);
	result = result ? egf_throw(env, err, "uv_poll_init", NULL) : egf_napi_failed(env);
	queue->closed = true;

cleanup:
	put_queue(queue);
	return result;
}

napi_status egf_register_queue(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openQueue", open_queue) ? napi_ok : napi_generic_failure;
}
