/* SPDX-License-Identifier: MIT */
#include "events.h"
#include "records.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <uv.h>

/* Records per turn of the event loop: who floods the ring must not starve the connections. */
#define BATCH 64

struct egf_events {
	napi_env env;
	napi_ref callback;
	napi_async_context context;
	struct ring_buffer *ring;
	uv_poll_t poll;
	bool stopped;
	int taken;
	struct egf_proc_cache procs;
};

static bool create_event(struct egf_events *events, const struct egf_event *record, napi_value *object)
{
	napi_env env = events->env;
	bool ipv6 = record->kind == EGF_EVENT_IPV6;
	napi_value ip;

	return napi_create_object(env, object) == napi_ok &&
	       egf_set_string(env, *object, "kind", ipv6 ? "ipv6" : "socket") &&
	       egf_set_who(env, *object, &record->who, &events->procs) &&
	       egf_set_int(env, *object, "family", record->family) &&
	       egf_set_int(env, *object, "sockType", record->type) &&
	       egf_set_int(env, *object, "protocol", record->protocol) &&
	       napi_create_buffer_copy(env, ipv6 ? sizeof(record->dst_ip) : 0, record->dst_ip, NULL, &ip) ==
		       napi_ok &&
	       egf_set(env, *object, "dstIp", ip) && egf_set_int(env, *object, "dstPort", record->dst_port);
}

/* What the callback throws is an uncaught exception, as from any event listener. */
static void call(struct egf_events *events, const struct egf_event *record)
{
	napi_env env = events->env;
	napi_value object, function, global, error;

	if (napi_get_reference_value(env, events->callback, &function) == napi_ok &&
	    napi_get_global(env, &global) == napi_ok && create_event(events, record, &object))
		napi_make_callback(env, events->context, global, function, 1, &object, NULL);
	if (napi_get_and_clear_last_exception(env, &error) == napi_ok &&
	    egf_typeof(env, error) != napi_undefined)
		napi_fatal_exception(env, error);
}

static int on_record(void *data, void *record, size_t size)
{
	struct egf_events *events = data;
	napi_handle_scope scope;

	if (size >= sizeof(struct egf_event) && napi_open_handle_scope(events->env, &scope) == napi_ok) {
		call(events, record);
		napi_close_handle_scope(events->env, scope);
	}
	if (events->stopped || ++events->taken >= BATCH)
		return -ECANCELED;
	return 0;
}

static void on_readable(uv_poll_t *poll, int status, int flags)
{
	struct egf_events *events = poll->data;

	(void)status;
	(void)flags;
	events->taken = 0;
	ring_buffer__consume(events->ring);
}

static void events_free(struct egf_events *events)
{
	if (events->context)
		napi_async_destroy(events->env, events->context);
	if (events->callback)
		napi_delete_reference(events->env, events->callback);
	ring_buffer__free(events->ring);
	free(events);
}

static void on_closed(uv_handle_t *handle)
{
	struct egf_events *events = handle->data;

	ring_buffer__free(events->ring);
	free(events);
}

/* The ring is freed from the loop, since this may run inside ring_buffer__consume(). */
static void shut(struct egf_events *events)
{
	events->stopped = true;
	egf_proc_cache_clear(events->env, &events->procs);
	napi_delete_reference(events->env, events->callback);
	napi_async_destroy(events->env, events->context);
	uv_close((uv_handle_t *)&events->poll, on_closed);
}

static void on_exit_of_env(void *data)
{
	shut(data);
}

void egf_events_stop(struct egf_events *events)
{
	napi_remove_env_cleanup_hook(events->env, on_exit_of_env, events);
	shut(events);
}

int egf_events_start(napi_env env, int ring_fd, int procs_fd, napi_value callback, struct egf_events **out)
{
	struct egf_events *events = calloc(1, sizeof(*events));
	struct uv_loop_s *loop;
	napi_value name;
	int err = -ENOMEM;

	if (!events)
		return err;
	events->env = env;
	events->procs.map_fd = procs_fd;
	events->ring = ring_buffer__new(ring_fd, on_record, events, NULL);
	if (!events->ring) {
		err = -errno;
		goto cleanup;
	}
	if (napi_get_uv_event_loop(env, &loop) != napi_ok ||
	    napi_create_string_utf8(env, "egf_events", NAPI_AUTO_LENGTH, &name) != napi_ok ||
	    napi_async_init(env, NULL, name, &events->context) != napi_ok ||
	    napi_create_reference(env, callback, 1, &events->callback) != napi_ok)
		goto cleanup;
	err = uv_poll_init(loop, &events->poll, ring_buffer__epoll_fd(events->ring));
	if (err)
		goto cleanup;
	events->poll.data = events;
	uv_unref((uv_handle_t *)&events->poll);
	uv_poll_start(&events->poll, UV_READABLE, on_readable);
	napi_add_env_cleanup_hook(env, on_exit_of_env, events);
	*out = events;
	return 0;

cleanup:
	events_free(events);
	return err;
}
