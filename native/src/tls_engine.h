/* SPDX-License-Identifier: MIT */
/* Between JavaScript and the threads of TLS; all on the main thread. */
#ifndef EGF_TLS_ENGINE_H
#define EGF_TLS_ENGINE_H

#include "napi.h"
#include "poll.h"
#include "tls.h"
#include "tls_objects.h"

struct egf_tls_engine {
	struct egf_poll poll;
	struct egf_tls_threads *threads;
	SSL_CTX *server;
	napi_ref on_events, meta_ref, outbox_ref;
	int32_t *meta;
	/* What JavaScript has written without a call: how many numbers follow; then for each the id, the length, and its octets, filled up to whole numbers. */
	int32_t *outbox;
	size_t outbox_length;
	/* By id; a free place holds NULL. */
	struct egf_tls_stream **streams;
	uint32_t capacity, lowest_free;
	bool delivering, closed;
	/* Held by the JavaScript object and by the poll. */
	unsigned int references;
};

/* The engine that `self` is; NULL with an exception pending when it is none, or closed. */
struct egf_tls_engine *egf_tls_engine_of(napi_env env, napi_value self);
/* Ends its threads and connections. Idempotent. */
void egf_tls_close_engine(napi_env env, napi_value self);

/* tls.c */
/* What is in the outbox, before anything that was asked for later. */
void egf_tls_take_outbox(struct egf_tls_engine *engine);
bool egf_tls_methods(napi_env env, napi_value object);

#endif
