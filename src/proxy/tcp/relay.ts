import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { endAlike } from '../http/index.ts';
import { TlsStream } from './tls-stream.ts';

export interface Relay {
  /** Starts carrying what the client sends; what the server sends is carried from the beginning. */
  forward(): void;
  /** Takes both directions back, at a byte: what was read is written, the rest waits in the streams. */
  release(): void;
  /** Resolves when both sides are closed, with what broke; never rejects. */
  readonly done: Promise<Error | undefined>;
}

/**
 * Carries bytes both ways until both sides are closed. Half-closes are passed on, a broken side breaks the other (by a reset), and a
 * slow reader slows its writer down.
 */
export const startRelay = (client: Duplex, upstream: Duplex): Relay => {
  const done = new Promise<Error | undefined>((resolve) => {
    let open = 2;
    let failure: Error | undefined;
    const watch = (side: Duplex, other: Duplex): void => {
      const onClose = (): void => {
        if (!side.readableEnded) breakOff(other);
        else if (!side.writableFinished) closeWhenFlushed(other);
        open -= 1;
        if (open === 0) resolve(failure);
      };
      side.on('error', (error) => {
        // One that has said all before has only left: most clients do not wait for the last the server says.
        if (!side.readableEnded) failure ??= error;
      });
      if (side.closed) onClose();
      else side.on('close', onClose);
    };
    watch(client, upstream);
    watch(upstream, client);
  });
  // Before the pipe's own listener, which ends the other side.
  upstream.once('end', () => endAlike(upstream, client));
  client.once('end', () => endAlike(client, upstream));
  upstream.pipe(client);
  return {
    forward: () => void client.pipe(upstream),
    release: () => {
      upstream.unpipe(client);
      client.unpipe(upstream);
    },
    done,
  };
};

/** Ends a stream so that its peer sees a failure, not an orderly end. */
export const breakOff = (stream: Duplex): void => {
  if (stream.destroyed) return;
  if (stream instanceof Socket || stream instanceof TlsStream) stream.resetAndDestroy();
  else stream.destroy();
};

/** One that had its full answer from a side that takes no more: what is on the way to it still arrives. */
const closeWhenFlushed = (stream: Duplex): void => {
  if (stream.writableFinished) stream.destroy();
  else stream.end(() => stream.destroy());
};
