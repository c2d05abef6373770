/* SPDX-License-Identifier: MIT */
/* The thread that waits for the sockets of all relays. */
#include "passage.h"
#include "thread.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BATCH 64
#define PAUSE_MS (EGF_PASSAGE_PAUSE / 1000000 + 1)

struct egf_passages {
	pthread_t thread;
	int epoll_fd, wake_fd, ended_fd;
	pthread_mutex_t lock;
	/* Under the lock: on the way to the thread, and on the way back. */
	struct egf_relay *added, *ended;
	atomic_bool stop;
	/* The thread's own. */
	struct egf_relay *relays, *ready, *patient;
	struct egf_passage_buffer buffer;
};

static void push(struct egf_passages *passages, struct egf_relay *relay)
{
	if (relay->ready)
		return;
	relay->ready = true;
	relay->next_ready = passages->ready;
	passages->ready = relay;
}

/*
 * Both descriptors are copies, so that closing them does not take them out of the epoll set. What the batch
 * still says of this relay is passed over, as `over` is set: the binding frees it in its own time, after the
 * batch.
 */
static void finish(struct egf_passages *passages, struct egf_relay *relay)
{
	struct egf_relay **list;

	for (list = &passages->ready; relay->ready && *list != relay;)
		list = &(*list)->next_ready;
	if (relay->ready)
		*list = relay->next_ready;
	for (list = &passages->patient; relay->listed && *list != relay;)
		list = &(*list)->next_patient;
	if (relay->listed)
		*list = relay->next_patient;
	for (int side = 0; side < 2; side++)
		epoll_ctl(passages->epoll_fd, EPOLL_CTL_DEL, relay->sides[side].fd, NULL);
	egf_relay_close(relay, &passages->buffer);
	if (relay->previous)
		relay->previous->next = relay->next;
	else
		passages->relays = relay->next;
	if (relay->next)
		relay->next->previous = relay->previous;
}

static void hand_back(struct egf_passages *passages, struct egf_relay *ended)
{
	struct egf_relay *last = ended;

	if (!ended)
		return;
	while (last->next)
		last = last->next;
	pthread_mutex_lock(&passages->lock);
	last->next = passages->ended;
	passages->ended = ended;
	pthread_mutex_unlock(&passages->lock);
	egf_wake(passages->ended_fd);
}

static bool is_patient(const struct egf_relay *relay)
{
	return relay->ways[0].patient || relay->ways[1].patient;
}

/* Ends it into `*ended`, where there is nothing more to do. */
static void pump(struct egf_passages *passages, struct egf_relay *relay, struct egf_relay **ended)
{
	const enum egf_pumped pumped = relay->over ? EGF_PUMP_OVER : egf_relay_pump(relay, &passages->buffer);

	if (pumped != EGF_PUMP_OVER && is_patient(relay) && !relay->listed) {
		relay->listed = true;
		relay->next_patient = passages->patient;
		passages->patient = relay;
	}
	switch (pumped) {
	case EGF_PUMP_WAITS:
		return;
	case EGF_PUMP_MORE:
		push(passages, relay);
		return;
	case EGF_PUMP_OVER:
		finish(passages, relay);
		relay->next = *ended;
		*ended = relay;
	}
}

/* Edge-triggered: a side that nobody reads for now, because the other one is slow, is not reported again and
 * again. */
static void start(struct egf_passages *passages, struct egf_relay *relay, struct egf_relay **ended)
{
	relay->previous = NULL;
	relay->next = passages->relays;
	if (passages->relays)
		passages->relays->previous = relay;
	passages->relays = relay;
	for (int side = 0; side < 2 && !relay->over; side++) {
		struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET,
					     .data.ptr = &relay->sides[side] };

		relay->sides[side].readable = true;
		relay->sides[side].writable = true;
		if (epoll_ctl(passages->epoll_fd, EPOLL_CTL_ADD, relay->sides[side].fd, &event) < 0) {
			relay->error = -errno;
			relay->over = true;
		}
	}
	pump(passages, relay, ended);
}

static void take_commands(struct egf_passages *passages, struct egf_relay **ended)
{
	struct egf_relay *relay, *next;

	egf_quiet(passages->wake_fd);
	pthread_mutex_lock(&passages->lock);
	relay = passages->added;
	passages->added = NULL;
	pthread_mutex_unlock(&passages->lock);
	for (; relay; relay = next) {
		next = relay->next;
		start(passages, relay, ended);
	}
}

static void pump_ready(struct egf_passages *passages, struct egf_relay **ended)
{
	struct egf_relay *relay = passages->ready, *next;

	/* Those that have not had enough come back to the list, for the next turn. */
	passages->ready = NULL;
	for (; relay; relay = next) {
		next = relay->next_ready;
		relay->ready = false;
		pump(passages, relay, ended);
	}
}

/* What a sender's pause has left behind in its socket. */
static void look_for_pauses(struct egf_passages *passages)
{
	const uint64_t now = egf_passage_clock();
	struct egf_relay **list = &passages->patient, *relay;

	while ((relay = *list)) {
		if (egf_relay_pause(relay, now))
			push(passages, relay);
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
	struct egf_passages *passages = data;
	struct epoll_event events[BATCH];
	struct egf_relay *ended, *relay;
	int count;

	while (!atomic_load(&passages->stop)) {
		ended = NULL;
		count = epoll_wait(passages->epoll_fd, events, BATCH, passages->ready ? 0 : passages->patient ? PAUSE_MS : -1);
		for (int i = 0; i < count; i++) {
			struct egf_side *side = events[i].data.ptr;

			if (!side) {
				take_commands(passages, &ended);
				continue;
			}
			if (side->relay->over)
				continue;
			note(side, events[i].events);
			pump(passages, side->relay, &ended);
		}
		if (passages->patient)
			look_for_pauses(passages);
		pump_ready(passages, &ended);
		hand_back(passages, ended);
	}
	ended = NULL;
	take_commands(passages, &ended);
	while ((relay = passages->relays)) {
		egf_relay_abort(relay);
		pump(passages, relay, &ended);
	}
	hand_back(passages, ended);
	return NULL;
}

static void free_passages(struct egf_passages *passages)
{
	if (passages->epoll_fd >= 0)
		close(passages->epoll_fd);
	if (passages->wake_fd >= 0)
		close(passages->wake_fd);
	pthread_mutex_destroy(&passages->lock);
	free(passages);
}

int egf_passage_start(struct egf_passages **out, int *ended_fd)
{
	struct egf_passages *passages = calloc(1, sizeof(*passages));
	struct epoll_event event = { .events = EPOLLIN };
	int err;

	if (!passages)
		return -ENOMEM;
	pthread_mutex_init(&passages->lock, NULL);
	passages->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	passages->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	passages->ended_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (passages->epoll_fd < 0 || passages->wake_fd < 0 || passages->ended_fd < 0 ||
	    epoll_ctl(passages->epoll_fd, EPOLL_CTL_ADD, passages->wake_fd, &event) < 0) {
		err = -errno;
		goto cleanup;
	}
	err = egf_thread_start(&passages->thread, run, passages);
	if (err < 0)
		goto cleanup;
	*ended_fd = passages->ended_fd;
	*out = passages;
	return 0;

cleanup:
	if (passages->ended_fd >= 0)
		close(passages->ended_fd);
	free_passages(passages);
	return err;
}

void egf_passage_add(struct egf_passages *passages, struct egf_relay *relay)
{
	pthread_mutex_lock(&passages->lock);
	relay->next = passages->added;
	passages->added = relay;
	pthread_mutex_unlock(&passages->lock);
	egf_wake(passages->wake_fd);
}

struct egf_relay *egf_passage_ended(struct egf_passages *passages)
{
	struct egf_relay *ended;

	egf_quiet(passages->ended_fd);
	pthread_mutex_lock(&passages->lock);
	ended = passages->ended;
	passages->ended = NULL;
	pthread_mutex_unlock(&passages->lock);
	return ended;
}

struct egf_relay *egf_passage_stop(struct egf_passages *passages)
{
	struct egf_relay *ended;

	atomic_store(&passages->stop, true);
	egf_wake(passages->wake_fd);
	pthread_join(passages->thread, NULL);
	ended = egf_passage_ended(passages);
	free_passages(passages);
	return ended;
}
