/* SPDX-License-Identifier: MIT */
#include "tls_objects.h"
#include "tls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>

static const napi_type_tag leaf_tag = { 0x3be90fd2715c4e08, 0xa1d6720cf94b8e35 };
static const napi_type_tag issuer_tag = { 0x6ad17f20b3c94e58, 0x92c05be4d8177fa1 };
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

static void finalize_issuer(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	egf_tls_issuer_release(data);
}

static void finalize_leaf(napi_env env, void *data, void *hint)
{
	(void)env;
	(void)hint;
	egf_tls_leaf_release(data);
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

struct egf_tls_leaf *egf_tls_leaf_of(napi_env env, napi_value object)
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

/* leafIssuer(pattern, key, leafKey) */
static napi_value leaf_issuer(napi_env env, napi_callback_info info)
{
	char *pattern_text = NULL, *key_text = NULL, *leaf_key_text = NULL;
	EVP_PKEY *key = NULL, *leaf_key = NULL;
	struct egf_tls_issuer *issuer = NULL;
	X509 *pattern = NULL;
	napi_value argv[3], object = NULL;

	if (egf_args(env, info, 3, argv, NULL) && egf_string(env, argv[0], "pattern", &pattern_text) &&
	    egf_string(env, argv[1], "key", &key_text) && egf_string(env, argv[2], "leafKey", &leaf_key_text)) {
		ERR_clear_error();
		pattern = egf_tls_certificate(pattern_text, strlen(pattern_text));
		key = egf_tls_key(key_text, strlen(key_text));
		leaf_key = egf_tls_key(leaf_key_text, strlen(leaf_key_text));
		if (pattern && key && leaf_key && X509_check_private_key(pattern, leaf_key))
			issuer = egf_tls_issuer_new(pattern, key, leaf_key);
		if (issuer)
			egf_tls_issuer_prepare(issuer);
		object = issuer ? object_with(env, &issuer_tag, issuer, finalize_issuer) : egf_tls_throw(env, "leafIssuer");
	}
	X509_free(pattern);
	EVP_PKEY_free(key);
	EVP_PKEY_free(leaf_key);
	free(pattern_text);
	free(key_text);
	free(leaf_key_text);
	return object;
}

/* leaf(issuer, names, notBefore, notAfter) */
static napi_value leaf(napi_env env, napi_callback_info info)
{
	/* GeneralizedTime has four digits for the year. */
	const int64_t latest = 253402300799;
	struct egf_tls_issuer *issuer;
	struct egf_tls_leaf *made;
	int64_t not_before, not_after;
	napi_value argv[4];
	char *names;

	if (!egf_args(env, info, 4, argv, NULL))
		return NULL;
	issuer = egf_unwrap(env, argv[0], &issuer_tag);
	if (!issuer || !egf_int(env, argv[2], "notBefore", 0, latest, &not_before) ||
	    !egf_int(env, argv[3], "notAfter", 0, latest, &not_after) || !egf_string(env, argv[1], "names", &names))
		return NULL;
	made = egf_tls_leaf_new(issuer, names, not_before, not_after);
	free(names);
	return made ? object_with(env, &leaf_tag, made, finalize_leaf) : egf_throw(env, -ENOMEM, "malloc", "leaf");
}

/* leafPem(leaf) */
static napi_value leaf_pem(napi_env env, napi_callback_info info)
{
	BIO *bio = BIO_new(BIO_s_mem());
	napi_value argument, text = NULL;
	struct egf_tls_leaf *shown;
	X509 *certificate;
	char *pem;
	long length;

	shown = egf_args(env, info, 1, &argument, NULL) ? egf_tls_leaf_of(env, argument) : NULL;
	if (shown) {
		ERR_clear_error();
		certificate = egf_tls_leaf_certificate(shown);
		if (!bio || !certificate || !PEM_write_bio_X509(bio, certificate))
			egf_tls_throw(env, "leafPem");
		else if ((length = BIO_get_mem_data(bio, &pem)) < 0 ||
			 napi_create_string_latin1(env, pem, (size_t)length, &text) != napi_ok)
			text = egf_napi_failed(env);
	}
	BIO_free(bio);
	return text;
}

bool egf_tls_leaf_functions(napi_env env, napi_value exports)
{
	return egf_set_function(env, exports, "leafIssuer", leaf_issuer) && egf_set_function(env, exports, "leaf", leaf) &&
	       egf_set_function(env, exports, "leafPem", leaf_pem);
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
