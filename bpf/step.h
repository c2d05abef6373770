/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A job: the worker of the runner starts steps, and all that descends from one keeps its number. Some
 * processes are the runner's own. Both are properties of a process, told by number and start time, and never
 * by name.
 */
#ifndef EGF_STEP_H
#define EGF_STEP_H

#include "path.h"
#include "who.h"

#define ARGV0_LEN 4096
#define GUARDED_ARGS 16

/* Only the guard makes a worker or a trusted process; `known` is what the parent is. */
static __always_inline void inherit(struct egf_task *child, const struct egf_task *known)
{
	if (!config.job || !known)
		return;
	child->step_id = known->step_id;
	if (known->step & (EGF_STEP_WORKER | EGF_STEP_PENDING))
		child->step = EGF_STEP_PENDING;
	if (known->trust & EGF_TRUST_INHERIT)
		child->trust = known->trust;
}

struct job_scratch {
	struct egf_job_event event;
	struct walk walk;
	char argument[ARGV0_LEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct job_scratch);
} job_scratch SEC(".maps");

/* Its pages are there: the kernel has just written them. One that is not ends the copy. */
static __always_inline void read_environ(struct egf_step *step, struct mm_struct *mm)
{
	unsigned long start = BPF_CORE_READ(mm, env_start);
	unsigned long len = BPF_CORE_READ(mm, env_end) - start;
	__u32 done = 0;

	if (len > EGF_ENVIRON) {
		step->flags |= EGF_ENVIRON_CUT;
		len = EGF_ENVIRON;
	}
	for (__u32 at = 0; at < EGF_ENVIRON; at += EGF_ENVIRON_CHUNK) {
		__u32 size;

		if (at >= len)
			break;
		size = len - at;
		if (size > EGF_ENVIRON_CHUNK)
			size = EGF_ENVIRON_CHUNK;
		if (bpf_probe_read_user(&step->environ[at], size, (void *)(start + at))) {
			step->flags |= EGF_ENVIRON_CUT;
			break;
		}
		done = at + size;
	}
	step->environ_len = done;
}

/*
 * Whether one of the first arguments is a path below the guarded directory. Not only argv[1]: where a script with #! lies in the place of the
 * program, its interpreters and their options come first, up to five levels of two (BINPRM_MAX_RECURSION in fs/exec.c).
 */
static __always_inline bool is_guarded(struct job_scratch *s, struct mm_struct *mm)
{
	unsigned long at = BPF_CORE_READ(mm, arg_start);
	unsigned long end = BPF_CORE_READ(mm, arg_end);
	__u32 length = config.guarded_len;

	if (!length || length >= EGF_GUARDED)
		return false;
	for (int i = 0; i < GUARDED_ARGS; i++) {
		long size;

		if (at >= end)
			return false;
		size = bpf_probe_read_user_str(s->argument, ARGV0_LEN, (void *)at);
		if (size <= 0)
			return false;
		if (bpf_strncmp(s->argument, length, (const char *)config.guarded) == 0)
			return true;
		at += size;
	}
	return false;
}

/* Stopped before it is told of, so that who is told does not continue it too early. */
static __always_inline void begin_step(struct job_scratch *s, struct egf_task *known, struct mm_struct *mm)
{
	__u32 zero = 0, slot;
	__u64 *count = bpf_map_lookup_elem(&step_count, &zero);
	struct egf_proc *proc = bpf_map_lookup_elem(&procs, &known->exec_id);
	struct egf_step *step;
	__u64 id;

	if (!count)
		return;
	id = __sync_fetch_and_add(count, 1) + 1;
	known->step_id = id;
	known->step = EGF_STEP_FIRST;
	slot = id % EGF_STEPS;
	step = bpf_map_lookup_elem(&steps, &slot);
	if (!step)
		return;
	step->writing = id;
	step->tgid = bpf_get_current_pid_tgid() >> 32;
	step->flags = 0;
	if (!proc || bpf_probe_read_kernel(&step->proc, sizeof(step->proc), proc))
		step->proc.exe_len = step->proc.argv_len = 0;
	read_environ(step, mm);
	if (is_guarded(s, mm)) {
		known->step |= EGF_STEP_GUARDED;
		if (bpf_send_signal(SIGSTOP) == 0)
			step->flags |= EGF_STOPPED;
	}
	step->id = id;
	s->event.kind = EGF_JOB_STEP;
	s->event.tgid = step->tgid;
	s->event.step_id = id;
	if (bpf_ringbuf_output(&job_events, &s->event, offsetof(struct egf_job_event, proc), 0))
		count_lost();
}

/* Capabilities that a file gave (capabilities(7)). */
static __always_inline bool gained_capabilities(const struct cred *cred, struct linux_binprm *bprm)
{
	__u64 permitted = 0;

	if (!BPF_CORE_READ_BITFIELD_PROBED(bprm, secureexec))
		return false;
	bpf_core_read(&permitted, sizeof(permitted), &cred->cap_permitted);
	return permitted != 0;
}

/*
 * Programs that raise who runs them: another effective user than the real one, or capabilities of a file.
 * Half of the ring is kept for steps.
 */
static __always_inline void tell_privileged(struct job_scratch *s, const struct egf_task *known,
					    struct task_struct *task, struct linux_binprm *bprm)
{
	const struct cred *cred = BPF_CORE_READ(task, cred);
	struct egf_job_event *event = &s->event;
	struct egf_proc *proc;
	__u64 exec_id;
	__u32 start;

	event->uid = BPF_CORE_READ(cred, uid.val);
	event->euid = BPF_CORE_READ(cred, euid.val);
	if (event->uid == 0 || known->trust & EGF_TRUST_ANY ||
	    (event->euid == event->uid && !gained_capabilities(cred, bprm)))
		return;
	if (bpf_ringbuf_query(&job_events, BPF_RB_AVAIL_DATA) > EGF_JOB_EVENT_BYTES / 2) {
		count_lost();
		return;
	}
	exec_id = known->exec_id;
	proc = bpf_map_lookup_elem(&procs, &exec_id);
	if (!proc || bpf_probe_read_kernel(&event->proc, sizeof(event->proc), proc))
		event->proc.exe_len = event->proc.argv_len = 0;
	/* Now: many of them have ended before anybody could look. */
	start = read_path(&s->walk, BPF_CORE_READ(task, fs, pwd.mnt), BPF_CORE_READ(task, fs, pwd.dentry)) &
		(EGF_EXE - 1);
	event->cwd_len = EGF_EXE - start;
	bpf_probe_read_kernel(event->cwd, EGF_EXE - start, &s->walk.path[start]);
	event->kind = EGF_JOB_PRIVILEGED;
	event->tgid = bpf_get_current_pid_tgid() >> 32;
	event->ppid = BPF_CORE_READ(task, real_parent, tgid);
	event->step_id = known->step_id;
	if (bpf_ringbuf_output(&job_events, event, sizeof(*event), 0))
		count_lost();
}

/* After egf_exec: programs at one tracepoint run in the order in which they were attached. */
SEC("raw_tp/sched_process_exec")
int egf_step(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)ctx->args[0];
	struct egf_task *known = known_task(task);
	struct job_scratch *s;
	__u32 zero = 0;

	if (!known)
		return 0;
	s = bpf_map_lookup_elem(&job_scratch, &zero);
	if (!s)
		return 0;
	if (known->step & EGF_STEP_PENDING)
		begin_step(s, known, BPF_CORE_READ(task, mm));
	else
		known->step &= ~(EGF_STEP_FIRST | EGF_STEP_GUARDED | EGF_STEP_WOKEN);
	tell_privileged(s, known, task, (void *)ctx->args[2]);
	return 0;
}

/*
 * signal_generate(sig, info, task, group, result). Who is stopped can be woken by every process of its user, and what it
 * shows to the guard is then what it made of itself. __send_signal_locked() calls this with the lock held that the woken one
 * needs on its way out of the stop.
 */
SEC("raw_tp/signal_generate")
int egf_woken(struct bpf_raw_tracepoint_args *ctx)
{
	struct egf_task *known;

	if ((int)ctx->args[0] != SIGCONT)
		return 0;
	known = known_task((void *)ctx->args[2]);
	if (known && known->step & EGF_STEP_GUARDED && !(current_trust() & EGF_TRUST_GUARD))
		known->step |= EGF_STEP_WOKEN;
	return 0;
}

/* Run on demand: makes the processes of `wanted` what they are to be. */
SEC("iter/task")
int egf_adopt(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct egf_wanted *wanted_task;
	struct egf_task *known, new = {};
	__u32 tgid;

	if (!task)
		return 0;
	tgid = BPF_CORE_READ(task, tgid);
	if (tgid != (__u32)BPF_CORE_READ(task, pid))
		return 0;
	wanted_task = bpf_map_lookup_elem(&wanted, &tgid);
	if (!wanted_task)
		return 0;
	new.start = BPF_CORE_READ(task, start_boottime);
	new.self_exec_id = BPF_CORE_READ(task, self_exec_id);
	known = known_task(task);
	if (!known && bpf_map_update_elem(&tasks, &tgid, &new, BPF_NOEXIST)) {
		known = known_task(task);
		/* There may be an entry of an earlier process of that number. */
		if (!known && bpf_map_update_elem(&tasks, &tgid, &new, BPF_ANY))
			return 0;
	}
	if (!known)
		known = bpf_map_lookup_elem(&tasks, &tgid);
	if (!known || known->start != new.start)
		return 0;
	known->trust = (known->trust & ~wanted_task->clear) | wanted_task->trust;
	if (wanted_task->step)
		known->step = wanted_task->step;
	wanted_task->found = 1;
	return 0;
}

#endif
