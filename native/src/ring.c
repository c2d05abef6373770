/* SPDX-License-Identifier: MIT */
#include "ring.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <uv.h>

/* Records per turn of the event loop: who floods the ring must not starve the connections. */
#define BATCH 64

struct egf_ring {
	napi_env env;
	napi_async_context context;
	struct ring_buffer *ring;
	uv_poll_t poll;
	bool stopped;
	int taken;
	struct egf_ring_reader reader;
};

static int on_record(void *data, void *record, size_t size)
{
	struct egf_ring *ring = data;
	napi_handle_scope scope;
	napi_value error;

	if (napi_open_handle_scope(ring->env, &scope) == napi_ok) {
		ring->reader.on_record(ring->reader.data, record, size);
		if (napi_get_and_clear_last_exception(ring->env, &error) == napi_ok &&
		    egf_typeof(ring->env, error) != napi_undefined)
			napi_fatal_exception(ring->env, error);
		napi_close_handle_scope(ring->env, scope);
	}
	if (ring->stopped || ++ring->taken >= BATCH)
		return -ECANCELED;
	return 0;
}

void egf_ring_call(struct egf_ring *ring, napi_ref callback, napi_value argument)
{
	napi_value function, global;

	if (napi_get_reference_value(ring->env, callback, &function) == napi_ok &&
	    napi_get_global(ring->env, &global) == napi_ok)
		napi_make_callback(ring->env, ring->context, global, function, 1, &argument, NULL);
}

static void on_readable(uv_poll_t *poll, int status, int flags)
{
	struct egf_ring *ring = poll->data;

	(void)status;
	(void)flags;
	ring->taken = 0;
	ring_buffer__consume(ring->ring);
}

static void on_closed(uv_handle_t *handle)
{
	struct egf_ring *ring = handle->data;

	ring_buffer__free(ring->ring);
	free(ring);
}

/* The ring is freed from the loop, since this may run inside ring_buffer__consume(). */
static void shut(struct egf_ring *ring)
{
	ring->stopped = true;
	if (ring->reader.on_stop)
		ring->reader.on_stop(ring->reader.data);
	napi_async_destroy(ring->env, ring->context);
	uv_close((uv_handle_t *)&ring->poll, on_closed);
}

static void on_exit_of_env(void *data)
{
	shut(data);
}

void egf_ring_stop(struct egf_ring *ring)
{
	napi_remove_env_cleanup_hook(ring->env, on_exit_of_env, ring);
	shut(ring);
}

int egf_ring_start(napi_env env, int fd, const struct egf_ring_reader *reader, struct egf_ring **out)
{
	struct egf_ring *ring = calloc(1, sizeof(*ring));
	struct uv_loop_s *loop;
	napi_value name;
	int err = -ENOMEM;

	if (!ring)
		return err;
	ring->env = env;
	ring->reader = *reader;
	ring->ring = ring_buffer__new(fd, on_record, ring, NULL);
	if (!ring->ring) {
		err = -errno;
		goto cleanup;
	}
	if (napi_get_uv_event_loop(env, &loop) != napi_ok ||
	    napi_create_string_utf8(env, reader->name, NAPI_AUTO_LENGTH, &name) != napi_ok ||
	    napi_async_init(env, NULL, name, &ring->context) != napi_ok)
		goto cleanup;
	err = uv_poll_init(loop, &ring->poll, ring_buffer__epoll_fd(ring->ring));
	if (err)
		goto cleanup;
	ring->poll.data = ring;
	uv_unref((uv_handle_t *)&ring->poll);
	uv_poll_start(&ring->poll, UV_READABLE, on_readable);
	napi_add_env_cleanup_hook(env, on_exit_of_env, ring);
	*out = ring;
	return 0;

cleanup:
	if (ring->context)
		napi_async_destroy(env, ring->context);
	ring_buffer__free(ring->ring);
	free(ring);
	return err;
}
