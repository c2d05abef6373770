/* SPDX-License-Identifier: MIT */
/*
 * Connections whose bytes nobody looks at: from socket to socket, on one thread for all of them.
 *
 * passage_relay.c moves the bytes of one relay, passage_thread.c waits for sockets, passage.c talks to
 * JavaScript. A relay belongs to the thread from egf_passage_add() until egf_passage_ended() returns it.
 */
#ifndef EGF_PASSAGE_H
#define EGF_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is read at once: at most so much is kept for a slow reader, beside what the two sockets hold. */
#define EGF_PASSAGE_CHUNK (256 * 1024)

/* So long without bytes (nanoseconds) is a pause: the end of a message, for all we know, and somebody may wait for it. */
#define EGF_PASSAGE_PAUSE 2000000

/* The thread's own. Bytes stay in it from recv(2) to send(2); idle relays hold none. */
struct egf_passage_buffer {
	unsigned char bytes[EGF_PASSAGE_CHUNK];
	/* What all relays together keep for slow readers. */
	size_t kept;
};

enum egf_way_state {
	EGF_WAY_OPEN,
	/* The sender has ended; what is kept is still to be delivered. */
	EGF_WAY_ENDED,
	/* The receiver has been told of the end (shutdown(2)), or takes no more. */
	EGF_WAY_DONE,
};

/* Bytes from fds[i] to fds[1 - i]. */
struct egf_way {
	/* [start, end) of an allocation, made where the receiver did not take all. */
	unsigned char *kept;
	size_t start, end;
	uint64_t carried;
	/* Bytes since the last pause, and when the last ones were read (CLOCK_MONOTONIC, nanoseconds). */
	uint64_t run, read_at;
	/* The sender's socket wakes us for a whole chunk only (SO_RCVLOWAT, socket(7)), until there is a pause. */
	bool patient;
	enum egf_way_state state;
};

struct egf_side {
	struct egf_relay *relay;
	int fd;
	/* What the last events said; readable until there was less than asked for. */
	bool readable, writable, hung_up;
	/* An end, an error or urgent data (tcp(7)) lies behind what a short read gives, and is not announced again. */
	bool thorough;
};

enum egf_pumped {
	/* Waits for a socket. */
	EGF_PUMP_WAITS,
	/* There may be more to move at once; others have their turn first. */
	EGF_PUMP_MORE,
	EGF_PUMP_OVER,
};

/* sides[0] is the client, sides[1] the upstream; ways[i] leads away from sides[i]. */
struct egf_relay {
	struct egf_side sides[2];
	struct egf_way ways[2];
	/* What broke it: a negative errno, 0 after an orderly end; and on which side. */
	int error;
	int broken_side;
	bool over;
	/* The thread's own lists: every relay, and those whose turn comes without an event. */
	struct egf_relay *previous, *next;
	struct egf_relay *next_ready, *next_patient;
	bool ready, listed;
	/* Of the binding. */
	void *owner;
};

enum egf_pumped egf_relay_pump(struct egf_relay *relay, struct egf_passage_buffer *buffer);
/* A way that is patient reads what there is after a pause, and is not patient any more. False: there was no such way. */
bool egf_relay_pause(struct egf_relay *relay, uint64_t now);
uint64_t egf_passage_clock(void);
/* A reset for the upstream (RFC 9293, section 3.10.7.4), an end for the client. */
void egf_relay_abort(struct egf_relay *relay);
/* The relay's own descriptors and what it keeps. */
void egf_relay_close(struct egf_relay *relay, struct egf_passage_buffer *buffer);

struct egf_passages;

/* `ended_fd` becomes readable (eventfd) when there are relays to take. Returns 0 or a negative errno. */
int egf_passage_start(struct egf_passages **passages, int *ended_fd);
/* The descriptors of the relay's sides are its own from here on. */
void egf_passage_add(struct egf_passages *passages, struct egf_relay *relay);
/* Those that have ended since the last call, linked by `next`; their descriptors are closed. */
struct egf_relay *egf_passage_ended(struct egf_passages *passages);
/* Breaks off what is left, ends the thread, and returns all that was not taken, likewise. */
struct egf_relay *egf_passage_stop(struct egf_passages *passages);

#endif
