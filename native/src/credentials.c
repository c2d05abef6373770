/* SPDX-License-Identifier: MIT */
/*
 * From root to the user that the child runs as: capabilities(7), credentials(7).
 *
 * System calls by number: glibc's setresuid() and friends signal every thread that it believes to exist, and
 * the child has a copy of the parent's thread list but none of its threads.
 */
#include "spawn.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/capability.h>

struct capability_sets {
	uint64_t effective, permitted, inheritable;
};

static int get_capabilities(struct capability_sets *sets)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data) < 0)
		return -errno;
	sets->effective = data[0].effective | (uint64_t)data[1].effective << 32;
	sets->permitted = data[0].permitted | (uint64_t)data[1].permitted << 32;
	sets->inheritable = data[0].inheritable | (uint64_t)data[1].inheritable << 32;
	return 0;
}

static int set_capabilities(const struct capability_sets *sets)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = {
		{ (uint32_t)sets->effective, (uint32_t)sets->permitted, (uint32_t)sets->inheritable },
		{ (uint32_t)(sets->effective >> 32), (uint32_t)(sets->permitted >> 32),
		  (uint32_t)(sets->inheritable >> 32) },
	};

	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

static bool has(uint64_t set, int capability)
{
	return capability < 64 && (set >> capability & 1);
}

int egf_drop_bounding(struct egf_spawn *plan)
{
	/* PR_CAPBSET_READ fails with EINVAL beyond the last capability that this kernel knows. */
	for (int capability = 0, state; (state = prctl(PR_CAPBSET_READ, capability, 0, 0, 0)) >= 0;
	     capability++)
		if (state == 1 && !has(plan->bounding_caps, capability) &&
		    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
			return egf_fail(plan, -errno, "prctl", "PR_CAPBSET_DROP");
	return 0;
}

int egf_become_user(struct egf_spawn *plan)
{
	struct capability_sets sets = { 0 };
	/* Root gets its bounding set back at exec in any case; until then it needs it to reach the program.
	 */
	uint64_t kept = plan->ambient_caps | (plan->uid == 0 ? plan->bounding_caps : 0);
	int err;

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		return egf_fail(plan, -errno, "prctl", "PR_CAP_AMBIENT_CLEAR_ALL");
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
		return egf_fail(plan, -errno, "prctl", "PR_SET_KEEPCAPS");
	if (syscall(SYS_setgroups, plan->group_count, plan->groups) < 0)
		return egf_fail(plan, -errno, "setgroups", NULL);
	if (syscall(SYS_setresgid, plan->gid, plan->gid, plan->gid) < 0)
		return egf_fail(plan, -errno, "setresgid", NULL);
	if (syscall(SYS_setresuid, plan->uid, plan->uid, plan->uid) < 0)
		return egf_fail(plan, -errno, "setresuid", NULL);

	err = get_capabilities(&sets);
	if (err < 0)
		return egf_fail(plan, err, "capget", NULL);
	sets.permitted &= kept;
	sets.effective = sets.permitted;
	sets.inheritable = plan->ambient_caps;
	err = set_capabilities(&sets);
	if (err < 0)
		return egf_fail(plan, err, "capset", NULL);
	for (int capability = 0; capability < 64; capability++)
		if (has(plan->ambient_caps, capability) &&
		    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) < 0)
			return egf_fail(plan, -errno, "prctl", "PR_CAP_AMBIENT_RAISE");
	return 0;
}
