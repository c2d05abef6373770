/* SPDX-License-Identifier: MIT */
#include "config.h"
#include "json.h"
#include "spec.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_complete(const struct egf_settings *settings, const struct egf_process *process)
{
	return process->set == (settings->variable_count == 64 ? ~0ull : (1ull << settings->variable_count) - 1);
}

static void write_variables(FILE *out, const struct egf_settings *settings, const struct egf_process *process)
{
	const char *comma = process->env_end && !process->env_is_empty ? "," : "";

	if (!process->env_end)
		fputs("\"env\":[", out);
	for (size_t i = 0; i < settings->variable_count; i++) {
		if (process->set & 1ull << i)
			continue;
		fprintf(out, "%s\"%s\"", comma, settings->variables[i].text);
		comma = ",";
	}
	if (!process->env_end)
		fputs(process->is_empty ? "]" : "],", out);
}

static void write_mounts(FILE *out, const struct egf_settings *settings)
{
	/* As /run is mounted: in a user namespace less than that is refused (mount_namespaces(7), locked flags). */
	static const char options[] = "\"options\":[\"bind\",\"ro\",\"nosuid\",\"nodev\",\"noexec\"]";

	for (size_t i = 0; i < settings->mount_count; i++)
		fprintf(out, ",{\"destination\":\"%s\",\"type\":\"bind\",\"source\":\"%s\",%s}", settings->mounts[i].destination,
			settings->mounts[i].source, options);
}

static const char *copy_until(FILE *out, const char *from, const char *to)
{
	fwrite(from, 1, (size_t)(to - from), out);
	return to;
}

/* `dev_end` is NULL where no mounts are to be added. */
static char *write_anew(const char *text, size_t len, const struct egf_settings *settings, const struct egf_process *process, const char *dev_end,
			size_t *new_len)
{
	const char *env = process->env_end ? process->env_end : process->begin, *at = text;
	char *anew = NULL;
	FILE *out = open_memstream(&anew, new_len);
	bool failed;

	if (!out)
		return NULL;
	if (dev_end && dev_end < env) {
		at = copy_until(out, at, dev_end);
		write_mounts(out, settings);
	}
	at = copy_until(out, at, env);
	write_variables(out, settings, process);
	if (dev_end && dev_end > env) {
		at = copy_until(out, at, dev_end);
		write_mounts(out, settings);
	}
	copy_until(out, at, text + len);
	failed = ferror(out);
	if (fclose(out) || failed) {
		free(anew);
		return NULL;
	}
	return anew;
}

char *egf_add_to_container(const char *text, size_t len, const struct egf_settings *settings, size_t *new_len)
{
	struct egf_json json = { text, text + len };
	struct egf_container container = {};

	if (!egf_spec_container(&json, settings, &container) || is_complete(settings, &container.process))
		return NULL;
	return write_anew(text, len, settings, &container.process, container.dev_end, new_len);
}

char *egf_add_to_process(const char *text, size_t len, const struct egf_settings *settings, size_t *new_len)
{
	struct egf_json json = { text, text + len };
	struct egf_process process = {};

	if (!egf_spec_process(&json, settings, &process) || !egf_json_done(&json) || is_complete(settings, &process))
		return NULL;
	return write_anew(text, len, settings, &process, NULL, new_len);
}

bool egf_has_files(const char *text, size_t len, const struct egf_settings *settings)
{
	struct egf_json json = { text, text + len };
	bool found = false;

	return egf_spec_files(&json, settings, &found) && egf_json_done(&json) && found;
}
