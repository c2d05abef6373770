/* SPDX-License-Identifier: MIT */
/*
 * The init of a child's pid namespace: reaps what is orphaned, passes on what comes from outside, and ends
 * with the program. It is a copy of the process that spawned it and never runs a program of its own, so it
 * keeps nothing open, has no capability but that to signal a program of another user, and nobody may look
 * into its memory.
 */
#include "spawn.h"

#include <signal.h>
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

/* The status of the program once it has ended, else -1. As a shell tells it: 128 + signal. */
static int reap_all(pid_t command)
{
	int status, result = -1;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == command)
			result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return result;
}

/*
 * Every signal is blocked already, so none is lost. One from outside has no sender here (pid 0); from a
 * terminal it has reached the program as well, and the kernel is the sender.
 */
_Noreturn void egf_reap(pid_t command)
{
	siginfo_t info;
	sigset_t all;
	int status;

	syscall(SYS_close_range, 0, ~0u, 0);
	drop_privileges();
	sigfillset(&all);
	for (;;) {
		status = reap_all(command);
		if (status >= 0)
			_exit(status);
		if (sigwaitinfo(&all, &info) < 0)
			continue;
		if (info.si_signo != SIGCHLD && info.si_code <= 0 && info.si_pid == 0)
			kill(command, info.si_signo);
	}
}
