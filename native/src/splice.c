/* SPDX-License-Identifier: MIT */
/* openSplicer(): relays whose bytes go from socket to socket without passing through JavaScript. */
#include "napi.h"
#include "poll.h"
#include "splice.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct splicer {
	struct egf_poll poll;
	struct egf_splicer *thread;
	int ended_fd;
	bool closed;
	/* Held by the JavaScript object, by the poll, and by each relay. */
	unsigned int references;
};

struct splice {
	struct egf_relay relay;
	struct splicer *splicer;
	napi_deferred deferred;
};

static const napi_type_tag splicer_tag = { 0x6b1f6f7a7d5e4c11, 0x8c3e52a90b7f1d24 };

static void put_splicer(struct splicer *splicer)
{
	if (--splicer->references == 0)
		free(splicer);
}

static void free_splice(struct splice *splice)
{
	put_splicer(splice->splicer);
	free(splice);
}

static void finalize_splicer(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	put_splicer(data);
}

/* SpliceEnd; NULL when Node-API failed. */
static napi_value end_object(napi_env env, const struct egf_relay *relay)
{
	const char *name = relay->error ? strerrorname_np(-relay->error) : NULL;
	napi_value object;

	if (napi_create_object(env, &object) != napi_ok ||
	    !egf_set_int(env, object, "toUpstream", (int64_t)relay->ways[0].carried) ||
	    !egf_set_int(env, object, "toClient", (int64_t)relay->ways[1].carried))
		return NULL;
	if (relay->error &&
	    (!egf_set_string(env, object, "error", name ? name : "EIO") ||
	     !egf_set_string(env, object, "broken", relay->broken_side ? "upstream" : "client")))
		return NULL;
	return object;
}

static void settle(napi_env env, struct egf_relay *ended)
{
	struct egf_relay *next;
	napi_value end;

	for (; ended; ended = next) {
		struct splice *splice = ended->owner;

		next = ended->next;
		end = end_object(env, ended);
		if (end)
			napi_resolve_deferred(env, splice->deferred, end);
		free_splice(splice);
	}
}

static void on_ended(struct egf_poll *poll)
{
	struct splicer *splicer = (struct splicer *)poll;
	napi_callback_scope scope;
	napi_value resource;

	if (splicer->closed || napi_create_object(poll->env, &resource) != napi_ok ||
	    napi_open_callback_scope(poll->env, resource, poll->context, &scope) != napi_ok)
		return;
	settle(poll->env, egf_splice_ended(splicer->thread));
	napi_close_callback_scope(poll->env, scope);
}

/* Also when the environment ends without close(): no thread of ours may be left then. */
static void on_poll_closed(struct egf_poll *poll)
{
	struct splicer *splicer = (struct splicer *)poll;
	struct egf_relay *ended, *next;

	if (!splicer->closed) {
		splicer->closed = true;
		for (ended = egf_splice_stop(splicer->thread); ended; ended = next) {
			next = ended->next;
			free_splice(ended->owner);
		}
	}
	close(splicer->ended_fd);
	put_splicer(splicer);
}

static napi_value close_splicer(napi_env env, napi_callback_info info)
{
	struct splicer *splicer;
	napi_value self;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	splicer = egf_unwrap(env, self, &splicer_tag);
	if (!splicer || splicer->closed)
		return NULL;
	splicer->closed = true;
	settle(env, egf_splice_stop(splicer->thread));
	egf_poll_close(&splicer->poll);
	return NULL;
}

/* The copy is closed by the thread, the original by its owner, so that no number is ever used after it was
 * closed. */
static int copy_descriptor(napi_env env, int fd, int *copy)
{
	*copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (*copy >= 0)
		return 0;
	egf_throw(env, -errno, "fcntl", "F_DUPFD_CLOEXEC");
	return -1;
}

static struct splice *new_splice(struct splicer *splicer, const int fds[2])
{
	struct splice *splice = calloc(1, sizeof(*splice));

	if (!splice)
		return NULL;
	for (int i = 0; i < 2; i++) {
		splice->relay.sides[i].relay = &splice->relay;
		splice->relay.sides[i].fd = fds[i];
	}
	splice->relay.owner = splice;
	splice->splicer = splicer;
	splicer->references++;
	return splice;
}

static napi_value start_relay(napi_env env, napi_callback_info info)
{
	napi_value argv[2], self, promise;
	int given[2], fds[2] = { -1, -1 };
	struct splicer *splicer;
	struct splice *splice;

	if (!egf_args(env, info, 2, argv, &self) || !egf_fd(env, argv[0], "client", &given[0]) ||
	    !egf_fd(env, argv[1], "upstream", &given[1]))
		return NULL;
	splicer = egf_unwrap(env, self, &splicer_tag);
	if (!splicer)
		return NULL;
	if (splicer->closed)
		return egf_throw(env, -ECANCELED, "relay", "the splicer is closed");
	for (int i = 0; i < 2; i++)
		if (copy_descriptor(env, given[i], &fds[i]) < 0)
			goto cleanup;
	splice = new_splice(splicer, fds);
	if (!splice) {
		egf_throw(env, -ENOMEM, "malloc", "relay");
		goto cleanup;
	}
	if (napi_create_promise(env, &splice->deferred, &promise) != napi_ok) {
		free_splice(splice);
		egf_napi_failed(env);
		goto cleanup;
	}
	egf_splice_add(splicer->thread, &splice->relay);
	return promise;

cleanup:
	for (int i = 0; i < 2; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return NULL;
}

static napi_value open_splicer(napi_env env, napi_callback_info info)
{
	struct splicer *splicer = calloc(1, sizeof(*splicer));
	napi_value object;
	int err;

	(void)info;
	if (!splicer)
		return egf_throw(env, -ENOMEM, "malloc", "openSplicer");
	splicer->references = 1;
	splicer->poll.on_ready = on_ended;
	splicer->poll.on_closed = on_poll_closed;
	err = egf_splice_start(&splicer->thread, &splicer->ended_fd);
	if (err < 0) {
		free(splicer);
		return egf_throw(env, err, "openSplicer", NULL);
	}
	err = egf_poll_start(env, &splicer->poll, splicer->ended_fd, "egress-filter:splicer");
	if (err < 0) {
		egf_splice_stop(splicer->thread);
		close(splicer->ended_fd);
		free(splicer);
		return egf_throw(env, err, "uv_poll_init", NULL);
	}
	/* From here on the poll closes what was opened. */
	if (napi_create_object(env, &object) != napi_ok ||
	    !egf_set_function(env, object, "relay", start_relay) ||
	    !egf_set_function(env, object, "close", close_splicer) ||
	    !egf_wrap(env, object, &splicer_tag, splicer, finalize_splicer)) {
		egf_poll_close(&splicer->poll);
		return egf_napi_failed(env);
	}
	splicer->references++;
	return object;
}

napi_status egf_register_splice(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openSplicer", open_splicer) ? napi_ok : napi_generic_failure;
}
