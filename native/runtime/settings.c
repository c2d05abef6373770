/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The end of the file: records, then their length as eight hex digits, then this. A record is a letter and a text, ended by NUL: R the real runtime, P
 * our place, S and D source and destination of a mount, V a variable.
 */
static const char magic[] = "egress-filter-01";
#define FOOTER (8 + sizeof(magic) - 1)
#define MAX_RECORDS 65536

static bool read_at(int fd, char *out, size_t len, off_t from)
{
	while (len > 0) {
		ssize_t n = pread(fd, out, len, from);

		if (n <= 0)
			return false;
		out += n;
		from += n;
		len -= (size_t)n;
	}
	return true;
}

/* The text goes into JSON as it is. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e || *text == '"' || *text == '\\')
			return false;
	return true;
}

static bool take_record(struct egf_settings *settings, const char *record)
{
	const char *text = record + 1, *equals;
	struct egf_mount *mount = &settings->mounts[settings->mount_count];

	if (!is_plain(text))
		return false;
	switch (record[0]) {
	case 'R':
		settings->real = text;
		return true;
	case 'P':
		settings->place = text;
		return true;
	case 'S':
		if (settings->mount_count == EGF_MAX_MOUNTS)
			return false;
		mount->source = text;
		return true;
	case 'D':
		if (settings->mount_count == EGF_MAX_MOUNTS || !mount->source)
			return false;
		mount->destination = text;
		settings->mount_count++;
		return true;
	case 'V':
		equals = strchr(text, '=');
		if (settings->variable_count == EGF_MAX_VARIABLES || !equals)
			return false;
		settings->variables[settings->variable_count++] = (struct egf_variable){ text, (size_t)(equals - text) };
		return true;
	default:
		return false;
	}
}

/* The records, ended by one more NUL. */
static char *read_records(int fd, size_t *len)
{
	char footer[FOOTER + 1] = "", *records, *end;
	struct stat status;

	if (fstat(fd, &status) || status.st_size < (off_t)FOOTER || !read_at(fd, footer, FOOTER, status.st_size - (off_t)FOOTER))
		return NULL;
	if (memcmp(footer + 8, magic, sizeof(magic) - 1))
		return NULL;
	footer[8] = 0;
	*len = strtoul(footer, &end, 16);
	if (*end || *len > MAX_RECORDS || status.st_size < (off_t)(FOOTER + *len))
		return NULL;
	records = calloc(1, *len + 1);
	if (!records || !read_at(fd, records, *len, status.st_size - (off_t)(FOOTER + *len))) {
		free(records);
		return NULL;
	}
	return records;
}

bool egf_settings_read(struct egf_settings *settings, char **storage)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	bool good;

	*settings = (struct egf_settings){};
	*storage = fd < 0 ? NULL : read_records(fd, &len);
	if (fd >= 0)
		close(fd);
	if (!*storage)
		return false;
	good = true;
	for (size_t at = 0; at < len && good; at += strlen(*storage + at) + 1)
		good = take_record(settings, *storage + at);
	return good && settings->real && settings->place;
}
