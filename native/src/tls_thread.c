/* SPDX-License-Identifier: MIT */
/* The threads that wait for the sockets of all TLS streams, and the two queues between them and JavaScript. */
#include "thread.h"
#include "tls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <openssl/err.h>

#define BATCH 64
/* JavaScript begins with these while the thread goes on. */
#define PUBLISH 8

struct queue {
	void *first, *last;
	size_t length;
};

struct egf_tls_thread {
	struct egf_tls_threads *all;
	pthread_t thread;
	bool running;
	int epoll_fd, wake_fd;
	/* Main thread: collected until the next flush. */
	struct queue collected;
	/* Under `lock`: on the way to the thread. */
	pthread_mutex_t lock;
	struct queue commands;
	/* It waits, or is about to: nobody else looks for commands. */
	bool asleep;
	/* The thread's own. */
	struct queue events;
	struct egf_tls_stream *streams, *ready, *last_ready;
	/* A leaf of it was made: there is something to prepare for the next one. A reference. */
	struct egf_tls_issuer *spent;
	struct egf_tls_scratch *scratch;
};

struct egf_tls_threads {
	unsigned int count;
	int event_fd;
	/* Under `lock`: on the way to JavaScript. */
	pthread_mutex_t lock;
	struct queue events;
	atomic_bool stop;
	struct egf_tls_thread thread[];
};

/* Commands and events both begin with the link to the next. */
static void enqueue(struct queue *queue, void *item)
{
	*(void **)item = NULL;
	if (queue->last)
		*(void **)queue->last = item;
	else
		queue->first = item;
	queue->last = item;
	queue->length++;
}

/* Empties `from`. Was `to` empty before? */
static bool move(struct queue *to, struct queue *from)
{
	bool was_empty = to->first == NULL;

	if (from->first == NULL)
		return false;
	if (was_empty)
		to->first = from->first;
	else
		*(void **)to->last = from->first;
	to->last = from->last;
	to->length += from->length;
	memset(from, 0, sizeof(*from));
	return was_empty;
}

static void drop(struct queue *queue)
{
	void *next;

	for (void *item = queue->first; item; item = next) {
		next = *(void **)item;
		free(item);
	}
	memset(queue, 0, sizeof(*queue));
}

static void publish(struct egf_tls_thread *thread)
{
	struct egf_tls_threads *all = thread->all;
	bool asleep;

	if (!thread->events.first)
		return;
	pthread_mutex_lock(&all->lock);
	asleep = move(&all->events, &thread->events);
	pthread_mutex_unlock(&all->lock);
	if (asleep)
		egf_wake(all->event_fd);
}

void egf_tls_post_parts(struct egf_tls_stream *stream, enum egf_tls_event_type type, const void *first, size_t first_length,
			const void *second, size_t second_length, const void *third, size_t third_length)
{
	size_t length = first_length + second_length + third_length;
	struct egf_tls_event *event = malloc(sizeof(*event) + length);
	unsigned char *at;

	if (!event)
		abort();
	event->stream = stream;
	event->type = type;
	event->length = length;
	at = event->data;
	if (first_length > 0)
		memcpy(at, first, first_length);
	if (second_length > 0)
		memcpy(at + first_length, second, second_length);
	if (third_length > 0)
		memcpy(at + first_length + second_length, third, third_length);
	enqueue(&stream->thread->events, event);
}

void egf_tls_post(struct egf_tls_stream *stream, enum egf_tls_event_type type, const void *data, size_t length)
{
	egf_tls_post_parts(stream, type, data, length, NULL, 0, NULL, 0);
}

void egf_tls_ready(struct egf_tls_stream *stream)
{
	struct egf_tls_thread *thread = stream->thread;

	if (stream->ready)
		return;
	stream->ready = true;
	stream->next_ready = NULL;
	if (thread->ready)
		thread->last_ready->next_ready = stream;
	else
		thread->ready = stream;
	thread->last_ready = stream;
}

void egf_tls_unwatch(struct egf_tls_stream *stream)
{
	epoll_ctl(stream->thread->epoll_fd, EPOLL_CTL_DEL, stream->fd, NULL);
}

static void note_spent(struct egf_tls_thread *thread, const struct egf_tls_leaf *leaf)
{
	egf_tls_issuer_release(thread->spent);
	thread->spent = egf_tls_issuer_hold(egf_tls_leaf_issuer(leaf));
}

/* While nobody is waiting. */
static void prepare_next(struct egf_tls_thread *thread)
{
	egf_tls_issuer_prepare(thread->spent);
	ERR_clear_error();
	egf_tls_issuer_release(thread->spent);
	thread->spent = NULL;
}

static void add(struct egf_tls_stream *stream)
{
	struct egf_tls_thread *thread = stream->thread;
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = stream };

	stream->previous = NULL;
	stream->next = thread->streams;
	if (thread->streams)
		thread->streams->previous = stream;
	thread->streams = stream;
	stream->readable = true;
	stream->writable = true;
	/* Without it the stream would hang; JavaScript's time limit for the handshake ends it. */
	epoll_ctl(thread->epoll_fd, EPOLL_CTL_ADD, stream->fd, &event);
	if (stream->leaf)
		note_spent(thread, stream->leaf);
	egf_tls_begin(stream);
}

static void take_out(struct egf_tls_stream *stream)
{
	struct egf_tls_thread *thread = stream->thread;

	if (stream->previous)
		stream->previous->next = stream->next;
	else
		thread->streams = stream->next;
	if (stream->next)
		stream->next->previous = stream->previous;
}

/* Whoever has commands has to wake it from now on, unless there are some. */
static bool fall_asleep(struct egf_tls_thread *thread)
{
	bool asleep;

	pthread_mutex_lock(&thread->lock);
	asleep = !thread->commands.first;
	thread->asleep = asleep;
	pthread_mutex_unlock(&thread->lock);
	return asleep;
}

/* Who needs the leaf is told what is wrong with it. */
static void prepare(struct egf_tls_thread *thread, const struct egf_tls_command *command)
{
	struct egf_tls_leaf *leaf;

	memcpy(&leaf, command->data, sizeof(leaf));
	note_spent(thread, leaf);
	egf_tls_leaf_certificate(leaf);
	ERR_clear_error();
	egf_tls_leaf_release(leaf);
}

static void take_commands(struct egf_tls_thread *thread)
{
	struct egf_tls_command *command, *next;
	struct queue taken = { 0 };

	pthread_mutex_lock(&thread->lock);
	thread->asleep = false;
	move(&taken, &thread->commands);
	pthread_mutex_unlock(&thread->lock);
	for (command = taken.first; command; command = next) {
		struct egf_tls_stream *stream = command->stream;

		next = command->next;
		if (command->type == EGF_TLS_PREPARE) {
			prepare(thread, command);
		} else {
			if (command->type == EGF_TLS_ADD)
				add(stream);
			egf_tls_obey(stream, command);
			egf_tls_ready(stream);
		}
		free(command);
	}
}

/* JavaScript, which frees it, never hears of it again after EGF_TLS_GONE: what `ready` says of it comes before. */
static void finish(struct egf_tls_stream *stream)
{
	take_out(stream);
	egf_tls_post(stream, EGF_TLS_GONE, NULL, 0);
}

static void pump_ready(struct egf_tls_thread *thread)
{
	struct egf_tls_stream *stream = thread->ready, *next;

	/* Those that have not had enough come back, for the next turn. */
	thread->ready = NULL;
	for (; stream; stream = next) {
		next = stream->next_ready;
		/* `ready` still: nothing that is told of its end has it come back. */
		if (stream->leaving) {
			egf_tls_leave(stream);
			finish(stream);
			continue;
		}
		stream->ready = false;
		if (egf_tls_pump(stream, thread->scratch))
			egf_tls_ready(stream);
		if (thread->events.length >= PUBLISH)
			publish(thread);
	}
}

static void *run(void *data)
{
	struct egf_tls_thread *thread = data;
	struct epoll_event events[BATCH];

	while (!atomic_load(&thread->all->stop)) {
		bool waits = !thread->ready && fall_asleep(thread);
		int count = epoll_wait(thread->epoll_fd, events, BATCH, waits && !thread->spent ? -1 : 0);

		for (int i = 0; i < count; i++) {
			struct egf_tls_stream *stream = events[i].data.ptr;

			if (!stream) {
				egf_quiet(thread->wake_fd);
				continue;
			}
			if (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
				stream->hung_up = true;
			if (events[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
				stream->readable = true;
			if (events[i].events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
				stream->writable = true;
			egf_tls_ready(stream);
		}
		if (waits && count == 0 && thread->spent)
			prepare_next(thread);
		take_commands(thread);
		pump_ready(thread);
		publish(thread);
	}
	return NULL;
}

static int start_thread(struct egf_tls_thread *thread)
{
	struct epoll_event event = { .events = EPOLLIN };
	int err;

	thread->scratch = malloc(sizeof(*thread->scratch));
	thread->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	thread->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (!thread->scratch)
		return -ENOMEM;
	if (thread->epoll_fd < 0 || thread->wake_fd < 0 ||
	    epoll_ctl(thread->epoll_fd, EPOLL_CTL_ADD, thread->wake_fd, &event) < 0)
		return -errno;
	err = egf_thread_start(&thread->thread, run, thread);
	thread->running = err == 0;
	return err;
}

int egf_tls_start(struct egf_tls_threads **out, unsigned int count, int *event_fd)
{
	struct egf_tls_threads *threads = calloc(1, sizeof(*threads) + count * sizeof(threads->thread[0]));
	int err = 0;

	if (!threads)
		return -ENOMEM;
	threads->count = count;
	pthread_mutex_init(&threads->lock, NULL);
	threads->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (threads->event_fd < 0)
		err = -errno;
	for (unsigned int i = 0; i < count; i++) {
		threads->thread[i].all = threads;
		threads->thread[i].epoll_fd = -1;
		threads->thread[i].wake_fd = -1;
		pthread_mutex_init(&threads->thread[i].lock, NULL);
	}
	for (unsigned int i = 0; i < count && err == 0; i++)
		err = start_thread(&threads->thread[i]);
	if (err < 0) {
		egf_tls_stop(threads);
		return err;
	}
	*event_fd = threads->event_fd;
	*out = threads;
	return 0;
}

unsigned int egf_tls_count(const struct egf_tls_threads *threads)
{
	return threads->count;
}

struct egf_tls_thread *egf_tls_thread_at(struct egf_tls_threads *threads, unsigned int index)
{
	return &threads->thread[index % threads->count];
}

void egf_tls_submit(struct egf_tls_thread *thread, struct egf_tls_command *command)
{
	enqueue(&thread->collected, command);
}

void egf_tls_flush(struct egf_tls_threads *threads)
{
	for (unsigned int i = 0; i < threads->count; i++) {
		struct egf_tls_thread *thread = &threads->thread[i];
		bool wake;

		if (!thread->collected.first)
			continue;
		pthread_mutex_lock(&thread->lock);
		wake = move(&thread->commands, &thread->collected) && thread->asleep;
		pthread_mutex_unlock(&thread->lock);
		if (wake)
			egf_wake(thread->wake_fd);
	}
}

struct egf_tls_event *egf_tls_take(struct egf_tls_threads *threads)
{
	struct queue taken = { 0 };

	egf_quiet(threads->event_fd);
	pthread_mutex_lock(&threads->lock);
	move(&taken, &threads->events);
	pthread_mutex_unlock(&threads->lock);
	return taken.first;
}

SSL_SESSION *egf_tls_session(const struct egf_tls_event *event)
{
	SSL_SESSION *session;

	memcpy(&session, event->data, sizeof(session));
	return session;
}

static void drop_events(struct queue *events)
{
	for (struct egf_tls_event *event = events->first; event; event = event->next) {
		if (event->type == EGF_TLS_GONE)
			egf_tls_free(event->stream);
		else if (event->type == EGF_TLS_SESSION)
			SSL_SESSION_free(egf_tls_session(event));
	}
	drop(events);
}

static void free_thread(struct egf_tls_thread *thread)
{
	struct egf_tls_stream *stream, *next;

	for (stream = thread->streams; stream; stream = next) {
		next = stream->next;
		egf_tls_free(stream);
	}
	drop(&thread->commands);
	drop_events(&thread->events);
	egf_tls_issuer_release(thread->spent);
	free(thread->scratch);
	if (thread->epoll_fd >= 0)
		close(thread->epoll_fd);
	if (thread->wake_fd >= 0)
		close(thread->wake_fd);
	pthread_mutex_destroy(&thread->lock);
}

void egf_tls_stop(struct egf_tls_threads *threads)
{
	egf_tls_flush(threads);
	atomic_store(&threads->stop, true);
	for (unsigned int i = 0; i < threads->count; i++) {
		if (!threads->thread[i].running)
			continue;
		egf_wake(threads->thread[i].wake_fd);
		pthread_join(threads->thread[i].thread, NULL);
		/* Streams on their way are freed with the others. */
		take_commands(&threads->thread[i]);
		pump_ready(&threads->thread[i]);
	}
	for (unsigned int i = 0; i < threads->count; i++)
		free_thread(&threads->thread[i]);
	drop_events(&threads->events);
	if (threads->event_fd >= 0)
		close(threads->event_fd);
	pthread_mutex_destroy(&threads->lock);
	free(threads);
}
