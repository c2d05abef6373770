/* SPDX-License-Identifier: MIT */
#include "tls_objects.h"
#include "tls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

static const napi_type_tag leaf_tag = { 0x3be90fd2715c4e08, 0xa1d6720cf94b8e35 };
static const napi_type_tag session_tag = { 0x1f70d93c58ae4b21, 0xce5402b87d91f36a };
static const napi_type_tag trust_tag = { 0x90c2f7a6e81d4b53, 0xb40e9d31672acf88 };

napi_value egf_tls_throw(napi_env env, const char *what)
{
	char reason[512];
	char *message;

	egf_tls_reason(reason, sizeof(reason));
	message = strchr(reason, '\n');
	return egf_throw(env, -EINVAL, what, message ? message + 1 : reason);
}

static void finalize_leaf(napi_env env, void *data, void *hint)
{
	struct egf_tls_leaf *leaf = data;

	(void)env;
	(void)hint;
	X509_free(leaf->certificate);
	EVP_PKEY_free(leaf->key);
	free(leaf);
}

static void finalize_trust(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	SSL_CTX_free(data);
}

static void finalize_session(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	SSL_SESSION_free(data);
}

/* An object that owns `data` from now on, also where this fails. */
static napi_value object_with(napi_env env, const napi_type_tag *tag, void *data, napi_finalize finalize)
{
	napi_value object;

	if (napi_create_object(env, &object) == napi_ok && egf_wrap(env, object, tag, data, finalize))
		return object;
	finalize(env, data, NULL);
	return egf_napi_failed(env);
}

const struct egf_tls_leaf *egf_tls_leaf_of(napi_env env, napi_value object)
{
	return egf_unwrap(env, object, &leaf_tag);
}

SSL_CTX *egf_tls_trust_of(napi_env env, napi_value object)
{
	return egf_unwrap(env, object, &trust_tag);
}

SSL_SESSION *egf_tls_session_of(napi_env env, napi_value object)
{
	return egf_unwrap(env, object, &session_tag);
}

napi_value egf_tls_session_object(napi_env env, SSL_SESSION *session)
{
	return object_with(env, &session_tag, session, finalize_session);
}

void egf_tls_forget_key(struct egf_tls_known_key *known)
{
	EVP_PKEY_free(known->key);
	free(known->text);
	memset(known, 0, sizeof(*known));
}

/* The key, with a reference of its own; NULL: OpenSSL cannot read it. */
static EVP_PKEY *key_of(struct egf_tls_known_key *known, const char *text)
{
	EVP_PKEY *key;

	if (!known->text || strcmp(known->text, text)) {
		key = egf_tls_key(text, strlen(text));
		if (!key)
			return NULL;
		egf_tls_forget_key(known);
		known->key = key;
		known->text = strdup(text);
	}
	EVP_PKEY_up_ref(known->key);
	return known->key;
}

napi_value egf_tls_leaf_object(napi_env env, napi_value certificate, napi_value key, struct egf_tls_known_key *known)
{
	struct egf_tls_leaf *leaf = calloc(1, sizeof(*leaf));
	char *certificate_text = NULL, *key_text = NULL;
	napi_value object = NULL;

	if (!leaf)
		return egf_throw(env, -ENOMEM, "malloc", "leaf");
	if (egf_string(env, certificate, "certificate", &certificate_text) && egf_string(env, key, "key", &key_text)) {
		ERR_clear_error();
		leaf->certificate = egf_tls_certificate(certificate_text, strlen(certificate_text));
		leaf->key = key_of(known, key_text);
		if (leaf->certificate && leaf->key &&
		    X509_digest(leaf->certificate, EVP_sha256(), leaf->digest, &leaf->digest_length)) {
			object = object_with(env, &leaf_tag, leaf, finalize_leaf);
			leaf = NULL;
		} else {
			egf_tls_throw(env, "leaf");
		}
	}
	free(certificate_text);
	free(key_text);
	if (leaf)
		finalize_leaf(env, leaf, NULL);
	return object;
}

napi_value egf_tls_trust_object(napi_env env, napi_value pems)
{
	napi_value element;
	uint32_t count = 0;
	SSL_CTX *context;
	char *pem;

	if (napi_get_array_length(env, pems, &count) != napi_ok)
		return egf_type_error(env, "pems must be an array");
	ERR_clear_error();
	context = egf_tls_client_context();
	if (!context)
		return egf_tls_throw(env, "trust");
	for (uint32_t i = 0; i < count; i++) {
		if (napi_get_element(env, pems, i, &element) != napi_ok || !egf_string(env, element, "pem", &pem)) {
			SSL_CTX_free(context);
			return NULL;
		}
		egf_tls_trust(context, pem, strlen(pem));
		free(pem);
	}
	ERR_clear_error();
	return object_with(env, &trust_tag, context, finalize_trust);
}
