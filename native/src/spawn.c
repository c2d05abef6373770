/* SPDX-License-Identifier: MIT */
/*
 * spawn(): a child inside a cgroup from its first instruction, and the promise of its end.
 *
 * The clone happens on the calling thread, because PR_SET_PDEATHSIG follows the thread that cloned, not the
 * process.
 */
#include "napi.h"
#include "poll.h"
#include "spawn_options.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/sched.h>

struct child {
	struct egf_poll poll;
	napi_deferred deferred;
	pid_t pid;
	int pidfd;     /* -1 once reaped */
	int status_fd; /* of a pid namespace's init, see reap.c; -1: none */
	/* Held by the JavaScript object and by the poll. */
	unsigned int references;
};

static const napi_type_tag child_tag = { 0x5c6f2f5ad0b14d8e, 0x9a3f6d1c1be0a1f4 };

static void put_child(struct child *child)
{
	if (--child->references > 0)
		return;
	if (child->pidfd >= 0)
		close(child->pidfd);
	if (child->status_fd >= 0)
		close(child->status_fd);
	free(child);
}

static void finalize_child(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	put_child(data);
}

/* ExitStatus; NULL when Node-API failed. */
static napi_value exit_status(napi_env env, const siginfo_t *info)
{
	bool exited = info->si_code == CLD_EXITED;
	napi_value status, number, none;

	if (napi_create_object(env, &status) != napi_ok || napi_get_null(env, &none) != napi_ok ||
	    napi_create_int32(env, info->si_status, &number) != napi_ok ||
	    !egf_set(env, status, "code", exited ? number : none) ||
	    !egf_set(env, status, "signal", exited ? none : number))
		return NULL;
	return status;
}

/* The init says how the program ended; where it was killed itself, that is how. False: not yet. */
static bool read_status(struct child *child, siginfo_t *info)
{
	int status;
	ssize_t length = read(child->status_fd, &status, sizeof(status));

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (length != sizeof(status))
		status = SIGKILL;
	info->si_code = WIFEXITED(status) ? CLD_EXITED : CLD_KILLED;
	info->si_status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
	return true;
}

static bool wait_for_child(struct child *child, siginfo_t *info)
{
	if (waitid(P_PIDFD, (id_t)child->pidfd, info, WEXITED | WNOHANG) == 0)
		return info->si_pid != 0;
	if (errno == EAGAIN || errno == EINTR)
		return false;
	/* Somebody else reaped it: how it ended is lost, that it ended is not. */
	info->si_code = CLD_KILLED;
	info->si_status = SIGKILL;
	return true;
}

static void on_child_event(struct egf_poll *poll)
{
	struct child *child = (struct child *)poll;
	siginfo_t info = { 0 };
	napi_callback_scope scope;
	napi_value resource, status;

	if (!(child->status_fd >= 0 ? read_status(child, &info) : wait_for_child(child, &info)))
		return;
	egf_poll_close(poll);

	/* A callback scope, so that those who await the promise run now. */
	if (napi_create_object(poll->env, &resource) != napi_ok ||
	    napi_open_callback_scope(poll->env, resource, poll->context, &scope) != napi_ok)
		return;
	status = exit_status(poll->env, &info);
	if (status)
		napi_resolve_deferred(poll->env, child->deferred, status);
	napi_close_callback_scope(poll->env, scope);
}

static void on_child_closed(struct egf_poll *poll)
{
	struct child *child = (struct child *)poll;

	/* An init that waits for the rest of its namespace is left to ours. */
	if (child->status_fd >= 0)
		waitid(P_PIDFD, (id_t)child->pidfd, &(siginfo_t){ 0 }, WEXITED | WNOHANG);
	close(child->pidfd);
	child->pidfd = -1;
	put_child(child);
}

static napi_value kill_child(napi_env env, napi_callback_info info)
{
	napi_value argv[1], self;
	struct child *child;
	int64_t number;

	if (!egf_args(env, info, 1, argv, &self) || !egf_int(env, argv[0], "signal", 0, NSIG - 1, &number))
		return NULL;
	child = egf_unwrap(env, self, &child_tag);
	if (!child)
		return NULL;
	/* Through the pidfd the signal cannot reach a later process of the same number. */
	if (child->pidfd >= 0 && syscall(SYS_pidfd_send_signal, child->pidfd, (int)number, NULL, 0) < 0 &&
	    errno != ESRCH)
		return egf_throw(env, -errno, "pidfd_send_signal", NULL);
	return NULL;
}

static napi_value wrap_child(napi_env env, struct child *child)
{
	napi_value object, promise;

	if (napi_create_object(env, &object) != napi_ok || !egf_set_int(env, object, "pid", child->pid) ||
	    napi_create_promise(env, &child->deferred, &promise) != napi_ok ||
	    !egf_set(env, object, "exited", promise) || !egf_set_function(env, object, "kill", kill_child) ||
	    !egf_wrap(env, object, &child_tag, child, finalize_child))
		return NULL;
	child->references++;
	return object;
}

/*
 * Three ways, the best first: straight into the cgroup; clone3(2) where that is refused (the child then moves
 * itself and reports why it cannot); clone(2) where seccomp or emulation hides clone3. The fork-like flags
 * copy this stack.
 */
static pid_t clone_child(struct egf_spawn *plan, int *pidfd)
{
	const uint64_t flags = CLONE_PIDFD | (plan->pid_namespace ? CLONE_NEWPID : 0);
	struct clone_args args = {
		.flags = flags | CLONE_INTO_CGROUP,
		.pidfd = (uint64_t)(uintptr_t)pidfd,
		.exit_signal = SIGCHLD,
		.cgroup = (uint64_t)plan->cgroup_fd,
	};
	pid_t pid;

	plan->in_cgroup = true;
	pid = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
	if (pid >= 0)
		return pid;
	plan->in_cgroup = false;
	args.flags = flags;
	args.cgroup = 0;
	pid = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
	if (pid >= 0)
		return pid;
	return (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, pidfd, NULL, NULL);
}

/* Until exec closes the pipe, or the child says what failed. */
static int read_failure(int fd, struct egf_failure *failure)
{
	ssize_t length;

	do {
		length = read(fd, failure, sizeof(*failure));
	} while (length < 0 && errno == EINTR);
	if (length < 0)
		return -errno;
	if (length == 0)
		return 0;
	return length == sizeof(*failure) && failure->err < 0 ? failure->err : -EIO;
}

/* The child runs, or is reaped and the failure noted in the plan. Returns its pid or a negative errno. */
static pid_t start_child(struct egf_spawn *plan, int *pidfd, int *status_fd)
{
	int pipe_fds[2], status_fds[2] = { -1, -1 }, err;
	sigset_t all, before;
	pid_t pid;

	if (plan->pid_namespace && pipe2(status_fds, O_CLOEXEC | O_NONBLOCK) < 0)
		return egf_fail(plan, -errno, "pipe2", NULL);
	plan->status_fd = status_fds[1];
	*status_fd = status_fds[0];
	if (pipe2(pipe_fds, O_CLOEXEC) < 0) {
		err = egf_fail(plan, -errno, "pipe2", NULL);
		if (plan->status_fd >= 0)
			close(plan->status_fd);
		return err;
	}
	plan->parent = getpid();
	/* No handler of ours may run in the child: Node's writes into a pipe that both processes would share.
	 */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pid = clone_child(plan, pidfd);
	if (pid == 0)
		egf_child_run(plan, pipe_fds[1]);
	err = pid < 0 ? egf_fail(plan, -errno, "clone", NULL) : 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);

	close(pipe_fds[1]);
	if (plan->status_fd >= 0)
		close(plan->status_fd);
	if (err == 0) {
		err = read_failure(pipe_fds[0], &plan->failure);
		if (err < 0) {
			while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
				;
			close(*pidfd);
		}
	}
	close(pipe_fds[0]);
	return err < 0 ? err : pid;
}

static napi_value spawn(napi_env env, napi_callback_info info)
{
	napi_value argv[1], result = NULL;
	struct child *child = NULL;
	struct egf_spawn plan;
	int err;

	if (!egf_args(env, info, 1, argv, NULL))
		return NULL;
	if (!egf_read_spawn_options(env, argv[0], &plan))
		goto cleanup;
	child = calloc(1, sizeof(*child));
	if (!child) {
		egf_throw(env, -ENOMEM, "malloc", "spawn");
		goto cleanup;
	}
	child->pidfd = child->status_fd = -1;
	child->references = 1;
	child->poll.on_ready = on_child_event;
	child->poll.on_closed = on_child_closed;
	child->pid = start_child(&plan, &child->pidfd, &child->status_fd);
	if (child->pid < 0) {
		child->pidfd = -1;
		egf_throw(env, child->pid, plan.failure.syscall,
			  plan.failure.detail[0] ? plan.failure.detail : NULL);
		goto cleanup;
	}
	result = wrap_child(env, child);
	err = result ? egf_poll_start(env, &child->poll,
				      child->status_fd >= 0 ? child->status_fd : child->pidfd,
				      "egress-filter:child")
		     : -EIO;
	if (err == 0) {
		/* Now the poll's reference. */
		child = NULL;
		goto cleanup;
	}
	/* A child that nobody would wait for must not run. */
	syscall(SYS_pidfd_send_signal, child->pidfd, SIGKILL, NULL, 0);
	waitid(P_PIDFD, (id_t)child->pidfd, &(siginfo_t){ 0 }, WEXITED);
	result = result ? egf_throw(env, err, "uv_poll_init", NULL) : egf_napi_failed(env);

cleanup:
	if (child)
		put_child(child);
	egf_free_spawn_options(&plan);
	return result;
}

napi_status egf_register_spawn(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "spawn", spawn) ? napi_ok : napi_generic_failure;
}
