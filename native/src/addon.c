/* SPDX-License-Identifier: MIT */
/* The module: its exports are the interface `Native` of src/kernel/native.ts. */
#include "napi.h"

NAPI_MODULE_INIT()
{
	napi_status (*const bindings[])(napi_env, napi_value) = {
		egf_register_cgroup, egf_register_sock,  egf_register_queue,     egf_register_spawn,
		egf_register_scope,  egf_register_flows, egf_register_orphans,   egf_register_conntrack,
		egf_register_passage, egf_register_tls,   egf_register_datagrams,
		egf_register_end,    egf_register_route, egf_register_seal,
	};

	for (size_t i = 0; i < EGF_COUNT(bindings); i++)
		if (bindings[i](env, exports) != napi_ok)
			return egf_napi_failed(env);
	return exports;
}
