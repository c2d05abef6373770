/* SPDX-License-Identifier: MIT */
/* openScope(options): Scope, of src/kernel/native.ts. */
#include "bpf_scope.h"
#include "napi.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const napi_type_tag scope_tag = { 0x6f70656e53636f70, 0x65cf1d20ab7e4c11 };

struct holder {
	struct egf_scope *scope;
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
	       egf_set_int(env, value, "events", fds->events) && egf_set(env, object, "fds", value);
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
	(void)env;
	(void)hint;
	free(data);
}

static napi_value scope_object(napi_env env, struct egf_scope *scope, bool probe)
{
	static const struct egf_fds none = { -1, -1, -1, -1 };
	struct holder *holder = malloc(sizeof(*holder));
	napi_value object;

	if (!holder)
		return egf_throw(env, -ENOMEM, "malloc", NULL);
	holder->scope = probe ? NULL : scope;
	if (napi_create_object(env, &object) != napi_ok || !set_report(env, object, scope) ||
	    !set_fds(env, object, probe ? &none : egf_scope_fds(scope)) ||
	    !egf_set_function(env, object, "lostEvents", scope_lost) ||
	    !egf_set_function(env, object, "close", scope_close) ||
	    !egf_wrap(env, object, &scope_tag, holder, scope_collected)) {
		free(holder);
		return egf_napi_failed(env);
	}
	return object;
}

static napi_value open_scope(napi_env env, napi_callback_info info)
{
	struct egf_failure failure = { 0 };
	struct egf_scope_options options = { 0 };
	struct egf_scope *scope = NULL;
	napi_value argument, result = NULL;
	char *object = NULL;

	if (!egf_args(env, info, 1, &argument, NULL) || !egf_is_object(env, argument, "options") ||
	    !egf_get_fd(env, argument, "cgroupFd", &options.cgroup_fd) ||
	    !egf_get_bool(env, argument, "probeOnly", false, &options.probe) ||
	    !egf_get_bool(env, argument, "noKprobes", false, &options.no_kprobes) ||
	    !egf_get_bool(env, argument, "noNetfilter", false, &options.no_netfilter) ||
	    !egf_get_string(env, argument, "object", true, &object))
		return NULL;
	options.object = object;
	if (egf_scope_open(&options, &scope, &failure))
		throw_failure(env, &failure);
	else
		result = scope_object(env, scope, options.probe);
	if (options.probe || !result)
		egf_scope_close(scope);
	free(object);
	return result;
}

napi_status egf_register_scope(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openScope", open_scope) ? napi_ok : napi_generic_failure;
}
