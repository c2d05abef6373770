/* SPDX-License-Identifier: MIT */
#ifndef EGF_JSON_H
#define EGF_JSON_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A strict reader of JSON (RFC 8259) that goes forward only, keeps nothing and takes any bytes. Once something is wrong every call fails. Bytes above
 * 0x7f in strings are not looked at.
 */
struct egf_json {
	const char *at, *end;
	unsigned int depth;
	bool bad;
};

/* What stands between the quotes of a string, with its escapes. */
struct egf_slice {
	const char *at;
	size_t len;
};

/* The next character that is no white space, 0 at the end. It stays. */
char egf_json_peek(struct egf_json *json);
/* Takes an opening bracket. */
bool egf_json_open(struct egf_json *json, char bracket);
/*
 * Is there another member? Else takes the closing bracket, and `at` is behind it. `first` is true before the first call, and stays so where there is
 * none.
 */
bool egf_json_more(struct egf_json *json, char bracket, bool *first);
bool egf_json_string(struct egf_json *json, struct egf_slice *string);
/* A name and the colon. */
bool egf_json_key(struct egf_json *json, struct egf_slice *key);
/* Takes a value of any kind. */
bool egf_json_skip(struct egf_json *json);
/* Was everything right, and is this all? */
bool egf_json_done(struct egf_json *json);

/*
 * Text of a string in UTF-8, ended by NUL. False where it does not fit, with what does, or where it holds a NUL itself, with what stands before.
 */
bool egf_json_decode(struct egf_slice string, char *out, size_t size);

#endif
