/* SPDX-License-Identifier: MIT */
/* Kernel records as JavaScript objects. */
#ifndef EGF_RECORDS_H
#define EGF_RECORDS_H

#include "napi.h"
#include "record.h"

#define EGF_CACHED_PROCS 512

/* ProcRecord objects already made, by exec id: records never change, and one process opens many flows. */
struct egf_proc_cache {
	int map_fd;
	struct {
		uint64_t exec_id;
		napi_ref object;
	} slots[EGF_CACHED_PROCS];
};

/* The properties that FlowRecord and KernelEvent share: pid, ppid, uid, cgroupId, comm, execId, proc, stepId,
 * trusted. */
bool egf_set_who(napi_env env, napi_value object, const struct egf_who *who, struct egf_proc_cache *procs);

/* What is no UTF-8 is replaced. */
bool egf_set_text(napi_env env, napi_value object, const char *name, const char *text, size_t length);

/* exe and argv. */
bool egf_set_program(napi_env env, napi_value object, const struct egf_proc *proc);

/* A StepRecord of the map `steps`; NULL where it is not among the latest any more, or with an exception
 * pending. */
napi_value egf_step_object(napi_env env, int map, uint64_t id);

void egf_proc_cache_clear(napi_env env, struct egf_proc_cache *procs);

#endif
