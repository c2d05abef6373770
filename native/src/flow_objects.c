/* SPDX-License-Identifier: MIT */
#include "flow_objects.h"

#include <string.h>

static napi_value create_object(napi_env env, const struct egf_flow *flow, struct egf_proc_cache *procs,
				bool *whole)
{
	napi_value object;

	if (napi_create_object(env, &object) == napi_ok && egf_set_who(env, object, &flow->who, procs) &&
	    egf_set_int(env, object, "dstIp", flow->dst_ip) &&
	    egf_set_int(env, object, "dstPort", flow->dst_port) &&
	    napi_has_named_property(env, object, "proc", whole) == napi_ok &&
	    napi_object_freeze(env, object) == napi_ok)
		return object;
	return egf_napi_failed(env);
}

napi_value egf_flow_object(napi_env env, struct egf_flow_objects *known, const struct egf_flow *flow,
			   struct egf_proc_cache *procs)
{
	uint64_t mixed = (flow->cookie + flow->dst_ip + flow->who.tgid) * 0x9e3779b97f4a7c15ULL;
	size_t i = (size_t)(mixed >> 32) % EGF_KNOWN_FLOWS;
	napi_value object;
	bool whole = false;

	if (known->slots[i].object && memcmp(&known->slots[i].flow, flow, sizeof(*flow)) == 0)
		return napi_get_reference_value(env, known->slots[i].object, &object) == napi_ok
			       ? object
			       : egf_napi_failed(env);
	object = create_object(env, flow, procs, &whole);
	/* Without its program the record may say more another time. */
	if (!object || (flow->who.exec_id && !whole))
		return object;
	if (known->slots[i].object)
		napi_delete_reference(env, known->slots[i].object);
	known->slots[i].flow = *flow;
	if (napi_create_reference(env, object, 1, &known->slots[i].object) != napi_ok)
		known->slots[i].object = NULL;
	return object;
}

void egf_flow_objects_clear(napi_env env, struct egf_flow_objects *known)
{
	for (size_t i = 0; i < EGF_KNOWN_FLOWS; i++) {
		if (known->slots[i].object)
			napi_delete_reference(env, known->slots[i].object);
		known->slots[i].object = NULL;
	}
}
