/* SPDX-License-Identifier: MIT */
/* Marks of sockets that a process has already. */
#ifndef EGF_MARKS_H
#define EGF_MARKS_H

#include <stdint.h>

/*
 * SO_MARK on every socket of the process but Unix ones, those that it makes meanwhile included, if the kernel
 * marks those by itself. Only those that bear one of `from` are changed where that is given (2 marks). 0 or
 * negative errno.
 */
int egf_mark_sockets(int pidfd, int pid, uint32_t mark, const uint32_t *from);

#endif
