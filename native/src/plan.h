/* SPDX-License-Identifier: MIT */
/* What the kernel programs are for, the hooks that serve each purpose, and which of them this kernel has. */
#ifndef EGF_PLAN_H
#define EGF_PLAN_H

#include <bpf/bpf.h>
#include <stdbool.h>
#include <stddef.h>

#define EGF_PURPOSES 25
/* Of them, at the end. */
#define EGF_JOB_PURPOSES 10
#define EGF_CHOICES 3

/* Places in the plan. */
#define EGF_DATAGRAMS 5
#define EGF_CONNECTED 6

/* linux/bpf.h of Linux 6.4. */
#define EGF_PROG_TYPE_NETFILTER 32
#define EGF_ATTACH_NETFILTER 45

enum egf_method {
	EGF_NONE,
	/* The program of another purpose, where that is attached. */
	EGF_SHARED,
	/* Held by a descriptor of this process. */
	EGF_TRACING,
	EGF_KPROBE,
	EGF_LSM,
	EGF_NETFILTER,
	/* bpf_prog_attach() rather than a link: stays as long as the cgroup does, whatever becomes of us. */
	EGF_CGROUP,
};

struct egf_choice {
	const char *program; /* NULL ends the choices */
	const char *hook;
	enum egf_method method;
	enum bpf_attach_type type;
	const char *function;
};

struct egf_purpose {
	const char *text;
	bool required;
	bool job; /* only where the scope is one */
	struct egf_choice choices[EGF_CHOICES];
};

/* In the order of attaching. */
extern const struct egf_purpose egf_plan[EGF_PURPOSES];

/* Why a choice is out of the question; empty where it is not. */
typedef char egf_refusals[EGF_PURPOSES][EGF_CHOICES][128];

void egf_refuse(egf_refusals refused, size_t purpose, size_t choice, const char *reason);

/* What needs no try. */
void egf_refuse_known(egf_refusals refused, bool job, bool no_kprobes, bool no_netfilter);

/* A program that the kernel does not load: false where that is none of the choices left, or NULL. */
bool egf_refuse_program(egf_refusals refused, const char *program, const char *reason);

/* Whether each required purpose has a choice left. */
bool egf_plan_possible(egf_refusals refused, bool job);

#endif
