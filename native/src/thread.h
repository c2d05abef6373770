/* SPDX-License-Identifier: MIT */
/* Threads of the addon, and the eventfds by which they and JavaScript's thread wake each other. */
#ifndef EGF_THREAD_H
#define EGF_THREAD_H

#include <pthread.h>

/* Signals stay with the main thread. SIGPIPE stays with the thread whose write(2) met it, where it is blocked. 0 or a negative errno. */
int egf_thread_start(pthread_t *thread, void *(*run)(void *data), void *data);
/* Makes an eventfd readable. */
void egf_wake(int fd);
/* Makes it unreadable; it is non-blocking. */
void egf_quiet(int fd);

#endif
