/* SPDX-License-Identifier: MIT */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* That of a container with thousands of mounts has less. */
#define MAX_BYTES (8u << 20)

/* Our own, and not writable by others; or one like /tmp, where nobody replaces what is another's. */
static bool is_safe_directory(int fd)
{
	struct stat status;

	if (fstat(fd, &status) || (status.st_uid != geteuid() && status.st_uid != 0))
		return false;
	return !(status.st_mode & (S_IWGRP | S_IWOTH)) || status.st_mode & S_ISVTX;
}

enum direction { READ, WRITE };

static int transfer(int fd, enum direction direction, char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t n = direction == READ ? read(fd, text + at, len - at) : write(fd, text + at, len - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		at += (size_t)n;
	}
	return 0;
}

static int read_text(struct egf_file *file)
{
	int fd = openat(file->directory, file->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), err = -1;
	struct stat status;

	if (fd < 0)
		return -1;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode) || status.st_uid != geteuid() || status.st_nlink != 1)
		goto out;
	if (status.st_mode & (S_IWGRP | S_IWOTH) || status.st_size <= 0 || status.st_size > MAX_BYTES)
		goto out;
	file->len = (size_t)status.st_size;
	file->uid = status.st_uid;
	file->gid = status.st_gid;
	file->mode = status.st_mode & 07777;
	file->text = malloc(file->len);
	err = file->text ? transfer(fd, READ, file->text, file->len) : -1;
out:
	close(fd);
	return err;
}

/* The directory that a file is in. */
static int open_parent(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char directory[PATH_MAX];

	*name = slash ? slash + 1 : path;
	if (!slash)
		return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if ((size_t)snprintf(directory, sizeof(directory), "%.*s/", (int)(slash - path), path) >= sizeof(directory))
		return -1;
	return open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int egf_file_open(struct egf_file *file, const char *path, const char *name)
{
	*file = (struct egf_file){ .name = name };
	file->directory = name ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : open_parent(path, &file->name);
	if (file->directory < 0)
		return -1;
	if (is_safe_directory(file->directory) && !read_text(file))
		return 0;
	egf_file_close(file);
	return -1;
}

int egf_file_replace(const struct egf_file *file, char *text, size_t len)
{
	char draft[64];
	int fd, err;

	snprintf(draft, sizeof(draft), ".egress-filter-%d", (int)getpid());
	/* Of a process of the same number that was killed. Somebody else's cannot be removed, and then it is not opened either. */
	unlinkat(file->directory, draft, 0);
	fd = openat(file->directory, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	err = transfer(fd, WRITE, text, len);
	if (!err)
		err = fchown(fd, file->uid, file->gid) || fchmod(fd, file->mode);
	if (close(fd) || err || renameat(file->directory, draft, file->directory, file->name)) {
		unlinkat(file->directory, draft, 0);
		return -1;
	}
	return 0;
}

void egf_file_close(struct egf_file *file)
{
	close(file->directory);
	free(file->text);
	file->text = NULL;
}
