import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Splice, SpliceEnd, Splicer } from '../../kernel/native.ts';
import { descriptorOf, hasDescriptor, takeOver } from './descriptors.ts';
import { breakOff, isOver } from './relay.ts';

/** A plain TCP connection, whose bytes are those on the wire. */
const isTcp = (stream: Duplex): stream is Socket => stream instanceof Socket;

/** Can native code carry what is between these two from here on? Not where Node has passed on an end already. */
export const canSplice = (client: Duplex, upstream: Duplex): boolean =>
  [client, upstream].every((side) => isTcp(side) && !isOver(side) && !side.writableEnded && hasDescriptor(side));

export type Spliced = SpliceEnd | { readonly failure: Error };

/**
 * Takes both sockets away from Node's event loop: what Node has read already is delivered, all that follows goes by splice(2). Resolves when
 * both directions are over; the sockets are then to be destroyed. Destroying one of them earlier breaks the other. Never rejects.
 *
 * Callers have asked `canSplice` in the same turn of the event loop.
 */
export const spliceBoth = async (splicer: Splicer, client: Duplex, upstream: Duplex): Promise<Spliced> => {
  if (!isTcp(client) || !isTcp(upstream)) return { failure: new Error('not a TCP socket') };
  const sides = [client, upstream] as const;
  let splice: Splice | undefined;
  /** Somebody closes a side (the end of the proxy, say): the number of its descriptor may mean another connection soon. */
  const onClose = (): void => {
    if (splice) splice.abort();
    else for (const side of sides) breakOff(side);
  };
  for (const side of sides) side.once('close', onClose);
  try {
    const [fromClient, fromUpstream] = [takeOver(client), takeOver(upstream)];
    await Promise.all([deliver(upstream, fromClient), deliver(client, fromUpstream)]);
    splice = splicer.relay(descriptorOf(client), descriptorOf(upstream));
    return await splice.ended;
  } catch (error) {
    for (const side of sides) breakOff(side);
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  } finally {
    for (const side of sides) side.removeListener('close', onClose);
  }
};

/** Resolves when these bytes, and all that was written before, are with the kernel. */
const deliver = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    if (bytes.length === 0 && socket.writableLength === 0) return resolve();
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
