/* SPDX-License-Identifier: MIT */
/* One relay: moves what there is to move, and tells each side how the other one ended. */
#include "splice.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Bytes of one relay in one turn, so that a fast one does not starve the rest. */
#define BUDGET (4 * 1024 * 1024)

int egf_pipes_take(struct egf_pipes *pipes, struct egf_pipe *pipe)
{
	int fds[2];

	if (pipes->count > 0) {
		*pipe = pipes->spare[--pipes->count];
		return 0;
	}
	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) < 0)
		return -errno;
	/* A user with many of them gets small ones (pipe-user-pages-soft): slower, and as right. */
	fcntl(fds[0], F_SETPIPE_SZ, EGF_PIPE_SIZE);
	pipe->out = fds[0];
	pipe->in = fds[1];
	return 0;
}

static void close_pipe(struct egf_pipe *pipe)
{
	close(pipe->out);
	close(pipe->in);
}

void egf_pipes_give(struct egf_pipes *pipes, struct egf_pipe *pipe)
{
	if (pipes->count < sizeof(pipes->spare) / sizeof(pipes->spare[0]))
		pipes->spare[pipes->count++] = *pipe;
	else
		close_pipe(pipe);
}

void egf_pipes_close(struct egf_pipes *pipes)
{
	while (pipes->count > 0)
		close_pipe(&pipes->spare[--pipes->count]);
}

static void release_pipe(struct egf_way *way, struct egf_pipes *pipes)
{
	if (!way->has_pipe)
		return;
	way->has_pipe = false;
	/* What is in it would come out in another connection. */
	if (way->held > 0)
		close_pipe(&way->pipe);
	else
		egf_pipes_give(pipes, &way->pipe);
	way->held = 0;
}

/* The next close(2) of the socket, whoever does it, sends a reset. */
static void reset_on_close(int fd)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

static void end_with(struct egf_relay *relay, int side, int err)
{
	if (relay->error == 0) {
		relay->error = err;
		relay->broken_side = side;
	}
}

/* Nothing that this side has said may pass for an orderly end. */
static void break_off(struct egf_relay *relay, int side, int err)
{
	end_with(relay, side, err);
	relay->over = true;
	reset_on_close(relay->sides[1 - side].fd);
}

/*
 * The side takes no more. What it has said before that is still delivered, also where it broke: the kernel gives what was received
 * first, then the error (tcp_recvmsg_locked), or an end where a write has been told of it. Where it had said all, it has only left:
 * most clients close without waiting for the last the server says, which is a reset for what comes then.
 */
static void refuse_more(struct egf_relay *relay, int side, int err, struct egf_pipes *pipes)
{
	struct egf_way *to = &relay->ways[1 - side], *from = &relay->ways[side];

	release_pipe(to, pipes);
	to->state = EGF_WAY_DONE;
	/* Of a connection that was reset, shutdown(2) says that there is none. */
	if (from->state == EGF_WAY_OPEN)
		end_with(relay, side, err == -ENOTCONN ? -ECONNRESET : err);
}

static bool is_broken(const struct egf_relay *relay, int side)
{
	return relay->error != 0 && relay->broken_side == side;
}

/* False when the receiver takes no more for now, or the way is over. */
static bool deliver(struct egf_relay *relay, int from, struct egf_pipes *pipes, size_t *budget)
{
	struct egf_way *way = &relay->ways[from];
	ssize_t moved;

	while (way->held > 0) {
		moved = splice(way->pipe.out, NULL, relay->sides[1 - from].fd, NULL, way->held,
			       SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
		if (moved < 0 && errno == EINTR)
			continue;
		if (moved < 0 && errno == EAGAIN)
			return false;
		if (moved <= 0) {
			refuse_more(relay, 1 - from, moved < 0 ? -errno : -EPIPE, pipes);
			return false;
		}
		way->held -= (size_t)moved;
		way->carried += (uint64_t)moved;
		*budget -= *budget < (size_t)moved ? *budget : (size_t)moved;
	}
	if (way->state == EGF_WAY_OPEN)
		return true;
	release_pipe(way, pipes);
	way->state = EGF_WAY_DONE;
	if (shutdown(relay->sides[1 - from].fd, SHUT_WR) < 0)
		refuse_more(relay, 1 - from, -errno, pipes);
	return false;
}

static enum egf_pumped pump_way(struct egf_relay *relay, int from, struct egf_pipes *pipes)
{
	struct egf_way *way = &relay->ways[from];
	size_t budget = BUDGET;
	ssize_t moved;

	if (way->state == EGF_WAY_DONE)
		return EGF_PUMP_WAITS;
	while (deliver(relay, from, pipes, &budget)) {
		/* Only an empty pipe is filled: then EAGAIN speaks of the socket, not of the pipe. */
		if (budget == 0)
			return EGF_PUMP_MORE;
		if (!way->has_pipe && egf_pipes_take(pipes, &way->pipe) < 0)
			return EGF_PUMP_STARVED;
		way->has_pipe = true;
		moved = splice(relay->sides[from].fd, NULL, way->pipe.in, NULL, EGF_PIPE_SIZE,
			       SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
		if (moved > 0) {
			way->held = (size_t)moved;
		} else if (moved == 0 && is_broken(relay, from)) {
			break_off(relay, from, relay->error);
			return EGF_PUMP_OVER;
		} else if (moved == 0) {
			way->state = EGF_WAY_ENDED;
		} else if (errno == EAGAIN) {
			release_pipe(way, pipes);
			return EGF_PUMP_WAITS;
		} else if (errno != EINTR) {
			break_off(relay, from, -errno);
			return EGF_PUMP_OVER;
		}
	}
	return EGF_PUMP_WAITS;
}

enum egf_pumped egf_relay_pump(struct egf_relay *relay, struct egf_pipes *pipes)
{
	enum egf_pumped both = EGF_PUMP_WAITS;

	for (int from = 0; from < 2 && !relay->over; from++) {
		enum egf_pumped one = pump_way(relay, from, pipes);

		if (one > both)
			both = one;
	}
	/* It broke after its turn: no event will come for what it has said. */
	if (!relay->over && is_broken(relay, 0))
		both = pump_way(relay, 0, pipes);
	/*
	 * Shut in both directions, and not by us: reset. Its way out has met the error by now, unless that
	 * one is over or full; the way to it would meet it at the next byte only, which may never come.
	 */
	for (int side = 0; side < 2 && !relay->over; side++)
		if (relay->sides[side].hung_up && relay->ways[side].state != EGF_WAY_OPEN &&
		    relay->ways[1 - side].state != EGF_WAY_DONE)
			refuse_more(relay, side, -EPIPE, pipes);
	if (relay->ways[0].state == EGF_WAY_DONE && relay->ways[1].state == EGF_WAY_DONE)
		relay->over = true;
	return relay->over ? EGF_PUMP_OVER : both;
}

void egf_relay_abort(struct egf_relay *relay)
{
	end_with(relay, 0, -ECANCELED);
	relay->over = true;
	reset_on_close(relay->sides[1].fd);
}

void egf_relay_close(struct egf_relay *relay, struct egf_pipes *pipes)
{
	for (int side = 0; side < 2; side++) {
		release_pipe(&relay->ways[side], pipes);
		close(relay->sides[side].fd);
	}
}
