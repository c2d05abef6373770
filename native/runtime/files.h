/* SPDX-License-Identifier: MIT */
#ifndef EGF_FILES_H
#define EGF_FILES_H

#include <stddef.h>
#include <sys/types.h>

/* A small file that nobody but we ourselves (by the effective uid) can have written, in a directory where nobody else can put another in its place. */
struct egf_file {
	int directory;
	const char *name;
	char *text;
	size_t len;
	uid_t uid;
	gid_t gid;
	mode_t mode;
};

/* `path` is of a file; or, where `name` is given, of the directory that it is in. 0 or -1; then there is nothing to close. */
int egf_file_open(struct egf_file *file, const char *path, const char *name);
/* Puts another text in its place in one step, with the same owner and mode. 0 or -1; then it is as it was. */
int egf_file_replace(const struct egf_file *file, char *text, size_t len);
void egf_file_close(struct egf_file *file);

#endif
