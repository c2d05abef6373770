/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool set_bytes(napi_env env, napi_value object, const char *name, const void *bytes, size_t length)
{
	napi_value buffer;

	return napi_create_buffer_copy(env, length, bytes, NULL, &buffer) == napi_ok &&
	       egf_set(env, object, name, buffer);
}

bool egf_set_text(napi_env env, napi_value object, const char *name, const char *text, size_t length)
{
	napi_value string;

	return napi_create_string_utf8(env, text, length, &string) == napi_ok &&
	       egf_set(env, object, name, string);
}

bool egf_set_program(napi_env env, napi_value object, const struct egf_proc *proc)
{
	size_t exe_len = proc->exe_len <= EGF_EXE ? proc->exe_len : EGF_EXE;
	size_t argv_len = proc->argv_len <= EGF_ARGV ? proc->argv_len : EGF_ARGV;

	return egf_set_text(env, object, "exe", proc->exe, exe_len) &&
	       set_bytes(env, object, "argv", proc->argv, argv_len);
}

static bool create_proc(napi_env env, uint64_t exec_id, const struct egf_proc *proc, napi_value *object)
{
	return napi_create_object(env, object) == napi_ok &&
	       egf_set_int(env, *object, "execId", (int64_t)exec_id) && egf_set_program(env, *object, proc) &&
	       egf_set_bool(env, *object, "argvTruncated", proc->flags & EGF_ARGV_CUT) &&
	       egf_set_bool(env, *object, "exeUnproven", proc->flags & EGF_EXE_UNPROVEN) &&
	       egf_set_int(env, *object, "mountNamespace", proc->mount_ns) &&
	       napi_object_freeze(env, *object) == napi_ok;
}

/* *object stays NULL where the kernel has no record any more. */
static bool find_proc(napi_env env, struct egf_proc_cache *procs, uint64_t exec_id, napi_value *object)
{
	size_t i = (exec_id ^ exec_id >> 12) % EGF_CACHED_PROCS;
	struct egf_proc proc;

	*object = NULL;
	if (procs->slots[i].object && procs->slots[i].exec_id == exec_id)
		return napi_get_reference_value(env, procs->slots[i].object, object) == napi_ok;
	if (bpf_map_lookup_elem(procs->map_fd, &exec_id, &proc))
		return true;
	if (!create_proc(env, exec_id, &proc, object))
		return false;
	if (procs->slots[i].object)
		napi_delete_reference(env, procs->slots[i].object);
	procs->slots[i].exec_id = exec_id;
	return napi_create_reference(env, *object, 1, &procs->slots[i].object) == napi_ok;
}

bool egf_set_who(napi_env env, napi_value object, const struct egf_who *who, struct egf_proc_cache *procs)
{
	napi_value cgroup, proc = NULL;

	if (who->exec_id && !find_proc(env, procs, who->exec_id, &proc))
		return false;
	return egf_set_int(env, object, "pid", who->tgid) && egf_set_int(env, object, "ppid", who->ppid) &&
	       egf_set_int(env, object, "uid", who->uid) &&
	       napi_create_bigint_uint64(env, who->cgroup_id, &cgroup) == napi_ok &&
	       egf_set(env, object, "cgroupId", cgroup) &&
	       egf_set_text(env, object, "comm", who->comm, strnlen(who->comm, sizeof(who->comm))) &&
	       egf_set_int(env, object, "execId", (int64_t)who->exec_id) &&
	       (!who->step_id || egf_set_int(env, object, "stepId", who->step_id)) &&
	       (!(who->flags & EGF_WHO_TRUSTED) || egf_set_bool(env, object, "trusted", true)) &&
	       (!proc || egf_set(env, object, "proc", proc));
}

static bool create_step(napi_env env, const struct egf_step *step, napi_value *object)
{
	size_t length = step->environ_len <= EGF_ENVIRON ? step->environ_len : EGF_ENVIRON;

	return napi_create_object(env, object) == napi_ok &&
	       egf_set_int(env, *object, "stepId", (int64_t)step->id) &&
	       egf_set_int(env, *object, "pid", step->tgid) &&
	       set_bytes(env, *object, "environ", step->environ, length) &&
	       egf_set_bool(env, *object, "environTruncated", step->flags & EGF_ENVIRON_CUT) &&
	       egf_set_program(env, *object, &step->proc) &&
	       egf_set_bool(env, *object, "stopped", step->flags & EGF_STOPPED) &&
	       napi_object_freeze(env, *object) == napi_ok;
}

/* The slot may go to a later step meanwhile: the copy counts only where it was whole before and after. */
napi_value egf_step_object(napi_env env, int map, uint64_t id)
{
	struct egf_step *step = malloc(2 * sizeof(*step)), *again = step + 1;
	uint32_t slot = (uint32_t)(id % EGF_STEPS);
	napi_value object = NULL;

	if (!step)
		return egf_throw(env, -ENOMEM, "malloc", NULL);
	if (id && !bpf_map_lookup_elem(map, &slot, step) && step->id == id && step->writing == id &&
	    !bpf_map_lookup_elem(map, &slot, again) && again->id == id && again->writing == id &&
	    !create_step(env, step, &object))
		object = egf_napi_failed(env);
	/* Secrets. */
	explicit_bzero(step, 2 * sizeof(*step));
	free(step);
	return object;
}

void egf_proc_cache_clear(napi_env env, struct egf_proc_cache *procs)
{
	for (size_t i = 0; i < EGF_CACHED_PROCS; i++) {
		if (procs->slots[i].object)
			napi_delete_reference(env, procs->slots[i].object);
		procs->slots[i].object = NULL;
	}
}
