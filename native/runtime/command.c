/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct option {
	const char *name;
	bool has_value;
};

static const struct option global_options[] = {
	{ "root", true },
	{ "log", true },
	{ "log-format", true },
	{ "log-level", true },
	{ "cgroup-manager", true },
	{ "criu", true },
	{ "rootless", true },
	{ "systemd-cgroup", false },
	{ "debug", false },
	{ NULL, false },
};

static const struct option container_options[] = {
	{ "bundle", true },
	{ "b", true },
	{ "console-socket", true },
	{ "pidfd-socket", true },
	{ "pid-file", true },
	{ "preserve-fds", true },
	{ "detach", false },
	{ "d", false },
	{ "keep", false },
	{ "no-subreaper", false },
	{ "no-pivot", false },
	{ "no-new-keyring", false },
	{ NULL, false },
};

static const struct option exec_options[] = {
	{ "process", true },
	{ "p", true },
	{ "console-socket", true },
	{ "pidfd-socket", true },
	{ "pid-file", true },
	{ "preserve-fds", true },
	{ "detach", false },
	{ "d", false },
	{ "tty", false },
	{ "t", false },
	{ "cgroup", true },
	{ "process-label", true },
	{ "apparmor", true },
	{ "no-subreaper", false },
	{ "ignore-paused", false },
	{ NULL, false },
};

struct given {
	const char *name;
	size_t name_len;
	const char *value;
};

static bool is_named(const struct given *given, const char *name)
{
	return strlen(name) == given->name_len && !memcmp(name, given->name, given->name_len);
}

/* Takes the option at *at, with one dash or two, and its value behind `=` or as the next argument. False where it is none of those that are known. */
static bool take_option(int argc, char *const argv[], int *at, const struct option *known, struct given *given)
{
	const char *text = argv[*at] + 1, *equals;

	text += *text == '-';
	equals = strchr(text, '=');
	*given = (struct given){ text, equals ? (size_t)(equals - text) : strlen(text), equals ? equals + 1 : NULL };
	while (known->name && !is_named(given, known->name))
		known++;
	if (!known->name)
		return false;
	(*at)++;
	if (!known->has_value || given->value)
		return true;
	if (*at >= argc)
		return false;
	given->value = argv[(*at)++];
	return true;
}

struct egf_command egf_command_read(int argc, char *const argv[])
{
	static const struct egf_command other = { EGF_COMMAND_OTHER, NULL, NULL, NULL, NULL };
	struct egf_command command = other;
	const struct option *known;
	struct given given;
	int at = 1;

	while (at < argc && argv[at][0] == '-') {
		if (!take_option(argc, argv, &at, global_options, &given))
			return other;
		if (is_named(&given, "root"))
			command.root = given.value;
	}
	if (at >= argc)
		return other;
	if (!strcmp(argv[at], "create") || !strcmp(argv[at], "run"))
		command.kind = EGF_COMMAND_CONTAINER;
	else if (!strcmp(argv[at], "exec"))
		command.kind = EGF_COMMAND_EXEC;
	else
		return other;
	known = command.kind == EGF_COMMAND_EXEC ? exec_options : container_options;
	for (at++; at < argc && argv[at][0] == '-';) {
		if (!take_option(argc, argv, &at, known, &given))
			return other;
		if (is_named(&given, "bundle") || is_named(&given, "b"))
			command.bundle = given.value;
		else if (is_named(&given, "process") || is_named(&given, "p"))
			command.process = given.value;
	}
	if (at >= argc)
		return other;
	command.container = argv[at];
	/* An option behind the name of the container may be one, to some. */
	if (command.kind == EGF_COMMAND_CONTAINER && at + 1 != argc)
		return other;
	return command;
}
