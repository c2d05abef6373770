import { formatIpv4 } from '../../kernel/ip.ts';
import type { Native } from '../../kernel/native.ts';

export interface DatagramServer {
  readonly port: number;
  close(): void;
}

/** `bytes` are overwritten when the call is over. The answer is copied at once, and may come later. `mark`: undefined where the kernel tells none. */
export type DatagramHandler = (
  bytes: Buffer,
  address: string,
  port: number,
  mark: number | undefined,
) => Buffer | undefined | Promise<Buffer | undefined>;

/** Answers datagrams in batches, as they arrived: what can be answered at once leaves in one system call. */
export function serveDatagrams(
  native: Pick<Native, 'openDatagrams'>,
  { fd, port }: { readonly fd: number; readonly port: number },
  handle: DatagramHandler,
): DatagramServer {
  let closed = false;
  let waiting = 0;
  let inBatch = false;

  const flush = (): void => {
    if (waiting > 0 && !closed) datagrams.send(waiting);
    waiting = 0;
  };
  const answer = (reply: Buffer | undefined, address: number, to: number): void => {
    if (!reply || closed || reply.length > datagrams.sentBytes) return;
    datagrams.sent.set(reply, waiting * datagrams.sentBytes);
    datagrams.to[waiting * 3] = address;
    datagrams.to[waiting * 3 + 1] = to;
    datagrams.to[waiting * 3 + 2] = reply.length;
    waiting++;
    // There are never more answers than questions in a batch.
    if (!inBatch) flush();
  };
  const take = (index: number): void => {
    const row = index * 3;
    const [address, from, length] = [datagrams.from[row] ?? 0, datagrams.from[row + 1] ?? 0, datagrams.from[row + 2] ?? 0];
    // Nobody has port 0.
    if (from === 0) return;
    const start = index * datagrams.receivedBytes;
    const reply = handle(received.subarray(start, start + length), formatIpv4(address), from, datagrams.marks?.[index]);
    if (reply instanceof Promise) reply.then((late) => answer(late, address, from));
    else answer(reply, address, from);
  };

  const datagrams = native.openDatagrams(fd, (count) => {
    inBatch = true;
    try {
      for (let index = 0; index < count && !closed; index++) take(index);
    } finally {
      inBatch = false;
      flush();
    }
  });
  const received = Buffer.from(datagrams.received.buffer, datagrams.received.byteOffset, datagrams.received.byteLength);

  return {
    port,
    close() {
      closed = true;
      datagrams.close();
    },
  };
}
