/* SPDX-License-Identifier: MIT */
/* openTls(): TLS connections whose handshakes and records are made outside of JavaScript's thread. */
#include "napi.h"
#include "poll.h"
#include "tls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>

/* JavaScript answers these together, and what it says goes to the threads before the next ones. */
#define BATCH_EVENTS 32
#define BATCH_BYTES (256 * 1024)
#define MAX_STREAMS (1 << 20)
#define META 4

struct engine {
	struct egf_poll poll;
	struct egf_tls_threads *threads;
	SSL_CTX *server;
	/* All leaves have one key: it is read once. */
	char *key_text;
	EVP_PKEY *key;
	napi_ref on_events, meta_ref;
	int32_t *meta;
	/* By id; a free place holds NULL. */
	struct egf_tls_stream **streams;
	uint32_t capacity, lowest_free;
	bool delivering, closed;
	/* Held by the JavaScript object and by the poll. */
	unsigned int references;
};

struct leaf {
	X509 *certificate;
	EVP_PKEY *key;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int digest_length;
};

struct trust {
	SSL_CTX *context;
};

struct session {
	SSL_SESSION *session;
};

static const napi_type_tag engine_tag = { 0x5d1a0c7be2f34a96, 0x87c4e1b0d95f3a22 };
static const napi_type_tag leaf_tag = { 0x3be90fd2715c4e08, 0xa1d6720cf94b8e35 };
static const napi_type_tag session_tag = { 0x1f70d93c58ae4b21, 0xce5402b87d91f36a };
static const napi_type_tag trust_tag = { 0x90c2f7a6e81d4b53, 0xb40e9d31672acf88 };

static napi_value throw_tls(napi_env env, const char *what)
{
	char reason[512];
	char *message;

	egf_tls_reason(reason, sizeof(reason));
	message = strchr(reason, '\n');
	return egf_throw(env, -EINVAL, what, message ? message + 1 : reason);
}

static void put_engine(struct engine *engine)
{
	if (--engine->references > 0)
		return;
	free(engine->streams);
	free(engine);
}

static void stop(struct engine *engine)
{
	if (engine->closed)
		return;
	engine->closed = true;
	egf_tls_stop(engine->threads);
	SSL_CTX_free(engine->server);
	EVP_PKEY_free(engine->key);
	free(engine->key_text);
}

static void finalize_engine(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	put_engine(data);
}

static void finalize_leaf(napi_env env, void *data, void *hint)
{
	struct leaf *leaf = data;

	(void)env;
	(void)hint;
	X509_free(leaf->certificate);
	EVP_PKEY_free(leaf->key);
	free(leaf);
}

static void finalize_trust(napi_env env, void *data, void *hint)
{
	struct trust *trust = data;

	(void)env;
	(void)hint;
	SSL_CTX_free(trust->context);
	free(trust);
}

static void finalize_session(napi_env env, void *data, void *hint)
{
	struct session *session = data;

	(void)env;
	(void)hint;
	SSL_SESSION_free(session->session);
	free(session);
}

/* Events to JavaScript */

/* JavaScript asks for the session itself, where it wants it. With the engine its streams are gone. */
static void store_session(const struct engine *engine, const struct egf_tls_event *event)
{
	if (engine->closed) {
		SSL_SESSION_free(egf_tls_session(event));
		return;
	}
	SSL_SESSION_free(event->stream->session);
	event->stream->session = egf_tls_session(event);
	atomic_store(&event->stream->session_due, false);
}

static bool call(struct engine *engine, uint32_t count, napi_value data)
{
	napi_env env = engine->poll.env;
	napi_value argv[2], function, global, error;

	argv[1] = data;
	if (napi_create_uint32(env, count, &argv[0]) != napi_ok || napi_get_global(env, &global) != napi_ok ||
	    napi_get_reference_value(env, engine->on_events, &function) != napi_ok)
		return false;
	if (napi_call_function(env, global, function, 2, argv, NULL) == napi_ok)
		return true;
	if (napi_get_and_clear_last_exception(env, &error) == napi_ok)
		napi_fatal_exception(env, error);
	return true;
}

/* Hands on `count` events, from `first` on, which hold `bytes` in all. */
static void hand_on(struct engine *engine, const struct egf_tls_event *first, uint32_t count, size_t bytes)
{
	napi_env env = engine->poll.env;
	napi_callback_scope scope;
	napi_handle_scope handles;
	napi_value data, resource;
	unsigned char *at = NULL;
	size_t offset = 0;

	if (count == 0 || napi_open_handle_scope(env, &handles) != napi_ok)
		return;
	if (napi_create_object(env, &resource) == napi_ok &&
	    napi_create_buffer(env, bytes, (void **)&at, &data) == napi_ok &&
	    napi_open_callback_scope(env, resource, engine->poll.context, &scope) == napi_ok) {
		for (uint32_t i = 0; i < count; i++, first = first->next) {
			int32_t *meta = engine->meta + META * i;

			meta[0] = (int32_t)first->stream->id;
			meta[1] = first->type;
			meta[2] = (int32_t)offset;
			meta[3] = (int32_t)first->length;
			if (first->type == EGF_TLS_SESSION) {
				meta[3] = 0;
				continue;
			}
			if (first->length > 0)
				memcpy(at + offset, first->data, first->length);
			offset += first->length;
		}
		call(engine, count, data);
		/* Promises and ticks of what was called run now, and may write. */
		napi_close_callback_scope(env, scope);
	}
	napi_close_handle_scope(env, handles);
	if (!engine->closed)
		egf_tls_flush(engine->threads);
}

static void let_go(struct engine *engine, struct egf_tls_stream *stream)
{
	engine->streams[stream->id] = NULL;
	if (stream->id < engine->lowest_free)
		engine->lowest_free = stream->id;
	egf_tls_free(stream);
}

static void on_events(struct egf_poll *poll)
{
	struct engine *engine = (struct engine *)poll;
	struct egf_tls_event *event, *first, *next;
	size_t bytes = 0;
	uint32_t count = 0;

	if (engine->closed)
		return;
	engine->delivering = true;
	first = egf_tls_take(engine->threads);
	for (event = first; event; event = next) {
		next = event->next;
		/* A stream's number is free only after all that was said of it. */
		if (event->type != EGF_TLS_GONE) {
			count++;
			if (event->type == EGF_TLS_SESSION)
				store_session(engine, event);
			else
				bytes += event->length;
			if (next && next->type != EGF_TLS_GONE && count < BATCH_EVENTS && bytes < BATCH_BYTES)
				continue;
		}
		if (!engine->closed)
			hand_on(engine, first, count, bytes);
		for (; first != next; first = event) {
			event = first->next;
			if (first->type == EGF_TLS_GONE && !engine->closed)
				let_go(engine, first->stream);
			else if (first->type == EGF_TLS_GONE)
				egf_tls_free(first->stream);
			free(first);
		}
		count = 0;
		bytes = 0;
	}
	engine->delivering = false;
	if (!engine->closed)
		egf_tls_flush(engine->threads);
}

/* Also when the environment ends without close(): no thread of ours may be left then. */
static void on_poll_closed(struct egf_poll *poll)
{
	struct engine *engine = (struct engine *)poll;

	stop(engine);
	if (engine->on_events)
		napi_delete_reference(poll->env, engine->on_events);
	if (engine->meta_ref)
		napi_delete_reference(poll->env, engine->meta_ref);
	put_engine(engine);
}

/* What JavaScript asks for */

static void submit(const struct engine *engine, struct egf_tls_stream *stream, enum egf_tls_command_type type, const void *data,
		   size_t length)
{
	size_t held = data ? length : 0;
	struct egf_tls_command *command = malloc(sizeof(*command) + held);
	if (!command)
		abort();
	command->stream = stream;
	command->type = type;
	command->length = length;
	if (held > 0)
		memcpy(command->data, data, held);
	egf_tls_submit(command);
	if (!engine->delivering)
		egf_tls_flush(engine->threads);
}

static struct engine *this_engine(napi_env env, napi_value self)
{
	struct engine *engine = egf_unwrap(env, self, &engine_tag);

	if (engine && engine->closed) {
		egf_throw(env, -ECANCELED, "tls", "the engine is closed");
		return NULL;
	}
	return engine;
}

static struct egf_tls_stream *stream_at(napi_env env, const struct engine *engine, napi_value id)
{
	int64_t number;

	if (!egf_int(env, id, "id", 0, MAX_STREAMS, &number))
		return NULL;
	if (number >= engine->capacity || !engine->streams[number] || engine->streams[number]->let_go) {
		egf_throw(env, -EBADF, "tls", "no such stream");
		return NULL;
	}
	return engine->streams[number];
}

static bool bytes_of(napi_env env, napi_value value, const char *name, void **bytes, size_t *length)
{
	bool is_buffer = false;

	if (napi_is_buffer(env, value, &is_buffer) == napi_ok && is_buffer &&
	    napi_get_buffer_info(env, value, bytes, length) == napi_ok)
		return true;
	egf_type_error(env, "%s must be a Buffer", name);
	return false;
}

static bool reserve_id(struct engine *engine, uint32_t *id)
{
	struct egf_tls_stream **grown;
	uint32_t at = engine->lowest_free, capacity;

	while (at < engine->capacity && engine->streams[at])
		at++;
	if (at == engine->capacity) {
		capacity = engine->capacity ? 2 * engine->capacity : 64;
		if (capacity > MAX_STREAMS)
			return false;
		grown = realloc(engine->streams, capacity * sizeof(*grown));
		if (!grown)
			return false;
		memset(grown + engine->capacity, 0, (capacity - engine->capacity) * sizeof(*grown));
		engine->streams = grown;
		engine->capacity = capacity;
	}
	engine->lowest_free = at + 1;
	*id = at;
	return true;
}

/* With a descriptor of its own, a copy; freed by egf_tls_free(). NULL with an exception pending. */
static struct egf_tls_stream *new_stream(napi_env env, struct engine *engine, int fd, unsigned int thread, SSL_CTX *context)
{
	struct egf_tls_stream *stream = calloc(1, sizeof(*stream));
	BIO *bio;

	if (!stream) {
		egf_throw(env, -ENOMEM, "malloc", "stream");
		return NULL;
	}
	stream->thread = egf_tls_thread_at(engine->threads, thread);
	stream->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (stream->fd < 0) {
		egf_throw(env, -errno, "fcntl", "F_DUPFD_CLOEXEC");
		free(stream);
		return NULL;
	}
	ERR_clear_error();
	stream->ssl = SSL_new(context);
	bio = stream->ssl ? egf_tls_bio(stream) : NULL;
	if (!bio || !reserve_id(engine, &stream->id)) {
		BIO_free(bio);
		close(stream->fd);
		SSL_free(stream->ssl);
		free(stream);
		egf_throw(env, -ENOMEM, "SSL_new", NULL);
		return NULL;
	}
	SSL_set_bio(stream->ssl, bio, bio);
	return stream;
}

static void discard(struct egf_tls_stream *stream)
{
	close(stream->fd);
	stream->fd = -1;
	egf_tls_free(stream);
}

static napi_value begin(napi_env env, struct engine *engine, struct egf_tls_stream *stream)
{
	napi_value id;

	if (napi_create_uint32(env, stream->id, &id) != napi_ok) {
		discard(stream);
		return egf_napi_failed(env);
	}
	engine->streams[stream->id] = stream;
	submit(engine, stream, EGF_TLS_ADD, NULL, 0);
	return id;
}

/* accept(fd, thread, leaf, alpn, head) */
static napi_value accept_stream(napi_env env, napi_callback_info info)
{
	napi_value argv[5], self;
	struct egf_tls_stream *stream;
	struct engine *engine;
	struct leaf *leaf;
	int64_t thread;
	size_t length, alpn_length = 0;
	char alpn[sizeof(stream->alpn) + 1];
	void *head;
	int fd;

	if (!egf_args(env, info, 5, argv, &self))
		return NULL;
	engine = this_engine(env, self);
	if (!engine || !egf_fd(env, argv[0], "fd", &fd) || !egf_int(env, argv[1], "thread", 0, INT32_MAX, &thread))
		return NULL;
	leaf = egf_unwrap(env, argv[2], &leaf_tag);
	if (!leaf || !bytes_of(env, argv[4], "head", &head, &length))
		return NULL;
	if (napi_get_value_string_latin1(env, argv[3], alpn, sizeof(alpn), &alpn_length) != napi_ok)
		return egf_type_error(env, "alpn must be a string");
	stream = new_stream(env, engine, fd, (unsigned int)thread, engine->server);
	if (!stream)
		return NULL;
	memcpy(stream->alpn, alpn, alpn_length);
	stream->alpn_length = (uint8_t)alpn_length;
	if (length > 0)
		egf_tls_append(&stream->in, head, length);
	if (!SSL_use_certificate(stream->ssl, leaf->certificate) || !SSL_use_PrivateKey(stream->ssl, leaf->key) ||
	    !SSL_set_session_id_context(stream->ssl, leaf->digest, leaf->digest_length)) {
		discard(stream);
		return throw_tls(env, "accept");
	}
	SSL_set_accept_state(stream->ssl);
	return begin(env, engine, stream);
}

/* connect(fd, thread, trust, servername, alpn, session) */
static napi_value connect_stream(napi_env env, napi_callback_info info)
{
	napi_value argv[6], self;
	struct egf_tls_stream *stream;
	struct engine *engine;
	struct trust *trust;
	struct session *session = NULL;
	SSL_SESSION *copy = NULL;
	char *name = NULL;
	int64_t thread;
	size_t alpn_length;
	void *alpn;
	bool prepared;
	int fd;

	if (!egf_args(env, info, 6, argv, &self))
		return NULL;
	engine = this_engine(env, self);
	if (!engine || !egf_fd(env, argv[0], "fd", &fd) || !egf_int(env, argv[1], "thread", 0, INT32_MAX, &thread))
		return NULL;
	trust = egf_unwrap(env, argv[2], &trust_tag);
	if (!trust || !bytes_of(env, argv[4], "alpn", &alpn, &alpn_length))
		return NULL;
	if (egf_typeof(env, argv[5]) != napi_undefined) {
		session = egf_unwrap(env, argv[5], &session_tag);
		if (!session)
			return NULL;
	}
	if (!egf_string(env, argv[3], "servername", &name))
		return NULL;
	stream = new_stream(env, engine, fd, (unsigned int)thread, trust->context);
	if (!stream) {
		free(name);
		return NULL;
	}
	/* OpenSSL spoils a session of TLS 1.3 that is used; servers that want each to be used once refuse it by themselves. */
	if (session)
		copy = SSL_SESSION_dup(session->session);
	/* 0 of SSL_set_alpn_protos() means success. */
	prepared = (name[0] == '\0' || SSL_set_tlsext_host_name(stream->ssl, name)) &&
		   (alpn_length == 0 || !SSL_set_alpn_protos(stream->ssl, alpn, (unsigned int)alpn_length)) &&
		   (!copy || SSL_set_session(stream->ssl, copy));
	SSL_SESSION_free(copy);
	free(name);
	if (!prepared) {
		discard(stream);
		return throw_tls(env, "connect");
	}
	SSL_set_connect_state(stream->ssl);
	return begin(env, engine, stream);
}

static napi_value write_stream(napi_env env, napi_callback_info info)
{
	napi_value argv[2], self;
	struct egf_tls_stream *stream;
	struct engine *engine;
	size_t length;
	void *bytes;

	if (!egf_args(env, info, 2, argv, &self))
		return NULL;
	engine = this_engine(env, self);
	stream = engine ? stream_at(env, engine, argv[0]) : NULL;
	if (stream && bytes_of(env, argv[1], "bytes", &bytes, &length) && length > 0)
		submit(engine, stream, EGF_TLS_WRITE, bytes, length);
	return NULL;
}

static napi_value command(napi_env env, napi_callback_info info, enum egf_tls_command_type type)
{
	napi_value argv[2], self;
	struct egf_tls_stream *stream;
	struct engine *engine;
	int64_t number = 0;

	if (!egf_args(env, info, 2, argv, &self))
		return NULL;
	engine = this_engine(env, self);
	stream = engine ? stream_at(env, engine, argv[0]) : NULL;
	if (!stream || ((type == EGF_TLS_ACK || type == EGF_TLS_GRANT || type == EGF_TLS_SHUT) && !egf_int(env, argv[1], "length", 0, UINT32_MAX, &number)))
		return NULL;
	/* Its thread may say at any moment that it is gone, and then it must not hear of it again. */
	stream->let_go = type == EGF_TLS_DESTROY || type == EGF_TLS_RESET;
	submit(engine, stream, type, NULL, (size_t)number);
	return NULL;
}

static napi_value shut_stream(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_SHUT);
}

static napi_value acknowledge(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_ACK);
}

static napi_value notify(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_NOTIFY);
}

static napi_value destroy_stream(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_DESTROY);
}

static napi_value reset_stream(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_RESET);
}

static napi_value hold(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_HOLD);
}

static napi_value release(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_RELEASE);
}

static napi_value grant(napi_env env, napi_callback_info info)
{
	return command(env, info, EGF_TLS_GRANT);
}

static napi_value order(napi_env env, const struct engine *engine, napi_value from_id, napi_value to_id, struct egf_tls_order *what)
{
	struct egf_tls_stream *from = stream_at(env, engine, from_id);

	what->to = from ? stream_at(env, engine, to_id) : NULL;
	if (!what->to)
		return NULL;
	if (from == what->to || from->thread != what->to->thread)
		return egf_throw(env, -EINVAL, "carry", "not between these");
	submit(engine, from, EGF_TLS_CARRY, what, sizeof(*what));
	return NULL;
}

/* carry(from, to, octets) */
static napi_value carry(napi_env env, napi_callback_info info)
{
	struct egf_tls_order what = { 0 };
	const struct engine *engine;
	napi_value argv[3], self;
	int64_t octets;

	if (!egf_args(env, info, 3, argv, &self))
		return NULL;
	engine = this_engine(env, self);
	if (!engine || !egf_int(env, argv[2], "octets", 1, INT64_MAX, &octets))
		return NULL;
	what.octets = (uint64_t)octets;
	return order(env, engine, argv[0], argv[1], &what);
}

/* carryFrames(from, to, octets, lastStream, inside) */
static napi_value carry_frames(napi_env env, napi_callback_info info)
{
	struct egf_tls_order what = { .frames = true };
	int64_t octets, last_stream, inside;
	const struct engine *engine;
	napi_value argv[5], self;

	if (!egf_args(env, info, 5, argv, &self))
		return NULL;
	engine = this_engine(env, self);
	if (!engine || !egf_int(env, argv[2], "octets", 0, UINT32_MAX, &octets) ||
	    !egf_int(env, argv[3], "lastStream", 0, INT32_MAX, &last_stream) ||
	    !egf_int(env, argv[4], "inside", 0, 0xffffff, &inside))
		return NULL;
	what.octets = (uint64_t)octets;
	what.last_stream = (uint32_t)last_stream;
	what.inside = (uint32_t)inside;
	return order(env, engine, argv[0], argv[1], &what);
}

static napi_value traffic(napi_env env, napi_callback_info info)
{
	napi_value id, self, object;
	const struct egf_tls_stream *stream;
	struct engine *engine;

	if (!egf_args(env, info, 1, &id, &self))
		return NULL;
	engine = this_engine(env, self);
	stream = engine ? stream_at(env, engine, id) : NULL;
	if (!stream)
		return NULL;
	if (napi_create_object(env, &object) != napi_ok ||
	    !egf_set_int(env, object, "received", (int64_t)atomic_load(&stream->received)) ||
	    !egf_set_int(env, object, "sent", (int64_t)atomic_load(&stream->sent)))
		return egf_napi_failed(env);
	return object;
}

static napi_value take_session(napi_env env, napi_callback_info info)
{
	napi_value id, self, object;
	struct egf_tls_stream *stream;
	struct session *session;
	struct engine *engine;

	if (!egf_args(env, info, 1, &id, &self))
		return NULL;
	engine = this_engine(env, self);
	stream = engine ? stream_at(env, engine, id) : NULL;
	if (!stream || !stream->session)
		return NULL;
	session = calloc(1, sizeof(*session));
	if (!session)
		return egf_throw(env, -ENOMEM, "malloc", "session");
	session->session = stream->session;
	stream->session = NULL;
	if (napi_create_object(env, &object) == napi_ok &&
	    egf_wrap(env, object, &session_tag, session, finalize_session))
		return object;
	finalize_session(env, session, NULL);
	return egf_napi_failed(env);
}

/* The key, with a reference of its own; NULL: OpenSSL cannot read it. */
static EVP_PKEY *key_of(struct engine *engine, char *text)
{
	EVP_PKEY *key;

	if (!engine->key_text || strcmp(engine->key_text, text)) {
		key = egf_tls_key(text, strlen(text));
		if (!key)
			return NULL;
		EVP_PKEY_free(engine->key);
		free(engine->key_text);
		engine->key = key;
		engine->key_text = strdup(text);
	}
	EVP_PKEY_up_ref(engine->key);
	return engine->key;
}

static napi_value make_leaf(napi_env env, napi_callback_info info)
{
	struct leaf *leaf = calloc(1, sizeof(*leaf));
	char *certificate = NULL, *key = NULL;
	napi_value argv[2], self, object;
	struct engine *engine;

	if (!leaf)
		return egf_throw(env, -ENOMEM, "malloc", "leaf");
	if (!egf_args(env, info, 2, argv, &self))
		goto cleanup;
	engine = this_engine(env, self);
	if (!engine || !egf_string(env, argv[0], "certificate", &certificate) ||
	    !egf_string(env, argv[1], "key", &key))
		goto cleanup;
	ERR_clear_error();
	leaf->certificate = egf_tls_certificate(certificate, strlen(certificate));
	leaf->key = key_of(engine, key);
	if (!leaf->certificate || !leaf->key ||
	    !X509_digest(leaf->certificate, EVP_sha256(), leaf->digest, &leaf->digest_length)) {
		throw_tls(env, "leaf");
		goto cleanup;
	}
	free(certificate);
	free(key);
	if (napi_create_object(env, &object) == napi_ok && egf_wrap(env, object, &leaf_tag, leaf, finalize_leaf))
		return object;
	finalize_leaf(env, leaf, NULL);
	return egf_napi_failed(env);

cleanup:
	free(certificate);
	free(key);
	finalize_leaf(env, leaf, NULL);
	return NULL;
}

/* trust(pems): those that OpenSSL cannot read are passed over. */
static napi_value make_trust(napi_env env, napi_callback_info info)
{
	struct trust *trust = calloc(1, sizeof(*trust));
	napi_value pems, element, self, object;
	uint32_t count = 0;
	char *pem;

	if (!trust)
		return egf_throw(env, -ENOMEM, "malloc", "trust");
	ERR_clear_error();
	trust->context = egf_tls_client_context();
	if (!trust->context) {
		throw_tls(env, "trust");
		goto cleanup;
	}
	if (!egf_args(env, info, 1, &pems, &self))
		goto cleanup;
	if (napi_get_array_length(env, pems, &count) != napi_ok) {
		egf_type_error(env, "pems must be an array");
		goto cleanup;
	}
	for (uint32_t i = 0; i < count; i++) {
		if (napi_get_element(env, pems, i, &element) != napi_ok || !egf_string(env, element, "pem", &pem))
			goto cleanup;
		egf_tls_trust(trust->context, pem, strlen(pem));
		free(pem);
	}
	ERR_clear_error();
	if (napi_create_object(env, &object) == napi_ok && egf_wrap(env, object, &trust_tag, trust, finalize_trust))
		return object;
	egf_napi_failed(env);

cleanup:
	finalize_trust(env, trust, NULL);
	return NULL;
}

static napi_value close_engine(napi_env env, napi_callback_info info)
{
	struct engine *engine;
	napi_value self;

	if (!egf_args(env, info, 0, NULL, &self))
		return NULL;
	engine = egf_unwrap(env, self, &engine_tag);
	if (!engine || engine->closed)
		return NULL;
	stop(engine);
	egf_poll_close(&engine->poll);
	return NULL;
}

static bool add_methods(napi_env env, napi_value object)
{
	static const struct {
		const char *name;
		napi_callback function;
	} methods[] = {
		{ "accept", accept_stream }, { "connect", connect_stream }, { "write", write_stream },
		{ "shut", shut_stream },     { "acknowledge", acknowledge }, { "notify", notify },
		{ "destroy", destroy_stream }, { "reset", reset_stream },   { "traffic", traffic },
		{ "session", take_session },   { "hold", hold },	    { "release", release },
		{ "carry", carry },	       { "carryFrames", carry_frames }, { "grant", grant },
		{ "leaf", make_leaf },	     { "trust", make_trust },	    { "close", close_engine },
	};

	for (size_t i = 0; i < EGF_COUNT(methods); i++)
		if (!egf_set_function(env, object, methods[i].name, methods[i].function))
			return false;
	return true;
}

/* openTls(threads, meta, onEvents) */
static napi_value open_tls(napi_env env, napi_callback_info info)
{
	napi_value argv[3], object;
	napi_typedarray_type type;
	struct engine *engine;
	int64_t count;
	size_t length;
	int event_fd, err;

	if (!egf_args(env, info, 3, argv, NULL) || !egf_int(env, argv[0], "threads", 1, 64, &count))
		return NULL;
	if (egf_typeof(env, argv[2]) != napi_function)
		return egf_type_error(env, "onEvents must be a function");
	engine = calloc(1, sizeof(*engine));
	if (!engine)
		return egf_throw(env, -ENOMEM, "malloc", "openTls");
	if (napi_get_typedarray_info(env, argv[1], &type, &length, (void **)&engine->meta, NULL, NULL) != napi_ok ||
	    type != napi_int32_array || length < META * BATCH_EVENTS) {
		free(engine);
		return egf_type_error(env, "meta must be an Int32Array of %d numbers", META * BATCH_EVENTS);
	}
	engine->references = 1;
	engine->poll.on_ready = on_events;
	engine->poll.on_closed = on_poll_closed;
	ERR_clear_error();
	engine->server = egf_tls_server_context();
	err = engine->server ? egf_tls_start(&engine->threads, (unsigned int)count, &event_fd) : -EINVAL;
	if (err < 0) {
		SSL_CTX_free(engine->server);
		free(engine);
		return egf_throw(env, err, "openTls", NULL);
	}
	err = egf_poll_start(env, &engine->poll, event_fd, "egress-filter:tls");
	if (err < 0) {
		stop(engine);
		free(engine);
		return egf_throw(env, err, "uv_poll_init", NULL);
	}
	/* From here on the poll closes what was opened. */
	if (napi_create_reference(env, argv[1], 1, &engine->meta_ref) != napi_ok ||
	    napi_create_reference(env, argv[2], 1, &engine->on_events) != napi_ok ||
	    napi_create_object(env, &object) != napi_ok || !add_methods(env, object) ||
	    !egf_wrap(env, object, &engine_tag, engine, finalize_engine)) {
		egf_poll_close(&engine->poll);
		return egf_napi_failed(env);
	}
	engine->references++;
	return object;
}

napi_status egf_register_tls(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openTls", open_tls) ? napi_ok : napi_generic_failure;
}
