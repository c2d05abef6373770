/* SPDX-License-Identifier: MIT */
/* One relay: moves what there is to move, and tells each side how the other one ended. */
#include "passage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Bytes of one relay in one turn, so that a fast one does not starve the rest. */
#define BUDGET (4 * EGF_PASSAGE_CHUNK)
/* Where so much is kept for slow readers already, less is read at once. */
#define KEPT_MOST (64 * 1024 * 1024)
#define CHUNK_LEAST (16 * 1024)
/* So much without a pause promises more of it. */
#define STREAM (1024 * 1024)

static void release(struct egf_way *way, struct egf_passage_buffer *buffer)
{
	buffer->kept -= way->end - way->start;
	free(way->kept);
	way->kept = NULL;
	way->start = 0;
	way->end = 0;
}

static void keep(struct egf_way *way, const unsigned char *bytes, size_t length, struct egf_passage_buffer *buffer)
{
	way->kept = malloc(length);
	/* There is nothing sensible to do in a thread that is out of memory but to end the process, which shuts the filter. */
	if (!way->kept)
		abort();
	memcpy(way->kept, bytes, length);
	way->end = length;
	buffer->kept += length;
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
static void refuse_more(struct egf_relay *relay, int side, int err, struct egf_passage_buffer *buffer)
{
	struct egf_way *to = &relay->ways[1 - side], *from = &relay->ways[side];

	release(to, buffer);
	to->state = EGF_WAY_DONE;
	/* Of a connection that was reset, shutdown(2) says that there is none. */
	if (from->state == EGF_WAY_OPEN)
		end_with(relay, side, err == -ENOTCONN ? -ECONNRESET : err);
	relay->sides[side].readable = true;
	relay->sides[side].thorough = true;
}

static bool is_broken(const struct egf_relay *relay, int side)
{
	return relay->error != 0 && relay->broken_side == side;
}

/* How much of it the receiver has taken. */
static size_t deliver(struct egf_relay *relay, int from, const unsigned char *bytes, size_t length, struct egf_passage_buffer *buffer)
{
	struct egf_side *to = &relay->sides[1 - from];
	size_t at = 0;

	while (at < length && to->writable) {
		ssize_t sent = send(to->fd, bytes + at, length - at, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (sent > 0)
			at += (size_t)sent;
		else if (sent < 0 && errno == EAGAIN)
			to->writable = false;
		else if (sent == 0 || errno != EINTR) {
			relay->ways[from].carried += at;
			refuse_more(relay, 1 - from, sent < 0 ? -errno : -EPIPE, buffer);
			return at;
		}
	}
	relay->ways[from].carried += at;
	return at;
}

/* False while the receiver has to take what is kept first, or where the way is over. */
static bool deliver_kept(struct egf_relay *relay, int from, struct egf_passage_buffer *buffer)
{
	struct egf_way *way = &relay->ways[from];
	size_t taken;

	if (way->start < way->end) {
		taken = deliver(relay, from, way->kept + way->start, way->end - way->start, buffer);
		if (relay->over || way->state == EGF_WAY_DONE)
			return false;
		way->start += taken;
		buffer->kept -= taken;
		if (way->start < way->end)
			return false;
		release(way, buffer);
	}
	if (way->state != EGF_WAY_ENDED)
		return way->state == EGF_WAY_OPEN;
	way->state = EGF_WAY_DONE;
	if (shutdown(relay->sides[1 - from].fd, SHUT_WR) < 0)
		refuse_more(relay, 1 - from, -errno, buffer);
	return false;
}

uint64_t egf_passage_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/*
 * To be woken for each packet of a fast stream costs more than to move its bytes. The kernel wakes earlier where its buffer is full, the
 * sender ends, or the connection breaks (tcp_epollin_ready).
 */
static void wake_for(struct egf_relay *relay, int from, int bytes)
{
	relay->ways[from].patient = setsockopt(relay->sides[from].fd, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof(bytes)) == 0 && bytes > 1;
}

static void note_read(struct egf_relay *relay, int from, size_t bytes)
{
	const uint64_t now = egf_passage_clock();
	struct egf_way *way = &relay->ways[from];

	if (now - way->read_at > EGF_PASSAGE_PAUSE)
		way->run = 0;
	way->read_at = now;
	way->run += bytes;
	if (way->run >= STREAM && !way->patient)
		wake_for(relay, from, EGF_PASSAGE_CHUNK);
}

bool egf_relay_pause(struct egf_relay *relay, uint64_t now)
{
	bool any = false;

	for (int from = 0; from < 2; from++) {
		struct egf_way *way = &relay->ways[from];

		if (!way->patient || now - way->read_at <= EGF_PASSAGE_PAUSE)
			continue;
		wake_for(relay, from, 1);
		way->run = 0;
		relay->sides[from].readable = true;
		any = true;
	}
	return any;
}

static enum egf_pumped pump_way(struct egf_relay *relay, int from, struct egf_passage_buffer *buffer)
{
	const size_t most = buffer->kept < KEPT_MOST ? sizeof(buffer->bytes) : CHUNK_LEAST;
	struct egf_side *sender = &relay->sides[from];
	struct egf_way *way = &relay->ways[from];
	size_t moved = 0, taken;
	ssize_t got;

	if (way->state == EGF_WAY_DONE)
		return EGF_PUMP_WAITS;
	while (deliver_kept(relay, from, buffer) && sender->readable) {
		if (moved >= BUDGET)
			return EGF_PUMP_MORE;
		got = recv(sender->fd, buffer->bytes, most, MSG_DONTWAIT);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN) {
			sender->readable = false;
		} else if (got < 0) {
			break_off(relay, from, -errno);
		} else if (got == 0 && is_broken(relay, from)) {
			break_off(relay, from, relay->error);
		} else if (got == 0) {
			way->state = EGF_WAY_ENDED;
		} else {
			if ((size_t)got < most && !sender->thorough)
				sender->readable = false;
			moved += (size_t)got;
			note_read(relay, from, (size_t)got);
			taken = deliver(relay, from, buffer->bytes, (size_t)got, buffer);
			if (taken < (size_t)got && !relay->over && way->state == EGF_WAY_OPEN)
				keep(way, buffer->bytes + taken, (size_t)got - taken, buffer);
		}
		if (relay->over)
			return EGF_PUMP_OVER;
	}
	return EGF_PUMP_WAITS;
}

enum egf_pumped egf_relay_pump(struct egf_relay *relay, struct egf_passage_buffer *buffer)
{
	enum egf_pumped both = EGF_PUMP_WAITS;

	for (int from = 0; from < 2 && !relay->over; from++) {
		enum egf_pumped one = pump_way(relay, from, buffer);

		if (one > both)
			both = one;
	}
	/* It broke after its turn: no event will come for what it has said. */
	if (!relay->over && is_broken(relay, 0))
		both = pump_way(relay, 0, buffer);
	/*
	 * Shut in both directions, and not by us: reset. Its way out has met the error by now, unless that
	 * one is over or full; the way to it would meet it at the next byte only, which may never come.
	 */
	for (int side = 0; side < 2 && !relay->over; side++)
		if (relay->sides[side].hung_up && relay->ways[side].state != EGF_WAY_OPEN &&
		    relay->ways[1 - side].state != EGF_WAY_DONE)
			refuse_more(relay, side, -EPIPE, buffer);
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

void egf_relay_close(struct egf_relay *relay, struct egf_passage_buffer *buffer)
{
	for (int side = 0; side < 2; side++) {
		release(&relay->ways[side], buffer);
		close(relay->sides[side].fd);
	}
}
