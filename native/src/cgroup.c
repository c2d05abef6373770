/* SPDX-License-Identifier: MIT */
/*
 * A descriptor of the cgroup v2 hierarchy and the identity of our network namespace.
 *
 * The mounted hierarchy comes first, so that paths in it are the ones that people see. Where there is none
 * (`ip netns exec` mounts a fresh sysfs over /sys, cgroup v1 machines), the root of the same hierarchy is
 * mounted detached: visible through this descriptor only, gone when it is closed.
 */
#include "napi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/magic.h>
#include <linux/mount.h>

/* mountinfo writes space, tab, newline and backslash as \ooo (proc(5)). */
static void decode_octal(char *text)
{
	char *out = text;

	while (*text) {
		if (text[0] == '\\' && text[1] && text[2] && text[3]) {
			*out++ = (char)((text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0'));
			text += 4;
		} else {
			*out++ = *text++;
		}
	}
	*out = '\0';
}

/* A mount may be hidden under another one: what the path leads to now is what counts. */
static int open_if_cgroup2(const char *path)
{
	struct statvfs mount;
	struct statfs fs;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (fstatfs(fd, &fs) == 0 && fs.f_type == CGROUP2_SUPER_MAGIC && fstatvfs(fd, &mount) == 0 &&
	    !(mount.f_flag & ST_RDONLY))
		return fd;
	close(fd);
	return -ENOENT;
}

/* Lines of proc_pid_mountinfo(5): id parent major:minor root mount-point options [tags] - type source
 * super-options */
static int open_mounted(void)
{
	FILE *mountinfo = fopen("/proc/self/mountinfo", "re");
	char *line = NULL, *separator, *root = NULL, *path = NULL;
	size_t size = 0;
	int fd = -ENOENT;

	if (!mountinfo)
		return -errno;
	while (fd < 0 && getline(&line, &size, mountinfo) > 0) {
		separator = strstr(line, " - cgroup2 ");
		if (!separator)
			continue;
		if (sscanf(line, "%*d %*d %*s %ms %ms", &root, &path) == 2 && strcmp(root, "/") == 0) {
			decode_octal(path);
			fd = open_if_cgroup2(path);
		}
		free(root);
		free(path);
		root = path = NULL;
	}
	free(line);
	fclose(mountinfo);
	return fd;
}

/* fsopen(2), fsconfig(2), fsmount(2): by number, glibc has wrappers since 2.36 only. */
static int mount_detached(const char **step)
{
	int mount = -1, fs, err;

	*step = "fsopen";
	fs = (int)syscall(SYS_fsopen, "cgroup2", FSOPEN_CLOEXEC);
	if (fs < 0)
		return -errno;
	*step = "fsconfig";
	if (syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		goto cleanup;
	*step = "fsmount";
	mount = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC,
			     MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);

cleanup:
	err = mount < 0 ? -errno : mount;
	close(fs);
	return err;
}

static napi_value open_cgroup2(napi_env env, napi_callback_info info)
{
	const char *step = NULL;
	napi_value result;
	int fd;

	(void)info;
	fd = open_mounted();
	if (fd < 0)
		fd = mount_detached(&step);
	if (fd < 0)
		return egf_throw(env, fd, step, "cgroup2");
	if (napi_create_int32(env, fd, &result) != napi_ok) {
		close(fd);
		return egf_napi_failed(env);
	}
	return result;
}

static napi_value netns_inode(napi_env env, napi_callback_info info)
{
	struct stat status;
	napi_value result;

	(void)info;
	if (stat("/proc/self/ns/net", &status) < 0)
		return egf_throw(env, -errno, "stat", "/proc/self/ns/net");
	if (napi_create_bigint_uint64(env, status.st_ino, &result) != napi_ok)
		return egf_napi_failed(env);
	return result;
}

napi_status egf_register_cgroup(napi_env env, napi_value exports)
{
	if (!egf_set_function(env, exports, "openCgroup2", open_cgroup2) ||
	    !egf_set_function(env, exports, "netnsInode", netns_inode))
		return napi_generic_failure;
	return napi_ok;
}
