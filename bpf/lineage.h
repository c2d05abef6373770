/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Which program a process runs: `tasks` maps a process to the id of its last exec, inherited over fork;
 * `procs` keeps what that exec was. Raw tracepoints are machine-wide: what is not under the scope's cgroup,
 * and does not descend from it, is ignored.
 */
#ifndef EGF_LINEAGE_H
#define EGF_LINEAGE_H

#include "step.h"

#define ANCESTORS 8

struct scratch {
	struct egf_proc proc;
	struct walk walk;
	__u64 execs;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scratch);
} scratch SEC(".maps");

/* Unique without atomics: counted per CPU, below 2^53 so that it fits a JavaScript number. */
static __always_inline __u64 next_exec_id(struct scratch *s)
{
	return (++s->execs << 12) | (bpf_get_smp_processor_id() & 0xfff);
}

static __always_inline void read_exe(struct scratch *s, struct file *exe)
{
	struct vfsmount *vfs = BPF_CORE_READ(exe, f_path.mnt);
	struct mount *mount = mount_of(vfs);
	struct egf_proc *proc = &s->proc;
	struct walk *w = &s->walk;
	__u32 start;

	proc->mount_ns = BPF_CORE_READ(mount, mnt_ns, ns.inum);
	if (BPF_CORE_READ(mount, mnt_ns, user_ns, level) > 0)
		proc->flags |= EGF_EXE_UNPROVEN;
	start = read_path(w, vfs, BPF_CORE_READ(exe, f_path.dentry)) & (EGF_EXE - 1);
	if (!w->complete)
		proc->flags |= EGF_EXE_CUT;
	proc->exe_len = EGF_EXE - start;
	bpf_probe_read_kernel(proc->exe, EGF_EXE - start, &w->path[start]);
}

static __always_inline void read_argv(struct egf_proc *proc, struct mm_struct *mm)
{
	unsigned long start = BPF_CORE_READ(mm, arg_start);
	unsigned long len = BPF_CORE_READ(mm, arg_end) - start;

	if (len > EGF_ARGV) {
		proc->flags |= EGF_ARGV_CUT;
		len = EGF_ARGV;
	}
	if (bpf_probe_read_user(proc->argv, len, (void *)start)) {
		proc->flags |= EGF_ARGV_CUT;
		len = 0;
	}
	proc->argv_len = len;
}

/* A parent that only waits while its children exec would otherwise lose its record to theirs. */
static __always_inline void touch_ancestors(struct task_struct *task)
{
	for (int i = 0; i < ANCESTORS; i++) {
		struct egf_task *known;
		__u32 tgid;

		task = BPF_CORE_READ(task, real_parent);
		tgid = BPF_CORE_READ(task, tgid);
		known = bpf_map_lookup_elem(&tasks, &tgid);
		if (!known)
			return;
		bpf_map_lookup_elem(&procs, &known->exec_id);
	}
}

/* sched_process_exec(task, old_pid, bprm) */
SEC("raw_tp/sched_process_exec")
int egf_exec(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)ctx->args[0];
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	struct egf_task *known = known_task(task);
	struct egf_task new = {};
	struct scratch *s;
	__u32 zero = 0, tgid = BPF_CORE_READ(task, tgid);

	if (!known && !in_scope())
		return 0;
	s = bpf_map_lookup_elem(&scratch, &zero);
	if (!s)
		return 0;
	s->proc.flags = 0;
	read_exe(s, BPF_CORE_READ(mm, exe_file));
	read_argv(&s->proc, mm);
	new.exec_id = next_exec_id(s);
	new.start = BPF_CORE_READ(task, group_leader, start_boottime);
	new.self_exec_id = BPF_CORE_READ(task, self_exec_id);
	if (bpf_map_update_elem(&procs, &new.exec_id, &s->proc, BPF_ANY))
		new.exec_id = 0;
	/* The guard may make an entry at the same moment. */
	if (!known && bpf_map_update_elem(&tasks, &tgid, &new, BPF_NOEXIST)) {
		known = known_task(task);
		if (!known && bpf_map_update_elem(&tasks, &tgid, &new, BPF_ANY))
			bpf_map_delete_elem(&tasks, &tgid);
	}
	if (known) {
		known->exec_id = new.exec_id;
		known->self_exec_id = new.self_exec_id;
	}
	touch_ancestors(task);
	return 0;
}

/* sched_process_fork(parent, child) */
SEC("raw_tp/sched_process_fork")
int egf_fork(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *parent = (void *)ctx->args[0], *child = (void *)ctx->args[1];
	__u32 tgid = BPF_CORE_READ(child, tgid);
	const struct egf_task *known;
	struct egf_task new = {};

	if (tgid == (__u32)BPF_CORE_READ(parent, tgid))
		return 0;
	known = known_task(parent);
	new.exec_id = exec_id_of(parent, known);
	new.start = BPF_CORE_READ(child, start_boottime);
	new.self_exec_id = BPF_CORE_READ(child, self_exec_id);
	inherit(&new, known);
	if ((!new.exec_id && !new.step_id && !new.step && !new.trust) ||
	    bpf_map_update_elem(&tasks, &tgid, &new, BPF_ANY))
		bpf_map_delete_elem(&tasks, &tgid);
	return 0;
}

/* sched_process_exit(task): once per thread, the last one leaves no live ones. */
SEC("raw_tp/sched_process_exit")
int egf_exit(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)ctx->args[0];
	__u32 tgid = BPF_CORE_READ(task, tgid);

	if (BPF_CORE_READ(task, signal, live.counter) == 0)
		bpf_map_delete_elem(&tasks, &tgid);
	return 0;
}

#endif
