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
/* Without a pipe (no free descriptor) a relay tries again after this. */
#define STARVED_MS 20

struct egf_splicer {
	pthread_t thread;
	int epoll_fd, wake_fd, ended_fd;
	pthread_mutex_t lock;
	/* Under the lock: on the way to the thread, and on the way back. */
	struct egf_relay *added, *ended;
	atomic_bool stop;
	/* The thread's own. */
	struct egf_relay *relays, *ready, *starved;
	struct egf_pipes pipes;
};

static void push(struct egf_relay **list, struct egf_relay *relay)
{
	if (relay->ready)
		return;
	relay->ready = true;
	relay->next_ready = *list;
	*list = relay;
}

static void take_out(struct egf_relay **list, struct egf_relay *relay)
{
	for (; *list; list = &(*list)->next_ready) {
		if (*list != relay)
			continue;
		*list = relay->next_ready;
		relay->ready = false;
		return;
	}
}

/*
 * Both descriptors are copies, so that closing them does not take them out of the epoll set. What the batch
 * still says of this relay is passed over, as `over` is set: the binding frees it in its own time, after the
 * batch.
 */
static void finish(struct egf_splicer *splicer, struct egf_relay *relay)
{
	if (relay->ready) {
		take_out(&splicer->ready, relay);
		take_out(&splicer->starved, relay);
	}
	for (int side = 0; side < 2; side++)
		epoll_ctl(splicer->epoll_fd, EPOLL_CTL_DEL, relay->sides[side].fd, NULL);
	egf_relay_close(relay, &splicer->pipes);
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

/* Ends it into `*ended`, where there is nothing more to do. */
static void pump(struct egf_splicer *splicer, struct egf_relay *relay, struct egf_relay **ended)
{
	switch (relay->over ? EGF_PUMP_OVER : egf_relay_pump(relay, &splicer->pipes)) {
	case EGF_PUMP_WAITS:
		return;
	case EGF_PUMP_MORE:
		push(&splicer->ready, relay);
		return;
	case EGF_PUMP_STARVED:
		push(&splicer->starved, relay);
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
		struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
					     .data.ptr = &relay->sides[side] };

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

static void pump_list(struct egf_splicer *splicer, struct egf_relay **list, struct egf_relay **ended)
{
	struct egf_relay *relay = *list, *next;

	/* Those that have not had enough come back to the list, for the next turn. */
	*list = NULL;
	for (; relay; relay = next) {
		next = relay->next_ready;
		relay->ready = false;
		pump(splicer, relay, ended);
	}
}

static void *run(void *data)
{
	struct egf_splicer *splicer = data;
	struct epoll_event events[BATCH];
	struct egf_relay *ended, *relay;
	int count, timeout;

	while (!atomic_load(&splicer->stop)) {
		ended = NULL;
		timeout = splicer->ready ? 0 : splicer->starved ? STARVED_MS : -1;
		count = epoll_wait(splicer->epoll_fd, events, BATCH, timeout);
		for (int i = 0; i < count; i++) {
			struct egf_side *side = events[i].data.ptr;

			if (!side) {
				take_commands(splicer, &ended);
				continue;
			}
			if (side->relay->over)
				continue;
			if (events[i].events & EPOLLHUP)
				side->hung_up = true;
			pump(splicer, side->relay, &ended);
		}
		if (splicer->ready)
			pump_list(splicer, &splicer->ready, &ended);
		if (splicer->starved && (splicer->pipes.count > 0 || count == 0))
			pump_list(splicer, &splicer->starved, &ended);
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
	egf_pipes_close(&splicer->pipes);
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
	struct egf_pipe pipe;
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
	/* One pipe from the start: relays go on, one after the other, when there are no more descriptors. */
	err = egf_pipes_take(&splicer->pipes, &pipe);
	if (err < 0)
		goto cleanup;
	egf_pipes_give(&splicer->pipes, &pipe);
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
