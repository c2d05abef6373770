import type { Socket } from 'node:net';

/** More than a client can say before it is answered is left with the kernel, which then tells of a reset only. */
const HELD = 64 * 1024;

/**
 * Calls `onGone` once when the client ends or breaks its connection, as one does that gives up while we are busy with its server. What it says meanwhile
 * is held, and put back by the returned function, which ends the watch.
 */
export const watchDeparture = (client: Socket, onGone: () => void): (() => void) => {
  const chunks: Buffer[] = [];
  let length = 0;
  const stop = (): void => {
    client.removeListener('readable', onReadable).removeListener('end', onEnd).removeListener('close', onEnd);
    if (length > 0 && !client.destroyed && !client.readableEnded) client.unshift(Buffer.concat(chunks));
    length = 0;
  };
  const onEnd = (): void => {
    length = 0;
    stop();
    onGone();
  };
  const onReadable = (): void => {
    for (let chunk: Buffer | null = client.read(); chunk !== null; chunk = client.read()) {
      chunks.push(chunk);
      length += chunk.length;
    }
    if (length > HELD) stop();
  };
  client.on('readable', onReadable).on('end', onEnd).on('close', onEnd);
  return stop;
};
