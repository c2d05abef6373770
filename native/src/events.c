/* SPDX-License-Identifier: MIT */
#include "events.h"
#include "records.h"
#include "ring.h"

#include <errno.h>
#include <stdlib.h>

struct egf_events {
	napi_env env;
	napi_ref callback;
	struct egf_ring *ring;
	struct egf_proc_cache procs;
};

static const char *kind_of(const struct egf_event *record)
{
	switch (record->kind) {
	case EGF_EVENT_IPV6:
		return "ipv6";
	case EGF_EVENT_GROUP:
		return "group";
	case EGF_EVENT_PORT:
		return "port";
	default:
		return "socket";
	}
}

static bool create_event(struct egf_events *events, const struct egf_event *record, napi_value *object)
{
	napi_env env = events->env;
	bool addressed = record->kind == EGF_EVENT_IPV6 || record->kind == EGF_EVENT_GROUP;
	napi_value ip;

	return napi_create_object(env, object) == napi_ok &&
	       egf_set_string(env, *object, "kind", kind_of(record)) &&
	       egf_set_who(env, *object, &record->who, &events->procs) &&
	       egf_set_int(env, *object, "family", record->family) &&
	       egf_set_int(env, *object, "sockType", record->type) &&
	       egf_set_int(env, *object, "protocol", record->protocol) &&
	       napi_create_buffer_copy(env, addressed ? sizeof(record->dst_ip) : 0, record->dst_ip, NULL, &ip) ==
		       napi_ok &&
	       egf_set(env, *object, "dstIp", ip) && egf_set_int(env, *object, "dstPort", record->dst_port) &&
	       (!record->borrowed || egf_set_bool(env, *object, "borrowed", true));
}

static void on_record(void *data, const void *record, size_t size)
{
	struct egf_events *events = data;
	napi_value object;

	if (size >= sizeof(struct egf_event) && create_event(events, record, &object))
		egf_ring_call(events->ring, events->callback, object);
}

static void on_stop(void *data)
{
	struct egf_events *events = data;

	egf_proc_cache_clear(events->env, &events->procs);
	napi_delete_reference(events->env, events->callback);
	free(events);
}

void egf_events_stop(struct egf_events *events)
{
	egf_ring_stop(events->ring);
}

int egf_events_start(napi_env env, int ring_fd, int procs_fd, napi_value callback, struct egf_events **out)
{
	struct egf_events *events = calloc(1, sizeof(*events));
	const struct egf_ring_reader reader = { "egf_events", on_record, on_stop, events };
	int err;

	if (!events)
		return -ENOMEM;
	events->env = env;
	events->procs.map_fd = procs_fd;
	if (napi_create_reference(env, callback, 1, &events->callback) != napi_ok) {
		free(events);
		return -ENOMEM;
	}
	err = egf_ring_start(env, ring_fd, &reader, &events->ring);
	if (err)
		on_stop(events);
	else
		*out = events;
	return err;
}
