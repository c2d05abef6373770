/* SPDX-License-Identifier: MIT */
/* A ring buffer of the kernel programs, read from Node's event loop, which it does not keep alive. */
#ifndef EGF_RING_H
#define EGF_RING_H

#include "napi.h"

struct egf_ring;

struct egf_ring_reader {
	const char *name; /* of the async resource */
	/* One record; a handle scope is open. */
	void (*on_record)(void *data, const void *record, size_t size);
	/* Last call: from within egf_ring_stop(), or at the end of the environment. May be NULL. */
	void (*on_stop)(void *data);
	void *data;
};

/* The descriptor may be closed afterwards. 0 or negative errno. */
int egf_ring_start(napi_env env, int fd, const struct egf_ring_reader *reader, struct egf_ring **out);

/* Calls JavaScript with one argument. What it throws is an uncaught exception, as from any event listener. */
void egf_ring_call(struct egf_ring *ring, napi_ref callback, napi_value argument);

/* May be called from within on_record(). */
void egf_ring_stop(struct egf_ring *ring);

#endif
