/* SPDX-License-Identifier: MIT */
/* What libbpf says while it works, for the error message. Single-threaded, as libbpf's print hook is global.
 */
#ifndef EGF_BPF_LOG_H
#define EGF_BPF_LOG_H

#include <stddef.h>

/* Between these two libbpf prints into the log. */
void egf_bpf_log_start(void);
void egf_bpf_log_stop(void);

void egf_bpf_log_clear(void);

/* The last lines. */
void egf_bpf_log_tail(char *out, size_t size);

/* The kernel program that the last message naming one is about; NULL where none is. */
const char *egf_bpf_log_program(void);

#endif
