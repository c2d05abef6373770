/* SPDX-License-Identifier: MIT */
/* openPassages(): relays whose bytes go from socket to socket without passing through JavaScript. */
#include "napi.h"
#include "poll.h"
#include "passage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct passages {
	struct egf_poll poll;
	struct egf_passages *thread;
	int ended_fd;
	bool closed;
	/* Held by the JavaScript object, by the poll, and by each relay. */
	unsigned int references;
};

struct passage {
	struct egf_relay relay;
	struct passages *passages;
	napi_deferred deferred;
};

static const napi_type_tag passages_tag = { 0x6b1f6f7a7d5e4c11, 0x8c3e52a90b7f1d24 };

static void put_passages(struct passages *passages)
{
	if (--passages->references == 0)
		free(passages);
}

static void free_passage(struct passage *passage)
{
	put_passages(passage->passages);
	free(passage);
}

static void finalize_passages(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	put_passages(data);
}

/* PassageEnd; NULL when Node-API failed. */
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
		struct passage *passage = ended->owner;

		next = ended->next;
		end = end_object(env, ended);
		if (end)
			napi_resolve_deferred(env, passage->deferred, end);
		free_passage(passage);
	}
}

static void on_ended(struct egf_poll *poll)
{
	struct passages *passages = (struct passages *)poll;
	napi_callback_scope scope;
	napi_value resource;

	if (passages->closed || napi_create_object(poll->env, &resource) != napi_ok ||
	    napi_open_callback_scope(poll->env, resource, poll->context, &scope) != napi_ok)
		return;
	settle(poll->env, egf_passage_ended(passages->thread));
	napi_close_callback_scope(poll->env, scope);
}

/* Also when the environment ends without close(): no thread of ours may be left then. */
static void on_poll_closed(struct egf_poll *poll)
{
	struct passages *passages = (struct passages *)poll;
	struct egf_relay *ended, *next;

	if (!passages->closed) {
		passages->closed = true;
		for (ended = egf_passage_stop(passages->thread); ended; ended = next) {
			next = ended->next;
			free_passage(ended->owner);
		}
	}
	close(passages->ended_fd);
	put_passages(passages);
}

static napi_value close_passages(napi_env env, napi_callback_info info)
{
	struct passages *passages;
	napi_value self;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	passages = egf_unwrap(env, self, &passages_tag);
	if (!passages || passages->closed)
		return NULL;
	passages->closed = true;
	settle(env, egf_passage_stop(passages->thread));
	egf_poll_close(&passages->poll);
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

static struct passage *new_passage(struct passages *passages, const int fds[2])
{
	struct passage *passage = calloc(1, sizeof(*passage));

	if (!passage)
		return NULL;
	for (int i = 0; i < 2; i++) {
		passage->relay.sides[i].relay = &passage->relay;
		passage->relay.sides[i].fd = fds[i];
	}
	passage->relay.owner = passage;
	passage->passages = passages;
	passages->references++;
	return passage;
}

static napi_value start_relay(napi_env env, napi_callback_info info)
{
	napi_value argv[2], self, promise;
	int given[2], fds[2] = { -1, -1 };
	struct passages *passages;
	struct passage *passage;

	if (!egf_args(env, info, 2, argv, &self) || !egf_fd(env, argv[0], "client", &given[0]) ||
	    !egf_fd(env, argv[1], "upstream", &given[1]))
		return NULL;
	passages = egf_unwrap(env, self, &passages_tag);
	if (!passages)
		return NULL;
	if (passages->closed)
		return egf_throw(env, -ECANCELED, "relay", "the thread is closed");
	for (int i = 0; i < 2; i++)
		if (copy_descriptor(env, given[i], &fds[i]) < 0)
			goto cleanup;
	passage = new_passage(passages, fds);
	if (!passage) {
		egf_throw(env, -ENOMEM, "malloc", "relay");
		goto cleanup;
	}
	if (napi_create_promise(env, &passage->deferred, &promise) != napi_ok) {
		free_passage(passage);
		egf_napi_failed(env);
		goto cleanup;
	}
	egf_passage_add(passages->thread, &passage->relay);
	return promise;

cleanup:
	for (int i = 0; i < 2; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return NULL;
}

static napi_value open_passages(napi_env env, napi_callback_info info)
{
	struct passages *passages = calloc(1, sizeof(*passages));
	napi_value object;
	int err;

	(void)info;
	if (!passages)
		return egf_throw(env, -ENOMEM, "malloc", "openPassages");
	passages->references = 1;
	passages->poll.on_ready = on_ended;
	passages->poll.on_closed = on_poll_closed;
	err = egf_passage_start(&passages->thread, &passages->ended_fd);
	if (err < 0) {
		free(passages);
		return egf_throw(env, err, "openPassages", NULL);
	}
	err = egf_poll_start(env, &passages->poll, passages->ended_fd, "egress-filter:passages");
	if (err < 0) {
		egf_passage_stop(passages->thread);
		close(passages->ended_fd);
		free(passages);
		return egf_throw(env, err, "uv_poll_init", NULL);
	}
	/* From here on the poll closes what was opened. */
	if (napi_create_object(env, &object) != napi_ok ||
	    !egf_set_function(env, object, "relay", start_relay) ||
	    !egf_set_function(env, object, "close", close_passages) ||
	    !egf_wrap(env, object, &passages_tag, passages, finalize_passages)) {
		egf_poll_close(&passages->poll);
		return egf_napi_failed(env);
	}
	passages->references++;
	return object;
}

napi_status egf_register_passage(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openPassages", open_passages) ? napi_ok : napi_generic_failure;
}
