/* SPDX-License-Identifier: MIT */
#ifndef EGF_START_H
#define EGF_START_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the process that has this number now started at `start` (task_struct.start_boottime, ns). */
bool egf_started_then(int pid, uint64_t start);

#endif
