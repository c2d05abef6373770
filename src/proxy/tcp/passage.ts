import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { PassageEnd, Passages } from '../../kernel/native.ts';
import { isOver } from '../http/index.ts';
import { descriptorOf, hasDescriptor, takeOver } from './descriptors.ts';
import { breakOff } from './relay.ts';

/** A plain TCP connection, whose bytes are those on the wire. */
const isTcp = (stream: Duplex): stream is Socket => stream instanceof Socket;

/** Can native code carry what is between these two from here on? Not where Node has passed on an end already. */
export const canPassThrough = (client: Duplex, upstream: Duplex): boolean =>
  [client, upstream].every((side) => isTcp(side) && !isOver(side) && !side.writableEnded && hasDescriptor(side));

export type Passed = PassageEnd | { readonly failure: Error };

/**
 * Takes both sockets away from Node: what it has read already is delivered, all that follows goes past JavaScript. The sockets are destroyed then, without an
 * end for their peers, so that a connection has one descriptor a side; from there on only `passages.close()` breaks it. Resolves when both directions are
 * over. Never rejects.
 *
 * Callers have asked `canPassThrough` in the same turn of the event loop.
 */
export const passBothWays = async (passages: Passages, client: Duplex, upstream: Duplex): Promise<Passed> => {
  if (!isTcp(client) || !isTcp(upstream)) return { failure: new Error('not a TCP socket') };
  const sides = [client, upstream] as const;
  /** A side that is closed before it is handed over. */
  const onClose = (): void => {
    for (const side of sides) breakOff(side);
  };
  const letGo = (): void => {
    for (const side of sides) side.removeListener('close', onClose);
  };
  for (const side of sides) side.once('close', onClose);
  try {
    const [fromClient, fromUpstream] = [takeOver(client), takeOver(upstream)];
    await Promise.all([deliver(upstream, fromClient), deliver(client, fromUpstream)]);
    const ended = passages.relay(descriptorOf(client), descriptorOf(upstream));
    letGo();
    for (const side of sides) side.destroy();
    return await ended;
  } catch (error) {
    letGo();
    for (const side of sides) breakOff(side);
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
};

/** Resolves when these bytes, and all that was written before, are with the kernel. */
const deliver = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    if (bytes.length === 0 && socket.writableLength === 0) return resolve();
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
