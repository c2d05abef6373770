/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A job's only. Folders and links on the way to files that trusted processes
 * run: they keep their names, and nothing is mounted over them. A mount point
 * is safe from rename(2) only in mount namespaces that have it, and a user may
 * mount a file system of his own over his folders (fusermount3).
 */
#ifndef EGF_PINS_H
#define EGF_PINS_H

#include "who.h"

static __always_inline bool is_pinned(struct dentry *dentry) {
  struct inode *inode = BPF_CORE_READ(dentry, d_inode);
  struct egf_pin pin = {};

  if (!inode)
    return false;
  pin.inode = BPF_CORE_READ(inode, i_ino);
  pin.device = BPF_CORE_READ(inode, i_sb, s_dev);
  return bpf_map_lookup_elem(&pins, &pin) &&
         !(current_trust() & EGF_TRUST_GUARD);
}

SEC("fmod_ret/security_inode_rename")
int BPF_PROG(egf_rename, struct inode *from, struct dentry *old,
             struct inode *to, struct dentry *new, unsigned int flags,
             int ret) {
  return ret || !(is_pinned(old) || is_pinned(new)) ? ret : -EPERM;
}

SEC("fmod_ret/security_inode_unlink")
int BPF_PROG(egf_unlink, struct inode *folder, struct dentry *dentry, int ret) {
  return ret || !is_pinned(dentry) ? ret : -EPERM;
}

/* In a mount namespace of its own a process may hide what it likes: nobody else
 * sees it. */
static __always_inline int judge_mount(const struct path *where) {
  struct task_struct *task = (void *)bpf_get_current_task();

  return BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum) == config.mount_ns &&
                 is_pinned(BPF_CORE_READ(where, dentry))
             ? -EPERM
             : 0;
}

SEC("fmod_ret/security_sb_mount")
int BPF_PROG(egf_mount, const char *device, const struct path *where,
             const char *type, unsigned long flags, void *data, int ret) {
  return ret ? ret : judge_mount(where);
}

SEC("fmod_ret/security_move_mount")
int BPF_PROG(egf_move_mount, const struct path *from, const struct path *where,
             int ret) {
  return ret ? ret : judge_mount(where);
}

#endif
