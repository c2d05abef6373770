/* SPDX-License-Identifier: MIT */
/* processEnd(pid): when a process that is no child of ours has ended. */
#include "napi.h"
#include "poll.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

struct end {
	struct egf_poll poll;
	napi_deferred promise;
	int pidfd;
};

static void resolve(napi_env env, napi_deferred promise)
{
	napi_value undefined;

	if (napi_get_undefined(env, &undefined) == napi_ok)
		napi_resolve_deferred(env, promise, undefined);
}

/* A pidfd is readable from the end of the process on, before it is reaped (pidfd_open(2)). */
static void on_ready(struct egf_poll *poll)
{
	struct end *end = (struct end *)poll;
	napi_callback_scope scope;
	napi_value resource;

	/* The scope runs what waits for the promise, which no JavaScript of ours would. */
	if (napi_create_object(poll->env, &resource) == napi_ok &&
	    napi_open_callback_scope(poll->env, resource, poll->context, &scope) == napi_ok) {
		resolve(poll->env, end->promise);
		napi_close_callback_scope(poll->env, scope);
	}
	egf_poll_close(poll);
}

static void on_closed(struct egf_poll *poll)
{
	struct end *end = (struct end *)poll;

	close(end->pidfd);
	free(end);
}

static int watch(napi_env env, pid_t pid, napi_deferred promise)
{
	struct end *end = calloc(1, sizeof(*end));
	int err;

	if (!end)
		return -ENOMEM;
	end->promise = promise;
	end->poll.on_ready = on_ready;
	end->poll.on_closed = on_closed;
	end->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (end->pidfd >= 0) {
		err = egf_poll_start(env, &end->poll, end->pidfd, "egf_process_end");
		if (!err)
			return 0;
		close(end->pidfd);
	} else {
		err = -errno;
	}
	free(end);
	return err;
}

static napi_value process_end(napi_env env, napi_callback_info info)
{
	napi_value argument, promise, reason;
	napi_deferred deferred;
	int64_t pid;
	int err;

	if (!egf_args(env, info, 1, &argument, NULL) || !egf_int(env, argument, "pid", 1, INT_MAX, &pid))
		return NULL;
	if (napi_create_promise(env, &deferred, &promise) != napi_ok)
		return egf_napi_failed(env);
	err = watch(env, (pid_t)pid, deferred);
	if (err == -ESRCH) {
		resolve(env, deferred);
	} else if (err) {
		egf_throw(env, err, "pidfd_open", NULL);
		if (napi_get_and_clear_last_exception(env, &reason) == napi_ok)
			napi_reject_deferred(env, deferred, reason);
	}
	return promise;
}

napi_status egf_register_end(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "processEnd", process_end) ? napi_ok : napi_generic_failure;
}
