/* SPDX-License-Identifier: MIT */
/* openTls(): TLS connections whose handshakes and records are made outside of JavaScript's thread. Here is what they tell it. */
#include "tls_engine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

/* JavaScript answers these together, and what it says goes to the threads before the next ones. */
#define BATCH_EVENTS 32
#define BATCH_BYTES (256 * 1024)
#define META 4

static const napi_type_tag engine_tag = { 0x5d1a0c7be2f34a96, 0x87c4e1b0d95f3a22 };

static void put_engine(struct egf_tls_engine *engine)
{
	if (--engine->references > 0)
		return;
	free(engine->streams);
	free(engine);
}

static void stop(struct egf_tls_engine *engine)
{
	if (engine->closed)
		return;
	engine->closed = true;
	egf_tls_stop(engine->threads);
	SSL_CTX_free(engine->server);
}

static void finalize_engine(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	put_engine(data);
}

/* JavaScript asks for the session itself, where it wants it. With the engine its streams are gone. */
static void store_session(const struct egf_tls_engine *engine, const struct egf_tls_event *event)
{
	if (engine->closed) {
		SSL_SESSION_free(egf_tls_session(event));
		return;
	}
	SSL_SESSION_free(event->stream->session);
	event->stream->session = egf_tls_session(event);
	atomic_store(&event->stream->session_due, false);
}

static bool call(struct egf_tls_engine *engine, uint32_t count, napi_value data)
{
	napi_env env = engine->poll.env;
	napi_value argv[2], function, global, error;

	argv[1] = data;
	if (napi_create_uint32(env, count, &argv[0]) != napi_ok || napi_get_global(env, &global) != napi_ok ||
	    napi_get_reference_value(env, engine->on_events, &function) != napi_ok)
		return false;
	if (napi_call_function(env, global, function, 2, argv, NULL) == napi_ok)
		return true;
	if (napi_get_and_clear_last_exception(env, &error) == napi_ok)
		napi_fatal_exception(env, error);
	return true;
}

/* Hands on `count` events, from `first` on, which hold `bytes` in all. */
static void hand_on(struct egf_tls_engine *engine, const struct egf_tls_event *first, uint32_t count, size_t bytes)
{
	napi_env env = engine->poll.env;
	napi_callback_scope scope;
	napi_handle_scope handles;
	napi_value data, resource;
	unsigned char *at = NULL;
	size_t offset = 0;

	if (count == 0 || napi_open_handle_scope(env, &handles) != napi_ok)
		return;
	if (napi_create_object(env, &resource) == napi_ok &&
	    napi_create_buffer(env, bytes, (void **)&at, &data) == napi_ok &&
	    napi_open_callback_scope(env, resource, engine->poll.context, &scope) == napi_ok) {
		for (uint32_t i = 0; i < count; i++, first = first->next) {
			int32_t *meta = engine->meta + META * i;

			meta[0] = (int32_t)first->stream->id;
			meta[1] = first->type;
			meta[2] = (int32_t)offset;
			meta[3] = (int32_t)first->length;
			if (first->type == EGF_TLS_SESSION) {
				meta[3] = 0;
				continue;
			}
			if (first->length > 0)
				memcpy(at + offset, first->data, first->length);
			offset += first->length;
		}
		call(engine, count, data);
		/* Promises and ticks of what was called run now, and may write. */
		napi_close_callback_scope(env, scope);
	}
	napi_close_handle_scope(env, handles);
	if (engine->closed)
		return;
	egf_tls_take_outbox(engine);
	egf_tls_flush(engine->threads);
}

static void let_go(struct egf_tls_engine *engine, struct egf_tls_stream *stream)
{
	engine->streams[stream->id] = NULL;
	if (stream->id < engine->lowest_free)
		engine->lowest_free = stream->id;
	egf_tls_free(stream);
}

static void on_events(struct egf_poll *poll)
{
	struct egf_tls_engine *engine = (struct egf_tls_engine *)poll;
	struct egf_tls_event *event, *first, *next;
	size_t bytes = 0;
	uint32_t count = 0;

	if (engine->closed)
		return;
	engine->delivering = true;
	first = egf_tls_take(engine->threads);
	for (event = first; event; event = next) {
		next = event->next;
		/* A stream's number is free only after all that was said of it. */
		if (event->type != EGF_TLS_GONE) {
			count++;
			if (event->type == EGF_TLS_SESSION)
				store_session(engine, event);
			else
				bytes += event->length;
			/* What is answered to data goes on its way before an end is dealt with, which takes longer. */
			if (next && next->type != EGF_TLS_GONE && (next->type != EGF_TLS_END || bytes == 0) && count < BATCH_EVENTS &&
			    bytes < BATCH_BYTES)
				continue;
		}
		if (!engine->closed)
			hand_on(engine, first, count, bytes);
		for (; first != next; first = event) {
			event = first->next;
			if (first->type == EGF_TLS_GONE && !engine->closed)
				let_go(engine, first->stream);
			else if (first->type == EGF_TLS_GONE)
				egf_tls_free(first->stream);
			free(first);
		}
		count = 0;
		bytes = 0;
	}
	engine->delivering = false;
	if (!engine->closed)
		egf_tls_flush(engine->threads);
}

/* Also when the environment ends without close(): no thread of ours may be left then. */
static void on_poll_closed(struct egf_poll *poll)
{
	struct egf_tls_engine *engine = (struct egf_tls_engine *)poll;

	stop(engine);
	if (engine->on_events)
		napi_delete_reference(poll->env, engine->on_events);
	if (engine->meta_ref)
		napi_delete_reference(poll->env, engine->meta_ref);
	if (engine->outbox_ref)
		napi_delete_reference(poll->env, engine->outbox_ref);
	engine->outbox = NULL;
	put_engine(engine);
}

struct egf_tls_engine *egf_tls_engine_of(napi_env env, napi_value self)
{
	struct egf_tls_engine *engine = egf_unwrap(env, self, &engine_tag);

	if (engine && engine->closed) {
		egf_throw(env, -ECANCELED, "tls", "the engine is closed");
		return NULL;
	}
	if (engine)
		egf_tls_take_outbox(engine);
	return engine;
}

void egf_tls_close_engine(napi_env env, napi_value self)
{
	struct egf_tls_engine *engine = egf_unwrap(env, self, &engine_tag);

	if (!engine || engine->closed)
		return;
	egf_tls_take_outbox(engine);
	stop(engine);
	egf_poll_close(&engine->poll);
}

/* Numbers that both sides see, kept as long as the engine. */
static bool share(napi_env env, napi_value array, size_t least, int32_t **numbers, size_t *length)
{
	napi_typedarray_type type;

	return napi_get_typedarray_info(env, array, &type, length, (void **)numbers, NULL, NULL) == napi_ok && type == napi_int32_array &&
	       *length >= least;
}

/* openTls(threads, meta, onEvents, outbox) */
static napi_value open_tls(napi_env env, napi_callback_info info)
{
	napi_value argv[4], object;
	struct egf_tls_engine *engine;
	bool has_outbox;
	int64_t count;
	size_t length;
	int event_fd, err;

	if (!egf_args(env, info, 4, argv, NULL) || !egf_int(env, argv[0], "threads", 1, 64, &count))
		return NULL;
	if (egf_typeof(env, argv[2]) != napi_function)
		return egf_type_error(env, "onEvents must be a function");
	engine = calloc(1, sizeof(*engine));
	if (!engine)
		return egf_throw(env, -ENOMEM, "malloc", "openTls");
	has_outbox = egf_typeof(env, argv[3]) != napi_undefined;
	if (!share(env, argv[1], META * BATCH_EVENTS, &engine->meta, &length) ||
	    (has_outbox && !share(env, argv[3], 1, &engine->outbox, &engine->outbox_length))) {
		free(engine);
		return egf_type_error(env, "meta must be an Int32Array of %d numbers, and the outbox one", META * BATCH_EVENTS);
	}
	engine->references = 1;
	engine->poll.on_ready = on_events;
	engine->poll.on_closed = on_poll_closed;
	ERR_clear_error();
	engine->server = egf_tls_server_context();
	err = engine->server ? egf_tls_start(&engine->threads, (unsigned int)count, &event_fd) : -EINVAL;
	if (err < 0) {
		SSL_CTX_free(engine->server);
		free(engine);
		return egf_throw(env, err, "openTls", NULL);
	}
	err = egf_poll_start(env, &engine->poll, event_fd, "egress-filter:tls");
	if (err < 0) {
		stop(engine);
		free(engine);
		return egf_throw(env, err, "uv_poll_init", NULL);
	}
	/* From here on the poll closes what was opened. */
	if (napi_create_reference(env, argv[1], 1, &engine->meta_ref) != napi_ok ||
	    (has_outbox && napi_create_reference(env, argv[3], 1, &engine->outbox_ref) != napi_ok) ||
	    napi_create_reference(env, argv[2], 1, &engine->on_events) != napi_ok ||
	    napi_create_object(env, &object) != napi_ok || !egf_tls_methods(env, object) ||
	    !egf_wrap(env, object, &engine_tag, engine, finalize_engine)) {
		egf_poll_close(&engine->poll);
		return egf_napi_failed(env);
	}
	engine->references++;
	return object;
}

napi_status egf_register_tls(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openTls", open_tls) && egf_tls_leaf_functions(env, exports) ? napi_ok : napi_generic_failure;
}
