/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <stdint.h>
#include <string.h>

/* encoding/json of Go gives up at 10000, yajl of crun at none; a configuration needs 8. */
#define MAX_DEPTH 64

static bool fail(struct egf_json *json)
{
	json->bad = true;
	json->at = json->end;
	return false;
}

char egf_json_peek(struct egf_json *json)
{
	while (json->at < json->end && (*json->at == ' ' || *json->at == '\t' || *json->at == '\n' || *json->at == '\r'))
		json->at++;
	return json->at < json->end ? *json->at : 0;
}

static bool take(struct egf_json *json, char wanted)
{
	if (json->bad || egf_json_peek(json) != wanted || json->at == json->end)
		return fail(json);
	json->at++;
	return true;
}

bool egf_json_open(struct egf_json *json, char bracket)
{
	if (!take(json, bracket))
		return false;
	return ++json->depth <= MAX_DEPTH || fail(json);
}

bool egf_json_more(struct egf_json *json, char bracket, bool *first)
{
	if (json->bad)
		return false;
	if (egf_json_peek(json) == bracket) {
		json->at++;
		json->depth--;
		return false;
	}
	if (!*first && !take(json, ','))
		return false;
	*first = false;
	return true;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool egf_json_string(struct egf_json *json, struct egf_slice *string)
{
	if (!take(json, '"'))
		return false;
	string->at = json->at;
	while (json->at < json->end && *json->at != '"') {
		if ((unsigned char)*json->at < 0x20)
			return fail(json);
		if (*json->at++ != '\\')
			continue;
		if (json->at == json->end || !*json->at || !strchr("\"\\/bfnrtu", *json->at))
			return fail(json);
		if (*json->at++ != 'u')
			continue;
		for (int i = 0; i < 4; i++)
			if (json->at == json->end || !is_hex(*json->at++))
				return fail(json);
	}
	string->len = (size_t)(json->at - string->at);
	return take(json, '"');
}

bool egf_json_key(struct egf_json *json, struct egf_slice *key)
{
	return egf_json_string(json, key) && take(json, ':');
}

static bool skip_list(struct egf_json *json, char open, char close)
{
	bool first = true;

	if (!egf_json_open(json, open))
		return false;
	while (egf_json_more(json, close, &first)) {
		struct egf_slice key;

		if (open == '{' && !egf_json_key(json, &key))
			return false;
		if (!egf_json_skip(json))
			return false;
	}
	return !json->bad;
}

static size_t digits(struct egf_json *json)
{
	const char *from = json->at;

	while (json->at < json->end && *json->at >= '0' && *json->at <= '9')
		json->at++;
	return (size_t)(json->at - from);
}

static bool follows(struct egf_json *json, const char *any)
{
	if (json->at == json->end || !*json->at || !strchr(any, *json->at))
		return false;
	json->at++;
	return true;
}

static bool skip_number(struct egf_json *json)
{
	follows(json, "-");
	if (!follows(json, "0") && !digits(json))
		return fail(json);
	if (follows(json, ".") && !digits(json))
		return fail(json);
	if (follows(json, "eE")) {
		follows(json, "+-");
		if (!digits(json))
			return fail(json);
	}
	return true;
}

static bool skip_word(struct egf_json *json, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(json->end - json->at) < len || memcmp(json->at, word, len))
		return fail(json);
	json->at += len;
	return true;
}

bool egf_json_skip(struct egf_json *json)
{
	struct egf_slice string;

	if (json->bad)
		return false;
	switch (egf_json_peek(json)) {
	case '{':
		return skip_list(json, '{', '}');
	case '[':
		return skip_list(json, '[', ']');
	case '"':
		return egf_json_string(json, &string);
	case 't':
		return skip_word(json, "true");
	case 'f':
		return skip_word(json, "false");
	case 'n':
		return skip_word(json, "null");
	default:
		return skip_number(json);
	}
}

bool egf_json_done(struct egf_json *json)
{
	egf_json_peek(json);
	return !json->bad && json->at == json->end;
}

static uint32_t hex4(const char *at)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++)
		value = value << 4 | (uint32_t)(at[i] <= '9' ? at[i] - '0' : (at[i] | 0x20) - 'a' + 10);
	return value;
}

/* The character of an escape behind its backslash; `at` comes to stand behind it. A half of a pair is what encoding/json of Go makes of it, U+FFFD. */
static uint32_t unescape(const char **at, const char *end)
{
	static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
	const char *name;
	uint32_t high, low;
	char c = *(*at)++;

	if (c != 'u') {
		name = strchr(names, c);
		return name ? (uint32_t)values[name - names] : (uint32_t)c;
	}
	high = hex4(*at);
	*at += 4;
	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high > 0xdbff || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
		return 0xfffd;
	low = hex4(*at + 2);
	if (low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	*at += 6;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static size_t utf8(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

bool egf_json_decode(struct egf_slice string, char *out, size_t size)
{
	const char *at = string.at, *end = string.at + string.len;
	size_t used = 0;
	bool whole = true;

	while (at < end) {
		char bytes[4] = { *at };
		size_t len = 1;

		if (*at++ == '\\')
			len = utf8(unescape(&at, end), bytes);
		if (used + len >= size || !bytes[0]) {
			whole = false;
			break;
		}
		memcpy(out + used, bytes, len);
		used += len;
	}
	out[used] = 0;
	return whole;
}
