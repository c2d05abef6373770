import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { Endpoint } from '../context.ts';

export interface ExchangeOptions {
  /** Source address; the kernel's choice if absent. */
  readonly bind?: string | undefined;
  /** Chooses the source port of a query over UDP; 0 leaves it to the kernel. */
  readonly port: () => number;
  /** Ends it: nothing else does with a server that is silent. */
  readonly signal: AbortSignal;
}

/** Source ports that are tried before the kernel is to find a free one. */
const PORT_TRIES = 8;

/** Takes a message that came from the server: a value if it is the answer, undefined to wait on, a thrown error to give up. */
export type Accept<T> = (message: Buffer) => T | undefined;

/**
 * One query over UDP from a socket and a port of its own, which is the second half of what a forger has to guess. The socket is connected,
 * so the kernel passes on only what comes from exactly the address and port that were asked. Rejects on ICMP errors and on abort.
 */
export function exchangeUdp<T>(server: Endpoint, query: Buffer, accept: Accept<T>, options: ExchangeOptions): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const socket = createSocket(isIPv6(server.ip) ? 'udp6' : 'udp4');
    const settle = once(options, (act) => {
      socket.close();
      act();
    });
    const fail = (error: unknown): void => settle.now(() => reject(error));
    settle.onAbort(() => reject(new Error('stopped')));

    let tries = 0;
    const bind = (): void => {
      const port = tries++ < PORT_TRIES ? options.port() : 0;
      socket.bind({ port, exclusive: true, ...(options.bind ? { address: options.bind } : {}) });
    };
    socket.on('error', (error) => {
      if (isTaken(error) && tries <= PORT_TRIES) bind();
      else fail(error);
    });
    socket.on('message', (message) => {
      try {
        const answer = accept(message);
        if (answer !== undefined) settle.now(() => resolve(answer));
      } catch (error) {
        fail(error);
      }
    });
    socket.on('listening', () => {
      if (!settle.done()) socket.connect(server.port, server.ip);
    });
    // Not as a callback of connect(): that would get its errors (no route, for one) instead of the `error` event.
    socket.on('connect', () => {
      if (!settle.done()) socket.send(query);
    });
    if (!settle.done()) bind();
  });
}

const isTaken = (error: Error): boolean => 'code' in error && error.code === 'EADDRINUSE';

/** One query over TCP (RFC 7766). Rejects as `exchangeUdp` does, and when the server closes before a whole message. */
export function exchangeTcp<T>(server: Endpoint, query: Buffer, accept: Accept<T>, options: ExchangeOptions): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const socket = connect({ host: server.ip, port: server.port, ...(options.bind ? { localAddress: options.bind } : {}) });
    const settle = once(options, (act) => {
      socket.destroy();
      act();
    });
    const fail = (error: unknown): void => settle.now(() => reject(error));
    settle.onAbort(() => reject(new Error('stopped')));

    let received = Buffer.alloc(0);
    socket.on('error', fail);
    socket.on('close', () => fail(new Error(`${server.ip} closed without an answer`)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const length = received.length >= 2 ? received.readUInt16BE(0) : Number.POSITIVE_INFINITY;
      if (received.length < 2 + length) return;
      try {
        const answer = accept(received.subarray(2, 2 + length));
        if (answer === undefined) fail(new Error(`${server.ip} answered another question`));
        else settle.now(() => resolve(answer));
      } catch (error) {
        fail(error);
      }
    });
    socket.write(framed(query));
  });
}

/** RFC 1035, section 4.2.2. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length, 0);
  return Buffer.concat([length, message]);
}

/** The first of several endings counts, and each of them cleans up. */
function once({ signal }: ExchangeOptions, finish: (act: () => void) => void) {
  let over = false;
  let onAbort: (() => void) | undefined;
  const now = (act: () => void): void => {
    if (over) return;
    over = true;
    if (onAbort) signal.removeEventListener('abort', onAbort);
    finish(act);
  };
  return {
    now,
    done: () => over,
    onAbort(act: () => void): void {
      onAbort = () => now(act);
      if (signal.aborted) queueMicrotask(onAbort);
      else signal.addEventListener('abort', onAbort, { once: true });
    },
  };
}
