import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { data, denied, post } from './conformance/case.ts';
import { frame } from './frames.ts';
import { Lab, until } from './lab.ts';
import { block, CONTINUATION, DATA, type Frame, HEADERS, open, RawClient, SETTINGS, usual } from './raw-client.ts';
import { rawOrigin } from './raw-origin.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

async function start(onFrame?: (frame: Frame, socket: Socket) => void) {
  const origin = rawOrigin(onFrame);
  const relay = async (session: HttpSession) => relayHttp2({ ...session, upstream: await running.connect() });
  const running = await Lab.start({ relay, origin: origin.server });
  lab = running;
  const client = new RawClient(running.port);
  client.send(H2_PREFACE, frame(SETTINGS, 0, 0));
  return { running, origin, client };
}

const OK = Buffer.from([0x88]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('field sections', () => {
  const size = (fields: readonly (readonly [string, string])[]) =>
    fields.reduce((sum, [name, value]) => sum + name.length + value.length + 32, 0);
  const fill = (length: number): [string, string][] => [...usual(), ['x', 'y'.repeat(length - size([...usual(), ['x', '']]))]];
  /** HEADERS and as many CONTINUATION as it takes. */
  const cut = (stream: number, bytes: Buffer): Buffer => {
    const frames = [frame(HEADERS, 1, stream, bytes.subarray(0, 16_384))];
    for (let at = 16_384; at < bytes.length; at += 16_384) frames.push(frame(CONTINUATION, 0, stream, bytes.subarray(at, at + 16_384)));
    return Buffer.concat([...frames, frame(CONTINUATION, 4, stream)]);
  };

  it('of 64 KB pass, and one octet more is 431', async () => {
    const { client, origin } = await start();
    expect(size(fill(65_536))).toBe(65_536);
    client.send(cut(1, block(...fill(65_536))), cut(3, block(...fill(65_537))), open(5, 5));
    await until(() => client.statuses().size === 3);
    expect([...client.statuses()].sort()).toEqual([
      [1, 200],
      [3, 431],
      [5, 200],
    ]);
    expect(origin.seen().filter(({ stream }) => stream === 3)).toEqual([]);
    const up = Buffer.concat(
      origin
        .seen()
        .filter(({ stream }) => stream === 1)
        .map(({ payload }) => payload),
    );
    expect(up.toString('latin1')).toContain('y'.repeat(60_000));
  });

  it('of a response pass as they are, whatever their size', async () => {
    const response = cut(1, Buffer.concat([OK, block(['x', 'y'.repeat(300_000)])]));
    const { client } = await start(
      (each, socket) => void (each.type === HEADERS && socket.write(Buffer.concat([response, frame(DATA, 1, 1, 'end')]))),
    );
    client.send(open(1, 5));
    await until(() => client.received.toString('latin1').endsWith('end'));
    expect(client.received.includes(response)).toBe(true);
  });
});

describe('half-close', () => {
  it('a client that has said all gets what it has asked for, a denial too', async () => {
    const { client, running } = await start((each, socket) => {
      if (each.type !== HEADERS) return;
      setTimeout(() => socket.write(frame(HEADERS, 4, each.stream, OK)), 60);
      setTimeout(() => socket.end(frame(DATA, 1, each.stream, 'late')), 120);
      // Half-open: this server, too, may speak on.
      socket.removeAllListeners('end');
    });
    client.socket.allowHalfOpen = true;
    client.send(open(1, 5), denied(3));
    client.socket.end();
    await until(() => client.closed);
    expect(client.statuses()).toEqual(
      new Map([
        [3, 403],
        [1, 200],
      ]),
    );
    expect(client.of(DATA, 1)[0]?.payload.toString()).toBe('late');
    expect((await running.result()).error).toBeUndefined();
  });
});

describe('requests that come before the server is there', () => {
  const late = async (openUpstream: (running: Lab) => Promise<Socket>) => {
    const origin = rawOrigin();
    const running = await Lab.start({
      relay: relayHttp2,
      origin: origin.server,
      openUpstream: async () => {
        await pause(80);
        return openUpstream(running);
      },
    });
    lab = running;
    const client = new RawClient(running.port);
    client.send(H2_PREFACE, frame(SETTINGS, 0, 0));
    return { running, origin, client };
  };

  it('wait in order, bodies and all, and nothing is read beyond the windows', async () => {
    const { client, origin, running } = await late((lab) => lab.connect());
    client.send(open(1, 5), post(3), data(3, 'body'), denied(5), open(7, 5));
    await until(() => running.heads.length > 0);
    expect(origin.sockets).toEqual([]);
    await until(() => client.statuses().size === 4);
    expect([...client.statuses()].sort()).toEqual([
      [1, 200],
      [3, 200],
      [5, 403],
      [7, 200],
    ]);
    const up = origin.seen().filter(({ type }) => type <= HEADERS);
    expect(up.map(({ type, stream }) => [type, stream])).toEqual([
      [HEADERS, 1],
      [HEADERS, 3],
      [DATA, 3],
      [HEADERS, 7],
    ]);
  });

  it('are each told 502 where it never comes', async () => {
    const { client } = await late(() => Promise.reject(new Error('connect ETIMEDOUT')));
    client.send(open(1, 5), post(3), data(3), open(5, 5));
    await until(() => client.statuses().size === 3);
    expect([...client.statuses().values()]).toEqual([502, 502, 502]);
    expect(client.of(DATA, 5)[0]?.payload.toString()).toContain('ETIMEDOUT');
  });
});
