/* SPDX-License-Identifier: MIT */
/*
 * Connections whose bytes nobody looks at: splice(2) from socket to socket, on one thread for all of them.
 *
 * splice_relay.c moves the bytes of one relay, splice_thread.c waits for sockets, splice.c talks to
 * JavaScript. A relay belongs to the thread from egf_splice_add() until egf_splice_ended() returns it.
 */
#ifndef EGF_SPLICE_H
#define EGF_SPLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A full pipe is what a relay holds for a slow reader, beside what the two sockets do. */
#define EGF_PIPE_SIZE (256 * 1024)

struct egf_pipe {
	int out, in;
};

/* Empty pipes. One is taken when bytes arrive and given back when they are gone: idle relays hold none. */
struct egf_pipes {
	struct egf_pipe spare[64];
	size_t count;
};

/* Returns 0 or a negative errno (EMFILE: later again). */
int egf_pipes_take(struct egf_pipes *pipes, struct egf_pipe *pipe);
/* `pipe` is empty. */
void egf_pipes_give(struct egf_pipes *pipes, struct egf_pipe *pipe);
void egf_pipes_close(struct egf_pipes *pipes);

enum egf_way_state {
	EGF_WAY_OPEN,
	/* The sender has ended; what is in the pipe is still to be delivered. */
	EGF_WAY_ENDED,
	/* The receiver has been told of the end (shutdown(2)), or takes no more. */
	EGF_WAY_DONE,
};

/* Bytes from fds[i] to fds[1 - i]. */
struct egf_way {
	struct egf_pipe pipe;
	bool has_pipe;
	size_t held;
	uint64_t carried;
	enum egf_way_state state;
};

struct egf_side {
	struct egf_relay *relay;
	int fd;
	bool hung_up;
};

enum egf_pumped {
	/* Waits for a socket. */
	EGF_PUMP_WAITS,
	/* There may be more to move at once; others have their turn first. */
	EGF_PUMP_MORE,
	/* There is no pipe. */
	EGF_PUMP_STARVED,
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
	struct egf_relay *next_ready;
	bool ready;
	/* Of the binding. */
	void *owner;
};

enum egf_pumped egf_relay_pump(struct egf_relay *relay, struct egf_pipes *pipes);
/* A reset for the upstream (RFC 9293, section 3.10.7.4), an end for the client. */
void egf_relay_abort(struct egf_relay *relay);
/* The relay's own descriptors and pipes. */
void egf_relay_close(struct egf_relay *relay, struct egf_pipes *pipes);

struct egf_splicer;

/* `ended_fd` becomes readable (eventfd) when there are relays to take. Returns 0 or a negative errno. */
int egf_splice_start(struct egf_splicer **splicer, int *ended_fd);
/* The descriptors of the relay's sides are its own from here on. */
void egf_splice_add(struct egf_splicer *splicer, struct egf_relay *relay);
/* Those that have ended since the last call, linked by `next`; their descriptors are closed. */
struct egf_relay *egf_splice_ended(struct egf_splicer *splicer);
/* Breaks off what is left, ends the thread, and returns all that was not taken, likewise. */
struct egf_relay *egf_splice_stop(struct egf_splicer *splicer);

#endif
