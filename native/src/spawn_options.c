/* SPDX-License-Identifier: MIT */
/* Reads SpawnOptions of src/kernel/native.ts into a plan. */
#include "napi.h"
#include "spawn_options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FDS 1024
#define MAX_CAPABILITY 63
#define MAX_ID 4294967294LL /* (uid_t)-1 means "leave as it is" */

static bool read_capabilities(napi_env env, napi_value options, const char *name, uint64_t *set)
{
	int *numbers = NULL;
	size_t count = 0;

	if (!egf_get_ints(env, options, name, true, 0, MAX_CAPABILITY, &numbers, &count))
		return false;
	for (size_t i = 0; i < count; i++)
		*set |= (uint64_t)1 << numbers[i];
	free(numbers);
	return true;
}

static const char *search_path(char **env)
{
	for (; *env; env++)
		if (strncmp(*env, "PATH=", 5) == 0)
			return *env + 5;
	return "/usr/local/bin:/usr/bin:/bin";
}

/* file itself where it has a slash, else one candidate for each element of PATH; an empty element is the cwd.
 */
static int list_candidates(struct egf_spawn *plan)
{
	const char *path = search_path(plan->env), *end;
	size_t count = 1, used = 0;

	for (const char *at = path; *at; at++)
		count += *at == ':';
	plan->candidates = calloc(count + 1, sizeof(char *));
	if (!plan->candidates)
		return -ENOMEM;
	if (strchr(plan->file, '/')) {
		plan->candidates[0] = strdup(plan->file);
		return plan->candidates[0] ? 0 : -ENOMEM;
	}
	/* An empty name must not become a directory of PATH. */
	for (; plan->file[0]; path = end + 1) {
		end = strchrnul(path, ':');
		if (asprintf(&plan->candidates[used], "%.*s%s%s", (int)(end - path), path,
			     end > path ? "/" : "./", plan->file) < 0) {
			plan->candidates[used] = NULL;
			return -ENOMEM;
		}
		used++;
		if (!*end)
			break;
	}
	return 0;
}

static int list_shell_argv(struct egf_spawn *plan)
{
	static char shell[] = "/bin/sh";
	size_t count = 0;

	while (plan->argv[count])
		count++;
	plan->shell_argv = calloc(count + 2, sizeof(char *));
	if (!plan->shell_argv)
		return -ENOMEM;
	plan->shell_argv[0] = shell;
	/* [1] is the script's path, known at exec. */
	for (size_t i = 1; i < count; i++)
		plan->shell_argv[i + 1] = plan->argv[i];
	return 0;
}

static bool read_program(napi_env env, napi_value options, struct egf_spawn *plan)
{
	int64_t cgroup_fd = -1;
	int err;

	plan->file_fd = -1;
	if (!egf_get_string(env, options, "file", true, &plan->file) ||
	    !egf_get_int(env, options, "fileFd", false, 0, INT_MAX, &plan->file_fd) ||
	    !egf_get_strings(env, options, "argv", true, &plan->argv) ||
	    !egf_get_strings(env, options, "env", true, &plan->env) ||
	    !egf_get_string(env, options, "cwd", false, &plan->cwd) ||
	    !egf_get_int(env, options, "cgroupFd", true, 0, INT_MAX, &cgroup_fd))
		return false;
	plan->cgroup_fd = (int)cgroup_fd;
	if (!plan->argv[0]) {
		egf_type_error(env, "argv must hold at least the program's name");
		return false;
	}
	/* By path, not as inherited: a masked directory must not stay reachable as the working directory. */
	if (!plan->cwd) {
		plan->cwd = getcwd(NULL, 0);
		if (!plan->cwd) {
			egf_throw(env, -errno, "getcwd", NULL);
			return false;
		}
	}
	err = list_candidates(plan);
	if (err == 0)
		err = list_shell_argv(plan);
	if (err < 0) {
		egf_throw(env, err, "malloc", "spawn");
		return false;
	}
	return true;
}

static bool read_identity(napi_env env, napi_value options, struct egf_spawn *plan)
{
	int64_t uid = 0, gid = 0, oom = INT64_MIN;

	if (!egf_get_int(env, options, "uid", true, 0, MAX_ID, &uid) ||
	    !egf_get_int(env, options, "gid", true, 0, MAX_ID, &gid) ||
	    !egf_get_ints(env, options, "groups", true, 0, MAX_ID, &plan->groups, &plan->group_count) ||
	    !read_capabilities(env, options, "boundingCaps", &plan->bounding_caps) ||
	    !read_capabilities(env, options, "ambientCaps", &plan->ambient_caps) ||
	    !egf_get_bool(env, options, "noNewPrivs", true, &plan->no_new_privs) ||
	    !egf_get_bool(env, options, "dieWithParent", false, &plan->die_with_parent) ||
	    !egf_get_int(env, options, "oomScoreAdj", false, -1000, 1000, &oom) ||
	    !egf_get_int(env, options, "maxFds", false, 1, INT_MAX, &plan->max_fds))
		return false;
	plan->uid = (uid_t)uid;
	plan->gid = (gid_t)gid;
	plan->set_oom_score_adj = oom != INT64_MIN;
	plan->oom_score_adj = oom;
	if (plan->ambient_caps & ~plan->bounding_caps) {
		egf_type_error(env, "ambientCaps must be among boundingCaps");
		return false;
	}
	return true;
}

static bool read_confinement(napi_env env, napi_value options, struct egf_spawn *plan)
{
	if (!egf_get_ints(env, options, "fds", true, 0, INT_MAX, &plan->fds, &plan->fd_count) ||
	    !egf_get_strings(env, options, "maskPaths", false, &plan->mask_paths) ||
	    !egf_get_strings(env, options, "coverFiles", false, &plan->cover_files) ||
	    !egf_get_strings(env, options, "readOnlyPaths", false, &plan->read_only_paths) ||
	    !egf_get_bool(env, options, "restrictSocketFamilies", false, &plan->restrict_socket_families) ||
	    !egf_get_bool(env, options, "denyIoUring", false, &plan->deny_io_uring) ||
	    !egf_get_bool(env, options, "landlockScope", false, &plan->landlock_scope) ||
	    !egf_get_bool(env, options, "denyAgents", false, &plan->deny_agents) ||
	    !egf_get_bool(env, options, "denyUserNamespaces", false, &plan->deny_user_namespaces) ||
	    !egf_get_bool(env, options, "pidNamespace", false, &plan->pid_namespace) ||
	    !egf_get_bool(env, options, "refuseNetworkFds", false, &plan->refuse_network_fds))
		return false;
	if (plan->pid_namespace && plan->die_with_parent) {
		egf_type_error(env, "dieWithParent cannot be had with pidNamespace");
		return false;
	}
	for (char **file = plan->cover_files; file && *file; file += 2) {
		if (!file[1]) {
			egf_type_error(env, "coverFiles must hold source and target by turns");
			return false;
		}
	}
	if (plan->fd_count > MAX_FDS) {
		egf_type_error(env, "fds must hold at most %d descriptors", MAX_FDS);
		return false;
	}
	return true;
}

bool egf_read_spawn_options(napi_env env, napi_value options, struct egf_spawn *plan)
{
	memset(plan, 0, sizeof(*plan));
	plan->status_fd = -1;
	return egf_is_object(env, options, "options") && read_program(env, options, plan) &&
	       read_identity(env, options, plan) && read_confinement(env, options, plan);
}

void egf_free_spawn_options(struct egf_spawn *plan)
{
	free(plan->file);
	egf_free_strings(plan->candidates);
	egf_free_strings(plan->argv);
	free(plan->shell_argv); /* its strings are argv's */
	egf_free_strings(plan->env);
	free(plan->cwd);
	free(plan->groups);
	free(plan->fds);
	egf_free_strings(plan->mask_paths);
	egf_free_strings(plan->cover_files);
	egf_free_strings(plan->read_only_paths);
}
