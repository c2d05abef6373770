/* SPDX-License-Identifier: MIT */
/*
 * What every binding of the addon uses: arguments in, results and errors out.
 *
 * Readers return false with a JavaScript exception pending (TypeError naming the field, or whatever a getter
 * of the caller threw); the binding then returns NULL at once. Inside the addon functions return negative
 * errno, and egf_throw() turns that into an Error with `code`, `errno` and `syscall`.
 */
#ifndef EGF_NAPI_H
#define EGF_NAPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef NAPI_VERSION
#define NAPI_VERSION 8
#endif
#include <node_api.h>

#define EGF_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Error: "ENOENT: No such file or directory, <syscall> <detail>"; detail may be NULL. err is a negative
 * errno. Returns NULL. */
napi_value egf_throw(napi_env env, int err, const char *syscall, const char *detail);

/* TypeError with a printf-formatted message. Returns NULL. */
napi_value egf_type_error(napi_env env, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Error for a Node-API call that failed by itself, unless it left an exception pending. Returns NULL. */
napi_value egf_napi_failed(napi_env env);

/* Exactly `count` arguments into argv, missing ones undefined. `self` may be NULL. */
bool egf_args(napi_env env, napi_callback_info info, size_t count, napi_value *argv, napi_value *self);

napi_valuetype egf_typeof(napi_env env, napi_value value);
bool egf_is_object(napi_env env, napi_value value, const char *name);

/* An integer number within [min, max]. */
bool egf_int(napi_env env, napi_value value, const char *name, int64_t min, int64_t max, int64_t *out);
/* A descriptor number. Whether it is open shows when it is used (EBADF). */
bool egf_fd(napi_env env, napi_value value, const char *name, int *out);
/* A string without NUL bytes, malloc'ed. */
bool egf_string(napi_env env, napi_value value, const char *name, char **out);

/* Properties of an object. undefined or absent: TypeError where required, else *out stays as it was. */
bool egf_get_int(napi_env env, napi_value object, const char *name, bool required, int64_t min, int64_t max,
		 int64_t *out);
bool egf_get_fd(napi_env env, napi_value object, const char *name, int *out);
bool egf_get_bool(napi_env env, napi_value object, const char *name, bool required, bool *out);
bool egf_get_string(napi_env env, napi_value object, const char *name, bool required, char **out);

/* An array of strings as a NULL-terminated vector; free with egf_free_strings(). *out stays NULL when absent.
 */
bool egf_get_strings(napi_env env, napi_value object, const char *name, bool required, char ***out);
void egf_free_strings(char **strings);

/* An array of integers within [min, max], malloc'ed. */
bool egf_get_ints(napi_env env, napi_value object, const char *name, bool required, int64_t min, int64_t max,
		  int **out, size_t *count);

/* Building results: each returns false when Node-API failed. */
bool egf_set(napi_env env, napi_value object, const char *name, napi_value value);
bool egf_set_int(napi_env env, napi_value object, const char *name, int64_t value);
bool egf_set_bool(napi_env env, napi_value object, const char *name, bool value);
bool egf_set_string(napi_env env, napi_value object, const char *name, const char *value);
bool egf_set_function(napi_env env, napi_value object, const char *name, napi_callback function);

/*
 * An object that carries a C struct. Methods find it again with egf_unwrap(), which throws TypeError when
 * `this` is something else. `finalize` runs when the object is collected.
 */
bool egf_wrap(napi_env env, napi_value object, const napi_type_tag *tag, void *data, napi_finalize finalize);
void *egf_unwrap(napi_env env, napi_value object, const napi_type_tag *tag);

/* Bindings, one per concern; each adds its functions to the module's exports. */
napi_status egf_register_cgroup(napi_env env, napi_value exports);
napi_status egf_register_sock(napi_env env, napi_value exports);
napi_status egf_register_queue(napi_env env, napi_value exports);
napi_status egf_register_passage(napi_env env, napi_value exports);
napi_status egf_register_spawn(napi_env env, napi_value exports);
napi_status egf_register_scope(napi_env env, napi_value exports);
napi_status egf_register_flows(napi_env env, napi_value exports);
napi_status egf_register_orphans(napi_env env, napi_value exports);
napi_status egf_register_tls(napi_env env, napi_value exports);
napi_status egf_register_end(napi_env env, napi_value exports);
napi_status egf_register_conntrack(napi_env env, napi_value exports);
napi_status egf_register_datagrams(napi_env env, napi_value exports);
napi_status egf_register_route(napi_env env, napi_value exports);
napi_status egf_register_seal(napi_env env, napi_value exports);

#endif
