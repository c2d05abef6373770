import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { encode, type Packet } from 'dns-packet';

/** dig(1) with one try of two seconds; its status line and answer lines. */
export async function dig(port: number, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('dig', ['@127.0.0.1', '-p', String(port), '+tries=1', '+time=3', ...args]).catch(
    (error) => error,
  );
  return String(stdout);
}

/** The reply to one datagram; undefined when none came in time. */
export function sendUdp(port: number, bytes: Buffer, waitMs = 5000): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const done = (reply?: Buffer): void => {
      clearTimeout(timer);
      socket.close();
      resolve(reply);
    };
    const timer = setTimeout(done, waitMs);
    socket.on('message', done);
    socket.on('error', () => done());
    socket.send(bytes, port, '127.0.0.1');
  });
}

/** Everything that a TCP connection answers to these bytes until it ends or `waitMs` are over. */
export function sendTcp(
  port: number,
  bytes: Buffer,
  { waitMs = 5000, end = true } = {},
): Promise<{ replies: Buffer[]; closed: boolean; ms: number }> {
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = connect(port, '127.0.0.1');
    let received = Buffer.alloc(0);
    const done = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      const replies: Buffer[] = [];
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        replies.push(received.subarray(2, 2 + received.readUInt16BE(0)));
        received = received.subarray(2 + received.readUInt16BE(0));
      }
      resolve({ replies, closed, ms: performance.now() - start });
    };
    const timer = setTimeout(() => done(false), waitMs);
    socket.on('data', (chunk) => (received = Buffer.concat([received, chunk])));
    socket.on('error', () => {});
    socket.on('close', () => done(true));
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}

export const framed = (...messages: Buffer[]): Buffer =>
  Buffer.concat(
    messages.flatMap((message) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      return [length, message];
    }),
  );

export const query = (name: string, type: NonNullable<Packet['questions']>[number]['type'] = 'A', id = 7): Buffer =>
  encode({ type: 'query', id, flags: 0x0100, questions: [{ name, type }] });
