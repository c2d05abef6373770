/* SPDX-License-Identifier: MIT */
/*
 * The init of a child's pid namespace: reaps what is orphaned, passes on what comes from outside, and ends
 * with the program. It is a copy of the process that spawned it and never runs a program of its own, so it
 * keeps nothing open, has no capability but that to signal a program of another user, and nobody may look
 * into its memory.
 */
#include "spawn.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/capability.h>

static void drop_privileges(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct kill_only[2] = {
		{ .effective = 1u << CAP_KILL, .permitted = 1u << CAP_KILL },
	};

	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	syscall(SYS_capset, &header, kill_only);
}

/* True once the program has ended. */
static bool reap_all(pid_t command, int *status)
{
	bool ended = false;
	int each;
	pid_t pid;

	while ((pid = waitpid(-1, &each, WNOHANG)) > 0) {
		if (pid != command)
			continue;
		*status = each;
		ended = true;
	}
	return ended;
}

/*
 * Every signal is blocked already, so none is lost. One from outside has no sender here (pid 0); from a
 * terminal it has reached the program as well, and the kernel is the sender. How the program ended is told
 * before the end of this process, which waits for all others of the namespace, and may wait for long.
 */
_Noreturn void egf_reap(pid_t command, int status_fd)
{
	siginfo_t info;
	sigset_t all;
	int status;
	ssize_t written;

	if (dup2(status_fd, 0) == 0)
		syscall(SYS_close_range, 1, ~0u, 0);
	drop_privileges();
	sigfillset(&all);
	while (!reap_all(command, &status)) {
		if (sigwaitinfo(&all, &info) < 0)
			continue;
		if (info.si_signo != SIGCHLD && info.si_code <= 0 && info.si_pid == 0)
			kill(command, info.si_signo);
	}
	written = write(0, &status, sizeof(status));
	/* Nobody is left to tell: the parent has gone. */
	(void)written;
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
