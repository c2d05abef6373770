/* SPDX-License-Identifier: MIT */
/* FlowRecord objects of src/kernel/native.ts, made once for each record of the kernel that says the same. */
#ifndef EGF_FLOW_OBJECTS_H
#define EGF_FLOW_OBJECTS_H

#include "napi.h"
#include "record.h"
#include "records.h"

#define EGF_KNOWN_FLOWS 256

struct egf_flow_objects {
	struct {
		struct egf_flow flow;
		napi_ref object;
	} slots[EGF_KNOWN_FLOWS];
};

/* A frozen object: the one from before where every byte of the record is as it was then. NULL with an
 * exception pending. */
napi_value egf_flow_object(napi_env env, struct egf_flow_objects *known, const struct egf_flow *flow,
			   struct egf_proc_cache *procs);

void egf_flow_objects_clear(napi_env env, struct egf_flow_objects *known);

#endif
