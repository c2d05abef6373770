/* SPDX-License-Identifier: MIT */
/* What JavaScript holds of TLS between connections: leaves, whom to trust, sessions to resume. */
#ifndef EGF_TLS_OBJECTS_H
#define EGF_TLS_OBJECTS_H

#include "napi.h"

#include <openssl/ssl.h>

struct egf_tls_leaf {
	X509 *certificate;
	EVP_PKEY *key;
	/* Of the certificate: sessions of one leaf are not resumed for another. */
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int digest_length;
};

/* A private key and the PEM text it was read from. */
struct egf_tls_known_key {
	char *text;
	EVP_PKEY *key;
};

/* Error with code EINVAL and the reason in OpenSSL's error queue, which is emptied. Returns NULL. */
napi_value egf_tls_throw(napi_env env, const char *what);

/*
 * Objects for JavaScript; NULL with an exception pending. A leaf of PEM texts, whose key is read only where it is another one than `known`; authorities
 * (an array of PEM texts), of which those that OpenSSL cannot read are passed over; a session, whose reference they take over.
 */
napi_value egf_tls_leaf_object(napi_env env, napi_value certificate, napi_value key, struct egf_tls_known_key *known);
napi_value egf_tls_trust_object(napi_env env, napi_value pems);
napi_value egf_tls_session_object(napi_env env, SSL_SESSION *session);

/* What such an object holds, which keeps it; NULL with a TypeError pending. */
const struct egf_tls_leaf *egf_tls_leaf_of(napi_env env, napi_value object);
SSL_CTX *egf_tls_trust_of(napi_env env, napi_value object);
SSL_SESSION *egf_tls_session_of(napi_env env, napi_value object);

void egf_tls_forget_key(struct egf_tls_known_key *known);

#endif
