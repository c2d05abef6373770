/* SPDX-License-Identifier: MIT */
/*
 * sealProcess(pid): one that is stopped before its first instruction has prctl(PR_SET_DUMPABLE, 0) called in it.
 * From then on nobody of its user looks into it or opens what it has open (proc_pid_fd(5), ptrace(2)).
 */
#include "napi.h"

#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A busy machine may let it wait for a processor; each wait is a millisecond. */
#define PATIENCE 20000
/* Others may send it signals meanwhile, each of which is a stop. */
#define MAX_STOPS 128

#if defined(__x86_64__)
static const unsigned char instruction[] = { 0x0f, 0x05 }; /* syscall */

static void set_call(struct user_regs_struct *regs)
{
	regs->rax = SYS_prctl;
	regs->rdi = PR_SET_DUMPABLE;
	regs->rsi = 0;
	/* In no system call that could be started again. */
	regs->orig_rax = ~0ULL;
}

static unsigned long place(const struct user_regs_struct *regs)
{
	return regs->rip;
}

static long answer(const struct user_regs_struct *regs)
{
	return (long)regs->rax;
}
#elif defined(__aarch64__)
static const unsigned char instruction[] = { 0x01, 0x00, 0x00, 0xd4 }; /* svc #0 */

static void set_call(struct user_regs_struct *regs)
{
	regs->regs[8] = SYS_prctl;
	regs->regs[0] = PR_SET_DUMPABLE;
	regs->regs[1] = 0;
}

static unsigned long place(const struct user_regs_struct *regs)
{
	return regs->pc;
}

static long answer(const struct user_regs_struct *regs)
{
	return (long)regs->regs[0];
}
#else
#error "registers of this architecture are not known here"
#endif

/* Until it has stopped for us. -ESRCH: it has ended. */
static int await_stop(pid_t pid, int *status)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

	for (int waited = 0; waited < PATIENCE; waited++) {
		pid_t got = waitpid(pid, status, __WALL | WNOHANG);

		if (got < 0 && errno != EINTR)
			return errno == ECHILD ? -ESRCH : -errno;
		if (got == pid)
			return WIFSTOPPED(*status) ? 0 : -ESRCH;
		nanosleep(&pause, NULL);
	}
	return -ETIMEDOUT;
}

static int registers(enum __ptrace_request request, pid_t pid, struct user_regs_struct *regs)
{
	struct iovec block = { .iov_base = regs, .iov_len = sizeof(*regs) };

	return ptrace(request, pid, NT_PRSTATUS, &block) < 0 ? -errno : 0;
}

/* Runs the one instruction at `from`. What others have sent meanwhile is in `sent`. */
static int step_over(pid_t pid, unsigned long from, struct user_regs_struct *regs, sigset_t *sent)
{
	int status, err;

	for (int stops = 0; stops < MAX_STOPS; stops++) {
		if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0)
			return -errno;
		err = await_stop(pid, &status);
		if (!err)
			err = registers(PTRACE_GETREGSET, pid, regs);
		if (err)
			return err;
		if (place(regs) == from + sizeof(instruction))
			return 0;
		if (status >> 16 == 0 && WSTOPSIG(status) != SIGTRAP)
			sigaddset(sent, WSTOPSIG(status));
	}
	return -EAGAIN;
}

static int call_prctl(pid_t pid, sigset_t *sent)
{
	struct user_regs_struct before, regs;
	long text, with_call;
	int err = registers(PTRACE_GETREGSET, pid, &before), restored;
	unsigned long at = place(&before);

	if (err)
		return err;
	errno = 0;
	text = ptrace(PTRACE_PEEKTEXT, pid, at, NULL);
	if (errno)
		return -errno;
	with_call = text;
	memcpy(&with_call, instruction, sizeof(instruction));
	regs = before;
	set_call(&regs);
	if (ptrace(PTRACE_POKETEXT, pid, at, with_call) < 0)
		return -errno;
	err = registers(PTRACE_SETREGSET, pid, &regs);
	if (!err)
		err = step_over(pid, at, &regs, sent);
	if (!err && answer(&regs) != 0)
		err = (int)answer(&regs);
	if (err)
		return err;
	restored = ptrace(PTRACE_POKETEXT, pid, at, text) < 0 ? -errno : 0;
	return restored ? restored : registers(PTRACE_SETREGSET, pid, &before);
}

/* What is half done is not let go: it ends. */
static void end(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	while (await_stop(pid, &status) == 0)
		ptrace(PTRACE_CONT, pid, NULL, NULL);
}

static int seal(pid_t pid)
{
	sigset_t sent;
	int status, err;

	sigemptyset(&sent);
	if (ptrace(PTRACE_SEIZE, pid, NULL, PTRACE_O_EXITKILL) < 0)
		return -errno;
	err = ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) < 0 ? -errno : await_stop(pid, &status);
	/* Its own stop may be yet to come, and has come to us if so: it is to be stopped as it was. */
	if (!err)
		err = call_prctl(pid, &sent);
	if (!err && (kill(pid, SIGSTOP) < 0 || ptrace(PTRACE_DETACH, pid, NULL, NULL) < 0))
		err = -errno;
	if (err) {
		end(pid);
		return err;
	}
	for (int signal = 1; signal < NSIG; signal++)
		if (sigismember(&sent, signal) == 1 && signal != SIGSTOP && signal != SIGCONT)
			kill(pid, signal);
	return 0;
}

static napi_value seal_process(napi_env env, napi_callback_info info)
{
	napi_value argument;
	int64_t pid;
	int err;

	if (!egf_args(env, info, 1, &argument, NULL) || !egf_int(env, argument, "pid", 1, INT_MAX, &pid))
		return NULL;
	err = seal((pid_t)pid);
	return err ? egf_throw(env, err, "ptrace", NULL) : NULL;
}

napi_status egf_register_seal(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "sealProcess", seal_process) ? napi_ok : napi_generic_failure;
}
