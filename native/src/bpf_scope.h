/* SPDX-License-Identifier: MIT */
/* The kernel programs of one cgroup: loaded, attached for as long as the scope is open. */
#ifndef EGF_BPF_SCOPE_H
#define EGF_BPF_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum egf_status {
	EGF_ATTACHED,
	EGF_FALLBACK, /* attached, but not the hook of first choice */
	EGF_UNAVAILABLE,
};

struct egf_row {
	const char *purpose;
	const char *program;
	const char *hook;
	enum egf_status status;
	bool required;
	char detail[256]; /* empty, or why it fell back or is unavailable */
};

struct egf_fds {
	int flows, procs, sockets, events, steps; /* steps: -1 where the scope is no job */
};

struct egf_failure {
	int err;         /* negative errno */
	bool no_btf;     /* the kernel carries no type information */
	char text[2048]; /* what happened, with the last lines of libbpf's log */
};

struct egf_scope;

struct egf_job_options {
	int worker; /* pid of Runner.Worker */
	uint32_t trust_mark, proxy_mark;
	const char *guarded; /* absolute path of a directory, without a slash at its end */
};

struct egf_scope_options {
	const char *object;
	int cgroup_fd;
	bool probe;
	bool no_kprobes, no_netfilter;     /* as if the kernel had none */
	uint32_t flow_mark;                /* conntrack mark of allowed flows; 0: none */
	const struct egf_job_options *job; /* NULL: none */
};

/*
 * Loads the object and attaches its programs to the cgroup, whose directory descriptor is duplicated, and to
 * this network namespace. With `probe` a program that fails is a row of the report even where it is required.
 * 0, or negative errno with *failure filled in and everything undone.
 */
int egf_scope_open(const struct egf_scope_options *options, struct egf_scope **out,
		   struct egf_failure *failure);

const struct egf_row *egf_scope_rows(const struct egf_scope *scope, size_t *count);

/* Descriptors for a reader, close-on-exec: maps read-only, the ring buffer not. They end with the scope. */
const struct egf_fds *egf_scope_fds(const struct egf_scope *scope);

/* Events that the ring had no room for so far; negative errno. */
long long egf_scope_lost(const struct egf_scope *scope);

/* Descriptor of a map of the object by its name. It ends with the scope. */
int egf_scope_map(const struct egf_scope *scope, const char *name);

/*
 * Makes processes what `wanted` (of the same layout as the map's values) asks of them; `found` of each tells
 * whether there is such a process. 0 or negative errno.
 */
struct egf_wanted;
int egf_scope_adopt(struct egf_scope *scope, const uint32_t *pids, struct egf_wanted *wanted, size_t count);

/* Detaches and closes; NULL is ignored. */
void egf_scope_close(struct egf_scope *scope);

#endif
