/* SPDX-License-Identifier: MIT */
/* One connection's TLS: ciphertext from and to its socket, plaintext to and from JavaScript. */
#include "tls.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/x509.h>

/* What one stream may read before the others have their turn. */
#define TURN (256 * 1024)

/* No peer has a use for so many KeyUpdates without taking one of the answers, which nothing else bounds. */
#define UNREAD_REPLIES (64 * 1024)

/* There is nothing sensible to do in a thread that is out of memory but to end the process, which shuts the filter. */
static void *allocate(void *old, size_t size)
{
	void *memory = realloc(old, size);

	if (!memory)
		abort();
	return memory;
}

void egf_tls_append(struct egf_tls_bytes *bytes, const unsigned char *more, size_t length)
{
	if (bytes->capacity - bytes->end < length && bytes->start > 0) {
		memmove(bytes->bytes, bytes->bytes + bytes->start, bytes->end - bytes->start);
		bytes->end -= bytes->start;
		bytes->start = 0;
	}
	if (bytes->capacity - bytes->end < length) {
		size_t doubled = 2 * bytes->capacity, least = bytes->end + length;
		unsigned char *own = bytes->borrowed ? NULL : bytes->bytes;

		bytes->capacity = doubled > least ? doubled : least;
		own = allocate(own, bytes->capacity);
		if (bytes->borrowed)
			memcpy(own, bytes->bytes, bytes->end);
		bytes->bytes = own;
		bytes->borrowed = false;
	}
	memcpy(bytes->bytes + bytes->end, more, length);
	bytes->end += length;
}

void egf_tls_release(struct egf_tls_bytes *bytes)
{
	if (!bytes->borrowed)
		free(bytes->bytes);
	memset(bytes, 0, sizeof(*bytes));
}

/* What is left of a stream that can go on no further: its number, until JavaScript lets go of it. */
static void break_with(struct egf_tls_stream *stream, const char *text)
{
	if (stream->broken)
		return;
	stream->broken = true;
	egf_tls_carry_end(stream);
	egf_tls_post(stream, EGF_TLS_ERROR, text, strlen(text));
	egf_tls_close(stream);
}

static void break_by_errno(struct egf_tls_stream *stream, const char *what, int error)
{
	const char *name = strerrorname_np(error);
	char text[96];

	snprintf(text, sizeof(text), "%s\n%s %s", name ? name : "EIO", what, name ? name : "EIO");
	break_with(stream, text);
}

void egf_tls_send(struct egf_tls_stream *stream)
{
	struct egf_tls_bytes *out = &stream->out;

	while (!stream->broken && stream->writable && out->start < out->end) {
		ssize_t sent = send(stream->fd, out->bytes + out->start, out->end - out->start, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && errno != EAGAIN) {
			break_by_errno(stream, "write", errno);
			return;
		}
		if (sent < 0) {
			stream->writable = false;
			return;
		}
		atomic_fetch_add_explicit(&stream->sent, (unsigned long long)sent, memory_order_relaxed);
		out->start += (size_t)sent;
	}
	if (stream->broken || out->start < out->end)
		return;
	egf_tls_release(out);
	stream->replies = 0;
	if (stream->notify && stream->later.start == stream->later.end) {
		stream->notify = false;
		egf_tls_post(stream, EGF_TLS_DRAINED, NULL, 0);
	}
	if (stream->shut && !stream->finished) {
		stream->finished = true;
		shutdown(stream->fd, SHUT_WR);
		egf_tls_post(stream, EGF_TLS_FINISHED, NULL, 0);
	}
}

/* Its alert, if there is one, still goes out. */
static void break_by_tls(struct egf_tls_stream *stream)
{
	char text[512];

	egf_tls_reason(text, sizeof(text));
	egf_tls_send(stream);
	break_with(stream, text);
}

static void tell_secured(struct egf_tls_stream *stream)
{
	struct egf_tls_secure secure = { .verified = X509_V_OK, .resumed = SSL_session_reused(stream->ssl) != 0 };
	X509 *peer = SSL_is_server(stream->ssl) ? NULL : SSL_get1_peer_certificate(stream->ssl);
	const unsigned char *alpn = NULL;
	unsigned char *der = NULL;
	unsigned int alpn_length = 0;
	int length;

	stream->secured = true;
	SSL_get0_alpn_selected(stream->ssl, &alpn, &alpn_length);
	secure.alpn_length = (uint8_t)alpn_length;
	if (!SSL_is_server(stream->ssl))
		secure.verified = (int32_t)SSL_get_verify_result(stream->ssl);
	length = peer ? i2d_X509(peer, &der) : 0;
	egf_tls_post_parts(stream, EGF_TLS_SECURE, &secure, sizeof(secure), alpn, secure.alpn_length, der,
			   length > 0 ? (size_t)length : 0);
	OPENSSL_free(der);
	X509_free(peer);
}

/* Is the handshake over? */
static bool shake_hands(struct egf_tls_stream *stream)
{
	int result;

	if (stream->secured)
		return true;
	ERR_clear_error();
	result = SSL_do_handshake(stream->ssl);
	if (result == 1) {
		tell_secured(stream);
		return true;
	}
	if (SSL_get_error(stream->ssl, result) != SSL_ERROR_WANT_READ)
		break_by_tls(stream);
	return false;
}

static void tell_end(struct egf_tls_stream *stream, bool closed)
{
	if (stream->ended || stream->broken)
		return;
	stream->ended = true;
	egf_tls_carry_stop(stream);
	egf_tls_post(stream, EGF_TLS_END, "", closed ? 0 : 1);
}

/* How much more plaintext may be read now; what it takes is made up of records, and may be one more than that. */
static size_t room(const struct egf_tls_stream *stream)
{
	if (stream->carry)
		return egf_tls_carry_room(stream);
	return stream->held || stream->unacknowledged >= EGF_TLS_WINDOW ? 0 : EGF_TLS_WINDOW - stream->unacknowledged;
}

void egf_tls_tell(struct egf_tls_stream *stream, const unsigned char *plain, size_t length)
{
	stream->unacknowledged += length;
	egf_tls_post(stream, EGF_TLS_DATA, plain, length);
}

/* All plaintext that the ciphertext at hand holds, as far as there is room for it. */
static void decrypt(struct egf_tls_stream *stream, struct egf_tls_scratch *scratch)
{
	size_t got = 0, size = sizeof(scratch->plain), most = room(stream);
	size_t before = egf_tls_carry_lead(stream, scratch->plain), held = before;
	const size_t unsent = stream->out.end - stream->out.start;
	char reason[512];
	int why = SSL_ERROR_NONE;

	/* A carry ends at an octet. */
	if (stream->carry && most < size)
		size = most;
	while (why == SSL_ERROR_NONE && held < most && held < size) {
		ERR_clear_error();
		if (SSL_read_ex(stream->ssl, scratch->plain + held, size - held, &got))
			held += got;
		else
			why = SSL_get_error(stream->ssl, 0);
	}
	stream->replies += stream->out.end - stream->out.start - unsent;
	/* To carry is to use OpenSSL again, which forgets the reason. */
	if (why != SSL_ERROR_NONE && why != SSL_ERROR_WANT_READ && why != SSL_ERROR_ZERO_RETURN)
		egf_tls_reason(reason, sizeof(reason));
	if (held > before && stream->carry)
		egf_tls_carry(stream, scratch->plain, held, scratch);
	else if (held > before)
		egf_tls_tell(stream, scratch->plain, held);
	switch (why) {
	case SSL_ERROR_NONE:
	case SSL_ERROR_WANT_READ:
		return;
	case SSL_ERROR_ZERO_RETURN:
		tell_end(stream, true);
		return;
	default:
		/* Its alert, if there is one, still goes out. */
		egf_tls_send(stream);
		break_with(stream, reason);
	}
}

/* The ciphertext goes where nothing has to be kept: into the thread's buffer. */
static bool receive(struct egf_tls_stream *stream, struct egf_tls_scratch *scratch)
{
	const size_t size = sizeof(scratch->in);
	ssize_t got;

	do
		got = recv(stream->fd, scratch->in, size, 0);
	while (got < 0 && errno == EINTR);
	if (got < 0) {
		stream->readable = false;
		if (errno != EAGAIN)
			break_by_errno(stream, "read", errno);
		return false;
	}
	if (got == 0) {
		stream->readable = false;
		stream->at_end = true;
		return false;
	}
	/* Less than asked for is all there was; an end behind it has been announced, or will be. */
	if ((size_t)got < size && !stream->hung_up)
		stream->readable = false;
	atomic_fetch_add_explicit(&stream->received, (unsigned long long)got, memory_order_relaxed);
	stream->in = (struct egf_tls_bytes){ .bytes = scratch->in, .end = (size_t)got, .borrowed = true };
	return true;
}

/* After the peer's last word, while ours is still due: does it listen? */
static void look_for_break(struct egf_tls_stream *stream)
{
	socklen_t length = sizeof(int);
	int error = 0;

	if (stream->hung_up && !stream->finished && !stream->broken && !getsockopt(stream->fd, SOL_SOCKET, SO_ERROR, &error, &length) && error)
		break_by_errno(stream, "read", error);
}

/* What was received into the thread's buffer and must wait: for JavaScript to take what there is already. */
static void keep_rest(struct egf_tls_stream *stream)
{
	struct egf_tls_bytes rest = stream->in;

	if (!rest.borrowed)
		return;
	stream->in = (struct egf_tls_bytes){ 0 };
	if (!stream->broken && !stream->ended && rest.start < rest.end)
		egf_tls_append(&stream->in, rest.bytes + rest.start, rest.end - rest.start);
}

bool egf_tls_pump(struct egf_tls_stream *stream, struct egf_tls_scratch *scratch)
{
	bool more = false, blocked;
	size_t read = 0;

	while (!stream->broken && !stream->ended && room(stream) > 0) {
		if (stream->in.start == stream->in.end && SSL_pending(stream->ssl) == 0) {
			egf_tls_release(&stream->in);
			more = stream->readable && read >= TURN;
			if (more || !stream->readable || !receive(stream, scratch))
				break;
			read += stream->in.end;
		}
		if (shake_hands(stream))
			decrypt(stream, scratch);
		if (stream->replies > UNREAD_REPLIES)
			egf_tls_send(stream);
		if (stream->replies > UNREAD_REPLIES)
			break_with(stream, "ERR_SSL_UNREAD_REPLIES\nthe peer asks for answers of TLS and takes none");
	}
	keep_rest(stream);
	if (stream->at_end && stream->in.start == stream->in.end && SSL_pending(stream->ssl) == 0)
		tell_end(stream, false);
	blocked = stream->out.start < stream->out.end;
	egf_tls_send(stream);
	if (blocked && stream->carried_from && stream->out.start == stream->out.end)
		egf_tls_ready(stream->carried_from);
	if (stream->ended)
		look_for_break(stream);
	return more;
}

void egf_tls_begin(struct egf_tls_stream *stream)
{
	if (!stream->leaf) {
		shake_hands(stream);
		return;
	}
	ERR_clear_error();
	if (!egf_tls_leaf_show(stream->leaf, stream->ssl))
		break_by_tls(stream);
	egf_tls_leaf_release(stream->leaf);
	stream->leaf = NULL;
}

void egf_tls_encrypt(struct egf_tls_stream *stream, const unsigned char *plain, size_t length)
{
	size_t written;

	if (stream->broken || stream->shut || length == 0)
		return;
	ERR_clear_error();
	if (!stream->secured || !SSL_write_ex(stream->ssl, plain, length, &written))
		break_by_tls(stream);
}

void egf_tls_shut(struct egf_tls_stream *stream)
{
	if (stream->broken || stream->shut)
		return;
	stream->shut = true;
	ERR_clear_error();
	if (stream->secured && !stream->bare)
		SSL_shutdown(stream->ssl);
}

void egf_tls_leave(struct egf_tls_stream *stream)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (!stream->broken) {
		egf_tls_send(stream);
		if (stream->resets && stream->fd >= 0)
			setsockopt(stream->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	}
	stream->broken = true;
	stream->gone = true;
	egf_tls_carry_end(stream);
	egf_tls_close(stream);
}

void egf_tls_obey(struct egf_tls_stream *stream, const struct egf_tls_command *command)
{
	struct egf_tls_order order;

	switch (command->type) {
	case EGF_TLS_WRITE:
		egf_tls_carry_write(stream, command->data, command->length);
		return;
	case EGF_TLS_SHUT:
		stream->bare = command->length != 0;
		egf_tls_carry_shut(stream);
		return;
	case EGF_TLS_ACK:
		stream->unacknowledged -= command->length < stream->unacknowledged ? command->length : stream->unacknowledged;
		return;
	case EGF_TLS_NOTIFY:
		stream->notify = true;
		return;
	case EGF_TLS_DESTROY:
	case EGF_TLS_RESET:
		stream->leaving = true;
		stream->resets = command->type == EGF_TLS_RESET;
		return;
	case EGF_TLS_HOLD:
		stream->held = true;
		egf_tls_post(stream, EGF_TLS_HELD, NULL, 0);
		return;
	case EGF_TLS_RELEASE:
		stream->held = false;
		egf_tls_carry_release(stream);
		return;
	case EGF_TLS_GRANT:
		egf_tls_carry_grant(stream, command->length);
		return;
	case EGF_TLS_CARRY:
		memcpy(&order, command->data, sizeof(order));
		egf_tls_carry_begin(stream, &order);
		return;
	case EGF_TLS_ADD:
	case EGF_TLS_PREPARE:
		return;
	}
}

void egf_tls_close(struct egf_tls_stream *stream)
{
	if (stream->fd < 0)
		return;
	egf_tls_unwatch(stream);
	close(stream->fd);
	stream->fd = -1;
}

void egf_tls_free(struct egf_tls_stream *stream)
{
	egf_tls_close(stream);
	/* SSL_free(3) would spoil the session of a connection that ended without close_notify, which others resume. */
	if (stream->ssl)
		SSL_set_shutdown(stream->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	SSL_free(stream->ssl);
	SSL_SESSION_free(stream->session);
	egf_tls_leaf_release(stream->leaf);
	free(stream->alpn);
	egf_tls_release(&stream->in);
	egf_tls_release(&stream->out);
	egf_tls_release(&stream->later);
	free(stream->carry);
	free(stream);
}
