/* SPDX-License-Identifier: MIT */
#include "poll.h"

#include <errno.h>
#include <stdlib.h>

static void on_event(uv_poll_t *handle, int status, int events)
{
	struct egf_poll *poll = handle->data;
	napi_handle_scope scope;

	(void)events;
	if (napi_open_handle_scope(poll->env, &scope) != napi_ok)
		return;
	poll->on_ready(poll);
	napi_close_handle_scope(poll->env, scope);
	/* On POLLERR (netlink: packets lost) libuv stops watching; reading has cleared the error. */
	if (status < 0 && !uv_is_closing((uv_handle_t *)handle))
		uv_poll_start(handle, UV_READABLE, on_event);
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct egf_poll *poll = handle->data;
	napi_async_cleanup_hook_handle hook = poll->hook;

	if (poll->context)
		napi_async_destroy(poll->env, poll->context);
	poll->on_closed(poll);
	free(handle);
	/* Last: an environment that is being torn down waits for it. */
	if (hook)
		napi_remove_async_cleanup_hook(hook);
}

/* The environment ends (process.exit(), end of a worker thread): no handle of ours may be left in its loop.
 */
static void on_environment_end(napi_async_cleanup_hook_handle hook, void *data)
{
	(void)hook;
	egf_poll_close(data);
}

int egf_poll_start(napi_env env, struct egf_poll *poll, int fd, const char *name)
{
	struct uv_loop_s *loop;
	napi_value label;
	int err;

	poll->env = env;
	poll->context = NULL;
	poll->hook = NULL;
	if (napi_get_uv_event_loop(env, &loop) != napi_ok)
		return -EIO;
	/* The size as Node's own libuv knows it, which may be newer than our header. */
	poll->handle = calloc(1, uv_handle_size(UV_POLL));
	if (!poll->handle)
		return -ENOMEM;
	err = uv_poll_init(loop, poll->handle, fd);
	if (err < 0) {
		free(poll->handle);
		poll->handle = NULL;
		return err;
	}
	/* From here on only the event loop can free the handle. */
	poll->handle->data = poll;
	if (napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &label) != napi_ok ||
	    napi_async_init(env, NULL, label, &poll->context) != napi_ok ||
	    napi_add_async_cleanup_hook(env, on_environment_end, poll, &poll->hook) != napi_ok) {
		egf_poll_close(poll);
		return 0;
	}
	uv_poll_start(poll->handle, UV_READABLE, on_event);
	return 0;
}

bool egf_poll_call(struct egf_poll *poll, napi_ref function, napi_value argument)
{
	napi_value callback, global, error;
	napi_env env = poll->env;

	if (napi_get_global(env, &global) == napi_ok && napi_get_reference_value(env, function, &callback) == napi_ok &&
	    napi_make_callback(env, poll->context, global, callback, 1, &argument, NULL) == napi_ok)
		return true;
	if (napi_get_and_clear_last_exception(env, &error) == napi_ok)
		napi_fatal_exception(env, error);
	return false;
}

void egf_poll_close(struct egf_poll *poll)
{
	if (!uv_is_closing((uv_handle_t *)poll->handle))
		uv_close((uv_handle_t *)poll->handle, on_handle_closed);
}
