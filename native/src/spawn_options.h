/* SPDX-License-Identifier: MIT */
#ifndef EGF_SPAWN_OPTIONS_H
#define EGF_SPAWN_OPTIONS_H

#include "napi.h"
#include "spawn.h"

/* False with an exception pending. Free the plan in either case. */
bool egf_read_spawn_options(napi_env env, napi_value options, struct egf_spawn *plan);
void egf_free_spawn_options(struct egf_spawn *plan);

#endif
