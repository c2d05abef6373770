/* SPDX-License-Identifier: MIT */
#ifndef EGF_SPEC_H
#define EGF_SPEC_H

#include "json.h"
#include "settings.h"

#include <stdbool.h>
#include <stdint.h>

/* What matters here of the OCI runtime specification (config.md, config-linux.md), and where it is in the text. */

/* Where the environment of a process is, and what of ours is set in it. */
struct egf_process {
	/* Behind the opening bracket. */
	const char *begin;
	bool is_empty;
	/* The closing bracket of `env`; NULL where there is none. */
	const char *env_end;
	bool env_is_empty;
	uint64_t set;
};

struct egf_container {
	struct egf_process process;
	const char *dev_end;
	bool has_own_mounts;
};

/* All of these are false where anything is not as expected, or two readers might understand it differently. */

bool egf_spec_process(struct egf_json *json, const struct egf_settings *settings, struct egf_process *process);
/* A container that may get our files: with a process, mounts of its own, and a /dev that is its own. */
bool egf_spec_container(struct egf_json *json, const struct egf_settings *settings, struct egf_container *container);
/* Has a container our files? Of an object that has `mounts`, or one below `config` that has. */
bool egf_spec_files(struct egf_json *json, const struct egf_settings *settings, bool *found);

#endif
