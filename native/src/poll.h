/* SPDX-License-Identifier: MIT */
/* A descriptor watched by Node's event loop, which it keeps alive until closed. */
#ifndef EGF_POLL_H
#define EGF_POLL_H

#include "napi.h"

#include <uv.h>

struct egf_poll {
	napi_env env;
	uv_poll_t *handle;
	napi_async_context context;
	napi_async_cleanup_hook_handle hook;
	/* The descriptor is readable or in error. A handle scope is open. */
	void (*on_ready)(struct egf_poll *poll);
	/* Last call, exactly once for each egf_poll_start() that returned 0: free what embeds this struct. */
	void (*on_closed)(struct egf_poll *poll);
};

/* The descriptor stays the caller's; it may be closed once on_closed() was called. Returns 0 or a negative
 * errno. */
int egf_poll_start(napi_env env, struct egf_poll *poll, int fd, const char *name);

/*
 * Calls the function that `function` refers to, as Node does from its event loop. What it throws goes to 'uncaughtException', as from any callback of
 * Node. Has it returned?
 */
bool egf_poll_call(struct egf_poll *poll, napi_ref function, napi_value argument);

/* Idempotent. No on_ready() after it; on_closed() comes later, from the event loop. */
void egf_poll_close(struct egf_poll *poll);

#endif
