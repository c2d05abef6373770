/* SPDX-License-Identifier: MIT */
/* A child to be: what the binding read from JavaScript, and what the child does with it before exec. */
#ifndef EGF_SPAWN_H
#define EGF_SPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Written by the child to the error pipe when a step failed; at most PIPE_BUF, so it arrives whole. */
struct egf_failure {
	int err; /* negative errno */
	char syscall[32];
	char detail[256];
};

/*
 * Everything is allocated before the clone: the child is a copy of one thread of a process with many, so
 * between clone and exec only async-signal-safe calls are allowed (no malloc: another thread may have held
 * its lock).
 */
struct egf_spawn {
	char *file;
	char **candidates; /* paths to try in turn, NULL-terminated; unused with file_fd */
	int64_t file_fd;   /* -1: none */
	char **argv;
	char **shell_argv; /* /bin/sh, path, argv[1]...: for a script without #! (execvp(3)) */
	char **env;
	char *cwd;
	int cgroup_fd;
	bool in_cgroup; /* clone3(2) has already put the child there */
	pid_t parent;

	uid_t uid;
	gid_t gid;
	int *groups;
	size_t group_count;
	uint64_t bounding_caps;
	uint64_t ambient_caps;
	bool no_new_privs;
	bool die_with_parent;
	int64_t oom_score_adj;
	bool set_oom_score_adj;
	int64_t max_fds; /* 0: as inherited */

	int *fds;
	size_t fd_count;

	char **mask_paths;
	char **cover_files; /* source and target by turns */
	char **read_only_paths;
	bool restrict_socket_families;
	bool deny_io_uring;
	bool landlock_scope;
	bool deny_agents;
	bool deny_user_namespaces;
	bool pid_namespace;
	int status_fd; /* where the init of the pid namespace tells how the program ended; -1: none */
	bool refuse_network_fds;

	struct egf_failure failure;
};

/* In the child. Steps return 0, or a negative errno after egf_fail() noted which call failed on what. */
int egf_fail(struct egf_spawn *plan, int err, const char *syscall, const char *detail);
int egf_confine_mounts(struct egf_spawn *plan);
int egf_confine_landlock(struct egf_spawn *plan);
int egf_confine_seccomp(struct egf_spawn *plan);
int egf_drop_bounding(struct egf_spawn *plan);
int egf_become_user(struct egf_spawn *plan);
_Noreturn void egf_reap(pid_t command, int status_fd);
_Noreturn void egf_child_run(struct egf_spawn *plan, int error_fd);

#endif
