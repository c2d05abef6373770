/* SPDX-License-Identifier: MIT */
#include "spec.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define OTHER -1
#define DOUBT -2

/* The value of a member, of one of the names or OTHER; or an entry of a list. */
typedef bool take_value(struct egf_json *json, int name, void *into);

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

static bool read_object(struct egf_json *json, const char *const names[], take_value *take, void *into)
{
	unsigned int seen = 0;
	struct egf_slice key;
	bool first = true;

	if (!egf_json_open(json, '{'))
		return false;
	while (egf_json_more(json, '}', &first)) {
		int name = egf_json_key(json, &key) ? which(key, names, &seen) : DOUBT;

		if (name == DOUBT || !take(json, name, into))
			return false;
	}
	return !json->bad;
}

static bool read_list(struct egf_json *json, take_value *take, void *into)
{
	bool first = true;

	if (!egf_json_open(json, '['))
		return false;
	while (egf_json_more(json, ']', &first))
		if (!take(json, OTHER, into))
			return false;
	return !json->bad;
}

/* A string as far as it fits; `whole` where it does. */
static bool read_text(struct egf_json *json, char *text, size_t size, bool *whole)
{
	struct egf_slice raw;

	if (!egf_json_string(json, &raw))
		return false;
	*whole = egf_json_decode(raw, text, size);
	return true;
}

struct reading {
	const struct egf_settings *settings;
	struct egf_process *process;
	struct egf_container *container;
	bool *found;
};

static bool take_variable(struct egf_json *json, int name, void *into)
{
	const struct reading *reading = into;
	/* Longer than our names. */
	char text[128];
	bool whole;

	(void)name;
	reading->process->env_is_empty = false;
	if (!read_text(json, text, sizeof(text), &whole))
		return false;
	for (size_t i = 0; i < reading->settings->variable_count; i++) {
		const struct egf_variable *variable = &reading->settings->variables[i];

		if (strncmp(text, variable->text, variable->name_len))
			continue;
		if (text[variable->name_len] == '=' || !text[variable->name_len])
			reading->process->set |= 1ull << i;
	}
	return true;
}

static bool take_of_process(struct egf_json *json, int name, void *into)
{
	struct egf_process *process = ((const struct reading *)into)->process;

	process->is_empty = false;
	if (name == OTHER)
		return egf_json_skip(json);
	process->env_is_empty = true;
	if (!read_list(json, take_variable, into))
		return false;
	process->env_end = json->at - 1;
	return true;
}

bool egf_spec_process(struct egf_json *json, const struct egf_settings *settings, struct egf_process *process)
{
	static const char *const names[] = { "env", NULL };
	struct reading reading = { .settings = settings, .process = process };

	process->is_empty = true;
	if (egf_json_peek(json))
		process->begin = json->at + 1;
	return read_object(json, names, take_of_process, &reading);
}

/* The path of a mount without what does not matter; false where it is hard to tell where it leads. */
static bool read_path(struct egf_json *json, char path[PATH_MAX])
{
	char text[PATH_MAX], *rest = text, *part;
	size_t used = 0;
	bool whole;

	if (!read_text(json, text, sizeof(text), &whole) || !whole)
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
	bool has_path, is_tmpfs, is_bind;
};

/* libcontainer of runc takes a mount as a bind by its options, whatever its type. */
static bool take_option(struct egf_json *json, int name, void *into)
{
	struct mount *mount = into;
	char text[16];
	bool whole;

	(void)name;
	if (!read_text(json, text, sizeof(text), &whole))
		return false;
	if (!strcmp(text, "bind") || !strcmp(text, "rbind"))
		mount->is_bind = true;
	return true;
}

static bool take_of_mount(struct egf_json *json, int name, void *into)
{
	struct mount *mount = into;
	char type[16];
	bool whole;

	switch (name) {
	case 0:
		mount->has_path = true;
		return read_path(json, mount->path);
	case 1:
		if (!read_text(json, type, sizeof(type), &whole))
			return false;
		mount->is_tmpfs = whole && !strcmp(type, "tmpfs");
		return true;
	case 2:
		if (egf_json_peek(json) == '[')
			return read_list(json, take_option, mount);
	}
	return egf_json_skip(json);
}

static bool read_mount(struct egf_json *json, struct mount *mount)
{
	static const char *const names[] = { "destination", "type", "options", NULL };

	*mount = (struct mount){};
	return read_object(json, names, take_of_mount, mount) && mount->has_path;
}

/*
 * For the end of the mount of /dev. It has to be a file system of the container's own, so that our files leave nothing in its layers or on the machine,
 * and nothing may come to lie over it.
 */
static bool take_mount(struct egf_json *json, int name, void *into)
{
	const struct reading *reading = into;
	struct mount mount;

	(void)name;
	if (!read_mount(json, &mount) || !mount.path[0])
		return false;
	for (size_t i = 0; i < reading->settings->mount_count; i++)
		if (!strcmp(mount.path, reading->settings->mounts[i].destination))
			return false;
	if (strcmp(mount.path, "/dev"))
		return true;
	if (reading->container->dev_end || !mount.is_tmpfs || mount.is_bind)
		return false;
	reading->container->dev_end = json->at;
	return true;
}

struct namespace {
	bool is_mount, has_path;
};

static bool take_of_namespace(struct egf_json *json, int name, void *into)
{
	struct namespace *namespace = into;
	char type[16];
	bool whole;

	namespace->has_path |= name == 1;
	if (name != 0)
		return egf_json_skip(json);
	if (!read_text(json, type, sizeof(type), &whole))
		return false;
	namespace->is_mount = whole && !strcmp(type, "mount");
	return true;
}

static bool take_namespace(struct egf_json *json, int name, void *into)
{
	static const char *const names[] = { "type", "path", NULL };
	struct egf_container *container = ((const struct reading *)into)->container;
	struct namespace namespace = {};

	(void)name;
	if (!read_object(json, names, take_of_namespace, &namespace))
		return false;
	container->has_own_mounts |= namespace.is_mount && !namespace.has_path;
	return true;
}

static bool take_of_linux(struct egf_json *json, int name, void *into)
{
	return name == 0 ? read_list(json, take_namespace, into) : egf_json_skip(json);
}

static bool take_of_container(struct egf_json *json, int name, void *into)
{
	static const char *const names[] = { "namespaces", NULL };
	const struct reading *reading = into;

	switch (name) {
	case 0:
		return egf_spec_process(json, reading->settings, &reading->container->process);
	case 1:
		return read_list(json, take_mount, into);
	case 2:
		return read_object(json, names, take_of_linux, into);
	case OTHER:
		return egf_json_skip(json);
	default:
		/* For another system, or in a virtual machine. */
		return false;
	}
}

bool egf_spec_container(struct egf_json *json, const struct egf_settings *settings, struct egf_container *container)
{
	static const char *const names[] = { "process", "mounts", "linux", "windows", "vm", NULL };
	struct reading reading = { .settings = settings, .container = container };

	return read_object(json, names, take_of_container, &reading) && egf_json_done(json) && container->process.begin && container->dev_end &&
	       container->has_own_mounts;
}

static bool take_kept_mount(struct egf_json *json, int name, void *into)
{
	const struct reading *reading = into;
	struct mount mount;

	(void)name;
	if (!read_mount(json, &mount))
		return false;
	if (reading->settings->mount_count > 0 && !strcmp(mount.path, reading->settings->mounts[0].destination))
		*reading->found = true;
	return true;
}

static bool take_kept(struct egf_json *json, int name, void *into)
{
	const struct reading *reading = into;

	if (name == 0 && egf_json_peek(json) == '{')
		return egf_spec_files(json, reading->settings, reading->found);
	return name == 1 ? read_list(json, take_kept_mount, into) : egf_json_skip(json);
}

bool egf_spec_files(struct egf_json *json, const struct egf_settings *settings, bool *found)
{
	static const char *const names[] = { "config", "mounts", NULL };
	struct reading reading = { .settings = settings, .found = found };

	return read_object(json, names, take_kept, &reading);
}
