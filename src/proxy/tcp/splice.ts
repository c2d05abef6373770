import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Splice, SpliceEnd, Splicer } from '../../kernel/native.ts';
import { breakOff, isOver } from './relay.ts';

/** A plain TCP connection, whose bytes are those on the wire. */
const isTcp = (stream: Duplex): stream is Socket => stream instanceof Socket && !(stream instanceof TLSSocket);

/** Can native code carry what is between these two from here on? Not where Node has passed on an end already. */
export const canSplice = (client: Duplex, upstream: Duplex): boolean =>
  [client, upstream].every((side) => isTcp(side) && !isOver(side) && !side.writableEnded && handleOf(side) !== undefined);

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

/** What Node keeps of a connection in the kernel (uv_tcp_t), which has no public name. */
interface TcpHandle {
  readonly fd: number;
  reading: boolean;
  readStop(): unknown;
}

const handleOf = (socket: Socket): TcpHandle | undefined => {
  const handle: unknown = Reflect.get(socket, '_handle');
  return isHandle(handle) ? handle : undefined;
};

const isHandle = (handle: unknown): handle is TcpHandle =>
  typeof handle === 'object' &&
  handle !== null &&
  'fd' in handle &&
  typeof handle.fd === 'number' &&
  handle.fd >= 0 &&
  'reading' in handle &&
  'readStop' in handle &&
  typeof handle.readStop === 'function';

const descriptorOf = (socket: Socket): number => {
  const handle = socket.destroyed ? undefined : handleOf(socket);
  if (!handle) throw new Error('the connection was closed');
  return handle.fd;
};

/** Node reads no more from the socket; these bytes it had. An end that it had read is one that the kernel tells again. */
const takeOver = (socket: Socket): Buffer => {
  const handle = handleOf(socket);
  if (!handle) throw new Error('the connection was closed');
  const chunks: Buffer[] = [];
  for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) chunks.push(chunk);
  // Whatever of Node's streams still asks for more.
  socket._read = () => {};
  handle.reading = false;
  handle.readStop();
  return Buffer.concat(chunks);
};

/** Resolves when these bytes, and all that was written before, are with the kernel. */
const deliver = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    if (bytes.length === 0 && socket.writableLength === 0) return resolve();
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
