/* SPDX-License-Identifier: MIT */
/* The methods of an engine: what JavaScript asks of its threads. */
#include "tls_engine.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>

#define MAX_STREAMS (1 << 20)
/* As Node asks for it, for the sockets of clients. */
#define KEEP_ALIVE_S 60

static void send_to(const struct egf_tls_engine *engine, struct egf_tls_thread *thread, struct egf_tls_stream *stream,
		    enum egf_tls_command_type type, const void *data, size_t length)
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
	egf_tls_submit(thread, command);
	if (!engine->delivering)
		egf_tls_flush(engine->threads);
}

static void submit(const struct egf_tls_engine *engine, struct egf_tls_stream *stream, enum egf_tls_command_type type, const void *data,
		   size_t length)
{
	send_to(engine, stream->thread, stream, type, data, length);
}

void egf_tls_take_outbox(struct egf_tls_engine *engine)
{
	const int32_t *box = engine->outbox;
	size_t at = 1, end, length, room;

	if (!box || box[0] <= 0)
		return;
	end = 1 + (size_t)box[0];
	engine->outbox[0] = 0;
	while (end <= engine->outbox_length && at + 2 <= end) {
		const uint32_t id = (uint32_t)box[at];

		length = (uint32_t)box[at + 1];
		room = (end - at - 2) * sizeof(*box);
		if (length > room)
			return;
		if (id < engine->capacity && engine->streams[id] && !engine->streams[id]->let_go)
			submit(engine, engine->streams[id], EGF_TLS_WRITE, box + at + 2, length);
		at += 2 + (length + sizeof(*box) - 1) / sizeof(*box);
	}
}

static struct egf_tls_stream *stream_at(napi_env env, const struct egf_tls_engine *engine, napi_value id)
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

static bool reserve_id(struct egf_tls_engine *engine, uint32_t *id)
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

/* Owns the descriptor from now on, also where this fails; freed by egf_tls_free(). NULL with an exception pending. */
static struct egf_tls_stream *new_stream(napi_env env, struct egf_tls_engine *engine, int fd, unsigned int thread, SSL_CTX *context)
{
	struct egf_tls_stream *stream = calloc(1, sizeof(*stream));
	BIO *bio;

	if (!stream) {
		close(fd);
		egf_throw(env, -ENOMEM, "malloc", "stream");
		return NULL;
	}
	stream->thread = egf_tls_thread_at(engine->threads, thread);
	stream->fd = fd;
	ERR_clear_error();
	stream->ssl = SSL_new(context);
	bio = stream->ssl ? egf_tls_bio(stream) : NULL;
	if (!bio || !reserve_id(engine, &stream->id)) {
		BIO_free(bio);
		close(fd);
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

static napi_value begin(napi_env env, struct egf_tls_engine *engine, struct egf_tls_stream *stream)
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
	struct egf_tls_engine *engine;
	struct egf_tls_leaf *leaf;
	int64_t thread;
	size_t length, alpn_length = 0;
	/* A name has 1 to 255 octets (RFC 7301, section 3.1); one more shows that it is longer. */
	char alpn[UINT8_MAX + 2];
	void *head;
	int fd;

	if (!egf_args(env, info, 5, argv, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
	if (!engine || !egf_fd(env, argv[0], "fd", &fd) || !egf_int(env, argv[1], "thread", 0, INT32_MAX, &thread))
		return NULL;
	leaf = egf_tls_leaf_of(env, argv[2]);
	if (!leaf || !bytes_of(env, argv[4], "head", &head, &length))
		return NULL;
	if (napi_get_value_string_latin1(env, argv[3], alpn, sizeof(alpn), &alpn_length) != napi_ok || alpn_length > UINT8_MAX)
		return egf_type_error(env, "alpn must be a string of at most %d characters", UINT8_MAX);
	fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return egf_throw(env, -errno, "fcntl", "F_DUPFD_CLOEXEC");
	stream = new_stream(env, engine, fd, (unsigned int)thread, engine->server);
	if (!stream)
		return NULL;
	if (alpn_length > 0) {
		stream->alpn = malloc(alpn_length);
		if (!stream->alpn)
			abort();
		memcpy(stream->alpn, alpn, alpn_length);
	}
	stream->alpn_length = (uint8_t)alpn_length;
	if (length > 0)
		egf_tls_append(&stream->in, head, length);
	stream->leaf = egf_tls_leaf_hold(leaf);
	SSL_set_accept_state(stream->ssl);
	return begin(env, engine, stream);
}

/* A socket that is connecting, set up as those that clients are accepted on; or a negative errno. */
static int dial(const struct sockaddr_in *to)
{
	const int on = 1, idle = KEEP_ALIVE_S, interval = 1, probes = 10;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return -errno;
	/* Without these it would work, too. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
	if (connect(fd, (const struct sockaddr *)to, sizeof(*to)) == 0 || errno == EINPROGRESS)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

/* connect(ip, port, thread, trust, servername, alpn, session) */
static napi_value connect_stream(napi_env env, napi_callback_info info)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	napi_value argv[7], self;
	struct egf_tls_stream *stream;
	struct egf_tls_engine *engine;
	SSL_CTX *trust;
	SSL_SESSION *session = NULL, *copy = NULL;
	int64_t ip, port, thread;
	char *name = NULL;
	size_t alpn_length;
	void *alpn;
	bool prepared;
	int fd;

	if (!egf_args(env, info, 7, argv, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
	if (!engine || !egf_int(env, argv[0], "ip", 0, UINT32_MAX, &ip) || !egf_int(env, argv[1], "port", 1, UINT16_MAX, &port) ||
	    !egf_int(env, argv[2], "thread", 0, INT32_MAX, &thread))
		return NULL;
	trust = egf_tls_trust_of(env, argv[3]);
	if (!trust || !bytes_of(env, argv[5], "alpn", &alpn, &alpn_length))
		return NULL;
	if (egf_typeof(env, argv[6]) != napi_undefined) {
		session = egf_tls_session_of(env, argv[6]);
		if (!session)
			return NULL;
	}
	if (!egf_string(env, argv[4], "servername", &name))
		return NULL;
	to.sin_addr.s_addr = htonl((uint32_t)ip);
	to.sin_port = htons((uint16_t)port);
	fd = dial(&to);
	if (fd < 0)
		egf_throw(env, fd, "connect", NULL);
	stream = fd < 0 ? NULL : new_stream(env, engine, fd, (unsigned int)thread, trust);
	if (!stream) {
		free(name);
		return NULL;
	}
	/* OpenSSL spoils a session of TLS 1.3 that is used; servers that want each to be used once refuse it by themselves. */
	if (session)
		copy = SSL_SESSION_dup(session);
	/* 0 of SSL_set_alpn_protos() means success. */
	prepared = (name[0] == '\0' || SSL_set_tlsext_host_name(stream->ssl, name)) &&
		   (alpn_length == 0 || !SSL_set_alpn_protos(stream->ssl, alpn, (unsigned int)alpn_length)) &&
		   (!copy || SSL_set_session(stream->ssl, copy));
	SSL_SESSION_free(copy);
	free(name);
	if (!prepared) {
		discard(stream);
		return egf_tls_throw(env, "connect");
	}
	SSL_set_connect_state(stream->ssl);
	return begin(env, engine, stream);
}

static napi_value write_stream(napi_env env, napi_callback_info info)
{
	napi_value argv[2], self;
	struct egf_tls_stream *stream;
	struct egf_tls_engine *engine;
	size_t length;
	void *bytes;

	if (!egf_args(env, info, 2, argv, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
	stream = engine ? stream_at(env, engine, argv[0]) : NULL;
	if (stream && bytes_of(env, argv[1], "bytes", &bytes, &length) && length > 0)
		submit(engine, stream, EGF_TLS_WRITE, bytes, length);
	return NULL;
}

/* What is only a word to a stream's thread, with a number where it has one. */
struct word {
	const char *name;
	enum egf_tls_command_type type;
	bool counted;
};

static const struct word words[] = {
	{ "shut", EGF_TLS_SHUT, true },	    { "acknowledge", EGF_TLS_ACK, true },
	{ "grant", EGF_TLS_GRANT, true },   { "notify", EGF_TLS_NOTIFY, false },
	{ "hold", EGF_TLS_HOLD, false },    { "release", EGF_TLS_RELEASE, false },
	{ "reset", EGF_TLS_RESET, false },  { "destroy", EGF_TLS_DESTROY, false },
};

static napi_value say(napi_env env, napi_callback_info info)
{
	napi_value argv[2], self;
	struct egf_tls_stream *stream;
	struct egf_tls_engine *engine;
	const struct word *word;
	size_t count = EGF_COUNT(argv);
	int64_t number = 0;

	if (napi_get_cb_info(env, info, &count, argv, &self, (void **)&word) != napi_ok)
		return egf_napi_failed(env);
	engine = egf_tls_engine_of(env, self);
	stream = engine ? stream_at(env, engine, argv[0]) : NULL;
	if (!stream || (word->counted && !egf_int(env, argv[1], "length", 0, UINT32_MAX, &number)))
		return NULL;
	/* Its thread may say at any moment that it is gone, and then it must not hear of it again. */
	stream->let_go = word->type == EGF_TLS_DESTROY || word->type == EGF_TLS_RESET;
	submit(engine, stream, word->type, NULL, (size_t)number);
	return NULL;
}

static napi_value order(napi_env env, const struct egf_tls_engine *engine, napi_value from_id, napi_value to_id, struct egf_tls_order *what)
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
	const struct egf_tls_engine *engine;
	napi_value argv[3], self;
	int64_t octets;

	if (!egf_args(env, info, 3, argv, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
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
	const struct egf_tls_engine *engine;
	napi_value argv[5], self;

	if (!egf_args(env, info, 5, argv, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
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
	struct egf_tls_engine *engine;

	if (!egf_args(env, info, 1, &id, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
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
	struct egf_tls_stream *stream;
	SSL_SESSION *session;
	struct egf_tls_engine *engine;
	napi_value id, self;

	if (!egf_args(env, info, 1, &id, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
	stream = engine ? stream_at(env, engine, id) : NULL;
	if (!stream || !stream->session)
		return NULL;
	session = stream->session;
	stream->session = NULL;
	return egf_tls_session_object(env, session);
}

/* prepare(thread, leaf) */
static napi_value prepare_leaf(napi_env env, napi_callback_info info)
{
	struct egf_tls_engine *engine;
	struct egf_tls_leaf *leaf;
	napi_value argv[2], self;
	int64_t thread;

	if (!egf_args(env, info, 2, argv, &self))
		return NULL;
	engine = egf_tls_engine_of(env, self);
	leaf = engine && egf_int(env, argv[0], "thread", 0, INT32_MAX, &thread) ? egf_tls_leaf_of(env, argv[1]) : NULL;
	if (!leaf)
		return NULL;
	egf_tls_leaf_hold(leaf);
	send_to(engine, egf_tls_thread_at(engine->threads, (unsigned int)thread), NULL, EGF_TLS_PREPARE, &leaf, sizeof(leaf));
	return NULL;
}

static napi_value make_trust(napi_env env, napi_callback_info info)
{
	napi_value pems;

	return egf_args(env, info, 1, &pems, NULL) ? egf_tls_trust_object(env, pems) : NULL;
}

static napi_value close_engine(napi_env env, napi_callback_info info)
{
	napi_value self;

	if (egf_args(env, info, 0, NULL, &self))
		egf_tls_close_engine(env, self);
	return NULL;
}

bool egf_tls_methods(napi_env env, napi_value object)
{
	static const struct {
		const char *name;
		napi_callback function;
	} methods[] = {
		{ "accept", accept_stream }, { "connect", connect_stream }, { "write", write_stream },
		{ "carry", carry },	     { "carryFrames", carry_frames }, { "traffic", traffic },
		{ "session", take_session }, { "prepare", prepare_leaf },	    { "trust", make_trust },
		{ "close", close_engine },
	};
	napi_value function;

	for (size_t i = 0; i < EGF_COUNT(methods); i++)
		if (!egf_set_function(env, object, methods[i].name, methods[i].function))
			return false;
	for (size_t i = 0; i < EGF_COUNT(words); i++)
		if (napi_create_function(env, words[i].name, NAPI_AUTO_LENGTH, say, (void *)&words[i], &function) != napi_ok ||
		    !egf_set(env, object, words[i].name, function))
			return false;
	return true;
}
