import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** How much a client may still send after its final answer. */
const LINGER_BYTES = 1_048_576;

/**
 * Sends the last bytes and ends our side, then reads and drops what still comes for a bounded while: closing at once would turn
 * unread input into a reset, which can destroy the answer before the client has read it (RFC 9112 section 9.6).
 */
export function endLingering(client: Duplex, last: Buffer | undefined, lingerMs: number): void {
  if (client.destroyed) return;
  let dropped = 0;
  const timer = setTimeout(() => client.destroy(), lingerMs);
  timer.unref();
  client.removeAllListeners('data');
  client.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > LINGER_BYTES) client.destroy();
  });
  client.once('close', () => clearTimeout(timer));
  if (last === undefined) client.end();
  else client.end(last);
  client.resume();
}

/** Ends a connection so that the peer cannot take it for a clean end. */
export function reset(stream: Duplex): void {
  if (stream.destroyed) return;
  // Node's TLS sockets have the method, too, and throw (ERR_INVALID_HANDLE_TYPE); without a close_notify their end is not clean either.
  if (canReset(stream) && !(stream instanceof TLSSocket)) stream.resetAndDestroy();
  else stream.destroy();
}

function canReset(stream: Duplex): stream is Duplex & Pick<Socket, 'resetAndDestroy'> {
  return 'resetAndDestroy' in stream && typeof stream.resetAndDestroy === 'function';
}

/** An end that was emitted before anyone listened is not emitted again, so whoever takes a stream over has to ask. */
export function isOver(stream: Duplex): boolean {
  return stream.destroyed || stream.readableEnded;
}

/** Has a stream of TLS ended without a close_notify? */
export function isCut(stream: Duplex | undefined): boolean {
  return stream !== undefined && 'isCut' in stream && stream.isCut === true;
}

/** What came without a close_notify goes on without one. Some clients take that for an end, others do not: each as without us. */
export function endAlike(from: Duplex | undefined, to: Duplex): void {
  if (isCut(from) && 'endsBare' in to) to.endsBare = true;
}

/** @throws where the other side has ended before it was asked anything */
export function usable(upstream: Duplex): Duplex {
  if (!isOver(upstream)) return upstream;
  upstream.destroy();
  throw new Error('the server closed the connection before it was asked anything');
}

/** Lets what was written go out, and then closes, within `lingerMs`. */
export function closeSoon(stream: Duplex, lingerMs: number): void {
  if (stream.destroyed) return;
  const timer = setTimeout(() => stream.destroy(), lingerMs);
  timer.unref();
  stream.once('close', () => clearTimeout(timer));
  if (stream.writableFinished) stream.destroy();
  else stream.once('finish', () => stream.destroy());
  if (!stream.writableEnded) stream.end();
}
