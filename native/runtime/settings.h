/* SPDX-License-Identifier: MIT */
#ifndef EGF_SETTINGS_H
#define EGF_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#define EGF_MAX_MOUNTS 8
/* Bits of a mask. */
#define EGF_MAX_VARIABLES 64

struct egf_mount {
	const char *source, *destination;
};

struct egf_variable {
	/* NAME=VALUE */
	const char *text;
	size_t name_len;
};

/* What the guard wrote behind the program: src/guard/job/containers.ts. */
struct egf_settings {
	/* The runtime itself, and where this program lies in its place. */
	const char *real, *place;
	struct egf_mount mounts[EGF_MAX_MOUNTS];
	size_t mount_count;
	struct egf_variable variables[EGF_MAX_VARIABLES];
	size_t variable_count;
};

/* Of this very program. `storage` is what they lie in. False where there are none, or where they are not what the guard writes. */
bool egf_settings_read(struct egf_settings *settings, char **storage);

#endif
