/* SPDX-License-Identifier: MIT */
#include "spec.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define OTHER -1
#define DOUBT -2

/*
 * Which of some names a key is. encoding/json of Go takes names in any case, Unicode's folding included, and of two the last one: what others might
 * read differently is a doubt.
 */
static int which(struct egf_slice key, const char *const names[], unsigned int *seen)
{
	for (size_t i = 0; i < key.len; i++)
		if (key.at[i] == '\\' || (unsigned char)key.at[i] > 0x7f)
			return DOUBT;
	for (int i = 0; names[i]; i++) {
		if (strlen(names[i]) != key.len || strncasecmp(names[i], key.at, key.len))
			continue;
		if (memcmp(names[i], key.at, key.len) || *seen & 1u << i)
			return DOUBT;
		*seen |= 1u << i;
		return i;
	}
	return OTHER;
}

static bool read_env(struct egf_json *json, const struct egf_settings *settings, struct egf_process *process)
{
	process->env_is_empty = true;
	if (!egf_json_open(json, '['))
		return false;
	while (egf_json_more(json, ']', &process->env_is_empty)) {
		struct egf_slice raw;
		/* Longer than our names. */
		char text[128];

		if (!egf_json_string(json, &raw))
			return false;
		egf_json_decode(raw, text, sizeof(text));
		for (size_t i = 0; i < settings->variable_count; i++) {
			const struct egf_variable *variable = &settings->variables[i];

			if (strncmp(text, variable->text, variable->name_len))
				continue;
			if (text[variable->name_len] == '=' || !text[variable->name_len])
				process->set |= 1ull << i;
		}
	}
	process->env_end = json->at - 1;
	return !json->bad;
}

bool egf_spec_process(struct egf_json *json, const struct egf_settings *settings, struct egf_process *process)
{
	static const char *const names[] = { "env", NULL };
	unsigned int seen = 0;
	struct egf_slice key;
	bool first = true;

	if (!egf_json_open(json, '{'))
		return false;
	process->begin = json->at;
	while (egf_json_more(json, '}', &first)) {
		if (!egf_json_key(json, &key))
			return false;
		switch (which(key, names, &seen)) {
		case 0:
			if (!read_env(json, settings, process))
				return false;
			break;
		case OTHER:
			if (!egf_json_skip(json))
				return false;
			break;
		default:
			return false;
		}
	}
	process->is_empty = first;
	return !json->bad;
}

/* The path of a mount without what does not matter; false where it is hard to tell where it leads. */
static bool read_path(struct egf_json *json, char path[PATH_MAX])
{
	struct egf_slice raw;
	char text[PATH_MAX], *rest = text, *part;
	size_t used = 0;

	if (!egf_json_string(json, &raw) || !egf_json_decode(raw, text, sizeof(text)))
		return false;
	path[0] = 0;
	while ((part = strsep(&rest, "/"))) {
		if (!strcmp(part, ".."))
			return false;
		if (!*part || !strcmp(part, "."))
			continue;
		used += (size_t)snprintf(path + used, PATH_MAX - used, "/%s", part);
		if (used >= PATH_MAX)
			return false;
	}
	return true;
}

struct mount {
	char path[PATH_MAX];
	bool is_tmpfs, is_bind;
};

/* libcontainer of runc takes a mount as a bind by its options, whatever its type. */
static bool read_options(struct egf_json *json, bool *is_bind)
{
	struct egf_slice raw;
	bool first = true;
	char text[16];

	if (!egf_json_open(json, '['))
		return false;
	while (egf_json_more(json, ']', &first)) {
		if (!egf_json_string(json, &raw))
			return false;
		egf_json_decode(raw, text, sizeof(text));
		if (!strcmp(text, "bind") || !strcmp(text, "rbind"))
			*is_bind = true;
	}
	return !json->bad;
}

static bool read_mount(struct egf_json *json, struct mount *mount)
{
	static const char *const names[] = { "destination", "type", "options", NULL };
	unsigned int seen = 0;
	struct egf_slice key, raw;
	bool first = true, good = true;
	char type[16];

	*mount = (struct mount){};
	if (!egf_json_open(json, '{'))
		return false;
	while (egf_json_more(json, '}', &first) && good) {
		if (!egf_json_key(json, &key))
			return false;
		switch (which(key, names, &seen)) {
		case 0:
			good = read_path(json, mount->path);
			break;
		case 1:
			good = egf_json_string(json, &raw);
			if (good)
				mount->is_tmpfs = egf_json_decode(raw, type, sizeof(type)) && !strcmp(type, "tmpfs");
			break;
		case 2:
			good = egf_json_peek(json) == '[' ? read_options(json, &mount->is_bind) : egf_json_skip(json);
			break;
		case OTHER:
			good = egf_json_skip(json);
			break;
		default:
			return false;
		}
	}
	return good && !json->bad && seen & 1;
}

/*
 * The end of the mount of /dev. It has to be a file system of the container's own, so that our files leave nothing in its layers or on the machine, and
 * nothing may come to lie over it.
 */
static bool read_mounts(struct egf_json *json, const struct egf_settings *settings, const char **dev_end)
{
	bool first = true;

	if (!egf_json_open(json, '['))
		return false;
	while (egf_json_more(json, ']', &first)) {
		struct mount mount;

		if (!read_mount(json, &mount) || !mount.path[0])
			return false;
		for (size_t i = 0; i < settings->mount_count; i++)
			if (!strcmp(mount.path, settings->mounts[i].destination))
				return false;
		if (strcmp(mount.path, "/dev"))
			continue;
		if (*dev_end || !mount.is_tmpfs || mount.is_bind)
			return false;
		*dev_end = json->at;
	}
	return !json->bad;
}

static bool read_namespace(struct egf_json *json, bool *is_own_mount)
{
	static const char *const names[] = { "type", "path", NULL };
	unsigned int seen = 0;
	struct egf_slice key, raw;
	bool first = true, is_mount = false;
	char type[16];

	if (!egf_json_open(json, '{'))
		return false;
	while (egf_json_more(json, '}', &first)) {
		if (!egf_json_key(json, &key))
			return false;
		switch (which(key, names, &seen)) {
		case 0:
			if (!egf_json_string(json, &raw))
				return false;
			is_mount = egf_json_decode(raw, type, sizeof(type)) && !strcmp(type, "mount");
			break;
		case 1:
		case OTHER:
			if (!egf_json_skip(json))
				return false;
			break;
		default:
			return false;
		}
	}
	if (is_mount && !(seen & 2))
		*is_own_mount = true;
	return !json->bad;
}

static bool read_linux(struct egf_json *json, bool *has_own_mounts)
{
	static const char *const names[] = { "namespaces", NULL };
	unsigned int seen = 0;
	struct egf_slice key;
	bool first = true, first_namespace = true;

	if (!egf_json_open(json, '{'))
		return false;
	while (egf_json_more(json, '}', &first)) {
		if (!egf_json_key(json, &key))
			return false;
		switch (which(key, names, &seen)) {
		case 0:
			if (!egf_json_open(json, '['))
				return false;
			while (egf_json_more(json, ']', &first_namespace))
				if (!read_namespace(json, has_own_mounts))
					return false;
			break;
		case OTHER:
			if (!egf_json_skip(json))
				return false;
			break;
		default:
			return false;
		}
	}
	return !json->bad;
}

bool egf_spec_container(struct egf_json *json, const struct egf_settings *settings, struct egf_container *container)
{
	static const char *const names[] = { "process", "mounts", "linux", "windows", "vm", NULL };
	unsigned int seen = 0;
	struct egf_slice key;
	bool first = true, good = true;

	if (!egf_json_open(json, '{'))
		return false;
	while (good && egf_json_more(json, '}', &first)) {
		if (!egf_json_key(json, &key))
			return false;
		switch (which(key, names, &seen)) {
		case 0:
			good = egf_spec_process(json, settings, &container->process);
			break;
		case 1:
			good = read_mounts(json, settings, &container->dev_end);
			break;
		case 2:
			good = read_linux(json, &container->has_own_mounts);
			break;
		case OTHER:
			good = egf_json_skip(json);
			break;
		default:
			return false;
		}
	}
	return good && egf_json_done(json) && container->process.begin && container->dev_end && container->has_own_mounts;
}

bool egf_spec_files(struct egf_json *json, const struct egf_settings *settings, bool *found)
{
	static const char *const names[] = { "config", "mounts", NULL };
	unsigned int seen = 0;
	struct egf_slice key;
	struct mount mount;
	bool first = true, first_mount = true, good = true;

	if (!egf_json_open(json, '{'))
		return false;
	while (good && egf_json_more(json, '}', &first)) {
		if (!egf_json_key(json, &key))
			return false;
		switch (which(key, names, &seen)) {
		case 0:
			good = egf_json_peek(json) == '{' ? egf_spec_files(json, settings, found) : egf_json_skip(json);
			break;
		case 1:
			good = egf_json_open(json, '[');
			while (good && egf_json_more(json, ']', &first_mount)) {
				good = read_mount(json, &mount);
				if (good && settings->mount_count > 0 && !strcmp(mount.path, settings->mounts[0].destination))
					*found = true;
			}
			break;
		default:
			good = egf_json_skip(json);
		}
	}
	return good && !json->bad;
}
