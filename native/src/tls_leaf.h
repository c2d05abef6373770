/* SPDX-License-Identifier: MIT */
/* Certificates that servers of ours show: written and signed on the thread that needs one first. */
#ifndef EGF_TLS_LEAF_H
#define EGF_TLS_LEAF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/ssl.h>

/* An authority, and the one key of all its leaves. Both count their references, and any thread may hold them. */
struct egf_tls_issuer;
struct egf_tls_leaf;

/*
 * Takes a reference to each of the three, also where it fails (NULL). `pattern`: a leaf of that authority, which all leaves are like, but for serial number,
 * times, common name and alternative names.
 */
struct egf_tls_issuer *egf_tls_issuer_new(X509 *pattern, EVP_PKEY *key, EVP_PKEY *leaf_key);
struct egf_tls_issuer *egf_tls_issuer_hold(struct egf_tls_issuer *issuer);
void egf_tls_issuer_release(struct egf_tls_issuer *issuer);
/* Beforehand, the longest part of the work for the next leaf: OpenSSL 3.0 takes a tenth of a millisecond to read a public key. */
void egf_tls_issuer_prepare(struct egf_tls_issuer *issuer);

/* One to be made when it is needed. `names`: host names and dotted quads with a space between them; seconds since the epoch. NULL without memory. */
struct egf_tls_leaf *egf_tls_leaf_new(struct egf_tls_issuer *issuer, const char *names, int64_t not_before, int64_t not_after);
struct egf_tls_leaf *egf_tls_leaf_hold(struct egf_tls_leaf *leaf);
void egf_tls_leaf_release(struct egf_tls_leaf *leaf);
struct egf_tls_issuer *egf_tls_leaf_issuer(const struct egf_tls_leaf *leaf);

/* Makes it, unless it is there. The leaf's own reference; NULL with the reason in OpenSSL's error queue. */
X509 *egf_tls_leaf_certificate(struct egf_tls_leaf *leaf);
/* A server's side shows it, and resumes no session of another one. False with the reason in OpenSSL's error queue. */
bool egf_tls_leaf_show(struct egf_tls_leaf *leaf, SSL *ssl);

#endif
