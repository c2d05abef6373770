/* SPDX-License-Identifier: MIT */
/* What TLS connections share: settings, trust, and how OpenSSL reaches a stream's bytes. */
#include "tls.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>

/*
 * Of OpenSSL 3.2 and later, whose headers this is not built with; earlier ones have no such bits (SSL_CTX_set_options(3)). Node brings zlib for it along
 * from 24 on, and what a server then has the client unpack is its own to say (RFC 8879, section 5).
 */
#ifndef SSL_OP_NO_RX_CERTIFICATE_COMPRESSION
#define SSL_OP_NO_TX_CERTIFICATE_COMPRESSION SSL_OP_BIT(32)
#define SSL_OP_NO_RX_CERTIFICATE_COMPRESSION SSL_OP_BIT(33)
#endif

/* Both sides. Node's lowest version; 64 KiB of buffers are given back while a connection is idle. */
static SSL_CTX *new_context(const SSL_METHOD *method)
{
	SSL_CTX *context = SSL_CTX_new(method);

	if (!context)
		return NULL;
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
	SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	SSL_CTX_set_options(context, SSL_OP_NO_TX_CERTIFICATE_COMPRESSION | SSL_OP_NO_RX_CERTIFICATE_COMPRESSION);
	if (!SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)) {
		SSL_CTX_free(context);
		return NULL;
	}
	return context;
}

/* The protocol was chosen before (what the upstream speaks), and is one of those that the client offered. */
static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_length, const unsigned char *in,
			   unsigned int in_length, void *data)
{
	const struct egf_tls_stream *stream = egf_tls_stream_of(ssl);

	(void)data;
	for (unsigned int at = 0; at < in_length; at += 1u + in[at]) {
		if (stream->alpn_length == 0 || in[at] != stream->alpn_length || at + 1u + in[at] > in_length ||
		    memcmp(in + at + 1, stream->alpn, in[at]))
			continue;
		*out = in + at + 1;
		*out_length = in[at];
		return SSL_TLSEXT_ERR_OK;
	}
	return SSL_TLSEXT_ERR_NOACK;
}

/*
 * Key exchanges that withstand a quantum computer last, for clients that offer nothing else: what a client sends here never leaves the machine, and of
 * ML-KEM some 6 KB stay for as long as the connection does. OpenSSL before 3.5 has none of them, and before 3.3 does not know the question mark.
 */
static bool set_groups(SSL_CTX *context)
{
	bool known = SSL_CTX_set1_groups_list(context, "X25519:P-256:X448:P-384:P-521:"
						       "?X25519MLKEM768:?SecP256r1MLKEM768:?SecP384r1MLKEM1024") == 1;

	ERR_clear_error();
	return known || SSL_CTX_set1_groups_list(context, "X25519:P-256:X448:P-384:P-521") == 1;
}

/* AES-128 first: as safe for what a job sends, and a quarter cheaper; ChaCha for clients that put it first (no AES instructions). */
SSL_CTX *egf_tls_server_context(void)
{
	SSL_CTX *context = new_context(TLS_server_method());

	if (!context)
		return NULL;
	SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
	/* Sessions live in tickets alone; one is for one connection, which brings the next. */
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(context, 1);
	/* A leaf is all that is shown: there is nothing to look for beside it. */
	SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
	SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
	if (!set_groups(context) ||
	    !SSL_CTX_set_ciphersuites(context,
				      "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256")) {
		SSL_CTX_free(context);
		return NULL;
	}
	return context;
}

/* The event holds the reference (SSL_CTX_sess_set_new_cb(3)): as an object, since reading one from DER takes as long as the rest of a new connection. */
static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	struct egf_tls_stream *stream = egf_tls_stream_of(ssl);

	if (atomic_exchange(&stream->session_due, true))
		return 0;
	egf_tls_post(stream, EGF_TLS_SESSION, &session, sizeof(session));
	return 1;
}

/* The chain is verified, but what to make of the result is the caller's to decide (SSL_get_verify_result(3)). */
SSL_CTX *egf_tls_client_context(void)
{
	SSL_CTX *context = new_context(TLS_client_method());

	if (!context)
		return NULL;
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(context, keep_session);
	return context;
}

X509 *egf_tls_certificate(const char *pem, size_t length)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)length);
	X509 *certificate = bio ? PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL) : NULL;

	BIO_free(bio);
	return certificate;
}

EVP_PKEY *egf_tls_key(const char *pem, size_t length)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)length);
	EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;

	BIO_free(bio);
	return key;
}

bool egf_tls_trust(SSL_CTX *context, const char *pem, size_t length)
{
	X509 *certificate = egf_tls_certificate(pem, length);
	bool added = certificate && X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);

	X509_free(certificate);
	return added;
}

static int read_in(BIO *bio, char *out, int length)
{
	struct egf_tls_bytes *in = &((struct egf_tls_stream *)BIO_get_data(bio))->in;
	size_t count = in->end - in->start;

	BIO_clear_retry_flags(bio);
	if (count == 0 || length <= 0) {
		BIO_set_retry_read(bio);
		return -1;
	}
	if (count > (size_t)length)
		count = (size_t)length;
	memcpy(out, in->bytes + in->start, count);
	in->start += count;
	return (int)count;
}

static int write_out(BIO *bio, const char *bytes, int length)
{
	struct egf_tls_stream *stream = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	if (length > 0)
		egf_tls_append(&stream->out, (const unsigned char *)bytes, (size_t)length);
	return length;
}

static long control(BIO *bio, int command, long number, void *data)
{
	(void)bio;
	(void)number;
	(void)data;
	return command == BIO_CTRL_FLUSH;
}

static int create_bio(BIO *bio)
{
	BIO_set_init(bio, 1);
	return 1;
}

/* Made once, by the first stream, on the main thread. */
static BIO_METHOD *method(void)
{
	static BIO_METHOD *made;

	if (made)
		return made;
	made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "egress-filter");
	if (!made || !BIO_meth_set_read(made, read_in) || !BIO_meth_set_write(made, write_out) ||
	    !BIO_meth_set_ctrl(made, control) || !BIO_meth_set_create(made, create_bio))
		return NULL;
	return made;
}

BIO *egf_tls_bio(struct egf_tls_stream *stream)
{
	const BIO_METHOD *own = method();
	BIO *bio = own ? BIO_new(own) : NULL;

	if (bio)
		BIO_set_data(bio, stream);
	return bio;
}

struct egf_tls_stream *egf_tls_stream_of(const SSL *ssl)
{
	return BIO_get_data(SSL_get_rbio(ssl));
}

/* As Node names them: ERR_SSL_ and the reason in capitals, with underscores. */
int egf_tls_reason(char *text, size_t size)
{
	unsigned long error = ERR_get_error();
	const char *reason = error ? ERR_reason_error_string(error) : NULL;
	char whole[256] = "no reason given";
	char code[128] = "";
	size_t at = 0;

	if (reason)
		for (; reason[at] && at < sizeof(code) - 1; at++)
			code[at] = reason[at] == ' ' ? '_' : (char)toupper((unsigned char)reason[at]);
	code[at] = '\0';
	if (error)
		ERR_error_string_n(error, whole, sizeof(whole));
	ERR_clear_error();
	return snprintf(text, size, "ERR_SSL_%s\n%s", code[0] ? code : "ERROR", whole);
}
