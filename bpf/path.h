/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef EGF_PATH_H
#define EGF_PATH_H

#include "kernel.h"
#include "record.h"

#define PATH_DEPTH 48
#define NAME_LEN 255

/* Where read_path() stands. In a map, not in registers: the verifier then sees each round of the loop alike.
 */
struct walk {
	struct mount *mount;
	struct dentry *dentry;
	__u32 start;
	__u32 complete;
	/* The path grows from EGF_EXE to the left; what is behind takes the overhang of a component. */
	char path[EGF_EXE + NAME_LEN + 1];
};

static __always_inline struct mount *mount_of(struct vfsmount *vfs)
{
	return (void *)vfs - bpf_core_field_offset(struct mount, mnt);
}

/* One component, or one mount to climb out of. False at the root, or where no more fits. */
static __always_inline bool walk_up(struct walk *w)
{
	struct mount *mount = w->mount;
	struct dentry *dentry = w->dentry;
	struct dentry *up;
	const unsigned char *name;
	__u32 len, start = w->start;

	if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
		w->mount = BPF_CORE_READ(mount, mnt_parent);
		w->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		w->complete = w->mount == mount;
		return !w->complete;
	}
	len = BPF_CORE_READ(dentry, d_name.len) & NAME_LEN;
	name = BPF_CORE_READ(dentry, d_name.name);
	if (start > EGF_EXE || len + 1 > start)
		return false;
	start = (start - len - 1) & (EGF_EXE - 1);
	w->start = start;
	w->path[start] = '/';
	bpf_probe_read_kernel(&w->path[start + 1], len, name);
	/* Its own parent but no mount's root: a file of no directory, as memfd_create(2) makes. */
	up = BPF_CORE_READ(dentry, d_parent);
	w->dentry = up;
	w->complete = up == dentry;
	return !w->complete;
}

/*
 * Absolute path as d_path(9) gives it at the root of the mount namespace, from where this returns up to
 * EGF_EXE. Longer ones lose their beginning and start with "..." instead of "/", so that no cut path equals
 * a real one.
 */
static __always_inline __u32 read_path(struct walk *w, struct vfsmount *vfs, struct dentry *dentry)
{
	__u32 start;

	w->mount = mount_of(vfs);
	w->dentry = dentry;
	w->start = EGF_EXE;
	w->complete = 0;
	for (int i = 0; i < PATH_DEPTH; i++) {
		/* Each round loads what it needs at its beginning. Where the compiler keeps something from the
		 * round before, it may enter the loop in its middle, which Linux 6.1 refuses. */
		barrier();
		if (!walk_up(w))
			break;
	}
	start = w->start;
	if (!w->complete) {
		start = start < 3 ? 0 : start - 3;
		start &= EGF_EXE - 1;
		w->path[start] = w->path[start + 1] = w->path[start + 2] = '.';
	} else if (start == EGF_EXE) {
		start = EGF_EXE - 1;
		w->path[start] = '/';
	}
	return start & (EGF_EXE - 1);
}

#endif
