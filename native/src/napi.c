/* SPDX-License-Identifier: MIT */
#include "napi.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

napi_value egf_napi_failed(napi_env env)
{
	const napi_extended_error_info *info = NULL;
	bool pending = true;

	/* Before anything else: the next call overwrites it. */
	napi_get_last_error_info(env, &info);
	if (napi_is_exception_pending(env, &pending) == napi_ok && !pending)
		napi_throw_error(env, NULL,
				 info && info->error_message ? info->error_message : "Node-API call failed");
	return NULL;
}

napi_value egf_throw(napi_env env, int err, const char *syscall, const char *detail)
{
	const char *name = strerrorname_np(-err);
	const char *text = strerrordesc_np(-err);
	char message[512], unknown[24];
	napi_value error, code, what;

	if (!name) {
		snprintf(unknown, sizeof(unknown), "E%d", -err);
		name = unknown;
	}
	snprintf(message, sizeof(message), "%s: %s, %s%s%s", name, text ? text : "unknown error", syscall,
		 detail ? " " : "", detail ? detail : "");
	if (napi_create_string_utf8(env, message, NAPI_AUTO_LENGTH, &what) != napi_ok ||
	    napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &code) != napi_ok ||
	    napi_create_error(env, code, what, &error) != napi_ok || !egf_set_int(env, error, "errno", err) ||
	    !egf_set_string(env, error, "syscall", syscall))
		return egf_napi_failed(env);
	napi_throw(env, error);
	return NULL;
}

napi_value egf_type_error(napi_env env, const char *format, ...)
{
	char message[512];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", message);
	return NULL;
}

bool egf_args(napi_env env, napi_callback_info info, size_t count, napi_value *argv, napi_value *self)
{
	/* Node-API fills what the caller left out with undefined. */
	if (napi_get_cb_info(env, info, &count, argv, self, NULL) == napi_ok)
		return true;
	egf_napi_failed(env);
	return false;
}

napi_valuetype egf_typeof(napi_env env, napi_value value)
{
	napi_valuetype type = napi_undefined;

	napi_typeof(env, value, &type);
	return type;
}

bool egf_is_object(napi_env env, napi_value value, const char *name)
{
	if (egf_typeof(env, value) == napi_object)
		return true;
	egf_type_error(env, "%s must be an object", name);
	return false;
}

bool egf_int(napi_env env, napi_value value, const char *name, int64_t min, int64_t max, int64_t *out)
{
	double number = 0;

	/* Not napi_get_value_int64: it turns NaN into 0 and cuts fractions. */
	if (egf_typeof(env, value) != napi_number || napi_get_value_double(env, value, &number) != napi_ok ||
	    floor(number) != number || !(number >= (double)min && number <= (double)max)) {
		egf_type_error(env, "%s must be an integer from %lld to %lld", name, (long long)min,
			       (long long)max);
		return false;
	}
	*out = (int64_t)number;
	return true;
}

bool egf_fd(napi_env env, napi_value value, const char *name, int *out)
{
	int64_t fd;

	if (!egf_int(env, value, name, 0, INT_MAX, &fd))
		return false;
	*out = (int)fd;
	return true;
}

bool egf_string(napi_env env, napi_value value, const char *name, char **out)
{
	size_t length = 0;
	char *text;

	if (egf_typeof(env, value) != napi_string) {
		egf_type_error(env, "%s must be a string", name);
		return false;
	}
	if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok) {
		egf_napi_failed(env);
		return false;
	}
	text = malloc(length + 1);
	if (!text) {
		egf_throw(env, -ENOMEM, "malloc", name);
		return false;
	}
	if (napi_get_value_string_utf8(env, value, text, length + 1, &length) != napi_ok) {
		free(text);
		egf_napi_failed(env);
		return false;
	}
	if (strlen(text) != length) {
		free(text);
		egf_type_error(env, "%s must not contain a NUL byte", name);
		return false;
	}
	*out = text;
	return true;
}

/* 1: there, 0: absent, -1: exception pending. */
static int get_property(napi_env env, napi_value object, const char *name, bool required, napi_value *value)
{
	if (napi_get_named_property(env, object, name, value) != napi_ok) {
		egf_napi_failed(env);
		return -1;
	}
	if (egf_typeof(env, *value) != napi_undefined)
		return 1;
	if (!required)
		return 0;
	egf_type_error(env, "%s is missing", name);
	return -1;
}

bool egf_get_int(napi_env env, napi_value object, const char *name, bool required, int64_t min, int64_t max,
		 int64_t *out)
{
	napi_value value;
	int there = get_property(env, object, name, required, &value);

	return there > 0 ? egf_int(env, value, name, min, max, out) : there == 0;
}

bool egf_get_fd(napi_env env, napi_value object, const char *name, int *out)
{
	napi_value value;

	return get_property(env, object, name, true, &value) > 0 && egf_fd(env, value, name, out);
}

bool egf_get_bool(napi_env env, napi_value object, const char *name, bool required, bool *out)
{
	napi_value value;
	int there = get_property(env, object, name, required, &value);

	if (there <= 0)
		return there == 0;
	if (napi_get_value_bool(env, value, out) == napi_ok)
		return true;
	egf_type_error(env, "%s must be true or false", name);
	return false;
}

bool egf_get_string(napi_env env, napi_value object, const char *name, bool required, char **out)
{
	napi_value value;
	int there = get_property(env, object, name, required, &value);

	return there > 0 ? egf_string(env, value, name, out) : there == 0;
}

/* Same answers as get_property(). An array larger than this is a mistake, not a request. */
static int get_array(napi_env env, napi_value object, const char *name, bool required, napi_value *array,
		     uint32_t *length)
{
	const uint32_t limit = 1 << 20;
	bool is_array = false;
	int there = get_property(env, object, name, required, array);

	if (there <= 0)
		return there;
	if (napi_is_array(env, *array, &is_array) != napi_ok || !is_array ||
	    napi_get_array_length(env, *array, length) != napi_ok || *length > limit) {
		egf_type_error(env, "%s must be an array of at most %u elements", name, limit);
		return -1;
	}
	return 1;
}

bool egf_get_strings(napi_env env, napi_value object, const char *name, bool required, char ***out)
{
	napi_value array, element;
	uint32_t length = 0;
	char **strings;
	int there = get_array(env, object, name, required, &array, &length);

	if (there <= 0)
		return there == 0;
	strings = calloc((size_t)length + 1, sizeof(*strings));
	if (!strings) {
		egf_throw(env, -ENOMEM, "malloc", name);
		return false;
	}
	for (uint32_t i = 0; i < length; i++) {
		if (napi_get_element(env, array, i, &element) != napi_ok) {
			egf_napi_failed(env);
			goto cleanup;
		}
		if (!egf_string(env, element, name, &strings[i]))
			goto cleanup;
	}
	*out = strings;
	return true;

cleanup:
	egf_free_strings(strings);
	return false;
}

void egf_free_strings(char **strings)
{
	if (!strings)
		return;
	for (char **string = strings; *string; string++)
		free(*string);
	free(strings);
}

bool egf_get_ints(napi_env env, napi_value object, const char *name, bool required, int64_t min, int64_t max,
		  int **out, size_t *count)
{
	napi_value array, element;
	uint32_t length = 0;
	int64_t number;
	int *numbers;
	int there = get_array(env, object, name, required, &array, &length);

	if (there <= 0)
		return there == 0;
	numbers = calloc((size_t)length + 1, sizeof(*numbers));
	if (!numbers) {
		egf_throw(env, -ENOMEM, "malloc", name);
		return false;
	}
	for (uint32_t i = 0; i < length; i++) {
		if (napi_get_element(env, array, i, &element) != napi_ok) {
			egf_napi_failed(env);
			goto cleanup;
		}
		if (!egf_int(env, element, name, min, max, &number))
			goto cleanup;
		numbers[i] = (int)number;
	}
	*out = numbers;
	*count = length;
	return true;

cleanup:
	free(numbers);
	return false;
}

bool egf_set(napi_env env, napi_value object, const char *name, napi_value value)
{
	return napi_set_named_property(env, object, name, value) == napi_ok;
}

bool egf_set_int(napi_env env, napi_value object, const char *name, int64_t value)
{
	napi_value number;

	return napi_create_int64(env, value, &number) == napi_ok && egf_set(env, object, name, number);
}

bool egf_set_bool(napi_env env, napi_value object, const char *name, bool value)
{
	napi_value boolean;

	return napi_get_boolean(env, value, &boolean) == napi_ok && egf_set(env, object, name, boolean);
}

bool egf_set_string(napi_env env, napi_value object, const char *name, const char *value)
{
	napi_value string;

	return napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &string) == napi_ok &&
	       egf_set(env, object, name, string);
}

bool egf_set_function(napi_env env, napi_value object, const char *name, napi_callback function)
{
	napi_value value;

	return napi_create_function(env, name, NAPI_AUTO_LENGTH, function, NULL, &value) == napi_ok &&
	       egf_set(env, object, name, value);
}

bool egf_wrap(napi_env env, napi_value object, const napi_type_tag *tag, void *data, napi_finalize finalize)
{
	return napi_type_tag_object(env, object, tag) == napi_ok &&
	       napi_wrap(env, object, data, finalize, NULL, NULL) == napi_ok;
}

void *egf_unwrap(napi_env env, napi_value object, const napi_type_tag *tag)
{
	bool tagged = false;
	void *data = NULL;

	if (egf_typeof(env, object) != napi_object ||
	    napi_check_object_type_tag(env, object, tag, &tagged) != napi_ok || !tagged ||
	    napi_unwrap(env, object, &data) != napi_ok) {
		egf_type_error(env, "method called on an object that it does not belong to");
		return NULL;
	}
	return data;
}
