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
#include <sys/syscall.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CHOICES 3

/* linux/bpf.h of Linux 6.4; linux/netfilter.h, linux/netfilter_ipv4.h. */
#define PROG_TYPE_NETFILTER 32
#define ATTACH_NETFILTER 45
#define NFPROTO_IPV4 2
#define NF_INET_LOCAL_OUT 3
#define BEFORE_IPTABLES (-350)

enum method {
	METHOD_NONE,
	/* The program of another purpose, where that is attached. */
	METHOD_SHARED,
	/* Held by a descriptor of this process. */
	METHOD_TRACING,
	METHOD_KPROBE,
	METHOD_LSM,
	METHOD_NETFILTER,
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
	{ "who owns a socket",
	  true,
	  { { "egf_connect4", "cgroup/connect4", METHOD_CGROUP, BPF_CGROUP_INET4_CONNECT } } },
	{ "who opens TCP connections",
	  true,
	  { { "egf_tcp_connect", "kprobe/tcp_connect", METHOD_KPROBE, 0, "tcp_connect" },
	    { "egf_sockops", "cgroup/sock_ops", METHOD_CGROUP, BPF_CGROUP_SOCK_OPS } } },
#define DATAGRAMS 5
	{ "who sends datagrams",
	  true,
	  { { "egf_udp_sendmsg", "kprobe/udp_sendmsg", METHOD_KPROBE, 0, "udp_sendmsg" },
	    { "egf_sendmsg4", "cgroup/sendmsg4", METHOD_CGROUP, BPF_CGROUP_UDP4_SENDMSG } } },
#define CONNECTED 6
	/* The last one sees DNS only; for other flows the reader asks sock_diag. */
	{ "who sends on connected UDP sockets",
	  true,
	  { { "egf_udp_sendmsg", "kprobe/udp_sendmsg", METHOD_SHARED },
	    { "egf_local_out", "netfilter/local_out", METHOD_NETFILTER },
	    { "egf_egress_dns", "cgroup_skb/egress", METHOD_CGROUP, BPF_CGROUP_INET_EGRESS } } },
	{ "no IPv6 packets",
	  true,
	  { { "egf_egress", "cgroup_skb/egress", METHOD_CGROUP, BPF_CGROUP_INET_EGRESS } } },
	{ "no IPv6 connections",
	  true,
	  { { "egf_connect6", "cgroup/connect6", METHOD_CGROUP, BPF_CGROUP_INET6_CONNECT } } },
	{ "no IPv6 datagrams",
	  true,
	  { { "egf_sendmsg6", "cgroup/sendmsg6", METHOD_CGROUP, BPF_CGROUP_UDP6_SENDMSG } } },
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
	int netfilter_fd;
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

/* Loads `return NF_ACCEPT`. */
static bool netfilter_takes_programs(void)
{
	const struct bpf_insn accept[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 1 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .expected_attach_type = (enum bpf_attach_type)ATTACH_NETFILTER);
	int fd = bpf_prog_load((enum bpf_prog_type)PROG_TYPE_NETFILTER, NULL, "GPL", accept, COUNT(accept), &opts);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* What needs no try. An LSM program attaches, but is never called, where BPF is no active security module. */
static void refuse_known(struct egf_scope *scope, const struct egf_scope_options *options)
{
	bool kprobes = access("/sys/bus/event_source/devices/kprobe/type", F_OK) == 0;
	bool netfilter = options->no_netfilter || netfilter_takes_programs();
	bool lsm = file_has_word("/sys/kernel/security/lsm", "bpf");

	for (size_t i = 0; i < COUNT(plan); i++)
		for (size_t j = 0; j < CHOICES; j++) {
			enum method method = plan[i].choices[j].method;

			if (method == METHOD_KPROBE && options->no_kprobes)
				refuse(scope, i, j, "switched off");
			else if (method == METHOD_KPROBE && !kprobes)
				refuse(scope, i, j, "this kernel has no kprobes");
			else if (method == METHOD_NETFILTER && options->no_netfilter)
				refuse(scope, i, j, "switched off");
			else if (method == METHOD_NETFILTER && !netfilter)
				refuse(scope, i, j, "netfilter takes no programs before Linux 6.4");
			else if (method == METHOD_LSM && !lsm)
				refuse(scope, i, j, "BPF is not an active security module");
		}
}

static bool any_left(const struct egf_scope *scope, size_t i)
{
	for (size_t j = 0; j < CHOICES && plan[i].choices[j].program; j++)
		if (!*scope->refused[i][j] && plan[i].choices[j].method != METHOD_SHARED)
			return true;
	return false;
}

/* The programs of an object load together or not at all: leave out the one that failed, if one may. */
static bool refuse_failed(struct egf_scope *scope, bool probe, int err)
{
	const char *program = egf_bpf_log_program();
	bool possible = false;

	for (size_t i = 0; program && i < COUNT(plan); i++)
		for (size_t j = 0; j < CHOICES && plan[i].choices[j].program; j++) {
			const struct choice *choice = &plan[i].choices[j];

			if (strcmp(choice->program, program) || choice->method == METHOD_SHARED ||
			    *scope->refused[i][j])
				continue;
			refuse(scope, i, j, strerror(-err));
			possible = probe || !plan[i].required || any_left(scope, i);
		}
	return possible;
}

/* The object's program of each choice; the ones out of the question are not loaded. */
static int select_programs(struct egf_scope *scope)
{
	for (size_t i = 0; i < COUNT(plan); i++)
		for (size_t j = 0; j < CHOICES && plan[i].choices[j].program; j++) {
			const struct choice *choice = &plan[i].choices[j];
			struct bpf_program *program =
				bpf_object__find_program_by_name(scope->object, choice->program);

			if (!program)
				return -EINVAL;
			if (*scope->refused[i][j] && choice->method != METHOD_SHARED)
				bpf_program__set_autoload(program, false);
			/* Younger than the libbpf we are built with. */
			if (choice->method == METHOD_NETFILTER) {
				bpf_program__set_type(program, (enum bpf_prog_type)PROG_TYPE_NETFILTER);
				bpf_program__set_expected_attach_type(program,
								      (enum bpf_attach_type)ATTACH_NETFILTER);
			}
		}
	return 0;
}

static int load(struct egf_scope *scope, const struct egf_scope_options *options, struct egf_failure *failure)
{
	for (;;) {
		int err;

		egf_bpf_log_clear();
		scope->object = bpf_object__open_file(options->object, NULL);
		if (!scope->object)
			return fail(failure, -errno, "cannot open", options->object);
		err = select_programs(scope);
		if (err)
			return fail(failure, err, "kernel programs of another version:", options->object);
		err = bpf_object__load(scope->object);
		if (!err)
			return 0;
		if (!refuse_failed(scope, options->probe, err))
			return fail(failure, err, "cannot load the kernel programs of", options->object);
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

/* BPF_LINK_CREATE for a netfilter program: younger than the headers we are built with. */
static int attach_netfilter(struct egf_scope *scope, int program)
{
	struct {
		__u32 prog_fd, target_fd, attach_type, flags;
		__u32 pf, hook;
		__s32 priority;
		__u32 netfilter_flags;
	} link = {
		.prog_fd = program,
		.attach_type = ATTACH_NETFILTER,
		.pf = NFPROTO_IPV4,
		.hook = NF_INET_LOCAL_OUT,
		.priority = BEFORE_IPTABLES,
	};
	int fd = syscall(SYS_bpf, BPF_LINK_CREATE, &link, sizeof(link));

	if (fd < 0)
		return -errno;
	scope->netfilter_fd = fd;
	return 0;
}

static int attach(struct egf_scope *scope, size_t i, const struct choice *choice)
{
	struct bpf_program *program = bpf_object__find_program_by_name(scope->object, choice->program);
	int err;

	switch (choice->method) {
	case METHOD_SHARED:
		return 0;
	case METHOD_CGROUP:
		err = bpf_prog_attach(bpf_program__fd(program), scope->cgroup_fd, choice->type,
				      BPF_F_ALLOW_MULTI);
		if (!err)
			scope->attached[i] = choice;
		return err;
	case METHOD_NETFILTER:
		return attach_netfilter(scope, bpf_program__fd(program));
	case METHOD_KPROBE:
		scope->links[i] = bpf_program__attach_kprobe(program, false, choice->function);
		break;
	default:
		scope->links[i] = bpf_program__attach(program);
	}
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

static int attach_all(struct egf_scope *scope, bool probe, struct egf_failure *failure)
{
	for (size_t i = 0; i < COUNT(plan); i++) {
		const struct egf_row *row = &scope->rows[i];

		egf_bpf_log_clear();
		if (i == CONNECTED && scope->rows[DATAGRAMS].status != EGF_ATTACHED)
			refuse(scope, CONNECTED, 0, scope->refused[DATAGRAMS][0]);
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

int egf_scope_open(const struct egf_scope_options *options, struct egf_scope **out, struct egf_failure *failure)
{
	struct egf_scope *scope = calloc(1, sizeof(*scope));
	int err;

	if (!scope)
		return fail(failure, -ENOMEM, "cannot load the kernel programs", NULL);
	scope->fds = (struct egf_fds){ -1, -1, -1, -1 };
	scope->netfilter_fd = -1;
	egf_bpf_log_start();
	scope->cgroup_fd = fcntl(options->cgroup_fd, F_DUPFD_CLOEXEC, 3);
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
	refuse_known(scope, options);
	err = load(scope, options, failure);
	if (err)
		goto cleanup;
	err = set_cgroup(scope);
	if (err) {
		fail(failure, err, "cannot watch the cgroup (is it of the cgroup2 hierarchy?)", NULL);
		goto cleanup;
	}
	err = attach_all(scope, options->probe, failure);
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
	close_fd(scope->netfilter_fd);
	close_fd(scope->fds.flows);
	close_fd(scope->fds.procs);
	close_fd(scope->fds.sockets);
	close_fd(scope->fds.events);
	bpf_object__close(scope->object);
	close_fd(scope->cgroup_fd);
	free(scope);
}
