/* SPDX-License-Identifier: MIT */
#include "tls_leaf.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define SERIAL_OCTETS 16
/* ub-common-name (RFC 5280, appendix A.1) */
#define COMMON_NAME 64

struct egf_tls_issuer {
	atomic_uint references;
	EVP_PKEY *key, *leaf_key;
	/* For the two that follow: OpenSSL keeps with a certificate what it has written of it. */
	pthread_mutex_t lock;
	X509 *pattern, *copy;
};

struct egf_tls_leaf {
	atomic_uint references;
	struct egf_tls_issuer *issuer;
	int64_t not_before, not_after;
	/* Who comes second waits for the first. */
	pthread_mutex_t lock;
	X509 *certificate;
	unsigned char serial[SERIAL_OCTETS];
	char names[];
};

struct egf_tls_issuer *egf_tls_issuer_new(X509 *pattern, EVP_PKEY *key, EVP_PKEY *leaf_key)
{
	struct egf_tls_issuer *issuer = calloc(1, sizeof(*issuer));

	if (!issuer)
		return NULL;
	X509_up_ref(pattern);
	EVP_PKEY_up_ref(key);
	EVP_PKEY_up_ref(leaf_key);
	atomic_init(&issuer->references, 1);
	pthread_mutex_init(&issuer->lock, NULL);
	issuer->pattern = pattern;
	issuer->key = key;
	issuer->leaf_key = leaf_key;
	return issuer;
}

struct egf_tls_issuer *egf_tls_issuer_hold(struct egf_tls_issuer *issuer)
{
	atomic_fetch_add(&issuer->references, 1);
	return issuer;
}

void egf_tls_issuer_release(struct egf_tls_issuer *issuer)
{
	if (!issuer || atomic_fetch_sub(&issuer->references, 1) > 1)
		return;
	X509_free(issuer->pattern);
	X509_free(issuer->copy);
	EVP_PKEY_free(issuer->key);
	EVP_PKEY_free(issuer->leaf_key);
	pthread_mutex_destroy(&issuer->lock);
	free(issuer);
}

void egf_tls_issuer_prepare(struct egf_tls_issuer *issuer)
{
	pthread_mutex_lock(&issuer->lock);
	if (!issuer->copy)
		issuer->copy = X509_dup(issuer->pattern);
	pthread_mutex_unlock(&issuer->lock);
}

static X509 *copy_of_pattern(struct egf_tls_issuer *issuer)
{
	X509 *copy;

	pthread_mutex_lock(&issuer->lock);
	copy = issuer->copy ? issuer->copy : X509_dup(issuer->pattern);
	issuer->copy = NULL;
	pthread_mutex_unlock(&issuer->lock);
	return copy;
}

struct egf_tls_leaf *egf_tls_leaf_new(struct egf_tls_issuer *issuer, const char *names, int64_t not_before, int64_t not_after)
{
	const size_t length = strlen(names);
	struct egf_tls_leaf *leaf = calloc(1, sizeof(*leaf) + length + 1);

	if (!leaf)
		return NULL;
	atomic_init(&leaf->references, 1);
	leaf->issuer = egf_tls_issuer_hold(issuer);
	leaf->not_before = not_before;
	leaf->not_after = not_after;
	pthread_mutex_init(&leaf->lock, NULL);
	memcpy(leaf->names, names, length);
	return leaf;
}

struct egf_tls_leaf *egf_tls_leaf_hold(struct egf_tls_leaf *leaf)
{
	atomic_fetch_add(&leaf->references, 1);
	return leaf;
}

void egf_tls_leaf_release(struct egf_tls_leaf *leaf)
{
	if (!leaf || atomic_fetch_sub(&leaf->references, 1) > 1)
		return;
	egf_tls_issuer_release(leaf->issuer);
	X509_free(leaf->certificate);
	pthread_mutex_destroy(&leaf->lock);
	free(leaf);
}

struct egf_tls_issuer *egf_tls_leaf_issuer(const struct egf_tls_leaf *leaf)
{
	return leaf->issuer;
}

/* 127 random bits: positive, within 20 octets (RFC 5280, 4.1.2.2), never zero. */
static bool number(X509 *certificate, unsigned char *serial)
{
	BIGNUM *value = NULL;
	bool numbered;

	if (RAND_bytes(serial, SERIAL_OCTETS) != 1)
		return false;
	serial[0] = (serial[0] & 0x7f) | 0x40;
	value = BN_bin2bn(serial, SERIAL_OCTETS, NULL);
	numbered = value && BN_to_ASN1_INTEGER(value, X509_get_serialNumber(certificate));
	BN_free(value);
	return numbered;
}

/* What the pattern's subject has beside a common name stays. */
static bool name_subject(X509 *certificate, const char *name, size_t length)
{
	X509_NAME *subject = X509_NAME_dup(X509_get_subject_name(certificate));
	bool named = subject;
	int at;

	while (subject && (at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1)) >= 0)
		X509_NAME_ENTRY_free(X509_NAME_delete_entry(subject, at));
	if (named && length <= COMMON_NAME)
		named = X509_NAME_add_entry_by_NID(subject, NID_commonName, V_ASN1_UTF8STRING, (const unsigned char *)name, (int)length, -1, 0);
	named = named && X509_set_subject_name(certificate, subject);
	X509_NAME_free(subject);
	return named;
}

static bool add_name(GENERAL_NAMES *names, const char *name, size_t length)
{
	GENERAL_NAME *general = GENERAL_NAME_new();
	ASN1_STRING *value = NULL;
	char text[INET_ADDRSTRLEN];
	struct in_addr address;
	bool is_address = false, added;

	if (length < sizeof(text)) {
		memcpy(text, name, length);
		text[length] = '\0';
		is_address = inet_pton(AF_INET, text, &address) == 1;
	}
	value = is_address ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
	added = general && value &&
		ASN1_STRING_set(value, is_address ? (const void *)&address : name, is_address ? (int)sizeof(address) : (int)length);
	if (added) {
		GENERAL_NAME_set0_value(general, is_address ? GEN_IPADD : GEN_DNS, value);
		value = NULL;
		added = sk_GENERAL_NAME_push(names, general) > 0;
		if (added)
			general = NULL;
	}
	ASN1_STRING_free(value);
	GENERAL_NAME_free(general);
	return added;
}

static bool name_all(X509 *certificate, const char *names)
{
	GENERAL_NAMES *list = GENERAL_NAMES_new();
	bool named = list && name_subject(certificate, names, strcspn(names, " "));
	size_t length;

	for (; named && *names; names += length + (names[length] == ' ')) {
		length = strcspn(names, " ");
		named = add_name(list, names, length);
	}
	/* In the place of the pattern's own. */
	named = named && X509_add1_ext_i2d(certificate, NID_subject_alt_name, list, 0, X509V3_ADD_REPLACE_EXISTING) == 1;
	GENERAL_NAMES_free(list);
	return named;
}

static X509 *make(struct egf_tls_leaf *leaf)
{
	X509 *made = copy_of_pattern(leaf->issuer);

	if (made && number(made, leaf->serial) && name_all(made, leaf->names) &&
	    ASN1_TIME_set(X509_getm_notBefore(made), (time_t)leaf->not_before) &&
	    ASN1_TIME_set(X509_getm_notAfter(made), (time_t)leaf->not_after) && X509_sign(made, leaf->issuer->key, EVP_sha256()))
		return made;
	X509_free(made);
	return NULL;
}

X509 *egf_tls_leaf_certificate(struct egf_tls_leaf *leaf)
{
	X509 *certificate;

	pthread_mutex_lock(&leaf->lock);
	if (!leaf->certificate)
		leaf->certificate = make(leaf);
	certificate = leaf->certificate;
	pthread_mutex_unlock(&leaf->lock);
	return certificate;
}

bool egf_tls_leaf_show(struct egf_tls_leaf *leaf, SSL *ssl)
{
	X509 *certificate = egf_tls_leaf_certificate(leaf);

	return certificate && SSL_use_certificate(ssl, certificate) && SSL_use_PrivateKey(ssl, leaf->issuer->leaf_key) &&
	       SSL_set_session_id_context(ssl, leaf->serial, sizeof(leaf->serial));
}
