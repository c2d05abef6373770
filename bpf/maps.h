/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef EGF_MAPS_H
#define EGF_MAPS_H

#include "kernel.h"
#include "record.h"

/* Least recently used entries go first: a full map costs somebody an identity, and with it the connection. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, EGF_FLOWS);
	__type(key, struct egf_flow_key);
	__type(value, struct egf_flow);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, EGF_SOCKETS);
	__type(key, __u64);
	__type(value, struct egf_flow);
} sockets SEC(".maps");

/* Who sent last on a UDP socket of another network namespace (key: socket cookie), and where to. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, EGF_SOCKETS);
	__type(key, __u64);
	__type(value, struct egf_flow);
} senders SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, EGF_PROCS);
	__type(key, __u64);
	__type(value, struct egf_proc);
} procs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, EGF_TASKS);
	__type(key, __u32);
	__type(value, struct egf_task);
} tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EGF_EVENT_BYTES);
} events SEC(".maps");

/* How many events the ring had no room for. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} lost SEC(".maps");

/* A job's. The loader gives them room where the scope is one. */
const volatile struct egf_job_config config SEC(".rodata.job");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, EGF_TASKS);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, struct egf_wanted);
} wanted SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct egf_step);
} steps SEC(".maps");

/* How many steps there were. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} step_count SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} job_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct egf_pin);
	__type(value, __u32);
} pins SEC(".maps");

/* The cgroup whose processes are recorded; the loader fills it in. */
struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} scope SEC(".maps");

#endif
