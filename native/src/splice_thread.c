/* SPDX-License-Identifier: MIT */
/* The thread that waits for the sockets of all relays. */
#include "splice.h"
#include "thread.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BATCH 64
#define PAUSE_MS (EGF_SPLICE_PAUSE / 1000000 + 1)

struct egf_splicer {
	pthread_t thread;
	int epoll_fd, wake_fd, ended_fd;
	pthread_mutex_t lock;
	/* Under the lock: on the way to the thread, and on the way back. */
	struct egf_relay *added, *ended;
	atomic_bool stop;
	/* The thread's own. */
	struct egf_relay *relays, *ready, *patient;
	struct egf_splice_buffer buffer;
};

static void push(struct egf_splicer *splicer, struct egf_relay *relay)
{
	if (relay->ready)
		return;
	relay->ready = true;
	relay->next_ready = splicer->ready;
	splicer->ready = relay;
}

/*
 * Both descriptors are copies, so that closing them does not take them out of the epoll set. What the batch
 * still says of this relay is passed over, as `over` is set: the binding frees it in its own time, after the
 * batch.
 */
static void finish(struct egf_splicer *splicer, struct egf_relay *relay)
{
	struct egf_relay **list;

	for (list = &splicer->ready; relay->ready && *list != relay;)
		list = &(*list)->next_ready;
	if (relay->ready)
		*list = relay->next_ready;
	for (list = &splicer->patient; relay->listed && *list != relay;)
		list = &(*list)->next_patient;
	if (relay->listed)
		*list = relay->next_patient;
	for (int side = 0; side < 2; side++)
		epoll_ctl(splicer->epoll_fd, EPOLL_CTL_DEL, relay->sides[side].fd, NULL);
	egf_relay_close(relay, &splicer->buffer);
	if (relay->previous)
		relay->previous->next = relay->next;
	else
		splicer->relays = relay->next;
	if (relay->next)
		relay->next->previous = relay->previous;
}

static void hand_back(struct egf_splicer *splicer, struct egf_relay *ended)
{
	struct egf_relay *last = ended;

	if (!ended)
		return;
	while (last->next)
		last = last->next;
	pthread_mutex_lock(&splicer->lock);
	last->next = splicer->ended;
	splicer->ended = ended;
	pthread_mutex_unlock(&splicer->lock);
	egf_wake(splicer->ended_fd);
}

static bool is_patient(const struct egf_relay *relay)
{
	return relay->ways[0].patient || relay->ways[1].patient;
}

/* Ends it into `*ended`, where there is nothing more to do. */
static void pump(struct egf_splicer *splicer, struct egf_relay *relay, struct egf_relay **ended)
{
	const enum egf_pumped pumped = relay->over ? EGF_PUMP_OVER : egf_relay_pump(relay, &splicer->buffer);

	if (pumped != EGF_PUMP_OVER && is_patient(relay) && !relay->listed) {
		relay->listed = true;
		relay->next_patient = splicer->patient;
		splicer->patient = relay;
	}
	switch (pumped) {
	case EGF_PUMP_WAITS:
		return;
	case EGF_PUMP_MORE:
		push(splicer, relay);
		return;
	case EGF_PUMP_OVER:
		finish(splicer, relay);
		relay->next = *ended;
		*ended = relay;
	}
}

/* Edge-triggered: a side that nobody reads for now, because the other one is slow, is not reported again and
 * again. */
static void start(struct egf_splicer *splicer, struct egf_relay *relay, struct egf_relay **ended)
{
	relay->previous = NULL;
	relay->next = splicer->relays;
	if (splicer->relays)
		splicer->relays->previous = relay;
	splicer->relays = relay;
	for (int side = 0; side < 2 && !relay->over; side++) {
		struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET,
					     .data.ptr = &relay->sides[side] };

		relay->sides[side].readable = true;
		relay->sides[side].writable = true;
		if (epoll_ctl(splicer->epoll_fd, EPOLL_CTL_ADD, relay->sides[side].fd, &event) < 0) {
			relay->error = -errno;
			relay->over = true;
		}
	}
	pump(splicer, relay, ended);
}

static void take_commands(struct egf_splicer *splicer, struct egf_relay **ended)
{
	struct egf_relay *relay, *next;

	egf_quiet(splicer->wake_fd);
	pthread_mutex_lock(&splicer->lock);
	relay = splicer->added;
	splicer->added = NULL;
	pthread_mutex_unlock(&splicer->lock);
	for (; relay; relay = next) {
		next = relay->next;
		start(splicer, relay, ended);
	}
}

static void pump_ready(struct egf_splicer *splicer, struct egf_relay **ended)
{
	struct egf_relay *relay = splicer->ready, *next;

	/* Those that have not had enough come back to the list, for the next turn. */
	splicer->ready = NULL;
	for (; relay; relay = next) {
		next = relay->next_ready;
		relay->ready = false;
		pump(splicer, relay, ended);
	}
}

/* What a sender's pause has left behind in its socket. */
static void look_for_pauses(struct egf_splicer *splicer)
{
	const uint64_t now = egf_splice_clock();
	struct egf_relay **list = &splicer->patient, *relay;

	while ((relay = *list)) {
		if (egf_relay_pause(relay, now))
			push(splicer, relay);
		if (is_patient(relay)) {
			list = &relay->next_patient;
		} else {
			relay->listed = false;
			*list = relay->next_patient;
		}
	}
}

static void note(struct egf_side *side, uint32_t events)
{
	if (events & EPOLLHUP)
		side->hung_up = true;
	if (events & (EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		side->thorough = true;
	if (events & (EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		side->readable = true;
	if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
		side->writable = true;
}

static void *run(void *data)
{
	struct egf_splicer *splicer = data;
	struct epoll_event events[BATCH];
	struct egf_relay *ended, *relay;
	int count;

	while (!atomic_load(&splicer->stop)) {
		ended = NULL;
		count = epoll_wait(splicer->epoll_fd, events, BATCH, splicer->ready ? 0 : splicer->patient ? PAUSE_MS : -1);
		for (int i = 0; i < count; i++) {
			struct egf_side *side = events[i].data.ptr;

			if (!side) {
				take_commands(splicer, &ended);
				continue;
			}
			if (side->relay->over)
				continue;
			note(side, events[i].events);
			pump(splicer, side->relay, &ended);
		}
		if (splicer->patient)
			look_for_pauses(splicer);
		pump_ready(splicer, &ended);
		hand_back(splicer, ended);
	}
	ended = NULL;
	take_commands(splicer, &ended);
	while ((relay = splicer->relays)) {
		egf_relay_abort(relay);
		pump(splicer, relay, &ended);
	}
	hand_back(splicer, ended);
	return NULL;
}

static void free_splicer(struct egf_splicer *splicer)
{
	if (splicer->epoll_fd >= 0)
		close(splicer->epoll_fd);
	if (splicer->wake_fd >= 0)
		close(splicer->wake_fd);
	pthread_mutex_destroy(&splicer->lock);
	free(splicer);
}

int egf_splice_start(struct egf_splicer **out, int *ended_fd)
{
	struct egf_splicer *splicer = calloc(1, sizeof(*splicer));
	struct epoll_event event = { .events = EPOLLIN };
	int err;

	if (!splicer)
		return -ENOMEM;
	pthread_mutex_init(&splicer->lock, NULL);
	splicer->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	splicer->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	splicer->ended_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (splicer->epoll_fd < 0 || splicer->wake_fd < 0 || splicer->ended_fd < 0 ||
	    epoll_ctl(splicer->epoll_fd, EPOLL_CTL_ADD, splicer->wake_fd, &event) < 0) {
		err = -errno;
		goto cleanup;
	}
	err = egf_thread_start(&splicer->thread, run, splicer);
	if (err < 0)
		goto cleanup;
	*ended_fd = splicer->ended_fd;
	*out = splicer;
	return 0;

cleanup:
	if (splicer->ended_fd >= 0)
		close(splicer->ended_fd);
	free_splicer(splicer);
	return err;
}

void egf_splice_add(struct egf_splicer *splicer, struct egf_relay *relay)
{
	pthread_mutex_lock(&splicer->lock);
	relay->next = splicer->added;
	splicer->added = relay;
	pthread_mutex_unlock(&splicer->lock);
	egf_wake(splicer->wake_fd);
}

struct egf_relay *egf_splice_ended(struct egf_splicer *splicer)
{
	struct egf_relay *ended;

	egf_quiet(splicer->ended_fd);
	pthread_mutex_lock(&splicer->lock);
	ended = splicer->ended;
	splicer->ended = NULL;
	pthread_mutex_unlock(&splicer->lock);
	return ended;
}

struct egf_relay *egf_splice_stop(struct egf_splicer *splicer)
{
	struct egf_relay *ended;

	atomic_store(&splicer->stop, true);
	egf_wake(splicer->wake_fd);
	pthread_join(splicer->thread, NULL);
	ended = egf_splice_ended(splicer);
	free_splicer(splicer);
	return ended;
}
