/* SPDX-License-Identifier: MIT */
#ifndef EGF_COMMAND_H
#define EGF_COMMAND_H

enum egf_command_kind {
	EGF_COMMAND_OTHER,
	/* create, run: a container from a bundle. */
	EGF_COMMAND_CONTAINER,
	/* exec: another process of a container. */
	EGF_COMMAND_EXEC,
};

/* What a runtime is asked for, as far as it matters here: runc(8), crun(1). What is not given is NULL. */
struct egf_command {
	enum egf_command_kind kind;
	const char *root;
	const char *bundle;
	/* File of the process that is to be started. */
	const char *process;
	const char *container;
};

/* EGF_COMMAND_OTHER where the arguments are not those that engines give. */
struct egf_command egf_command_read(int argc, char *const argv[]);

#endif
