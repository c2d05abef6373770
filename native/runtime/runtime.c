/* SPDX-License-Identifier: MIT */
/*
 * Lies in the place of an OCI runtime (runc, crun) while a job is filtered. Containers that are made get our authority: files in /dev and variables that
 * name them (src/guard/ca-files.ts). Then the runtime itself runs in the place of this program. Whatever is not as expected, it runs as if this were
 * not here.
 */
#include "command.h"
#include "config.h"
#include "files.h"
#include "settings.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nobody waits longer for a container than this because of us. */
#define SECONDS 5

typedef char *edit(const char *text, size_t len, const struct egf_settings *settings, size_t *new_len);

/* Both as for egf_file_open(). */
static void edit_file(const char *path, const char *name, edit *how, const struct egf_settings *settings)
{
	struct egf_file file;
	size_t len;
	char *anew;

	if (egf_file_open(&file, path, name))
		return;
	anew = how(file.text, file.len, settings, &len);
	if (anew)
		egf_file_replace(&file, anew, len);
	free(anew);
	egf_file_close(&file);
}

static bool has_files_in(const char *root, const char *container, const struct egf_settings *settings)
{
	static const char *const names[] = { "state.json", "config.json" };
	char directory[PATH_MAX];
	bool found = false;

	if ((size_t)snprintf(directory, sizeof(directory), "%s/%s", root, container) >= sizeof(directory))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !found; i++) {
		struct egf_file file;

		if (egf_file_open(&file, directory, names[i]))
			continue;
		found = egf_has_files(file.text, file.len, settings);
		egf_file_close(&file);
	}
	return found;
}

/* A container that was started before us has no files of ours, and no use for variables that name them. */
static bool has_files(const struct egf_command *command, const struct egf_settings *settings)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char root[PATH_MAX];

	if (strchr(command->container, '/') || !strcmp(command->container, "..") || !strcmp(command->container, "."))
		return false;
	if (command->root)
		return has_files_in(command->root, command->container, settings);
	for (const char *const *name = (const char *const[]){ "runc", "crun", NULL }; *name; name++) {
		for (int own = 0; own < 2; own++) {
			if (own && !runtime)
				continue;
			if ((size_t)snprintf(root, sizeof(root), "%s/%s", own ? runtime : "/run", *name) >= sizeof(root))
				continue;
			if (has_files_in(root, command->container, settings))
				return true;
		}
	}
	return false;
}

/* They come after us, and go before us. */
static bool are_files_there(const struct egf_settings *settings)
{
	for (size_t i = 0; i < settings->mount_count; i++)
		if (access(settings->mounts[i].source, R_OK))
			return false;
	return settings->mount_count > 0;
}

/* In a process of its own: if it crashes or hangs, nothing has changed, and the runtime runs. */
static void prepare(const struct egf_command *command, const struct egf_settings *settings)
{
	sigset_t alarm_only;
	pid_t child = fork();

	if (child > 0)
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			;
	if (child)
		return;
	signal(SIGALRM, SIG_DFL);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
	alarm(SECONDS);
	if (command->kind == EGF_COMMAND_CONTAINER)
		edit_file(command->bundle ? command->bundle : ".", "config.json", egf_add_to_container, settings);
	else if (command->process && has_files(command, settings))
		edit_file(command->process, NULL, egf_add_to_process, settings);
	_exit(0);
}

/* We have been taken away while this process started: what lies in our place now is the runtime itself. */
static bool is_uncovered(const char *place)
{
	struct stat self, there;

	return !stat("/proc/self/exe", &self) && !stat(place, &there) && (self.st_dev != there.st_dev || self.st_ino != there.st_ino);
}

int main(int argc, char *argv[])
{
	struct egf_settings settings;
	struct egf_command command;
	char *storage;

	if (!egf_settings_read(&settings, &storage)) {
		fprintf(stderr, "egress-filter: this program has no settings behind it\n");
		return 127;
	}
	command = egf_command_read(argc, argv);
	/* Engines are root, in a user namespace at least; others have made their bundle by hand, and it stays as it is. */
	if (command.kind != EGF_COMMAND_OTHER && geteuid() == 0 && are_files_there(&settings))
		prepare(&command, &settings);
	execv(settings.real, argv);
	if (is_uncovered(settings.place))
		execv(settings.place, argv);
	fprintf(stderr, "egress-filter: cannot run %s: %s\n", settings.real, strerror(errno));
	return 127;
}
