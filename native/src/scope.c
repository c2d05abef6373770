/* SPDX-License-Identifier: MIT */
/* openScope(options): Scope, of src/kernel/native.ts. */
#include "bpf_scope.h"
#include "job.h"
#include "napi.h"

#include "record.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const napi_type_tag scope_tag = { 0x6f70656e53636f70, 0x65cf1d20ab7e4c11 };

struct holder {
	struct egf_scope *scope;
	struct egf_job *job; /* NULL where the scope is none */
};

static napi_value throw_failure(napi_env env, const struct egf_failure *failure)
{
	const char *name = failure->no_btf ? "ENOBTF" : strerrorname_np(-failure->err);
	napi_value error, code, message;

	if (napi_create_string_utf8(env, failure->text, NAPI_AUTO_LENGTH, &message) != napi_ok ||
	    napi_create_string_utf8(env, name ? name : "EIO", NAPI_AUTO_LENGTH, &code) != napi_ok ||
	    napi_create_error(env, code, message, &error) != napi_ok ||
	    !egf_set_int(env, error, "errno", failure->err) || napi_throw(env, error) != napi_ok)
		return egf_napi_failed(env);
	return NULL;
}

static bool set_row(napi_env env, napi_value array, uint32_t index, const struct egf_row *row)
{
	static const char *const statuses[] = {
		[EGF_ATTACHED] = "attached",
		[EGF_FALLBACK] = "fallback",
		[EGF_UNAVAILABLE] = "unavailable",
	};
	napi_value object;

	return napi_create_object(env, &object) == napi_ok &&
	       egf_set_string(env, object, "purpose", row->purpose) &&
	       egf_set_string(env, object, "program", row->program) &&
	       egf_set_string(env, object, "hook", row->hook) &&
	       egf_set_string(env, object, "status", statuses[row->status]) &&
	       (!*row->detail || egf_set_string(env, object, "detail", row->detail)) &&
	       egf_set_bool(env, object, "required", row->required) &&
	       napi_set_element(env, array, index, object) == napi_ok;
}

static bool set_report(napi_env env, napi_value object, const struct egf_scope *scope)
{
	size_t count;
	const struct egf_row *rows = egf_scope_rows(scope, &count);
	napi_value array;

	if (napi_create_array_with_length(env, count, &array) != napi_ok)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!set_row(env, array, i, &rows[i]))
			return false;
	return egf_set(env, object, "report", array);
}

static bool set_fds(napi_env env, napi_value object, const struct egf_fds *fds)
{
	napi_value value;

	return napi_create_object(env, &value) == napi_ok && egf_set_int(env, value, "flows", fds->flows) &&
	       egf_set_int(env, value, "procs", fds->procs) &&
	       egf_set_int(env, value, "sockets", fds->sockets) &&
	       egf_set_int(env, value, "events", fds->events) &&
	       (fds->steps < 0 || egf_set_int(env, value, "steps", fds->steps)) &&
	       egf_set(env, object, "fds", value);
}

static napi_value scope_close(napi_env env, napi_callback_info info)
{
	napi_value self;
	struct holder *holder;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	holder = egf_unwrap(env, self, &scope_tag);
	if (!holder)
		return NULL;
	if (holder->job)
		egf_job_close(holder->job);
	egf_scope_close(holder->scope);
	holder->scope = NULL;
	return NULL;
}

static napi_value scope_lost(napi_env env, napi_callback_info info)
{
	napi_value self, result;
	struct holder *holder;
	long long lost = 0;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	holder = egf_unwrap(env, self, &scope_tag);
	if (!holder)
		return NULL;
	if (holder->scope)
		lost = egf_scope_lost(holder->scope);
	if (lost < 0)
		return egf_throw(env, (int)lost, "bpf", "lost events");
	return napi_create_int64(env, lost, &result) == napi_ok ? result : egf_napi_failed(env);
}

/* Only close() detaches. A scope that is merely forgotten must not open the filter, so it stays as it is. */
static void scope_collected(napi_env env, void *data, void *hint)
{
	struct holder *holder = data;

	(void)env;
	(void)hint;
	if (holder->job)
		egf_job_release(holder->job);
	free(holder);
}

static napi_value scope_object(napi_env env, struct egf_scope *scope, bool probe,
			       const struct egf_job_options *job)
{
	static const struct egf_fds none = { -1, -1, -1, -1, -1 };
	struct holder *holder = calloc(1, sizeof(*holder));
	napi_value object, job_object;

	if (!holder)
		return egf_throw(env, -ENOMEM, "malloc", NULL);
	holder->scope = probe ? NULL : scope;
	if (napi_create_object(env, &object) != napi_ok || !set_report(env, object, scope) ||
	    !set_fds(env, object, probe ? &none : egf_scope_fds(scope)) ||
	    !egf_set_function(env, object, "lostEvents", scope_lost) ||
	    !egf_set_function(env, object, "close", scope_close) ||
	    (job && (!egf_job_object(env, scope, job, &holder->job, &job_object) ||
		     !egf_set(env, object, "job", job_object))) ||
	    !egf_wrap(env, object, &scope_tag, holder, scope_collected)) {
		if (holder->job)
			egf_job_release(holder->job);
		free(holder);
		return egf_napi_failed(env);
	}
	return object;
}

static bool is_directory_path(const char *path)
{
	size_t length = strlen(path);

	return *path == '/' && length > 1 && path[length - 1] != '/' && length + 2 <= EGF_GUARDED;
}

/* *guarded is the caller's to free. True with `there` unset where the scope is no job. */
static bool get_job(napi_env env, napi_value argument, struct egf_job_options *job, char **guarded,
		    bool *there)
{
	napi_value value;
	int64_t worker, trust_mark, proxy_mark;

	if (napi_get_named_property(env, argument, "job", &value) != napi_ok)
		return egf_napi_failed(env);
	*there = egf_typeof(env, value) != napi_undefined;
	if (!*there)
		return true;
	if (!egf_is_object(env, value, "job") ||
	    !egf_get_int(env, value, "workerPid", true, 1, INT_MAX, &worker) ||
	    !egf_get_int(env, value, "trustMark", true, 1, UINT32_MAX, &trust_mark) ||
	    !egf_get_int(env, value, "proxyMark", true, 1, UINT32_MAX, &proxy_mark) ||
	    !egf_get_string(env, value, "guarded", true, guarded))
		return false;
	if (!is_directory_path(*guarded) || trust_mark == proxy_mark) {
		egf_type_error(env,
			       "job.guarded must be an absolute path of at most %d bytes without a slash at "
			       "its end, and the marks must differ",
			       EGF_GUARDED - 2);
		return false;
	}
	*job = (struct egf_job_options){ (int)worker, (uint32_t)trust_mark, (uint32_t)proxy_mark, *guarded };
	return true;
}

static napi_value open_scope(napi_env env, napi_callback_info info)
{
	struct egf_failure failure = { 0 };
	struct egf_scope_options options = { 0 };
	struct egf_scope *scope = NULL;
	napi_value argument, result = NULL;
	struct egf_job_options job;
	char *object = NULL, *guarded = NULL;
	bool is_job = false;
	int64_t flow_mark = 0;

	if (!egf_args(env, info, 1, &argument, NULL) || !egf_is_object(env, argument, "options") ||
	    !egf_get_fd(env, argument, "cgroupFd", &options.cgroup_fd) ||
	    !egf_get_bool(env, argument, "probeOnly", false, &options.probe) ||
	    !egf_get_bool(env, argument, "noKprobes", false, &options.no_kprobes) ||
	    !egf_get_bool(env, argument, "noNetfilter", false, &options.no_netfilter) ||
	    !egf_get_int(env, argument, "flowMark", false, 0, UINT32_MAX, &flow_mark) ||
	    !get_job(env, argument, &job, &guarded, &is_job) ||
	    !egf_get_string(env, argument, "object", true, &object))
		goto cleanup;
	options.object = object;
	options.flow_mark = (uint32_t)flow_mark;
	options.job = is_job ? &job : NULL;
	if (egf_scope_open(&options, &scope, &failure))
		throw_failure(env, &failure);
	else
		result = scope_object(env, scope, options.probe, options.probe ? NULL : options.job);
	if (options.probe || !result)
		egf_scope_close(scope);

cleanup:
	free(guarded);
	free(object);
	return result;
}

napi_status egf_register_scope(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openScope", open_scope) ? napi_ok : napi_generic_failure;
}
