import { codeOf, messageOf } from '../../kernel/errors.ts';
import { isOver } from '../http/index.ts';
import type { Leaf } from './ca.ts';
import type { Connection } from './connection.ts';
import { CLIENT_CLOSED, CLIENT_REJECTED_CA, finishHandshake, REJECTION_MS } from './handshake.ts';
import type { TlsStream } from './tls-stream.ts';

/** A handshake with the client that goes on while the one with the server does. */
export interface Begun {
  readonly client: Promise<TlsStream>;
  /** What it is for (ALPN). */
  readonly protocol: string | undefined;
}

/**
 * Begins the client's handshake once the upstream connection is under way. `onGone` is called with a code for the log when the client leaves, or turns
 * our certificate down, until `stop` is called.
 */
export const beginHandshake = (
  connection: Connection,
  leaf: () => Leaf,
  protocol: string | undefined,
  onGone: (code: string) => void,
): Begun & { stop(): void } => {
  let watching = true;
  let unwatch = (): void => {};
  const stop = (): void => {
    watching = false;
    unwatch();
  };
  const tell = (code: string): void => {
    if (watching) onGone(code);
    stop();
  };
  const watch = (client: TlsStream): void => {
    if (!watching) return;
    const secured = performance.now();
    const onEnd = (): void => {
      const rejected = client.bytesRead === 0 && performance.now() - secured < REJECTION_MS;
      tell(rejected ? CLIENT_REJECTED_CA : CLIENT_CLOSED);
    };
    client.on('end', onEnd).on('close', onEnd);
    unwatch = () => void client.removeListener('end', onEnd).removeListener('close', onEnd);
    // Its last word may have come in one with its end, which is then told before this promise is.
    if (isOver(client)) onEnd();
  };
  const client = (async () => finishHandshake(connection, leaf(), protocol))();
  client.then(watch, (error: unknown) => tell(codeOf(error) ?? messageOf(error)));
  return { client, protocol, stop };
};

/** Has the leaf made while the server's handshake goes on. What is wrong with it shows when it is used. */
export const prepareLeaf = ({ context, lane }: Connection, leaf: Leaf): void => context.tls.prepare(lane, leaf);
