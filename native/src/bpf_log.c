/* SPDX-License-Identifier: MIT */
#include "bpf_log.h"

#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES 8

static libbpf_print_fn_t previous;
static char last[2048];
static char program[64];

/* A verifier log is one message of up to megabytes; its end is what matters. */
static int print(enum libbpf_print_level level, const char *format, va_list args)
{
	char *message;
	size_t length, used = strlen(last);

	if (level != LIBBPF_WARN || vasprintf(&message, format, args) < 0)
		return 0;
	sscanf(message, "libbpf: prog '%63[^']'", program);
	length = strlen(message);
	if (length >= sizeof(last) - 1) {
		used = 0;
		memcpy(last, message + length - (sizeof(last) - 1), sizeof(last) - 1);
		length = sizeof(last) - 1;
	} else {
		size_t keep = sizeof(last) - 1 - length;

		if (used > keep) {
			memmove(last, last + used - keep, keep);
			used = keep;
		}
		memcpy(last + used, message, length);
	}
	last[used + length] = '\0';
	free(message);
	return 0;
}

void egf_bpf_log_start(void)
{
	egf_bpf_log_clear();
	previous = libbpf_set_print(print);
}

void egf_bpf_log_stop(void)
{
	libbpf_set_print(previous);
}

void egf_bpf_log_clear(void)
{
	*last = *program = '\0';
}

void egf_bpf_log_tail(char *out, size_t size)
{
	const char *start = last + strlen(last);
	size_t lines = 0;

	while (start > last && (start[-1] != '\n' || lines++ < LINES))
		start--;
	snprintf(out, size, "%s", start);
	for (size_t length = strlen(out); length && out[length - 1] == '\n';)
		out[--length] = '\0';
}

const char *egf_bpf_log_program(void)
{
	return *program ? program : NULL;
}
