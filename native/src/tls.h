/* SPDX-License-Identifier: MIT */
/*
 * TLS on threads of its own: handshakes, records and sockets. JavaScript sees plaintext and events.
 *
 * tls_stream.c is one connection's TLS, tls_carry.c what goes from one to another past JavaScript, tls_thread.c waits for sockets,
 * tls_context.c holds what connections share, tls_engine.c tells JavaScript what happens, tls.c does what it asks for, tls_objects.c is what it keeps
 * between connections. The code calls the OpenSSL 3 that is part of Node; the addon brings none along (decision 33).
 *
 * A stream belongs to its thread from egf_tls_add() until EGF_TLS_GONE; until then only `received` and `sent` may be read.
 */
#ifndef EGF_TLS_H
#define EGF_TLS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/ssl.h>

#include "tls_leaf.h"

/* Plaintext on the way to JavaScript that it has not acknowledged; the peer is read no further then. */
#define EGF_TLS_WINDOW (128 * 1024)

enum egf_tls_event_type {
	EGF_TLS_DATA,
	/* The handshake is over: struct egf_tls_secure, ALPN, certificate (DER; upstream only). */
	EGF_TLS_SECURE,
	/* Nothing more will come: close_notify; with a byte: the end of the TCP stream alone, as whoever is on the way could make it. */
	EGF_TLS_END,
	/* "CODE\nmessage"; the socket is closed. */
	EGF_TLS_ERROR,
	/* All that was written is with the kernel. */
	EGF_TLS_DRAINED,
	/* close_notify and FIN are, too. */
	EGF_TLS_FINISHED,
	/* A session to resume: SSL_SESSION *, a reference that whoever takes the event has to free. */
	EGF_TLS_SESSION,
	/* After EGF_TLS_HOLD: no more plaintext comes until EGF_TLS_RELEASE, or the end of a carry. */
	EGF_TLS_HELD,
	/* Of the stream that was read: a carry is over. struct egf_tls_carried; plaintext that follows is the caller's again. */
	EGF_TLS_CARRIED,
	/* Last one after EGF_TLS_DESTROY. */
	EGF_TLS_GONE,
};

struct egf_tls_secure {
	/* X509_V_OK or why the chain is not to be trusted; of a server's side: X509_V_OK. */
	int32_t verified;
	uint8_t resumed;
	uint8_t alpn_length;
	uint16_t reserved;
};

struct egf_tls_event {
	struct egf_tls_event *next;
	struct egf_tls_stream *stream;
	enum egf_tls_event_type type;
	size_t length;
	unsigned char data[];
};

enum egf_tls_command_type {
	EGF_TLS_ADD,
	EGF_TLS_WRITE,
	/* close_notify, then FIN. */
	EGF_TLS_SHUT,
	/* JavaScript has consumed `length` bytes. */
	EGF_TLS_ACK,
	/* Tell by EGF_TLS_DRAINED when all is with the kernel. */
	EGF_TLS_NOTIFY,
	EGF_TLS_DESTROY,
	EGF_TLS_RESET,
	EGF_TLS_HOLD,
	/* Also ends a carry, of frames between two of them. */
	EGF_TLS_RELEASE,
	/* `length` more octets for a carry that is under way. */
	EGF_TLS_GRANT,
	/* struct egf_tls_order */
	EGF_TLS_CARRY,
	/* Of no stream: struct egf_tls_leaf *, a reference; it is made. */
	EGF_TLS_PREPARE,
};

struct egf_tls_order {
	struct egf_tls_stream *to;
	/* Of a body; of frames: payload, as flow control counts it. */
	uint64_t octets;
	/* Frames: the highest stream that may be meant, and what is still to come of a frame that has begun. */
	bool frames;
	uint32_t last_stream, inside;
};

#define EGF_TLS_FRAME_STREAMS 8

struct egf_tls_carried {
	/* As in the order, of both kinds. */
	uint64_t octets;
	/* All plaintext, with the heads of frames. */
	uint64_t plain;
	/* What never came of a frame that had begun. */
	uint32_t inside;
	uint32_t streams;
	/* Payload by stream. */
	struct {
		uint64_t octets;
		uint32_t id, reserved;
	} stream[EGF_TLS_FRAME_STREAMS];
};

struct egf_tls_command {
	struct egf_tls_command *next;
	struct egf_tls_stream *stream;
	enum egf_tls_command_type type;
	size_t length;
	unsigned char data[];
};

/* Bytes [start, end) of an allocation that is made when there are any, or of memory that is somebody else's. */
struct egf_tls_bytes {
	unsigned char *bytes;
	size_t start, end, capacity;
	bool borrowed;
};

/* A thread's own, for the stream that is being pumped. */
struct egf_tls_scratch {
	unsigned char in[128 * 1024];
	unsigned char plain[128 * 1024];
	/* Of so much plaintext, with room for the overhead of its records. */
	unsigned char out[144 * 1024];
};

struct egf_tls_thread;
struct egf_tls_carry;

struct egf_tls_stream {
	uint32_t id;
	int fd;
	SSL *ssl;
	struct egf_tls_thread *thread;
	/* A server's side: what it shows, until its thread has taken it. */
	struct egf_tls_leaf *leaf;
	/* Ciphertext. `in` borrows the thread's buffer while the stream is pumped, and keeps what is left. */
	struct egf_tls_bytes in, out;
	/* Plaintext that JavaScript wrote while a carry into this stream was under way, and has to come behind it. */
	struct egf_tls_bytes later;
	size_t unacknowledged;
	/* Of `out`, what OpenSSL wrote by itself since that was last empty: answers to the peer's KeyUpdates, warnings. */
	size_t replies;
	/* Of the protocol to choose as a server; empty: none. */
	unsigned char *alpn;
	uint8_t alpn_length;
	bool readable, writable, hung_up, at_end;
	bool secured, ended, broken, notify, shut, finished, gone;
	bool ready, held, shut_later;
	/* JavaScript has let go of it, by EGF_TLS_DESTROY or EGF_TLS_RESET. */
	bool leaving, resets;
	/* Ends without a close_notify. */
	bool bare;
	struct egf_tls_stream *previous, *next, *next_ready;
	/* The carry under way from this stream, and whose carry goes into it; both belong to the same thread. */
	struct egf_tls_carry *carry;
	struct egf_tls_stream *carried_from;
	atomic_ullong received, sent;
	/* One is on the way to JavaScript: a server can send more than anybody wants. */
	atomic_bool session_due;
	/* Main thread: the last session that nobody has asked for, and whether JavaScript has let go of the stream. */
	SSL_SESSION *session;
	bool let_go;
};

/* tls_context.c. Functions that return NULL have left the reason in OpenSSL's error queue. */
SSL_CTX *egf_tls_server_context(void);
SSL_CTX *egf_tls_client_context(void);
/* Each PEM text holds one certificate. */
bool egf_tls_trust(SSL_CTX *context, const char *pem, size_t length);
X509 *egf_tls_certificate(const char *pem, size_t length);
EVP_PKEY *egf_tls_key(const char *pem, size_t length);
/* The stream's own way to read and write: its `in` and `out`. */
BIO *egf_tls_bio(struct egf_tls_stream *stream);
/* Whom sessions and ALPN callbacks belong to. */
struct egf_tls_stream *egf_tls_stream_of(const SSL *ssl);
/* "CODE\nmessage" of the oldest entry in this thread's error queue, which is emptied. */
int egf_tls_reason(char *text, size_t size);

/* tls_stream.c; all on the stream's thread. */
/* True when there is more to do at once, but others have their turn first. */
bool egf_tls_pump(struct egf_tls_stream *stream, struct egf_tls_scratch *scratch);
void egf_tls_obey(struct egf_tls_stream *stream, const struct egf_tls_command *command);
void egf_tls_append(struct egf_tls_bytes *bytes, const unsigned char *more, size_t length);
void egf_tls_release(struct egf_tls_bytes *bytes);
/* Plaintext into `out`, and `out` into the socket as far as it takes it. */
void egf_tls_encrypt(struct egf_tls_stream *stream, const unsigned char *plain, size_t length);
/* Plaintext to JavaScript. */
void egf_tls_tell(struct egf_tls_stream *stream, const unsigned char *plain, size_t length);
void egf_tls_send(struct egf_tls_stream *stream);
void egf_tls_shut(struct egf_tls_stream *stream);
/* Before the first pump: a client's first flight is due before anything arrives, a server needs its leaf. */
void egf_tls_begin(struct egf_tls_stream *stream);
/* In the turn of a stream that is `leaving`; after those whose answers came before. */
void egf_tls_leave(struct egf_tls_stream *stream);
void egf_tls_close(struct egf_tls_stream *stream);
void egf_tls_free(struct egf_tls_stream *stream);

/* tls_carry.c; all on the thread of both streams */
void egf_tls_carry_begin(struct egf_tls_stream *from, const struct egf_tls_order *order);
void egf_tls_carry_grant(struct egf_tls_stream *from, uint64_t octets);
void egf_tls_carry_release(struct egf_tls_stream *from);
/* How much plaintext the carry from this stream may be given now: 0 while the other side has something to send. */
size_t egf_tls_carry_room(const struct egf_tls_stream *from);
/* Puts what was left over before into `plain`; how much that is. */
size_t egf_tls_carry_lead(const struct egf_tls_stream *from, unsigned char *plain);
/* What is not to be carried is told to JavaScript, after the end of the carry. */
void egf_tls_carry(struct egf_tls_stream *from, const unsigned char *plain, size_t length, struct egf_tls_scratch *scratch);
/* What JavaScript writes to a stream, or its end: now, or behind what is being carried into it. */
void egf_tls_carry_write(struct egf_tls_stream *to, const unsigned char *plain, size_t length);
void egf_tls_carry_shut(struct egf_tls_stream *to);
/* Before anything is said of the end of what comes from a stream; of a stream that is closed, whichever side of a carry it is. */
void egf_tls_carry_stop(struct egf_tls_stream *from);
void egf_tls_carry_end(struct egf_tls_stream *stream);

/* tls_thread.c */
struct egf_tls_threads;
/* `event_fd` (eventfd) becomes readable when there are events to take. 0 or a negative errno. */
int egf_tls_start(struct egf_tls_threads **threads, unsigned int count, int *event_fd);
unsigned int egf_tls_count(const struct egf_tls_threads *threads);
struct egf_tls_thread *egf_tls_thread_at(struct egf_tls_threads *threads, unsigned int index);
/* Commands are collected per thread and go when egf_tls_flush() is called. */
void egf_tls_unwatch(struct egf_tls_stream *stream);
/* It is pumped in the next turn. */
void egf_tls_ready(struct egf_tls_stream *stream);
void egf_tls_submit(struct egf_tls_thread *thread, struct egf_tls_command *command);
void egf_tls_flush(struct egf_tls_threads *threads);
void egf_tls_post(struct egf_tls_stream *stream, enum egf_tls_event_type type, const void *data, size_t length);
void egf_tls_post_parts(struct egf_tls_stream *stream, enum egf_tls_event_type type, const void *first, size_t first_length,
			const void *second, size_t second_length, const void *third, size_t third_length);
/* Of an event EGF_TLS_SESSION. */
SSL_SESSION *egf_tls_session(const struct egf_tls_event *event);
/* All events so far, oldest first. */
struct egf_tls_event *egf_tls_take(struct egf_tls_threads *threads);
/* Ends the threads, closes and frees all streams. */
void egf_tls_stop(struct egf_tls_threads *threads);

#endif
