/* SPDX-License-Identifier: MIT */
/* JobScope, of src/kernel/native.ts. */
#ifndef EGF_JOB_H
#define EGF_JOB_H

#include "bpf_scope.h"
#include "napi.h"

struct egf_job;

/* The scope must stay open until egf_job_close(). False with an exception pending or a failure of Node-API.
 */
bool egf_job_object(napi_env env, struct egf_scope *scope, const struct egf_job_options *options,
		    struct egf_job **job, napi_value *object);

/* Its methods throw from now on, its callbacks are not called any more. Idempotent. */
void egf_job_close(struct egf_job *job);

/* The holder's share; the JavaScript object has another. */
void egf_job_release(struct egf_job *job);

#endif
