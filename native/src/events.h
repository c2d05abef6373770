/* SPDX-License-Identifier: MIT */
#ifndef EGF_EVENTS_H
#define EGF_EVENTS_H

#include "napi.h"

struct egf_events;

/*
 * Calls `callback` with a KernelEvent for each record of the ring buffer, from the event loop, which is not
 * kept alive. The map descriptors are used until egf_events_stop(). 0 or negative errno.
 */
int egf_events_start(napi_env env, int ring_fd, int procs_fd, napi_value callback, struct egf_events **out);

/* May be called from within the callback. */
void egf_events_stop(struct egf_events *events);

#endif
