/* SPDX-License-Identifier: MIT */
#include "job.h"
#include "marks.h"
#include "record.h"
#include "records.h"
#include "ring.h"
#include "start.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Entries of `tasks` read by one call. */
#define TASKS_BATCH 1024

static const napi_type_tag job_tag = { 0x4a6f6253636f7065, 0x51b07d3c9a64e2f8 };

struct egf_job {
	napi_env env;
	struct egf_scope *scope; /* NULL once closed */
	int shares;
	uint32_t marks[2]; /* of the runner's processes, of the proxy */
	struct egf_ring *ring;
	napi_ref on_step, on_privileged;
};

static struct egf_job *job_of(napi_env env, napi_value self)
{
	struct egf_job *job = egf_unwrap(env, self, &job_tag);

	if (job && !job->scope) {
		egf_throw(env, -EBADF, "bpf", "the scope is closed");
		return NULL;
	}
	return job;
}

static bool get_pid(napi_env env, napi_value value, uint32_t *pid)
{
	int64_t number;

	if (!egf_int(env, value, "pid", 1, INT_MAX, &number))
		return false;
	*pid = (uint32_t)number;
	return true;
}

/* The pidfd shows that it is one process from the first look to the last. */
static int set_trust(struct egf_job *job, uint32_t pid, uint32_t trust, uint32_t mark, const uint32_t *from)
{
	struct egf_wanted wanted = { .trust = trust, .clear = UINT32_MAX };
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0), err;

	if (pidfd < 0)
		return errno == EINVAL ? -ESRCH : -errno;
	err = egf_scope_adopt(job->scope, &pid, &wanted, 1);
	if (!err && !wanted.found)
		err = -ESRCH;
	if (!err)
		err = egf_mark_sockets(pidfd, (int)pid, mark, from);
	if (!err && syscall(SYS_pidfd_send_signal, pidfd, 0, NULL, 0) < 0)
		err = -errno;
	close(pidfd);
	return err;
}

static napi_value job_trust(napi_env env, napi_callback_info info)
{
	napi_value argv[2], self;
	struct egf_job *job;
	char *mark = NULL;
	bool inherit, proxy, runner;
	uint32_t pid;
	int err;

	if (!egf_args(env, info, 2, argv, &self) || !(job = job_of(env, self)) ||
	    !get_pid(env, argv[0], &pid) || !egf_is_object(env, argv[1], "options") ||
	    !egf_get_bool(env, argv[1], "inherit", true, &inherit) ||
	    !egf_get_string(env, argv[1], "mark", true, &mark))
		return NULL;
	runner = !strcmp(mark, "trust");
	proxy = !strcmp(mark, "proxy");
	free(mark);
	if (!runner && !proxy)
		return egf_type_error(env, "mark must be trust or proxy");
	err = set_trust(job, pid,
			(proxy ? EGF_TRUST_PROXY : EGF_TRUST_RUNNER) | (inherit ? EGF_TRUST_INHERIT : 0),
			job->marks[proxy], NULL);
	return err ? egf_throw(env, err, "trust", NULL) : NULL;
}

static napi_value job_distrust(napi_env env, napi_callback_info info)
{
	napi_value argv[1], self;
	struct egf_job *job;
	uint32_t pid;
	int err;

	if (!egf_args(env, info, 1, argv, &self) || !(job = job_of(env, self)) ||
	    !get_pid(env, argv[0], &pid))
		return NULL;
	err = set_trust(job, pid, 0, 0, job->marks);
	return err && err != -ESRCH ? egf_throw(env, err, "distrust", NULL) : NULL;
}

/* What the kernel programs know of the process that has this number now. */
static int find_task(const struct egf_job *job, uint32_t pid, struct egf_task *task)
{
	int err = bpf_map_lookup_elem(egf_scope_map(job->scope, "tasks"), &pid, task);

	if (err)
		return err;
	return egf_started_then((int)pid, task->start) ? 0 : -ENOENT;
}

static napi_value job_lineage(napi_env env, napi_callback_info info)
{
	napi_value argv[1], self, object;
	struct egf_task task;
	struct egf_job *job;
	uint32_t pid;
	int err;

	if (!egf_args(env, info, 1, argv, &self) || !(job = job_of(env, self)) ||
	    !get_pid(env, argv[0], &pid))
		return NULL;
	err = find_task(job, pid, &task);
	if (err == -ENOENT)
		return NULL;
	if (err)
		return egf_throw(env, err, "bpf", "lineage");
	if (napi_create_object(env, &object) == napi_ok &&
	    egf_set_int(env, object, "execId", (int64_t)task.exec_id) &&
	    egf_set_int(env, object, "stepId", task.step_id) &&
	    egf_set_bool(env, object, "isStep", task.step & EGF_STEP_FIRST) &&
	    egf_set_bool(env, object, "isWoken", task.step & EGF_STEP_WOKEN) &&
	    egf_set_bool(env, object, "trusted", task.trust & (EGF_TRUST_RUNNER | EGF_TRUST_PROXY)))
		return object;
	return egf_napi_failed(env);
}

static napi_value job_step(napi_env env, napi_callback_info info)
{
	napi_value argv[1], self;
	struct egf_job *job;
	int64_t id;

	if (!egf_args(env, info, 1, argv, &self) || !(job = job_of(env, self)) ||
	    !egf_int(env, argv[0], "stepId", 0, UINT32_MAX, &id))
		return NULL;
	return egf_step_object(env, egf_scope_fds(job->scope)->steps, (uint64_t)id);
}

/* The kernel's MKDEV(); user space numbers devices otherwise. */
static napi_value job_pin(napi_env env, napi_callback_info info)
{
	int64_t major, minor, inode;
	napi_value argv[1], self;
	struct egf_pin pin = { 0 };
	struct egf_job *job;
	uint32_t there = 1;

	if (!egf_args(env, info, 1, argv, &self) || !(job = job_of(env, self)) ||
	    !egf_is_object(env, argv[0], "pin") ||
	    !egf_get_int(env, argv[0], "major", true, 0, (1 << 12) - 1, &major) ||
	    !egf_get_int(env, argv[0], "minor", true, 0, (1 << 20) - 1, &minor) ||
	    !egf_get_int(env, argv[0], "inode", true, 0, INT64_C(1) << 53, &inode))
		return NULL;
	pin.inode = (uint64_t)inode;
	pin.device = (uint32_t)(major << 20 | minor);
	if (bpf_map_update_elem(egf_scope_map(job->scope, "pins"), &pin, &there, BPF_ANY))
		return egf_throw(env, -errno, "bpf", "pins");
	return NULL;
}

struct member {
	uint32_t pid, step_id;
};

struct members {
	struct member *list;
	size_t count, room;
};

static int add_member(struct members *members, uint32_t pid, uint32_t step_id)
{
	if (members->count == members->room) {
		size_t room = members->room ? members->room * 2 : 64;
		struct member *list = realloc(members->list, room * sizeof(*list));

		if (!list)
			return -ENOMEM;
		members->list = list;
		members->room = room;
	}
	members->list[members->count++] = (struct member){ pid, step_id };
	return 0;
}

/* In batches: a walk from key to key begins anew whenever its key has gone. */
static int read_members(const struct egf_job *job, struct members *members)
{
	uint32_t *pids = calloc(TASKS_BATCH, sizeof(*pids)), next = 0;
	struct egf_task *tasks = calloc(TASKS_BATCH, sizeof(*tasks));
	int map = egf_scope_map(job->scope, "tasks"), err = pids && tasks ? 0 : -ENOMEM;
	bool first = true, last = false;

	while (!err && !last) {
		uint32_t count = TASKS_BATCH;

		err = bpf_map_lookup_batch(map, first ? NULL : &next, &next, pids, tasks, &count, NULL);
		last = err == -ENOENT;
		if (last)
			err = 0;
		first = false;
		for (uint32_t i = 0; i < count && !err; i++)
			if (tasks[i].step_id && egf_started_then((int)pids[i], tasks[i].start))
				err = add_member(members, pids[i], tasks[i].step_id);
	}
	free(pids);
	free(tasks);
	return err;
}

static int newest_first(const void *a, const void *b)
{
	const struct member *one = a, *other = b;

	if (one->step_id != other->step_id)
		return one->step_id < other->step_id ? 1 : -1;
	return one->pid < other->pid ? 1 : one->pid > other->pid ? -1 : 0;
}

static napi_value job_step_processes(napi_env env, napi_callback_info info)
{
	struct members members = { 0 };
	napi_value self, array, object;
	struct egf_job *job;
	int err;

	if (!egf_args(env, info, 0, NULL, &self) || !(job = job_of(env, self)))
		return NULL;
	err = read_members(job, &members);
	if (err) {
		array = egf_throw(env, err, "bpf", "processes of steps");
		goto cleanup;
	}
	if (members.count)
		qsort(members.list, members.count, sizeof(*members.list), newest_first);
	if (napi_create_array_with_length(env, members.count, &array) != napi_ok)
		array = egf_napi_failed(env);
	for (size_t i = 0; array && i < members.count; i++)
		if (napi_create_object(env, &object) != napi_ok ||
		    !egf_set_int(env, object, "pid", members.list[i].pid) ||
		    !egf_set_int(env, object, "stepId", members.list[i].step_id) ||
		    napi_set_element(env, array, (uint32_t)i, object) != napi_ok)
			array = egf_napi_failed(env);

cleanup:
	free(members.list);
	return array;
}

static bool create_privileged(napi_env env, const struct egf_job_event *event, napi_value *object)
{
	size_t cwd_len = event->cwd_len <= EGF_EXE ? event->cwd_len : EGF_EXE;

	return napi_create_object(env, object) == napi_ok && egf_set_int(env, *object, "pid", event->tgid) &&
	       egf_set_int(env, *object, "ppid", event->ppid) &&
	       egf_set_int(env, *object, "uid", event->uid) &&
	       egf_set_int(env, *object, "euid", event->euid) &&
	       egf_set_int(env, *object, "stepId", (int64_t)event->step_id) &&
	       egf_set_program(env, *object, &event->proc) &&
	       egf_set_text(env, *object, "cwd", event->cwd, cwd_len) &&
	       egf_set_bool(env, *object, "argvTruncated", event->proc.flags & EGF_ARGV_CUT);
}

static void on_record(void *data, const void *record, size_t size)
{
	const struct egf_job_event *event = record;
	struct egf_job *job = data;
	napi_value object;

	if (size < offsetof(struct egf_job_event, proc))
		return;
	if (event->kind == EGF_JOB_STEP && job->on_step) {
		object = egf_step_object(job->env, egf_scope_fds(job->scope)->steps, event->step_id);
		if (object)
			egf_ring_call(job->ring, job->on_step, object);
	} else if (event->kind == EGF_JOB_PRIVILEGED && job->on_privileged && size >= sizeof(*event)) {
		if (create_privileged(job->env, event, &object))
			egf_ring_call(job->ring, job->on_privileged, object);
	}
}

static void delete_reference(napi_env env, napi_ref *reference)
{
	if (*reference)
		napi_delete_reference(env, *reference);
	*reference = NULL;
}

static void on_stop(void *data)
{
	struct egf_job *job = data;

	job->ring = NULL;
	delete_reference(job->env, &job->on_step);
	delete_reference(job->env, &job->on_privileged);
	egf_job_release(job);
}

/* The ring has a share of the job: its callbacks go on where nobody holds the object. */
static napi_value listen(napi_env env, napi_callback_info info, bool steps)
{
	napi_value argv[1], self;
	struct egf_job *job;
	napi_ref *callback;

	if (!egf_args(env, info, 1, argv, &self) || !(job = job_of(env, self)))
		return NULL;
	if (egf_typeof(env, argv[0]) != napi_function)
		return egf_type_error(env, "callback must be a function");
	callback = steps ? &job->on_step : &job->on_privileged;
	if (*callback)
		return egf_type_error(env, "called before: there is one callback");
	if (!job->ring) {
		const struct egf_ring_reader reader = { "egf_job", on_record, on_stop, job };
		int err = egf_ring_start(env, egf_scope_map(job->scope, "job_events"), &reader, &job->ring);

		if (err)
			return egf_throw(env, err, "bpf", "ring buffer of the job");
		job->shares++;
	}
	return napi_create_reference(env, argv[0], 1, callback) == napi_ok ? NULL : egf_napi_failed(env);
}

static napi_value job_on_step(napi_env env, napi_callback_info info)
{
	return listen(env, info, true);
}

static napi_value job_on_privileged(napi_env env, napi_callback_info info)
{
	return listen(env, info, false);
}

void egf_job_close(struct egf_job *job)
{
	job->scope = NULL;
	if (job->ring)
		egf_ring_stop(job->ring);
}

void egf_job_release(struct egf_job *job)
{
	if (--job->shares == 0)
		free(job);
}

static void job_collected(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	egf_job_release(data);
}

bool egf_job_object(napi_env env, struct egf_scope *scope, const struct egf_job_options *options,
		    struct egf_job **out, napi_value *object)
{
	struct egf_job *job = calloc(1, sizeof(*job));

	if (!job)
		return egf_throw(env, -ENOMEM, "malloc", NULL);
	job->env = env;
	job->scope = scope;
	job->marks[0] = options->trust_mark;
	job->marks[1] = options->proxy_mark;
	job->shares = 1;
	if (napi_create_object(env, object) != napi_ok ||
	    !egf_set_function(env, *object, "trust", job_trust) ||
	    !egf_set_function(env, *object, "distrust", job_distrust) ||
	    !egf_set_function(env, *object, "lineage", job_lineage) ||
	    !egf_set_function(env, *object, "step", job_step) ||
	    !egf_set_function(env, *object, "stepProcesses", job_step_processes) ||
	    !egf_set_function(env, *object, "pin", job_pin) ||
	    !egf_set_function(env, *object, "onStep", job_on_step) ||
	    !egf_set_function(env, *object, "onPrivilegedExec", job_on_privileged) ||
	    !egf_wrap(env, *object, &job_tag, job, job_collected)) {
		free(job);
		return false;
	}
	job->shares = 2;
	*out = job;
	return true;
}
