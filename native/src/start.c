/* SPDX-License-Identifier: MIT */
#include "start.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* proc_pid_stat(5) counts in hundredths of a second (USER_HZ) and cuts the rest off. */
#define NANOSECONDS_PER_TICK 10000000

/* Field 22. Fields are counted from the last ')': the name before it is the process's to choose. */
static bool read_start(int pid, uint64_t *ticks)
{
	char path[64], text[1024], *field;
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length <= 0)
		return false;
	text[length] = '\0';
	field = strrchr(text, ')');
	for (int i = 2; field && i < 22; i++)
		field = strchr(field + 1, ' ');
	return field && sscanf(field, "%" SCNu64, ticks) == 1;
}

uint64_t egf_start_ticks(int pid)
{
	uint64_t ticks;

	return read_start(pid, &ticks) ? ticks : 0;
}

bool egf_started_at(int pid, uint64_t ticks)
{
	uint64_t found;

	return read_start(pid, &found) && found == ticks;
}

bool egf_started_then(int pid, uint64_t start)
{
	return egf_started_at(pid, start / NANOSECONDS_PER_TICK);
}
