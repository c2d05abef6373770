/* SPDX-License-Identifier: MIT */
#ifndef EGF_CONFIG_H
#define EGF_CONFIG_H

#include "settings.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Configurations of the OCI runtime specification (config.md, config-linux.md). What is written anew has our text put into it and is otherwise the
 * same, byte by byte. NULL where there is nothing to add or anything is not as expected: then the configuration has to stay as it is. Else the caller
 * frees it.
 */

/* For config.json of a bundle. */
char *egf_add_to_container(const char *text, size_t len, const struct egf_settings *settings, size_t *new_len);
/* For the process of `exec`, in a container that has our files. */
char *egf_add_to_process(const char *text, size_t len, const struct egf_settings *settings, size_t *new_len);
/* Does a container have them? What runc keeps of it (state.json, with the configuration below `config`), or crun (config.json). */
bool egf_has_files(const char *text, size_t len, const struct egf_settings *settings);

#endif
