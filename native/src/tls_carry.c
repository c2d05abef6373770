/* SPDX-License-Identifier: MIT */
/*
 * Plaintext from one stream to another of the same thread, as far as JavaScript has said: it hears of the end, not of the octets. So many octets of a
 * body, or frames of HTTP/2 (RFC 9113, section 4.1): DATA that ends no stream, of streams that the receiver has opened, as long as the receiver's window
 * for the connection holds them. Whatever else comes, and all that follows it, is JavaScript's to read.
 */
#include "tls.h"

#include <stdlib.h>
#include <string.h>

#define FRAME_HEADER 9
#define DATA 0
#define END_STREAM 0x1

struct egf_tls_carry {
	struct egf_tls_stream *to;
	/* What may still go. */
	uint64_t left;
	bool frames, released;
	uint32_t last_stream;
	/* The beginning of a header. */
	unsigned char partial[FRAME_HEADER];
	size_t partial_length;
	/* `inside`: what is still to come of the frame that is under way. */
	struct egf_tls_carried carried;
};

/* May the receiver be sent something else now? */
static bool at_boundary(const struct egf_tls_carry *carry)
{
	return carry->frames && carry->carried.inside == 0;
}

static bool waits(const struct egf_tls_stream *to)
{
	return to->later.start < to->later.end;
}

static void let_in(struct egf_tls_stream *to)
{
	if (waits(to))
		egf_tls_encrypt(to, to->later.bytes + to->later.start, to->later.end - to->later.start);
	egf_tls_release(&to->later);
}

void egf_tls_carry_write(struct egf_tls_stream *to, const unsigned char *plain, size_t length)
{
	if (to->carried_from && !at_boundary(to->carried_from->carry))
		egf_tls_append(&to->later, plain, length);
	else
		egf_tls_encrypt(to, plain, length);
}

void egf_tls_carry_shut(struct egf_tls_stream *to)
{
	if (to->carried_from)
		to->shut_later = true;
	else
		egf_tls_shut(to);
}

void egf_tls_carry_stop(struct egf_tls_stream *from)
{
	struct egf_tls_carry *carry = from->carry;
	struct egf_tls_stream *to;

	if (!carry)
		return;
	to = carry->to;
	from->carry = NULL;
	from->held = false;
	to->carried_from = NULL;
	if (!from->gone)
		egf_tls_post(from, EGF_TLS_CARRIED, &carry->carried, sizeof(carry->carried));
	if (!from->gone && carry->partial_length > 0)
		egf_tls_tell(from, carry->partial, carry->partial_length);
	/* Behind a frame that is not whole there is no place for anything else. */
	if (carry->frames && carry->carried.inside > 0)
		egf_tls_release(&to->later);
	let_in(to);
	if (to->shut_later)
		egf_tls_shut(to);
	to->shut_later = false;
	free(carry);
	egf_tls_ready(from);
	egf_tls_ready(to);
}

void egf_tls_carry_end(struct egf_tls_stream *stream)
{
	egf_tls_carry_stop(stream);
	if (stream->carried_from)
		egf_tls_carry_stop(stream->carried_from);
}

void egf_tls_carry_begin(struct egf_tls_stream *from, const struct egf_tls_order *order)
{
	const struct egf_tls_carried nothing = { .inside = order->inside };
	struct egf_tls_stream *to = order->to;

	if (from->broken || from->ended || to->broken || to->shut || !to->secured || to->carried_from || from->carry || to == from) {
		if (!from->carry)
			from->held = false;
		egf_tls_post(from, EGF_TLS_CARRIED, &nothing, sizeof(nothing));
		return;
	}
	from->carry = calloc(1, sizeof(*from->carry));
	if (!from->carry)
		abort();
	from->carry->to = to;
	from->carry->left = order->octets;
	from->carry->frames = order->frames;
	from->carry->last_stream = order->last_stream;
	from->carry->carried.inside = order->inside;
	to->carried_from = from;
}

void egf_tls_carry_grant(struct egf_tls_stream *from, uint64_t octets)
{
	if (from->carry && from->carry->frames)
		from->carry->left += octets;
}

void egf_tls_carry_release(struct egf_tls_stream *from)
{
	if (!from->carry)
		return;
	from->carry->released = true;
	if (!from->carry->frames || at_boundary(from->carry))
		egf_tls_carry_stop(from);
}

size_t egf_tls_carry_room(const struct egf_tls_stream *from)
{
	const struct egf_tls_carry *carry = from->carry;

	if (carry->to->out.start < carry->to->out.end)
		return 0;
	return !carry->frames && carry->left < SIZE_MAX ? (size_t)carry->left : SIZE_MAX;
}

size_t egf_tls_carry_lead(const struct egf_tls_stream *from, unsigned char *plain)
{
	const struct egf_tls_carry *carry = from->carry;

	if (!carry || carry->partial_length == 0)
		return 0;
	memcpy(plain, carry->partial, carry->partial_length);
	return carry->partial_length;
}

static uint32_t read32(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Of the stream `id`; false where there are more streams than places. */
static bool count(struct egf_tls_carried *carried, uint32_t id, uint32_t length)
{
	uint32_t i = 0;

	while (i < carried->streams && carried->stream[i].id != id)
		i++;
	if (i == EGF_TLS_FRAME_STREAMS)
		return false;
	if (i == carried->streams)
		carried->streams++;
	carried->stream[i].id = id;
	carried->stream[i].octets += length;
	return true;
}

/* Is this a frame to carry? Then it is counted. */
static bool begin_frame(struct egf_tls_carry *carry, const unsigned char *header)
{
	const uint32_t length = read32(header) >> 8, id = read32(header + 5) & 0x7fffffff;

	if (header[3] != DATA || (header[4] & END_STREAM) || id % 2 == 0 || id > carry->last_stream || length > carry->left ||
	    !count(&carry->carried, id, length))
		return false;
	carry->left -= length;
	carry->carried.octets += length;
	carry->carried.inside = length;
	return true;
}

/* How much of it goes on; `over`: what follows does not. Ends between two frames where somebody waits for that. */
static size_t follow(struct egf_tls_carry *carry, const unsigned char *plain, size_t length, bool *over)
{
	struct egf_tls_carried *carried = &carry->carried;
	size_t at = 0;

	for (;;) {
		if (carried->inside > 0) {
			const size_t part = length - at < carried->inside ? length - at : carried->inside;

			carried->inside -= (uint32_t)part;
			at += part;
			if (carried->inside > 0)
				return at;
		}
		*over = carry->released;
		if (*over || (waits(carry->to) && at > 0) || length - at < FRAME_HEADER)
			return at;
		*over = !begin_frame(carry, plain + at);
		if (*over)
			return at;
		at += FRAME_HEADER;
	}
}

/* What of these frames does not go on. */
static size_t carry_frames(struct egf_tls_stream *from, const unsigned char *plain, size_t length)
{
	struct egf_tls_carry *carry = from->carry;
	struct egf_tls_stream *to = carry->to;
	size_t at = 0, part;
	bool over = false;

	do {
		if (at_boundary(carry))
			let_in(to);
		/* Either may break it. */
		if (from->carry != carry)
			return 0;
		part = follow(carry, plain + at, length - at, &over);
		if (part > 0)
			egf_tls_encrypt(to, plain + at, part);
		if (from->carry != carry)
			return 0;
		carry->carried.plain += part;
		at += part;
	} while (!over && part > 0 && at < length);
	if (at_boundary(carry))
		let_in(to);
	if (from->carry != carry)
		return 0;
	carry->partial_length = 0;
	if (over) {
		egf_tls_carry_stop(from);
		return length - at;
	}
	carry->partial_length = length - at;
	memcpy(carry->partial, plain + at, carry->partial_length);
	return 0;
}

/* What the socket does not take at once is kept, until it does. */
static void keep_rest(struct egf_tls_bytes *out)
{
	struct egf_tls_bytes rest = *out;

	if (!rest.borrowed)
		return;
	*out = (struct egf_tls_bytes){ 0 };
	if (rest.start < rest.end)
		egf_tls_append(out, rest.bytes + rest.start, rest.end - rest.start);
}

void egf_tls_carry(struct egf_tls_stream *from, const unsigned char *plain, size_t length, struct egf_tls_scratch *scratch)
{
	struct egf_tls_carry *carry = from->carry;
	struct egf_tls_stream *to = carry->to;
	size_t rest = 0;

	egf_tls_release(&to->out);
	to->out = (struct egf_tls_bytes){ .bytes = scratch->out, .capacity = sizeof(scratch->out), .borrowed = true };
	if (carry->frames) {
		rest = carry_frames(from, plain, length);
	} else {
		egf_tls_encrypt(to, plain, length);
		if (from->carry) {
			carry->carried.octets += length;
			carry->carried.plain += length;
			carry->left -= length;
			if (carry->left == 0)
				egf_tls_carry_stop(from);
		}
	}
	if (rest > 0)
		egf_tls_tell(from, plain + length - rest, rest);
	egf_tls_send(to);
	keep_rest(&to->out);
}
