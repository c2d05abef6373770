/* SPDX-License-Identifier: MIT */
#include "bpf_scope.h"
#include "bpf_log.h"
#include "leftover.h"
#include "plan.h"
#include "record.h"
#include "start.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/netfilter.h, linux/netfilter_ipv4.h. */
#define NFPROTO_IPV4 2
#define NF_INET_LOCAL_OUT 3
#define AFTER_CONNTRACK (-199)
#define BEFORE_NAT (-101)

struct egf_scope {
	struct bpf_object *object;
	int cgroup_fd;
	int netfilter_fd;
	struct egf_fds fds;
	struct egf_row rows[EGF_PURPOSES];
	egf_refusals refused;
	bool job;
	struct bpf_link *adopt;
	struct bpf_link *links[EGF_PURPOSES];
	const struct egf_choice *attached[EGF_PURPOSES]; /* EGF_CGROUP only */
};

/* ENOTSUPP is the kernel's own: strerror(3) does not know it. So says, of fmod_ret and LSM programs, an arm64 kernel whose functions
 * cannot call programs (ftrace's direct calls, Linux 6.4).
 */
#define KERNEL_ENOTSUPP 524

static const char *reason_of(int err)
{
	return err == -KERNEL_ENOTSUPP ? "this kernel does not support it" : strerror(-err);
}

static int fail(struct egf_failure *failure, int err, const char *what, const char *detail)
{
	char log[1024];

	egf_bpf_log_tail(log, sizeof(log));
	failure->err = err;
	snprintf(failure->text, sizeof(failure->text), "%s%s%s: %s%s%s", what, detail ? " " : "",
		 detail ? detail : "", reason_of(err), *log ? "\n" : "", log);
	return err;
}

/* The object's program of each choice; the ones out of the question are not loaded. */
static int select_programs(struct egf_scope *scope)
{
	for (size_t i = 0; i < EGF_PURPOSES; i++)
		for (size_t j = 0; j < EGF_CHOICES && egf_plan[i].choices[j].program; j++) {
			const struct egf_choice *choice = &egf_plan[i].choices[j];
			struct bpf_program *program =
				bpf_object__find_program_by_name(scope->object, choice->program);

			if (!program)
				return -EINVAL;
			if (*scope->refused[i][j] && choice->method != EGF_SHARED)
				bpf_program__set_autoload(program, false);
			/* Younger than the libbpf we are built with. */
			if (choice->method == EGF_NETFILTER) {
				bpf_program__set_type(program, (enum bpf_prog_type)EGF_PROG_TYPE_NETFILTER);
				bpf_program__set_expected_attach_type(
					program, (enum bpf_attach_type)EGF_ATTACH_NETFILTER);
			}
		}
	return 0;
}

#define EGF_SO_NETNS_COOKIE 71

/* Of this process's network namespace; 0 before Linux 5.14. */
static uint64_t netns_cookie(void)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	uint64_t cookie = 0;
	socklen_t length = sizeof(cookie);

	if (fd < 0)
		return 0;
	if (getsockopt(fd, SOL_SOCKET, EGF_SO_NETNS_COOKIE, &cookie, &length) < 0)
		cookie = 0;
	close(fd);
	return cookie;
}

/* 0: it has ended. */
static uint64_t mount_namespace(int pid)
{
	struct stat status;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", pid);
	return stat(path, &status) < 0 ? 0 : status.st_ino;
}

/* Before loading: the verifier removes what a scope that is no job does not run, and its maps stay empty. */
static int configure(struct egf_scope *scope, const struct egf_job_options *job, uint32_t flow_mark)
{
	struct bpf_map *config = bpf_object__find_map_by_name(scope->object, ".rodata.job");
	struct bpf_map *steps = bpf_object__find_map_by_name(scope->object, "steps");
	struct bpf_map *events = bpf_object__find_map_by_name(scope->object, "job_events");
	struct bpf_map *wanted = bpf_object__find_map_by_name(scope->object, "wanted");
	struct bpf_map *pins = bpf_object__find_map_by_name(scope->object, "pins");
	struct bpf_program *adopt = bpf_object__find_program_by_name(scope->object, "egf_adopt");
	struct egf_job_config constants = { .flow_mark = flow_mark };
	int err;

	if (!config || !steps || !events || !wanted || !pins || !adopt)
		return -EINVAL;
	bpf_program__set_autoload(adopt, job != NULL);
	if (!job) {
		err = bpf_map__set_initial_value(config, &constants, sizeof(constants));
		return err ? err : bpf_map__set_max_entries(wanted, 1);
	}
	constants.job = 1;
	constants.guard = (uint32_t)getpid();
	constants.guard_start = egf_start_ticks(getpid());
	constants.trust_mark = job->trust_mark;
	constants.proxy_mark = job->proxy_mark;
	constants.netns_cookie = netns_cookie();
	constants.mount_ns = mount_namespace(job->worker);
	constants.guarded_len =
		(uint32_t)snprintf(constants.guarded, sizeof(constants.guarded), "%s/", job->guarded);
	if (constants.guarded_len >= sizeof(constants.guarded))
		return -ENAMETOOLONG;
	err = bpf_map__set_initial_value(config, &constants, sizeof(constants));
	if (!err)
		err = bpf_map__set_max_entries(pins, EGF_PINS);
	if (!err)
		err = bpf_map__set_max_entries(steps, EGF_STEPS);
	return err ? err : bpf_map__set_max_entries(events, EGF_JOB_EVENT_BYTES);
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
		if (!err)
			err = configure(scope, options->job, options->flow_mark);
		if (err)
			return fail(failure, err, "kernel programs of another version:", options->object);
		err = bpf_object__load(scope->object);
		if (!err)
			return 0;
		/* The programs of an object load together or not at all: leave out the one that failed. */
		if (!egf_refuse_program(scope->refused, egf_bpf_log_program(), reason_of(err)) ||
		    (!options->probe && !egf_plan_possible(scope->refused, scope->job)))
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
	return bpf_map__update_elem(map, &zero, sizeof(zero), &scope->cgroup_fd, sizeof(scope->cgroup_fd),
				    BPF_ANY);
}

/*
 * BPF_LINK_CREATE for a netfilter program: younger than the headers we are built with. A priority belongs to
 * one program of the network namespace; other scopes may have taken theirs.
 */
static int attach_netfilter(struct egf_scope *scope, int program)
{
	struct {
		__u32 prog_fd, target_fd, attach_type, flags;
		__u32 pf, hook;
		__s32 priority;
		__u32 netfilter_flags;
	} link = {
		.prog_fd = program,
		.attach_type = EGF_ATTACH_NETFILTER,
		.pf = NFPROTO_IPV4,
		.hook = NF_INET_LOCAL_OUT,
	};

	for (link.priority = AFTER_CONNTRACK; link.priority <= BEFORE_NAT; link.priority++) {
		scope->netfilter_fd = syscall(SYS_bpf, BPF_LINK_CREATE, &link, sizeof(link));
		if (scope->netfilter_fd >= 0)
			return 0;
		if (errno != EBUSY)
			break;
	}
	return -errno;
}

static int attach(struct egf_scope *scope, size_t i, const struct egf_choice *choice)
{
	struct bpf_program *program = bpf_object__find_program_by_name(scope->object, choice->program);
	int err;

	switch (choice->method) {
	case EGF_SHARED:
		return 0;
	case EGF_CGROUP:
		err = bpf_prog_attach(bpf_program__fd(program), scope->cgroup_fd, choice->type,
				      BPF_F_ALLOW_MULTI);
		if (!err)
			scope->attached[i] = choice;
		return err;
	case EGF_NETFILTER:
		return attach_netfilter(scope, bpf_program__fd(program));
	case EGF_KPROBE:
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

	*row = (struct egf_row){ .purpose = egf_plan[i].text,
				 .required = egf_plan[i].required && (scope->job || !egf_plan[i].job),
				 .status = EGF_UNAVAILABLE };
	for (size_t j = 0; j < EGF_CHOICES && egf_plan[i].choices[j].program; j++) {
		const struct egf_choice *choice = &egf_plan[i].choices[j];
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
			egf_refuse(scope->refused, i, j, reason_of(err));
		}
		snprintf(row->detail + used, sizeof(row->detail) - used, "%s%s: %s", used ? "; " : "",
			 choice->hook, scope->refused[i][j]);
	}
	/* Name the hook of first choice, as the one to want. */
	row->program = egf_plan[i].choices[0].program;
	row->hook = egf_plan[i].choices[0].hook;
}

static int attach_all(struct egf_scope *scope, bool probe, struct egf_failure *failure)
{
	for (size_t i = 0; i < EGF_PURPOSES; i++) {
		const struct egf_row *row = &scope->rows[i];

		egf_bpf_log_clear();
		if (i == EGF_CONNECTED && scope->rows[EGF_DATAGRAMS].status != EGF_ATTACHED)
			egf_refuse(scope->refused, EGF_CONNECTED, 0, scope->refused[EGF_DATAGRAMS][0]);
		attach_purpose(scope, i);
		if (row->required && row->status == EGF_UNAVAILABLE && !probe) {
			snprintf(failure->text, sizeof(failure->text), "cannot attach what shows %s: %s",
				 row->purpose, row->detail);
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
	if (scope->job && (fds->steps = read_only(scope, "steps")) < 0)
		return fds->steps;
	/* A reader moves the consumer position of the ring. */
	if ((fds->events = fcntl(events, F_DUPFD_CLOEXEC, 3)) < 0)
		return -errno;
	return 0;
}

int egf_scope_map(const struct egf_scope *scope, const char *name)
{
	return bpf_object__find_map_fd_by_name(scope->object, name);
}

/* Reading an iterator runs its program once for each task; this one writes nothing to read. */
static int run_adopt(struct egf_scope *scope)
{
	char nothing[16];
	ssize_t length;
	int fd, err;

	if (!scope->adopt) {
		scope->adopt = bpf_program__attach_iter(
			bpf_object__find_program_by_name(scope->object, "egf_adopt"), NULL);
		if (!scope->adopt)
			return -errno;
	}
	fd = bpf_iter_create(bpf_link__fd(scope->adopt));
	if (fd < 0)
		return fd;
	do
		length = read(fd, nothing, sizeof(nothing));
	while (length > 0 || (length < 0 && (errno == EAGAIN || errno == EINTR)));
	err = length < 0 ? -errno : 0;
	close(fd);
	return err;
}

int egf_scope_adopt(struct egf_scope *scope, const uint32_t *pids, struct egf_wanted *wanted, size_t count)
{
	int map = egf_scope_map(scope, "wanted"), err = 0;
	size_t done = 0;

	for (; done < count && !err; done++)
		err = bpf_map_update_elem(map, &pids[done], &wanted[done], BPF_ANY);
	if (!err)
		err = run_adopt(scope);
	for (size_t i = 0; i < done; i++) {
		if (!err)
			err = bpf_map_lookup_elem(map, &pids[i], &wanted[i]);
		bpf_map_delete_elem(map, &pids[i]);
	}
	return err;
}

/* The guard sets marks and opens the sockets that its tools need (iptables: a raw one). */
static int adopt_first(struct egf_scope *scope, const struct egf_job_options *job)
{
	const uint32_t pids[] = { (uint32_t)getpid(), (uint32_t)job->worker };
	struct egf_wanted wanted[] = {
		{ .trust = EGF_TRUST_GUARD | EGF_TRUST_INHERIT },
		{ .step = EGF_STEP_WORKER },
	};
	int err = pids[0] == pids[1] ? -EINVAL : egf_scope_adopt(scope, pids, wanted, 2);

	return err ? err : wanted[0].found && wanted[1].found ? 0 : -ESRCH;
}

/* Two jobs on one cgroup would refuse each other's runner. */
static int make_way(struct egf_scope *scope, struct egf_failure *failure)
{
	int other = egf_detach_leftovers(scope->cgroup_fd);

	if (other < 0)
		return fail(failure, other, "cannot detach the programs of an earlier job", NULL);
	if (!other)
		return 0;
	failure->err = -EBUSY;
	snprintf(failure->text, sizeof(failure->text),
		 "another job is being filtered here: its guard is process %d", other);
	return failure->err;
}

int egf_scope_open(const struct egf_scope_options *options, struct egf_scope **out,
		   struct egf_failure *failure)
{
	struct egf_scope *scope = calloc(1, sizeof(*scope));
	int err;

	if (!scope)
		return fail(failure, -ENOMEM, "cannot load the kernel programs", NULL);
	scope->fds = (struct egf_fds){ -1, -1, -1, -1, -1 };
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
	scope->job = options->job != NULL;
	egf_refuse_known(scope->refused, scope->job, options->no_kprobes, options->no_netfilter);
	err = load(scope, options, failure);
	if (err)
		goto cleanup;
	err = set_cgroup(scope);
	if (err) {
		fail(failure, err, "cannot watch the cgroup (is it of the cgroup2 hierarchy?)", NULL);
		goto cleanup;
	}
	err = scope->job ? make_way(scope, failure) : 0;
	if (err)
		goto cleanup;
	err = attach_all(scope, options->probe, failure);
	if (err)
		goto cleanup;
	err = open_fds(scope);
	if (err) {
		fail(failure, err, "cannot open the maps of the kernel programs", NULL);
		goto cleanup;
	}
	if (options->job && !options->probe) {
		err = adopt_first(scope, options->job);
		if (err)
			fail(failure, err, "cannot watch the worker of the job", NULL);
	}

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
	*count = EGF_PURPOSES - (scope->job ? 0 : EGF_JOB_PURPOSES);
	return scope->rows;
}

const struct egf_fds *egf_scope_fds(const struct egf_scope *scope)
{
	return &scope->fds;
}

long long egf_scope_lost(const struct egf_scope *scope)
{
	__u32 zero = 0;
	__u64 count = 0;
	int err = bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(scope->object, "lost"), &zero, &count);

	return err ? err : (long long)count;
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
	for (size_t i = 0; i < EGF_PURPOSES; i++) {
		const struct egf_choice *choice = scope->attached[i];

		if (choice)
			bpf_prog_detach2(bpf_program__fd(bpf_object__find_program_by_name(scope->object,
											  choice->program)),
					 scope->cgroup_fd, choice->type);
		bpf_link__destroy(scope->links[i]);
	}
	bpf_link__destroy(scope->adopt);
	close_fd(scope->netfilter_fd);
	close_fd(scope->fds.flows);
	close_fd(scope->fds.procs);
	close_fd(scope->fds.sockets);
	close_fd(scope->fds.events);
	close_fd(scope->fds.steps);
	bpf_object__close(scope->object);
	close_fd(scope->cgroup_fd);
	free(scope);
}
