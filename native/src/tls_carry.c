/* SPDX-License-Identifier: MIT */
/* Plaintext from one stream to another of the same thread, as far as JavaScript has said: it hears of the end, not of the octets. */
#include "tls.h"

#include <string.h>

/* What JavaScript wrote meanwhile comes behind what was carried. */
static void let_in(struct egf_tls_stream *to)
{
	if (to->later.start < to->later.end)
		egf_tls_encrypt(to, to->later.bytes + to->later.start, to->later.end - to->later.start);
	egf_tls_release(&to->later);
	if (to->shut_later)
		egf_tls_shut(to);
	to->shut_later = false;
	egf_tls_ready(to);
}

void egf_tls_carry_stop(struct egf_tls_stream *from)
{
	const struct egf_tls_carried carried = { .octets = from->carry.octets };
	struct egf_tls_stream *to = from->carry.to;

	if (!to)
		return;
	from->carry.to = NULL;
	from->held = false;
	to->carried_from = NULL;
	if (!from->gone)
		egf_tls_post(from, EGF_TLS_CARRIED, &carried, sizeof(carried));
	egf_tls_ready(from);
	let_in(to);
}

void egf_tls_carry_end(struct egf_tls_stream *stream)
{
	egf_tls_carry_stop(stream);
	if (stream->carried_from)
		egf_tls_carry_stop(stream->carried_from);
}

void egf_tls_carry_begin(struct egf_tls_stream *from, const struct egf_tls_order *order)
{
	struct egf_tls_stream *to = order->to;
	const struct egf_tls_carried nothing = { 0 };

	if (from->broken || from->ended || to->broken || to->shut || !to->secured || to->carried_from || from->carry.to || to == from) {
		from->held = false;
		egf_tls_post(from, EGF_TLS_CARRIED, &nothing, sizeof(nothing));
		return;
	}
	from->carry.to = to;
	from->carry.octets = 0;
	from->carry.left = order->octets;
	to->carried_from = from;
}

size_t egf_tls_carry_room(const struct egf_tls_stream *from)
{
	const struct egf_tls_stream *to = from->carry.to;

	if (to->out.start < to->out.end)
		return 0;
	return from->carry.left < SIZE_MAX ? (size_t)from->carry.left : SIZE_MAX;
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
	struct egf_tls_stream *to = from->carry.to;

	to->out = (struct egf_tls_bytes){ .bytes = scratch->out, .capacity = sizeof(scratch->out), .borrowed = true };
	egf_tls_encrypt(to, plain, length);
	from->carry.octets += length;
	from->carry.left -= length;
	egf_tls_send(to);
	keep_rest(&to->out);
	if (from->carry.to && from->carry.left == 0)
		egf_tls_carry_stop(from);
}
