/* SPDX-License-Identifier: MIT */
#include "plan.h"
#include "bpf_log.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CHOICES 2

enum method {
	METHOD_NONE,
	/* Held by a descriptor of this process. */
	METHOD_TRACING,
	METHOD_KPROBE,
	METHOD_LSM,
	/* bpf_prog_attach() rather than a link: stays as long as the cgroup does, whatever becomes of us. */
	METHOD_CGROUP,
};

struct choice {
	const char *program;
	const char *hook;
	enum method method;
	enum bpf_attach_type type;
	const char *function;
};

struct purpose {
	const char *text;
	bool required;
	struct choice choices[CHOICES];
};

/* In the order of attaching. Lineage comes first: nothing may run in the cgroup unseen. */
static const struct purpose plan[] = {
	{ "which program a process runs", true, { { "egf_exec", "raw_tp/sched_process_exec", METHOD_TRACING } } },
	{ "what its children inherit", true, { { "egf_fork", "raw_tp/sched_process_fork", METHOD_TRACING } } },
	{ "when a process ends", true, { { "egf_exit", "raw_tp/sched_process_exit", METHOD_TRACING } } },
	{ "who owns a socket", true, { { "egf_connect4", "cgroup/connect4", METHOD_CGROUP, BPF_CGROUP_INET4_CONNECT } } },
	{ "who opens TCP connections",
	  true,
	  { { "egf_tcp_connect", "kprobe/tcp_connect", METHOD_KPROBE, 0, "tcp_connect" },
	    { "egf_sockops", "cgroup/sock_ops", METHOD_CGROUP, BPF_CGROUP_SOCK_OPS } } },
#define DATAGRAMS 5
	{ "who sends datagrams",
	  true,
	  { { "egf_udp_sendmsg", "kprobe/udp_sendmsg", METHOD_KPROBE, 0, "udp_sendmsg" },
	    { "egf_sendmsg4", "cgroup/sendmsg4", METHOD_CGROUP, BPF_CGROUP_UDP4_SENDMSG } } },
#define EGRESS 6
	/* The second one where datagrams are not seen by kprobe: it also sees DNS queries of connected sockets. */
	{ "no IPv6 packets",
	  true,
	  { { "egf_egress", "cgroup_skb/egress", METHOD_CGROUP, BPF_CGROUP_INET_EGRESS },
	    { "egf_egress_dns", "cgroup_skb/egress", METHOD_CGROUP, BPF_CGROUP_INET_EGRESS } } },
	{ "no IPv6 connections", true, { { "egf_connect6", "cgroup/connect6", METHOD_CGROUP, BPF_CGROUP_INET6_CONNECT } } },
	{ "no IPv6 datagrams", true, { { "egf_sendmsg6", "cgroup/sendmsg6", METHOD_CGROUP, BPF_CGROUP_UDP6_SENDMSG } } },
	{ "TCP and UDP sockets only",
	  true,
	  { { "egf_sock_create", "cgroup/sock_create", METHOD_CGROUP, BPF_CGROUP_INET_SOCK_CREATE } } },
	{ "no packet, vsock or other exotic sockets",
	  false,
	  { { "egf_family", "fmod_ret/security_socket_create", METHOD_TRACING },
	    { "egf_family_lsm", "lsm/socket_create", METHOD_LSM } } },
};

struct egf_scope {
	struct bpf_object *object;
	int cgroup_fd;
	struct egf_fds fds;
	struct egf_row rows[COUNT(plan)];
	/* Why a choice is out of the question; empty where it is not. */
	char refused[COUNT(plan)][CHOICES][128];
	struct bpf_link *links[COUNT(plan)];
	const struct choice *attached[COUNT(plan)]; /* METHOD_CGROUP */
};

static int fail(struct egf_failure *failure, int err, const char *what, const char *detail)
{
	char log[1024];

	egf_bpf_log_tail(log, sizeof(log));
	failure->err = err;
	snprintf(failure->text, sizeof(failure->text), "%s%s%s: %s%s%s", what, detail ? " " : "", detail ? detail : "",
		 strerror(-err), *log ? "\n" : "", log);
	return err;
}

static void refuse(struct egf_scope *scope, size_t i, size_t j, const char *reason)
{
	snprintf(scope->refused[i][j], sizeof(scope->refused[i][j]), "%s", reason);
}

static bool file_has_word(const char *path, const char *word)
{
	char text[256] = "";
	FILE *file = fopen(path, "re");
	bool found = false;

	if (!file)
		return false;
	if (fgets(text, sizeof(text), file))
		for (char *rest = text, *name; (name = strsep(&rest, ",\n"));)
			found = found || !strcmp(name, word);
	fclose(file);
	return found;
}

/* What needs no try. An LSM program attaches, but is never called, where BPF is no active security module. */
static void refuse_known(struct egf_scope *scope, bool no_kprobes)
{
	bool kprobes = access("/sys/bus/event_source/devices/kprobe/type", F_OK) == 0;
	bool lsm = file_has_word("/sys/kernel/security/lsm", "bpf");

	for (size_t i = 0; i < COUNT(plan); i++)
		for (size_t j = 0; j < CHOICES; j++) {
			if (plan[i].choices[j].method == METHOD_KPROBE && no_kprobes)
				refuse(scope, i, j, "switched off");
			else if (plan[i].choices[j].method == METHOD_KPROBE && !kprobes)
				refuse(scope, i, j, "this kernel has no kprobes");
			else if (plan[i].choices[j].method == METHOD_LSM && !lsm)
				refuse(scope, i, j, "BPF is not an active security module");
		}
}

static bool may_refuse(size_t i, bool probe)
{
	return probe || !plan[i].required || (plan[i].choices[1].program && i != EGRESS);
}

/* The programs of an object load together or not at all: leave out the one that failed, if one may. */
static bool refuse_failed(struct egf_scope *scope, bool probe, int err)
{
	const char *program = egf_bpf_log_program();

	for (size_t i = 0; program && i < COUNT(plan); i++)
		for (size_t j = 0; j < CHOICES && plan[i].choices[j].program; j++)
			if (!strcmp(plan[i].choices[j].program, program) && !*scope->refused[i][j]) {
				refuse(scope, i, j, strerror(-err));
				return may_refuse(i, probe);
			}
	return false;
}

static int load(struct egf_scope *scope, const char *path, bool probe, struct egf_failure *failure)
{
	for (;;) {
		int err;

		egf_bpf_log_clear();
		scope->object = bpf_object__open_file(path, NULL);
		if (!scope->object)
			return fail(failure, -errno, "cannot open", path);
		for (size_t i = 0; i < COUNT(plan); i++)
			for (size_t j = 0; j < CHOICES && plan[i].choices[j].program; j++) {
				const char *name = plan[i].choices[j].program;
				struct bpf_program *program = bpf_object__find_program_by_name(scope->object, name);

				if (!program)
					return fail(failure, -EINVAL, path, "lacks a kernel program");
				if (*scope->refused[i][j])
					bpf_program__set_autoload(program, false);
			}
		err = bpf_object__load(scope->object);
		if (!err)
			return 0;
		if (!refuse_failed(scope, probe, err))
			return fail(failure, err, "cannot load the kernel programs of", path);
		bpf_object__close(scope->object);
		scope->object = NULL;
	}
}

static int set_cgroup(struct egf_scope *scope)
{
	__u32 zero = 0;
	struct bpf_map *map = bpf_object__find_map_by_name(scope->object, "scope");

	if (!map)
		return -EINVAL;
	return bpf_map__update_elem(map, &zero, sizeof(zero), &scope->cgroup_fd, sizeof(scope->cgroup_fd), BPF_ANY);
}

static int attach(struct egf_scope *scope, size_t i, const struct choice *choice)
{
	struct bpf_program *program = bpf_object__find_program_by_name(scope->object, choice->program);
	int err;

	if (choice->method == METHOD_CGROUP) {
		err = bpf_prog_attach(bpf_program__fd(program), scope->cgroup_fd, choice->type, BPF_F_ALLOW_MULTI);
		if (!err)
			scope->attached[i] = choice;
		return err;
	}
	if (choice->method == METHOD_KPROBE)
		scope->links[i] = bpf_program__attach_kprobe(program, false, choice->function);
	else
		scope->links[i] = bpf_program__attach(program);
	return scope->links[i] ? 0 : -errno;
}

/* The first choice that attaches; the row says how it went. */
static void attach_purpose(struct egf_scope *scope, size_t i)
{
	struct egf_row *row = &scope->rows[i];

	*row = (struct egf_row){ .purpose = plan[i].text, .required = plan[i].required, .status = EGF_UNAVAILABLE };
	for (size_t j = 0; j < CHOICES && plan[i].choices[j].program; j++) {
		const struct choice *choice = &plan[i].choices[j];
		size_t used = strlen(row->detail);
		int err;

		row->program = choice->program;
		row->hook = choice->hook;
		if (!*scope->refused[i][j]) {
			err = attach(scope, i, choice);
			if (!err) {
				row->status = *row->detail ? EGF_FALLBACK : EGF_ATTACHED;
				return;
			}
			refuse(scope, i, j, strerror(-err));
		}
		snprintf(row->detail + used, sizeof(row->detail) - used, "%s%s: %s", used ? "; " : "", choice->hook,
			 scope->refused[i][j]);
	}
	/* Name the hook of first choice, as the one to want. */
	row->program = plan[i].choices[0].program;
	row->hook = plan[i].choices[0].hook;
}

static void attach_egress(struct egf_scope *scope)
{
	bool kprobe = scope->rows[DATAGRAMS].status == EGF_ATTACHED;
	struct egf_row *row = &scope->rows[EGRESS];

	snprintf(scope->refused[EGRESS][kprobe ? 1 : 0], sizeof(scope->refused[EGRESS][0]), "not needed");
	attach_purpose(scope, EGRESS);
	if (row->status == EGF_FALLBACK) {
		row->purpose = "no IPv6 packets; who asks DNS";
		row->status = EGF_ATTACHED;
		*row->detail = '\0';
	}
}

static int attach_all(struct egf_scope *scope, bool probe, struct egf_failure *failure)
{
	for (size_t i = 0; i < COUNT(plan); i++) {
		const struct egf_row *row = &scope->rows[i];

		egf_bpf_log_clear();
		if (i == EGRESS)
			attach_egress(scope);
		else
			attach_purpose(scope, i);
		if (row->required && row->status == EGF_UNAVAILABLE && !probe) {
			snprintf(failure->text, sizeof(failure->text), "cannot attach what shows %s: %s", row->purpose,
				 row->detail);
			return failure->err = -EOPNOTSUPP;
		}
	}
	return 0;
}

/* A second descriptor of the map, which can read it but not write. */
static int read_only(struct egf_scope *scope, const char *name)
{
	LIBBPF_OPTS(bpf_get_fd_by_id_opts, opts, .open_flags = BPF_F_RDONLY);
	struct bpf_map_info info = {};
	__u32 len = sizeof(info);
	int err = bpf_obj_get_info_by_fd(bpf_object__find_map_fd_by_name(scope->object, name), &info, &len);

	return err ? err : bpf_map_get_fd_by_id_opts(info.id, &opts);
}

static int open_fds(struct egf_scope *scope)
{
	struct egf_fds *fds = &scope->fds;
	int events = bpf_object__find_map_fd_by_name(scope->object, "events");

	if ((fds->flows = read_only(scope, "flows")) < 0)
		return fds->flows;
	if ((fds->procs = read_only(scope, "procs")) < 0)
		return fds->procs;
	if ((fds->sockets = read_only(scope, "sockets")) < 0)
		return fds->sockets;
	/* A reader moves the consumer position of the ring. */
	if ((fds->events = fcntl(events, F_DUPFD_CLOEXEC, 3)) < 0)
		return -errno;
	return 0;
}

int egf_scope_open(const char *object, int cgroup_fd, bool probe, bool no_kprobes, struct egf_scope **out,
		   struct egf_failure *failure)
{
	struct egf_scope *scope = calloc(1, sizeof(*scope));
	int err;

	if (!scope)
		return fail(failure, -ENOMEM, "cannot load the kernel programs", NULL);
	scope->fds = (struct egf_fds){ -1, -1, -1, -1 };
	egf_bpf_log_start();
	scope->cgroup_fd = fcntl(cgroup_fd, F_DUPFD_CLOEXEC, 3);
	if (scope->cgroup_fd < 0) {
		err = fail(failure, -errno, "cannot use the cgroup", NULL);
		goto cleanup;
	}
	if (access("/sys/kernel/btf/vmlinux", R_OK)) {
		failure->no_btf = true;
		err = fail(failure, -errno, "no type information of the kernel (CONFIG_DEBUG_INFO_BTF):",
			   "/sys/kernel/btf/vmlinux");
		goto cleanup;
	}
	refuse_known(scope, no_kprobes);
	err = load(scope, object, probe, failure);
	if (err)
		goto cleanup;
	err = set_cgroup(scope);
	if (err) {
		fail(failure, err, "cannot watch the cgroup (is it of the cgroup2 hierarchy?)", NULL);
		goto cleanup;
	}
	err = attach_all(scope, probe, failure);
	if (err)
		goto cleanup;
	err = open_fds(scope);
	if (err)
		fail(failure, err, "cannot open the maps of the kernel programs", NULL);

cleanup:
	egf_bpf_log_stop();
	if (err) {
		egf_scope_close(scope);
		scope = NULL;
	}
	*out = scope;
	return err;
}

const struct egf_row *egf_scope_rows(const struct egf_scope *scope, size_t *count)
{
	*count = COUNT(plan);
	return scope->rows;
}

const struct egf_fds *egf_scope_fds(const struct egf_scope *scope)
{
	return &scope->fds;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void egf_scope_close(struct egf_scope *scope)
{
	if (!scope)
		return;
	for (size_t i = 0; i < COUNT(plan); i++) {
		const struct choice *choice = scope->attached[i];

		if (choice)
			bpf_prog_detach2(bpf_program__fd(bpf_object__find_program_by_name(scope->object, choice->program)),
					 scope->cgroup_fd, choice->type);
		bpf_link__destroy(scope->links[i]);
	}
	close_fd(scope->fds.flows);
	close_fd(scope->fds.procs);
	close_fd(scope->fds.sockets);
	close_fd(scope->fds.events);
	bpf_object__close(scope->object);
	close_fd(scope->cgroup_fd);
	free(scope);
}
