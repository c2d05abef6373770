/* SPDX-License-Identifier: MIT */
#include "marks.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A socket that another thread made before the kernel marked, and put into the table after we read it, is
 * seen by the next. */
#define MAX_PASSES 8

/* 1: marked now; 0: was, or is none of those meant. */
static int mark_socket(int fd, uint32_t mark, const uint32_t *from)
{
	uint32_t current = 0;
	socklen_t length = sizeof(current);
	int family;

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) < 0)
		return errno == ENOTSOCK ? 0 : -errno;
	if (family == AF_UNIX || family == AF_NETLINK)
		return 0;
	length = sizeof(current);
	if (getsockopt(fd, SOL_SOCKET, SO_MARK, &current, &length) < 0)
		return -errno;
	if (current == mark || (from && current != from[0] && current != from[1]))
		return 0;
	return setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)) < 0 ? -errno : 1;
}

static bool is_socket(int directory, const char *name)
{
	char target[16];
	ssize_t length = readlinkat(directory, name, target, sizeof(target));

	return length > 7 && !memcmp(target, "socket:", 7);
}

/* How many were marked, or negative errno. A descriptor that is closed meanwhile needs no mark. */
static int mark_pass(int pidfd, DIR *directory, uint32_t mark, const uint32_t *from)
{
	struct dirent *entry;
	int marked = 0, err;

	while ((entry = readdir(directory))) {
		int fd;

		if (*entry->d_name == '.' || !is_socket(dirfd(directory), entry->d_name))
			continue;
		fd = (int)syscall(SYS_pidfd_getfd, pidfd, atoi(entry->d_name), 0);
		if (fd < 0 && (errno == EBADF || errno == ESRCH))
			continue;
		if (fd < 0)
			return -errno;
		err = mark_socket(fd, mark, from);
		close(fd);
		if (err < 0)
			return err;
		marked += err;
	}
	return marked;
}

int egf_mark_sockets(int pidfd, int pid, uint32_t mark, const uint32_t *from)
{
	char path[64];
	int marked = 1;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	for (int i = 0; i < MAX_PASSES && marked > 0; i++) {
		DIR *directory = opendir(path);

		if (!directory)
			return errno == ENOENT ? -ESRCH : -errno;
		marked = mark_pass(pidfd, directory, mark, from);
		closedir(directory);
	}
	return marked < 0 ? marked : 0;
}
