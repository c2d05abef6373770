/* SPDX-License-Identifier: MIT */
/* openFlows(fds): FlowReader, of src/kernel/native.ts. */
#include "diag.h"
#include "events.h"
#include "flow_objects.h"
#include "napi.h"
#include "records.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* More sockets than this on one port make the sender unknown anyway. */
#define MAX_SHARING 64

static const napi_type_tag reader_tag = { 0x466c6f7752656164, 0x9f16b30a5e2d4c87 };

/* Descriptors of our own, so that closing the given ones takes nothing from under the reader. */
struct reader {
	int flows, procs, sockets, ring, diag;
	int steps; /* -1: the scope is no job */
	struct egf_events *events;
	struct egf_proc_cache cache;
	struct egf_flow_objects known;
};

/* The kernel copies whole values: a map of another layout would overrun the record. */
static int check_map(int fd, uint32_t type, uint32_t key_size, uint32_t value_size)
{
	struct bpf_map_info info = {};
	uint32_t len = sizeof(info);
	int err = bpf_obj_get_info_by_fd(fd, &info, &len);

	if (err)
		return err;
	return info.type == type && info.key_size == key_size && info.value_size == value_size ? 0 : -EINVAL;
}

static bool get_map(napi_env env, napi_value fds, const char *name, uint32_t type, uint32_t key_size,
		    uint32_t value_size, int *out)
{
	int fd, err;

	if (!egf_get_fd(env, fds, name, &fd))
		return false;
	err = check_map(fd, type, key_size, value_size);
	if (!err) {
		*out = fcntl(fd, F_DUPFD_CLOEXEC, 3);
		if (*out >= 0)
			return true;
		err = -errno;
	}
	egf_throw(env, err, "bpf", name);
	return false;
}

static int look_up(int map, const void *key, struct egf_flow *flow)
{
	int err = bpf_map_lookup_elem(map, key, flow);

	return err == -ENOENT ? 0 : err < 0 ? err : 1;
}

/*
 * Nothing confirmed the record: the datagram may be one of a connected socket, and the record that of an
 * earlier user of the port. Ask who has the port now. Of several who may have sent it none is named.
 */
static int find_sender(const struct reader *reader, const struct egf_flow_key *key, struct egf_flow *flow,
		       int found)
{
	struct egf_diag_socket sockets[MAX_SHARING];
	int count = egf_diag_udp_sockets(reader->diag, key->src_port, sockets, MAX_SHARING);
	uint64_t recorded = found ? flow->cookie : 0;
	int senders = 0;

	if (count < 0)
		return count;
	for (int i = 0; i < count; i++) {
		struct egf_flow owner;
		bool connected = sockets[i].dst_ip == key->dst_ip && sockets[i].dst_port == key->dst_port;

		if (found && sockets[i].cookie == recorded) {
			senders++;
		} else if (connected) {
			int known = look_up(reader->sockets, &sockets[i].cookie, &owner);

			if (known < 0)
				return known;
			if (known)
				*flow = owner;
			senders += known ? 1 : 2;
		}
	}
	return senders == 1;
}

/* 1, 0 where nobody is known, negative errno. */
static int find_flow(const struct reader *reader, const struct egf_flow_key *key, struct egf_flow *flow)
{
	int found = look_up(reader->flows, key, flow);

	if (found < 0 || key->protocol != IPPROTO_UDP || key->dst_port == 0 || key->foreign ||
	    (found && flow->flags & EGF_FLOW_EVERY_SEND))
		return found;
	return find_sender(reader, key, flow, found);
}

static struct reader *reader_of(napi_env env, napi_value self)
{
	struct reader *reader = egf_unwrap(env, self, &reader_tag);

	if (reader && reader->flows < 0) {
		egf_throw(env, -EBADF, "bpf", "the flow reader is closed");
		return NULL;
	}
	return reader;
}

static napi_value reader_lookup(napi_env env, napi_callback_info info)
{
	int64_t protocol, src_ip, src_port, dst_ip, dst_port;
	struct egf_flow_key key = { 0 };
	struct egf_flow flow;
	struct reader *reader;
	napi_value argv[6], self;
	bool foreign = false;
	int found;

	if (!egf_args(env, info, 6, argv, &self) || !(reader = reader_of(env, self)) ||
	    !egf_int(env, argv[0], "protocol", IPPROTO_TCP, IPPROTO_UDP, &protocol) ||
	    !egf_int(env, argv[1], "srcIp", 0, UINT32_MAX, &src_ip) ||
	    !egf_int(env, argv[2], "srcPort", 0, UINT16_MAX, &src_port) ||
	    !egf_int(env, argv[3], "dstIp", 0, UINT32_MAX, &dst_ip) ||
	    !egf_int(env, argv[4], "dstPort", 0, UINT16_MAX, &dst_port))
		return NULL;
	if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP)
		return egf_type_error(env, "protocol must be 6 or 17");
	if (egf_typeof(env, argv[5]) != napi_undefined &&
	    napi_get_value_bool(env, argv[5], &foreign) != napi_ok)
		return egf_type_error(env, "foreign must be a boolean");
	foreign = foreign && protocol == IPPROTO_UDP;
	key.foreign = foreign ? EGF_FOREIGN : 0;
	key.protocol = (uint8_t)protocol;
	key.src_ip = protocol == IPPROTO_TCP || foreign ? (uint32_t)src_ip : 0;
	key.src_port = (uint16_t)src_port;
	key.dst_ip = (uint32_t)dst_ip;
	key.dst_port = (uint16_t)dst_port;
	found = find_flow(reader, &key, &flow);
	if (found < 0)
		return egf_throw(env, found, "bpf", "flow lookup");
	return found ? egf_flow_object(env, &reader->known, &flow, &reader->cache) : NULL;
}

static napi_value reader_step(napi_env env, napi_callback_info info)
{
	napi_value argv[1], self;
	struct reader *reader;
	int64_t id;

	if (!egf_args(env, info, 1, argv, &self) || !(reader = reader_of(env, self)) ||
	    !egf_int(env, argv[0], "stepId", 0, UINT32_MAX, &id) || reader->steps < 0)
		return NULL;
	return egf_step_object(env, reader->steps, (uint64_t)id);
}

static napi_value reader_on_event(napi_env env, napi_callback_info info)
{
	napi_value argv[1], self;
	struct reader *reader;
	int err;

	if (!egf_args(env, info, 1, argv, &self) || !(reader = reader_of(env, self)))
		return NULL;
	if (egf_typeof(env, argv[0]) != napi_function)
		return egf_type_error(env, "callback must be a function");
	if (reader->events)
		return egf_type_error(env, "onEvent was called before: the ring buffer has one reader");
	err = egf_events_start(env, reader->ring, reader->procs, argv[0], &reader->events);
	return err ? egf_throw(env, err, "bpf", "event ring buffer") : NULL;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void reader_shut(napi_env env, struct reader *reader)
{
	if (reader->events)
		egf_events_stop(reader->events);
	reader->events = NULL;
	egf_flow_objects_clear(env, &reader->known);
	egf_proc_cache_clear(env, &reader->cache);
	close_fd(&reader->flows);
	close_fd(&reader->procs);
	close_fd(&reader->sockets);
	close_fd(&reader->steps);
	close_fd(&reader->ring);
	close_fd(&reader->diag);
}

static napi_value reader_close(napi_env env, napi_callback_info info)
{
	napi_value self;
	struct reader *reader;

	if (egf_args(env, info, 0, NULL, &self) && (reader = egf_unwrap(env, self, &reader_tag)))
		reader_shut(env, reader);
	return NULL;
}

/* Events go on until close(), also where only the callback is still referenced: they use their own copies. */
static void reader_collected(napi_env env, void *data, void *hint)
{
	struct reader *reader = data;

	(void)hint;
	if (reader->events)
		return;
	reader_shut(env, reader);
	free(reader);
}

static napi_value open_flows(napi_env env, napi_callback_info info)
{
	struct reader *reader;
	napi_value fds, object;
	bool job = false;

	if (!egf_args(env, info, 1, &fds, NULL) || !egf_is_object(env, fds, "fds"))
		return NULL;
	reader = calloc(1, sizeof(*reader));
	if (!reader)
		return egf_throw(env, -ENOMEM, "malloc", NULL);
	reader->flows = reader->procs = reader->sockets = reader->steps = reader->ring = reader->diag = -1;
	if (!get_map(env, fds, "flows", BPF_MAP_TYPE_LRU_HASH, sizeof(struct egf_flow_key),
		     sizeof(struct egf_flow), &reader->flows) ||
	    !get_map(env, fds, "procs", BPF_MAP_TYPE_LRU_HASH, sizeof(uint64_t), sizeof(struct egf_proc),
		     &reader->procs) ||
	    !get_map(env, fds, "sockets", BPF_MAP_TYPE_LRU_HASH, sizeof(uint64_t), sizeof(struct egf_flow),
		     &reader->sockets) ||
	    !get_map(env, fds, "events", BPF_MAP_TYPE_RINGBUF, 0, 0, &reader->ring) ||
	    napi_has_named_property(env, fds, "steps", &job) != napi_ok ||
	    (job && !get_map(env, fds, "steps", BPF_MAP_TYPE_ARRAY, sizeof(uint32_t), sizeof(struct egf_step),
			     &reader->steps)))
		goto cleanup;
	reader->cache.map_fd = reader->procs;
	reader->diag = egf_diag_open();
	if (reader->diag < 0) {
		egf_throw(env, reader->diag, "socket", "sock_diag");
		goto cleanup;
	}
	if (napi_create_object(env, &object) == napi_ok &&
	    egf_set_function(env, object, "lookup", reader_lookup) &&
	    egf_set_function(env, object, "step", reader_step) &&
	    egf_set_function(env, object, "onEvent", reader_on_event) &&
	    egf_set_function(env, object, "close", reader_close) &&
	    egf_wrap(env, object, &reader_tag, reader, reader_collected))
		return object;
	egf_napi_failed(env);

cleanup:
	reader_shut(env, reader);
	free(reader);
	return NULL;
}

napi_status egf_register_flows(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "openFlows", open_flows) ? napi_ok : napi_generic_failure;
}
