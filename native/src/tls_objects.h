/* SPDX-License-Identifier: MIT */
/* What JavaScript holds of TLS between connections: leaves, whom to trust, sessions to resume. */
#ifndef EGF_TLS_OBJECTS_H
#define EGF_TLS_OBJECTS_H

#include "napi.h"
#include "tls_leaf.h"

#include <openssl/ssl.h>

/* Error with code EINVAL and the reason in OpenSSL's error queue, which is emptied. Returns NULL. */
napi_value egf_tls_throw(napi_env env, const char *what);

/* leafIssuer(), leaf() and leafPem() */
bool egf_tls_leaf_functions(napi_env env, napi_value exports);

/*
 * Objects for JavaScript; NULL with an exception pending. Authorities (an array of PEM texts), of which those that OpenSSL cannot read are passed over; a
 * session, whose reference they take over.
 */
napi_value egf_tls_trust_object(napi_env env, napi_value pems);
napi_value egf_tls_session_object(napi_env env, SSL_SESSION *session);

/* What such an object holds, which keeps it; NULL with a TypeError pending. */
struct egf_tls_leaf *egf_tls_leaf_of(napi_env env, napi_value object);
SSL_CTX *egf_tls_trust_of(napi_env env, napi_value object);
SSL_SESSION *egf_tls_session_of(napi_env env, napi_value object);

#endif
