/* SPDX-License-Identifier: MIT */
#include "leftover.h"
#include "plan.h"
#include "record.h"
#include "start.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* BPF_CGROUP_MAX_PROGS of the kernel. */
#define MAX_PROGRAMS 64
#define MAX_MAPS 32

/* The constants of a program that was loaded for a job: they name its guard. */
static bool read_config(uint32_t map_id, struct egf_job_config *config)
{
	struct bpf_map_info info = {};
	uint32_t len = sizeof(info), zero = 0;
	int fd = bpf_map_get_fd_by_id(map_id);
	bool found;

	if (fd < 0)
		return false;
	found = !bpf_obj_get_info_by_fd(fd, &info, &len) && info.type == BPF_MAP_TYPE_ARRAY &&
		info.value_size == sizeof(*config) && strstr(info.name, ".rodata.job") &&
		!bpf_map_lookup_elem(fd, &zero, config) && config->job;
	close(fd);
	return found;
}

static bool find_config(int program, struct egf_job_config *config)
{
	uint32_t maps[MAX_MAPS];
	struct bpf_prog_info info = { .nr_map_ids = MAX_MAPS, .map_ids = (uintptr_t)maps };
	uint32_t len = sizeof(info);

	if (bpf_obj_get_info_by_fd(program, &info, &len) || strncmp(info.name, "egf_", 4))
		return false;
	for (uint32_t i = 0; i < info.nr_map_ids && i < MAX_MAPS; i++)
		if (read_config(maps[i], config))
			return true;
	return false;
}

static int detach_if_left(uint32_t id, int cgroup_fd, enum bpf_attach_type type)
{
	struct egf_job_config config;
	int fd = bpf_prog_get_fd_by_id(id), err = 0;

	/* Gone meanwhile. */
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (find_config(fd, &config)) {
		if (!egf_started_at((int)config.guard, config.guard_start))
			err = bpf_prog_detach2(fd, cgroup_fd, type);
		else if (config.guard != (uint32_t)getpid())
			err = (int)config.guard;
	}
	close(fd);
	return err == -ENOENT ? 0 : err;
}

int egf_detach_leftovers(int cgroup_fd)
{
	for (size_t i = 0; i < EGF_PURPOSES; i++)
		for (size_t j = 0; j < EGF_CHOICES && egf_plan[i].choices[j].program; j++) {
			const struct egf_choice *choice = &egf_plan[i].choices[j];
			uint32_t ids[MAX_PROGRAMS], count = MAX_PROGRAMS;
			int err;

			if (choice->method != EGF_CGROUP)
				continue;
			err = bpf_prog_query(cgroup_fd, choice->type, 0, NULL, ids, &count);
			if (err)
				return err;
			for (uint32_t k = 0; k < count; k++) {
				err = detach_if_left(ids[k], cgroup_fd, choice->type);
				if (err)
					return err;
			}
		}
	return 0;
}
