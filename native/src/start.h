/* SPDX-License-Identifier: MIT */
#ifndef EGF_START_H
#define EGF_START_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the process that has this number now started at `start` (task_struct.start_boottime, ns). */
bool egf_started_then(int pid, uint64_t start);

/* Whether it started at this tick (proc_pid_stat(5), field 22). */
bool egf_started_at(int pid, uint64_t ticks);

/* That tick; 0 where there is no such process. */
uint64_t egf_start_ticks(int pid);

#endif
