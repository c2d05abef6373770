/* SPDX-License-Identifier: MIT */
/*
 * What the child may see and reach: mounts of its own, and Landlock's scopes.
 * Runs in the child, before it gives up root; async-signal-safe calls only. The new mount calls go by number:
 * glibc has wrappers for them since 2.36 only.
 */
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/landlock.h of ABI 6; the build's kernel headers are older. */
#define LANDLOCK_CREATE_RULESET_VERSION 1
#define LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET 1
#define LANDLOCK_SCOPE_SIGNAL 2

struct landlock_ruleset {
	uint64_t handled_access_fs, handled_access_net, scoped;
};

/* A directory that every machine has. Nothing below it can be masked. */
static const char scratch[] = "/sys";

static int move_mount_to(int tree, const char *path)
{
	return (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, path,
			    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS);
}

static int set_mount_attributes(int tree, unsigned int flags, uint64_t set)
{
	struct mount_attr attributes = { .attr_set = set };

	return (int)syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | flags, &attributes,
			    sizeof(attributes));
}

/*
 * A tmpfs with one empty file, over a directory of the child's own mount namespace for as long as clones of
 * the file are taken: kernels before 6.15 clone only mounts that are attached in the caller's namespace.
 */
static int open_scratch(struct egf_spawn *plan)
{
	int root, file;

	if (mount("tmpfs", scratch, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0555,size=4k") < 0)
		return egf_fail(plan, -errno, "mount", scratch);
	root = open(scratch, O_PATH | O_DIRECTORY | O_CLOEXEC);
	file = root < 0 ? -1 : openat(root, "empty", O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (file < 0)
		return egf_fail(plan, -errno, "open", "empty file");
	close(file);
	return root;
}

static int mask_file(struct egf_spawn *plan, int scratch_root, const char *path)
{
	int tree = (int)syscall(SYS_open_tree, scratch_root, "empty", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	int result = 0;

	if (tree < 0)
		return egf_fail(plan, -errno, "open_tree", "empty file");
	if (set_mount_attributes(tree, 0,
				 MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV |
					 MOUNT_ATTR_NOEXEC) < 0)
		result = egf_fail(plan, -errno, "mount_setattr", "empty file");
	else if (move_mount_to(tree, path) < 0 && errno != ENOENT)
		result = egf_fail(plan, -errno, "move_mount", path);
	close(tree);
	return result;
}

static int mask(struct egf_spawn *plan, int scratch_root, const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : egf_fail(plan, -errno, "stat", path);
	if (!S_ISDIR(status.st_mode))
		return mask_file(plan, scratch_root, path);
	if (mount("tmpfs", path, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0555,size=4k") <
	    0)
		return egf_fail(plan, -errno, "mount", path);
	return 0;
}

static int mask_all(struct egf_spawn *plan)
{
	int root, result = 0;

	if (!plan->mask_paths || !*plan->mask_paths)
		return 0;
	root = open_scratch(plan);
	if (root < 0)
		return root;
	for (char **path = plan->mask_paths; *path && result == 0; path++)
		result = mask(plan, root, *path);
	close(root);
	if (umount2(scratch, MNT_DETACH) < 0 && result == 0)
		result = egf_fail(plan, -errno, "umount", scratch);
	return result;
}

/* A read-only copy of what is mounted below path goes on top of it; what is mounted there keeps its other
 * flags. */
static int make_read_only(struct egf_spawn *plan, const char *path)
{
	int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path,
				OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	int result = 0;

	if (tree < 0)
		return egf_fail(plan, -errno, "open_tree", path);
	if (set_mount_attributes(tree, AT_RECURSIVE, MOUNT_ATTR_RDONLY) < 0)
		result = egf_fail(plan, -errno, "mount_setattr", path);
	else if (move_mount_to(tree, path) < 0)
		result = egf_fail(plan, -errno, "move_mount", path);
	close(tree);
	return result;
}

/* The file source is seen at target, read-only; where there is no target there is nothing to cover. */
static int cover(struct egf_spawn *plan, const char *source, const char *target)
{
	int tree, result = 0;

	if (access(target, F_OK) < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : egf_fail(plan, -errno, "access", target);
	tree = (int)syscall(SYS_open_tree, AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	if (tree < 0)
		return egf_fail(plan, -errno, "open_tree", source);
	if (set_mount_attributes(tree, 0, MOUNT_ATTR_RDONLY) < 0)
		result = egf_fail(plan, -errno, "mount_setattr", source);
	else if (move_mount_to(tree, target) < 0)
		result = egf_fail(plan, -errno, "move_mount", target);
	close(tree);
	return result;
}

int egf_confine_mounts(struct egf_spawn *plan)
{
	int result = 0;

	if (!plan->mask_paths && !plan->cover_files && !plan->read_only_paths && !plan->pid_namespace)
		return 0;
	if (unshare(CLONE_NEWNS) < 0)
		return egf_fail(plan, -errno, "unshare", "CLONE_NEWNS");
	/* Else our mounts would show up outside. */
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return egf_fail(plan, -errno, "mount", "MS_PRIVATE");
	/* The one from outside would show the processes outside, and by their `root` what is masked here. */
	if (plan->pid_namespace && mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		return egf_fail(plan, -errno, "mount", "/proc");
	result = mask_all(plan);
	for (char **file = plan->cover_files; file && *file && result == 0; file += 2)
		result = cover(plan, file[0], file[1]);
	for (char **path = plan->read_only_paths; path && *path && result == 0; path++)
		result = make_read_only(plan, *path);
	return result;
}

/*
 * A Landlock domain without any rule on files or ports: it scopes signals and abstract unix sockets to the
 * domain, and, as every domain does, ptrace (security/landlock/task.c). ABI 6 is Linux 6.12.
 */
int egf_confine_landlock(struct egf_spawn *plan)
{
	struct landlock_ruleset ruleset = { .scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET |
						      LANDLOCK_SCOPE_SIGNAL };
	int fd, result = 0;

	if (!plan->landlock_scope)
		return 0;
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 6)
		return 0;
	fd = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof(ruleset), 0);
	if (fd < 0)
		return egf_fail(plan, -errno, "landlock_create_ruleset", NULL);
	if (syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		result = egf_fail(plan, -errno, "landlock_restrict_self", NULL);
	close(fd);
	return result;
}
