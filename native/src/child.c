/* SPDX-License-Identifier: MIT */
/* The child between clone and exec. Async-signal-safe calls only: see struct egf_spawn. */
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void copy_text(char *to, size_t size, const char *from)
{
	size_t length = from ? strnlen(from, size - 1) : 0;

	if (length)
		memcpy(to, from, length);
	to[length] = '\0';
}

int egf_fail(struct egf_spawn *plan, int err, const char *syscall, const char *detail)
{
	plan->failure.err = err;
	copy_text(plan->failure.syscall, sizeof(plan->failure.syscall), syscall);
	copy_text(plan->failure.detail, sizeof(plan->failure.detail), detail);
	return err;
}

static int write_file(int directory, const char *path, const char *text)
{
	int fd = openat(directory, path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

static int enter_cgroup(struct egf_spawn *plan)
{
	int err = plan->in_cgroup ? 0 : write_file(plan->cgroup_fd, "cgroup.procs", "0");

	return err < 0 ? egf_fail(plan, err, "write", "cgroup.procs") : 0;
}

static int set_oom_score(struct egf_spawn *plan)
{
	char digits[8], text[8], *out = text;
	int64_t value = plan->oom_score_adj;
	int count = 0, err;

	if (!plan->set_oom_score_adj)
		return 0;
	if (value < 0) {
		*out++ = '-';
		value = -value;
	}
	do {
		digits[count++] = (char)('0' + value % 10);
	} while ((value /= 10) > 0);
	while (count > 0)
		*out++ = digits[--count];
	*out = '\0';
	err = write_file(AT_FDCWD, "/proc/self/oom_score_adj", text);
	return err < 0 ? egf_fail(plan, err, "write", "/proc/self/oom_score_adj") : 0;
}

/* Never fewer than inherited. Where root may not raise it (no CAP_SYS_RESOURCE) the hard limit has to do. */
static void raise_fd_limit(struct egf_spawn *plan)
{
	rlim_t wanted = (rlim_t)plan->max_fds;
	struct rlimit limit;

	if (plan->max_fds == 0 || getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	if (limit.rlim_max < wanted &&
	    setrlimit(RLIMIT_NOFILE, &(struct rlimit){ .rlim_cur = wanted, .rlim_max = wanted }) == 0)
		return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/*
 * A socket stays in the scope of whoever made it. A network socket from outside could be connected anew, to
 * anyone, by whoever inherits it.
 */
static int refuse_network_fds(struct egf_spawn *plan)
{
	for (size_t i = 0; plan->refuse_network_fds && i < plan->fd_count; i++) {
		int domain;
		socklen_t size = sizeof(domain);

		if (getsockopt(plan->fds[i], SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain != AF_UNIX)
			return egf_fail(plan, -EPROTONOSUPPORT, "getsockopt", "fds");
	}
	return 0;
}

/*
 * Descriptors into their places: 0 .. fd_count-1 as asked, then the program's and the error pipe, nothing
 * else. Each is first copied out of the way, so that no target is still needed as a source. Returns the error
 * pipe's new number.
 */
static int place_descriptors(struct egf_spawn *plan, int *error_fd)
{
	const int count = (int)plan->fd_count, keep_program = count, keep_error = count + 1,
		  above = count + 2;
	int moved;

	moved = fcntl(*error_fd, F_DUPFD_CLOEXEC, above);
	if (moved < 0)
		return egf_fail(plan, -errno, "dup", "error pipe");
	*error_fd = moved;
	if (plan->file_fd >= 0) {
		plan->file_fd = fcntl((int)plan->file_fd, F_DUPFD_CLOEXEC, above);
		if (plan->file_fd < 0)
			return egf_fail(plan, -errno, "dup", "fileFd");
	}
	for (int i = 0; i < count; i++) {
		plan->fds[i] = fcntl(plan->fds[i], F_DUPFD_CLOEXEC, above);
		if (plan->fds[i] < 0)
			return egf_fail(plan, -errno, "dup", "fds");
	}
	for (int i = 0; i < count; i++)
		if (dup2(plan->fds[i], i) < 0)
			return egf_fail(plan, -errno, "dup2", "fds");
	if (plan->file_fd >= 0) {
		if (dup3((int)plan->file_fd, keep_program, O_CLOEXEC) < 0)
			return egf_fail(plan, -errno, "dup3", "fileFd");
		plan->file_fd = keep_program;
	} else {
		close(keep_program);
	}
	if (dup3(*error_fd, keep_error, O_CLOEXEC) < 0)
		return egf_fail(plan, -errno, "dup3", "error pipe");
	*error_fd = keep_error;
	if (syscall(SYS_close_range, above, ~0u, 0) < 0)
		return egf_fail(plan, -errno, "close_range", NULL);
	return 0;
}

/*
 * The first process of a pid namespace is its init: what it does not handle it ignores, and its end is the
 * end of all. So it stays behind as one, and a child of it goes on to be the program.
 */
static int become_init(struct egf_spawn *plan)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	pid_t pid;

	if (!plan->pid_namespace)
		return 0;
	/* Where it is ignored, as exec inherits it, there would be nothing to wait for. */
	sigaction(SIGCHLD, &action, NULL);
	pid = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
	if (pid < 0)
		return egf_fail(plan, -errno, "clone", "program");
	if (pid > 0)
		egf_reap(pid, plan->status_fd);
	return 0;
}

/* Cleared by a change of credentials, so after it. A parent that died before is found by its pid. */
static int follow_parent(struct egf_spawn *plan)
{
	if (!plan->die_with_parent)
		return 0;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		return egf_fail(plan, -errno, "prctl", "PR_SET_PDEATHSIG");
	return getppid() == plan->parent ? 0 : egf_fail(plan, -ESRCH, "getppid", NULL);
}

/* Node ignores SIGPIPE and exec keeps what is ignored; the mask was filled by the parent. */
static int reset_signals(struct egf_spawn *plan)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t none;

	/* Those that cannot be set (SIGKILL, SIGSTOP, glibc's own two) have no disposition to reset. */
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &action, NULL);
	sigemptyset(&none);
	return sigprocmask(SIG_SETMASK, &none, NULL) < 0 ? egf_fail(plan, -errno, "sigprocmask", NULL) : 0;
}

/* The rules of execvp(3): a directory that does not have it is passed over, a refusal is remembered. */
static int execute(struct egf_spawn *plan)
{
	int err = -ENOENT;

	if (plan->file_fd >= 0) {
		syscall(SYS_execveat, (int)plan->file_fd, "", plan->argv, plan->env, AT_EMPTY_PATH);
		return egf_fail(plan, -errno, "execveat", plan->file);
	}
	for (char **path = plan->candidates; *path; path++) {
		execve(*path, plan->argv, plan->env);
		if (errno == ENOEXEC) {
			plan->shell_argv[1] = *path;
			execve(plan->shell_argv[0], plan->shell_argv, plan->env);
			return egf_fail(plan, -ENOEXEC, "execve", *path);
		}
		if (errno == EACCES)
			err = -EACCES;
		else if (errno != ENOENT && errno != ENOTDIR && errno != ESTALE && errno != ENODEV &&
			 errno != ETIMEDOUT)
			return egf_fail(plan, -errno, "execve", *path);
	}
	return egf_fail(plan, err, "execve", plan->file);
}

/*
 * The cgroup comes first: nothing may run outside it. What needs root comes before the change of user.
 * seccomp too: without no_new_privs it needs CAP_SYS_ADMIN, and none of the calls after it are filtered.
 */
_Noreturn void egf_child_run(struct egf_spawn *plan, int error_fd)
{
	ssize_t written;

	raise_fd_limit(plan);
	if (refuse_network_fds(plan) < 0 || enter_cgroup(plan) < 0 || set_oom_score(plan) < 0 ||
	    egf_confine_mounts(plan) < 0 || become_init(plan) < 0 || place_descriptors(plan, &error_fd) < 0)
		goto cleanup;
	if (plan->no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
		egf_fail(plan, -errno, "prctl", "PR_SET_NO_NEW_PRIVS");
		goto cleanup;
	}
	if (egf_confine_landlock(plan) < 0 || egf_confine_seccomp(plan) < 0 || egf_drop_bounding(plan) < 0 ||
	    egf_become_user(plan) < 0 || follow_parent(plan) < 0 || reset_signals(plan) < 0)
		goto cleanup;
	if (chdir(plan->cwd) < 0) {
		egf_fail(plan, -errno, "chdir", plan->cwd);
		goto cleanup;
	}
	execute(plan);

cleanup:
	/* Nobody is left to tell when this fails: the parent sees the exit status. */
	written = write(error_fd, &plan->failure, sizeof(plan->failure));
	(void)written;
	_exit(127);
}
