/* SPDX-License-Identifier: MIT */
/* Programs on a cgroup stay when the guard that attached them is killed, with nobody left to tell them whom to trust. */
#ifndef EGF_LEFTOVER_H
#define EGF_LEFTOVER_H

/*
 * Detaches what the guards of earlier jobs left on the cgroup. Programs of scopes that are no job are not touched. The
 * pid of a guard that is still at work, other than this process; 0; or negative errno.
 */
int egf_detach_leftovers(int cgroup_fd);

#endif
