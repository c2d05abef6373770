import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ClientSide } from '../../../src/proxy/http/h2/client-side.ts';
import { Connection } from '../../../src/proxy/http/h2/connection.ts';
import { ConnectionError } from '../../../src/proxy/http/h2/constants.ts';
import { UpstreamSide } from '../../../src/proxy/http/h2/upstream-side.ts';
import { H2_PREFACE, type HttpSession, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { Input } from '../../../src/proxy/http/input.ts';
import { DEFAULT_LIMITS } from '../../../src/proxy/http/types.ts';
import { frame, setting, u32 } from './frames.ts';
import { Lab, until } from './lab.ts';
import {
  block,
  CONTINUATION,
  DATA,
  type Frame,
  field,
  GOAWAY,
  HEADERS,
  open,
  PING,
  PRIORITY,
  PUSH,
  RawClient,
  RST,
  SETTINGS,
  usual,
  WINDOW,
} from './raw-client.ts';
import { rawOrigin } from './raw-origin.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

/** A relay in front of an origin that speaks by hand. */
async function start(onFrame?: (frame: Frame, socket: Socket) => void, limits: HttpSession['limits'] = {}) {
  const { server: origin, seen, sockets } = rawOrigin(onFrame);
  const relay = async (session: HttpSession) => relayHttp2({ ...session, upstream: await started.connect() });
  const started = await Lab.start({ relay, origin, limits });
  lab = started;
  return { lab: started, seen, sockets };
}

async function send(...frames: Buffer[]): Promise<RawClient> {
  const client = new RawClient(lab?.port ?? 0);
  client.socket.write(Buffer.concat([H2_PREFACE, frame(SETTINGS, 0, 0), ...frames]));
  return client;
}

describe('violations end the connection with the right code', () => {
  const cases: readonly (readonly [name: string, code: number, frames: Buffer[]])[] = [
    ['DATA without a stream', 1, [frame(DATA, 0, 0, 'x')]],
    ['DATA on a stream that was never opened', 1, [frame(DATA, 0, 1, 'x')]],
    ['DATA after END_STREAM', 5, [open(1, 5), frame(DATA, 0, 1, 'x')]],
    ['more padding than frame', 1, [open(1), frame(DATA, 8, 1, '\x05abc')]],
    ['padding without its length', 6, [open(1), frame(DATA, 8, 1)]],
    ['HEADERS without a stream', 1, [frame(HEADERS, 5, 0, block(...usual()))]],
    ['HEADERS on an even stream', 1, [open(2)]],
    ['HEADERS with more padding than frame', 1, [frame(HEADERS, 13, 1, '\xffabc')]],
    ['HEADERS too short for their priority', 6, [frame(HEADERS, 0x25, 1, 'abc')]],
    ['HEADERS that depend on themselves', 1, [frame(HEADERS, 0x25, 1, Buffer.concat([u32(1), Buffer.from([0]), block(...usual())]))]],
    ['HEADERS on a stream that is over', 5, [open(1, 5), open(1, 5)]],
    ['another frame inside a header block', 1, [frame(HEADERS, 1, 1, block(...usual())), frame(PING, 0, 0, '12345678')]],
    ['CONTINUATION of another stream', 1, [frame(HEADERS, 1, 1, block(...usual())), frame(CONTINUATION, 4, 3)]],
    ['CONTINUATION from nowhere', 1, [frame(CONTINUATION, 4, 1)]],
    ['an unknown frame inside a header block', 1, [frame(HEADERS, 1, 1, block(...usual())), frame(0x16, 0, 0)]],
    ['a header block that is no HPACK', 9, [frame(HEADERS, 5, 1, '\xff\xff\xff\xff\xff')]],
    ['PRIORITY of a wrong length', 6, [frame(PRIORITY, 0, 1, 'abcd')]],
    ['PRIORITY without a stream', 1, [frame(PRIORITY, 0, 0, 'abcde')]],
    ['PRIORITY on itself', 1, [frame(PRIORITY, 0, 3, Buffer.concat([u32(3), Buffer.from([0])]))]],
    ['RST_STREAM without a stream', 1, [frame(RST, 0, 0, u32(8))]],
    ['RST_STREAM of a wrong length', 6, [open(1), frame(RST, 0, 1, 'abc')]],
    ['RST_STREAM of a stream that was never opened', 1, [frame(RST, 0, 1, u32(8))]],
    ['SETTINGS on a stream', 1, [frame(SETTINGS, 0, 1)]],
    ['SETTINGS of a wrong length', 6, [frame(SETTINGS, 0, 0, 'abc')]],
    ['SETTINGS ACK with a payload', 6, [frame(SETTINGS, 1, 0, setting(4, 1))]],
    ['ENABLE_PUSH 2', 1, [frame(SETTINGS, 0, 0, setting(2, 2))]],
    ['INITIAL_WINDOW_SIZE 2^31', 3, [frame(SETTINGS, 0, 0, setting(4, 0x8000_0000))]],
    ['MAX_FRAME_SIZE 1', 1, [frame(SETTINGS, 0, 0, setting(5, 1))]],
    ['PUSH_PROMISE', 1, [frame(PUSH, 4, 1, u32(2))]],
    ['PING of a wrong length', 6, [frame(PING, 0, 0, 'abc')]],
    ['PING on a stream', 1, [frame(PING, 0, 1, '12345678')]],
    ['GOAWAY on a stream', 1, [frame(GOAWAY, 0, 1, u32(0, 0))]],
    ['WINDOW_UPDATE of 0', 1, [frame(WINDOW, 0, 0, u32(0))]],
    ['WINDOW_UPDATE of a wrong length', 6, [frame(WINDOW, 0, 0, 'abc')]],
    ['WINDOW_UPDATE over 2^31-1', 3, [frame(WINDOW, 0, 0, u32(0x7fff_ffff))]],
    ['WINDOW_UPDATE of a stream that was never opened', 1, [frame(WINDOW, 0, 1, u32(1))]],
    ['a frame over 16 384 octets', 6, [open(1), frame(DATA, 0, 1, Buffer.alloc(16_385))]],
  ];
  for (const [name, code, frames] of cases) {
    it(name, async () => {
      await start();
      const client = await send(...frames);
      expect(await client.goaway()).toBe(code);
      await until(() => client.closed);
      expect((await lab?.result())?.error).toBeDefined();
    });
  }

  it('a preface that is none', async () => {
    await start();
    const client = new RawClient(lab?.port ?? 0);
    client.socket.write('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n');
    expect(await client.goaway()).toBe(1);
  });

  it('a first frame other than SETTINGS', async () => {
    const { seen } = await start();
    const client = new RawClient(lab?.port ?? 0);
    client.socket.write(Buffer.concat([H2_PREFACE, open(1, 5)]));
    expect(await client.goaway()).toBe(1);
    expect(seen().filter((each) => each.type === HEADERS)).toEqual([]);
  });
});

describe('malformed requests are reset, strange ones answered 400; the server sees nothing, and other streams go on', () => {
  const cases: readonly (readonly [name: string, headers: (readonly [string, string])[], status?: number])[] = [
    ['an upper-case name', [...usual(), ['X-A', 'b']]],
    ['connection', [...usual(), ['connection', 'close']]],
    ['transfer-encoding', [...usual(), ['transfer-encoding', 'chunked']]],
    ['upgrade', [...usual(), ['upgrade', 'websocket']]],
    ['te: gzip', [...usual(), ['te', 'gzip']]],
    ['a line end in a value', [...usual(), ['x', 'a\r\ntransfer-encoding: chunked']]],
    ['NUL in a value', [...usual(), ['x', 'a\0b']]],
    ['a blank before a value', [...usual(), ['x', ' a']]],
    ['a blank in a name', [...usual(), ['x y', 'a']]],
    ['a colon in a name', [...usual(), ['x:y', 'a']]],
    ['an empty name', [...usual(), ['', 'a']]],
    ['an unknown pseudo field', [...usual(), [':foo', 'a']]],
    ['a response pseudo field', [...usual(), [':status', '200']]],
    ['two paths', [...usual(), [':path', '/b']]],
    ['two methods', [...usual(), [':method', 'POST']]],
    ['two authorities', [...usual(), [':authority', 'evil.test']]],
    ['a pseudo field behind a regular one', [...usual().slice(0, 3), ['x', 'y'], [':path', '/']]],
    ['no method', usual().slice(1)],
    ['no scheme', usual().filter(([name]) => name !== ':scheme')],
    ['no path', usual().slice(0, 3)],
    ['an empty path', usual('')],
    ['a path that is none', usual('evil.test/')],
    ['a blank in the path', usual('/a b')],
    ['a line end in the path', usual('/a\r\nhost: evil.test')],
    ['* with GET', usual('*')],
    ['neither authority nor host', [...usual().filter(([name]) => name !== ':authority')]],
    ['two hosts', [...usual(), ['host', 'ok.test'], ['host', 'ok.test']]],
    ['two content-lengths', [...usual(), ['content-length', '0'], ['content-length', '0']]],
    ['a content-length that is none', [...usual(), ['content-length', '+1']]],
    ['a content-length and no body', [...usual(), ['content-length', '5']]],
    [':protocol without CONNECT', [...usual(), [':protocol', 'websocket']]],
    ['host and authority that differ', [...usual(), ['host', 'evil.test']], 400],
    ['userinfo in the authority', usual('/', 'ok.test@evil.test'), 400],
    [
      'another scheme',
      [
        [':method', 'GET'],
        [':scheme', 'https'],
        [':authority', 'ok.test'],
        [':path', '/'],
      ],
      400,
    ],
    [
      'CONNECT',
      [
        [':method', 'CONNECT'],
        [':authority', 'ok.test:443'],
      ],
      400,
    ],
    [
      'extended CONNECT to a server that has not offered it',
      [[':method', 'CONNECT'], [':protocol', 'websocket'], ...usual().slice(1)],
      400,
    ],
    ['a header list over 64 KB', [...usual(), ...Array.from({ length: 20 }, (): [string, string] => ['x', 'a'.repeat(3_400)])], 431],
  ];
  for (const [name, headers, status] of cases) {
    it(name, async () => {
      const { seen } = await start();
      const bytes = block(...headers);
      const first = frame(HEADERS, 1, 1, bytes.subarray(0, 10_000));
      const rest: Buffer[] = [];
      for (let i = 10_000; i < bytes.length; i += 10_000) rest.push(frame(CONTINUATION, 0, 1, bytes.subarray(i, i + 10_000)));
      const client = await send(first, ...rest, frame(CONTINUATION, 4, 1), open(3, 5));
      await client.find(HEADERS, 3);
      if (status === undefined) expect((await client.find(RST, 1)).payload.readUInt32BE()).toBe(1);
      else expect((await client.find(HEADERS, 1)).payload.toString('latin1')).toContain(`:status\x03${status}`);
      expect(seen().filter((each) => each.stream === 1)).toEqual([]);
      expect(lab?.heads).toHaveLength(1);
      // It is told, though nobody has decided it.
      client.socket.destroy();
      expect((await lab?.result())?.error).toMatch(/^refused the client's request: ./);
    });
  }

  it('the dynamic table stays right when such a request fills it', async () => {
    const { seen } = await start();
    const bad = Buffer.concat([block(...usual()), field('x-kept', 'value', true), field('Bad', 'y')]);
    const client = await send(open(1, 5, bad), open(3, 5, Buffer.concat([block(...usual()), Buffer.from([0xbe])])));
    await client.find(HEADERS, 3);
    const [forwarded] = seen().filter((each) => each.stream === 3);
    expect(forwarded?.payload.toString('latin1')).toContain('x-kept\x05value');
  });

  it.each([
    ['a body longer than its content-length', [frame(DATA, 0, 1, 'abc'), frame(DATA, 1, 1, 'def')], 'abc'],
    ['a body shorter than its content-length', [frame(DATA, 0, 1, 'abc'), frame(DATA, 1, 1, 'd')], 'abc'],
    ['trailers without the end of the stream', [frame(HEADERS, 4, 1, field('x', 'y'))], ''],
    ['trailers with a pseudo field', [frame(DATA, 0, 1, 'abcde'), frame(HEADERS, 5, 1, field(':path', '/'))], 'abcde'],
    ['trailers before the body is complete', [frame(HEADERS, 5, 1, field('x', 'y'))], ''],
  ])('%s: reset to both sides', async (_name, frames, body) => {
    const { seen } = await start();
    const client = await send(open(1, 4, block(...usual(), ['content-length', '5'])), ...frames, open(3, 5));
    await client.find(HEADERS, 3);
    expect((await client.find(RST, 1)).payload.readUInt32BE()).toBe(1);
    const ofStream = seen().filter((each) => each.stream === 1);
    expect(ofStream.at(-1)?.type).toBe(RST);
    const sent = ofStream.filter((each) => each.type === DATA).map((each) => each.payload.toString());
    expect(sent.join('')).toBe(body);
    expect(ofStream.some((each) => each.type === DATA && (each.flags & 1) !== 0)).toBe(false);
  });

  it('a padded body of its content-length is fine, and passes as it came', async () => {
    const { seen } = await start();
    const client = await send(open(1, 4, block(...usual(), ['content-length', '5'])), frame(DATA, 9, 1, '\x03abcde\0\0\0'));
    await client.find(HEADERS, 1);
    expect(seen().find((each) => each.type === DATA)).toMatchObject({ flags: 9, payload: Buffer.from('\x03abcde\0\0\0') });
  });
});

describe('what passes', () => {
  it('padded and prioritised HEADERS in CONTINUATION frames; PRIORITY; unknown frames are dropped', async () => {
    const { seen } = await start();
    const bytes = block(...usual('/long'), ['x', 'y'.repeat(20_000)]);
    const priority = Buffer.concat([u32(0), Buffer.from([7])]);
    const head = Buffer.concat([Buffer.from([3]), priority, bytes.subarray(0, 100), Buffer.alloc(3)]);
    const client = await send(
      frame(0xfa, 0, 0, 'grease'),
      frame(PRIORITY, 0, 5, Buffer.concat([u32(0), Buffer.from([9])])),
      frame(HEADERS, 0x29, 1, head),
      frame(CONTINUATION, 0, 1, bytes.subarray(100, 15_000)),
      frame(CONTINUATION, 4, 1, bytes.subarray(15_000)),
    );
    await client.find(HEADERS, 1);
    const frames = seen().filter((each) => each.type !== SETTINGS);
    expect(frames.map((each) => [each.type, each.flags, each.stream])).toEqual([
      [PRIORITY, 0, 5],
      [HEADERS, 0x21, 1],
      [CONTINUATION, 4, 1],
    ]);
    expect(frames[1]?.payload.subarray(0, 5)).toEqual(priority);
    expect(Buffer.concat(frames.slice(1).map((each) => each.payload)).toString('latin1')).toContain('y'.repeat(20_000));
  });

  it('SETTINGS: no push for the upstream, no header table for the client, the rest unchanged', async () => {
    const { seen, sockets } = await start();
    const client = await send(frame(SETTINGS, 0, 0, Buffer.concat([setting(2, 1), setting(1, 100), setting(4, 1_000)])), open(1, 5));
    await client.find(HEADERS, 1);
    const sent = seen()
      .filter((each) => each.type === SETTINGS)
      .map((each) => each.payload.toString('hex'));
    expect(sent).toEqual(['000200000000', '000100000064' + '0004000003e8' + '000200000000']);
    sockets[0]?.write(frame(SETTINGS, 0, 0, Buffer.concat([setting(1, 65_536), setting(3, 7), setting(5, 20_000)])));
    await until(() => client.frames().filter((each) => each.type === SETTINGS).length === 2);
    expect(
      client
        .frames()
        .filter((each) => each.type === SETTINGS)[1]
        ?.payload.toString('hex'),
    ).toBe('000300000007' + '000500004e20');
    client.socket.write(frame(SETTINGS, 1, 0));
    await until(() => seen().some((each) => each.type === SETTINGS && each.flags === 1));
  });

  it('trailers of a request, behind its body', async () => {
    const { seen } = await start();
    const client = await send(open(1, 4), frame(DATA, 0, 1, 'body'), frame(HEADERS, 5, 1, block(['x-sum', 'abc'])));
    await client.find(HEADERS, 1);
    const ofStream = seen().filter((each) => each.stream === 1);
    expect(ofStream.map((each) => [each.type, each.flags])).toEqual([
      [HEADERS, 4],
      [DATA, 0],
      [HEADERS, 5],
    ]);
    expect(ofStream.at(-1)?.payload.toString('latin1')).toContain('x-sum\x03abc');
  });

  it('GOAWAY of the client, as it is', async () => {
    const { seen } = await start();
    const payload = Buffer.concat([u32(0), u32(2), Buffer.from('bye')]);
    const client = await send(open(1, 5), frame(GOAWAY, 0, 0, payload));
    await client.find(HEADERS, 1);
    await until(() => seen().some((each) => each.type === GOAWAY));
    expect(seen().find((each) => each.type === GOAWAY)?.payload).toEqual(payload);
  });

  it('an answer of ours waits for the end of a frame that is being relayed', async () => {
    const { sockets } = await start((each, socket) => {
      if (each.type === HEADERS)
        socket.write(
          Buffer.concat([frame(HEADERS, 4, each.stream, Buffer.from([0x88])), frame(DATA, 0, each.stream, 'abcdef').subarray(0, 12)]),
        );
    });
    const client = await send(open(1, 5));
    await client.find(HEADERS, 1);
    client.socket.write(open(3, 5, block(...usual('/', 'evil.test'))));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(client.received.toString('latin1')).toMatch(/abc$/);
    sockets[0]?.write('def');
    await client.find(DATA, 3);
    expect(client.frames().map((each) => [each.type, each.stream])).toEqual([
      [SETTINGS, 0],
      [HEADERS, 1],
      [DATA, 1],
      [HEADERS, 3],
      [DATA, 3],
    ]);
  });

  it('an answer begins with the table size that the client has announced last', async () => {
    await start((each, socket) => each.type === SETTINGS && each.flags === 0 && socket.write(frame(SETTINGS, 1, 0)));
    const client = await send(frame(SETTINGS, 0, 0, setting(1, 64)));
    await until(() => client.frames().filter((each) => each.type === SETTINGS && each.flags === 1).length === 2);
    client.socket.write(Buffer.concat([open(1, 5, block(...usual('/', 'evil.test'))), open(3, 5, block(...usual('/', 'evil.test')))]));
    await client.find(HEADERS, 3);
    expect((await client.find(HEADERS, 1)).payload.subarray(0, 2)).toEqual(Buffer.from([0x3f, 0x21]));
    expect((await client.find(HEADERS, 3)).payload[0]).toBe(0);
  });
});

describe('an answer of ours has used some of the window, of which the server does not know', () => {
  /** The server sends DATA of these lengths; the client asks for something denied, and then for these. */
  const request = async (...lengths: number[]) => {
    const whole = (each: Frame) => each.type === HEADERS && (each.flags & 1) !== 0;
    await start((each, socket) => {
      if (!whole(each)) return;
      socket.write(frame(HEADERS, 4, each.stream, Buffer.from([0x88])));
      for (const length of lengths) socket.write(frame(DATA, 0, each.stream, Buffer.alloc(length)));
    });
    const client = await send(open(1, 5, block(...usual('/', 'evil.test'))));
    await client.find(DATA, 1);
    client.socket.write(open(3, 5));
    return client;
  };
  const window = [16_384, 16_384, 16_384, 16_383];

  it('DATA that it may send waits for an update', async () => {
    const client = await request(...window);
    const data = () => client.frames().filter((each) => each.type === DATA && each.stream === 3);
    await until(() => data().length === 3);
    client.socket.write(frame(WINDOW, 0, 0, u32(100)));
    await until(() => data().length === 4 && data().at(-1)?.payload.length === 16_383);
  });

  it('DATA beyond what it was granted ends the connection: no update would come', async () => {
    const client = await request(70_000);
    expect(await client.goaway()).toBe(3);
    await until(() => client.closed);
    expect((await lab?.result())?.error).toBe("the server sends more than the client's window");
  });

  it.each([['before'], ['after']])('a client that ends %s DATA has to wait is let go, and with it the server', async (when) => {
    const client = await request(...window);
    const waits = () => client.frames().filter((each) => each.type === DATA).length === 4;
    if (when === 'after') await until(waits);
    client.socket.end();
    await until(() => client.closed);
    expect((await lab?.result())?.error).toBe('the client ended while the server waited for its window');
  });
});

describe('floods are bounded', () => {
  const many = (count: number, make: (i: number) => Buffer) => Buffer.concat(Array.from({ length: count }, (_, i) => make(i)));
  it.each([
    ['rapid resets', many(2_000, (i) => Buffer.concat([open(2 * i + 1), frame(RST, 0, 2 * i + 1, u32(8))]))],
    ['PINGs', many(20_000, () => frame(PING, 0, 0, '12345678'))],
    ['SETTINGS', many(20_000, () => frame(SETTINGS, 0, 0, setting(4, 1)))],
    ['PRIORITYs', many(20_000, (i) => frame(PRIORITY, 0, 2 * i + 1, Buffer.alloc(5)))],
    ['empty DATA', Buffer.concat([open(1), many(20_000, () => frame(DATA, 0, 1))])],
    ['unknown frames', many(20_000, () => frame(0x20, 0, 0))],
    ['malformed requests', many(3_000, (i) => open(2 * i + 1, 5, block(['x', 'y'])))],
    ['a CONTINUATION flood', Buffer.concat([frame(HEADERS, 1, 1), many(1_000, () => frame(CONTINUATION, 0, 1, 'x'.repeat(10_000)))])],
    [
      'few CONTINUATIONs that are large',
      Buffer.concat([frame(HEADERS, 1, 1), many(9, () => frame(CONTINUATION, 0, 1, 'x'.repeat(16_000)))]),
    ],
    ['empty CONTINUATIONs', Buffer.concat([frame(HEADERS, 1, 1), many(1_000, () => frame(CONTINUATION, 0, 1))])],
  ])('%s: ENHANCE_YOUR_CALM', async (_name, bytes) => {
    await start();
    const client = await send(bytes);
    expect(await client.goaway()).toBe(11);
    await until(() => client.closed);
  });

  it('SETTINGS, where no server is there to bear them: ENHANCE_YOUR_CALM', async () => {
    lab = await Lab.start({ relay: relayHttp2, origin: rawOrigin().server });
    const client = await send(many(20_000, () => frame(SETTINGS, 0, 0, setting(4, 1))));
    expect(await client.goaway()).toBe(11);
    await until(() => client.closed);
  });

  it('more streams than anyone needs are refused', async () => {
    await start(() => {});
    const client = await send(many(4_200, (i) => open(2 * i + 1, 5)));
    expect((await client.find(RST, 2 * 4_199 + 1)).payload.readUInt32BE()).toBe(7);
  });

  it('an HPACK bomb is answered 431, and the connection lives on', async () => {
    await start();
    const bomb = Buffer.concat([block(...usual()), field('b', 'x'.repeat(4_000), true), Buffer.alloc(8_000, 0xbe)]);
    const client = await send(open(1, 5, bomb), open(3, 5));
    await client.find(HEADERS, 3);
    expect((await client.find(HEADERS, 1)).payload.toString('latin1')).toContain('431');
  });

  it('a header block that is never finished ends the connection', async () => {
    await start(undefined, { headTimeoutMs: 50 });
    const client = await send(frame(HEADERS, 1, 1, 'x'));
    expect(await client.goaway()).toBe(0);
    expect((await lab?.result())?.error).toContain('in time');
  });
});

describe('octets', () => {
  /** What goes up and down for client octets in these pieces, every request allowed, or denied. */
  function relayed(pieces: readonly Buffer[]): { up: string; down: string; error: number | undefined } {
    const connection = new Connection(0, () => 0);
    connection.attached = true;
    connection.clientAtBoundary = true;
    const up = new PassThrough({ highWaterMark: 1e9 });
    const down = new PassThrough({ highWaterMark: 1e9 });
    const side = new ClientSide(connection, new Input(), 'http', 80, DEFAULT_LIMITS, () => 0);
    let error: number | undefined;
    try {
      for (const piece of pieces) {
        side.input.append(piece);
        for (side.run(); side.requests.undecided !== undefined; side.run()) {
          if (side.requests.undecided.request.head.host.startsWith('evil'))
            side.requests.deny({ forward: false, status: 403, body: 'no', contentType: 'text/plain' });
          else side.requests.forward();
        }
      }
    } catch (thrown) {
      if (!(thrown instanceof ConnectionError)) throw thrown;
      error = thrown.code;
    }
    // After a violation nothing more goes up: how much had gone before depends on the pieces.
    if (error !== undefined) return { up: '', down: '', error };
    connection.toUpstream.flush(up);
    connection.toClient.flush(down);
    return { up: up.read()?.toString('hex') ?? '', down: down.read()?.toString('hex') ?? '', error };
  }

  const payload = fc.string({ maxLength: 40 });
  const anyFrame = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 11 }), fc.constantFrom(0, 1, 4, 5, 8, 0x20, 0x2d), fc.constantFrom(0, 1, 3, 5), payload)
      .map(([type, flags, stream, text]) => frame(type, flags, stream, text)),
    fc.constantFrom(1, 3, 5, 7, 9).map((stream) => open(stream, 4, block(...usual('/', stream === 5 ? 'evil.test' : 'ok.test')))),
    fc.constantFrom(1, 3, 5, 7, 9).map((stream) => open(stream, 5, Buffer.concat([block(...usual()), field('x', `${stream}`, true)]))),
    fc.tuple(fc.constantFrom(1, 3, 5, 7, 9), fc.boolean(), payload).map(([stream, end, text]) => frame(DATA, end ? 1 : 0, stream, text)),
    fc.constantFrom(
      frame(PING, 0, 0, '12345678'),
      frame(WINDOW, 0, 0, u32(5)),
      frame(SETTINGS, 1, 0),
      frame(SETTINGS, 0, 0, setting(4, 9)),
    ),
  );

  it("the client's mean the same wherever they are split, and never throw anything but a ConnectionError", () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 12 }), fc.array(fc.nat(2_000), { maxLength: 12 }), (frames, cuts) => {
        const bytes = Buffer.concat([H2_PREFACE, frame(SETTINGS, 0, 0), ...frames]);
        const whole = relayed([bytes]);
        const at = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
        expect(relayed(at.slice(1).map((end, i) => bytes.subarray(at[i], end)))).toEqual(whole);
        expect(relayed([...bytes].map((octet) => Buffer.from([octet])))).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  it("the upstream's pass, wherever they are split, or end in a ConnectionError", () => {
    const follow = (pieces: readonly Buffer[]) => {
      const connection = new Connection(0, () => 0);
      connection.lastStream = 9;
      const down = new PassThrough({ highWaterMark: 1e9 });
      const side = new UpstreamSide(connection, new Input());
      let error: number | undefined;
      try {
        for (const piece of pieces) {
          side.input.append(piece);
          side.run();
        }
      } catch (thrown) {
        if (!(thrown instanceof ConnectionError)) throw thrown;
        error = thrown.code;
      }
      connection.toClient.flush(down);
      return { down: error === undefined ? (down.read()?.toString('hex') ?? '') : '', error };
    };
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 12 }), (frames) => {
        const bytes = Buffer.concat([frame(SETTINGS, 0, 0, setting(3, 5)), ...frames]);
        expect(follow([...bytes].map((octet) => Buffer.from([octet])))).toEqual(follow([bytes]));
      }),
      { numRuns: 400 },
    );
  });

  it('random ones never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), (pieces) => {
        relayed([H2_PREFACE, frame(SETTINGS, 0, 0), ...pieces.map((piece) => Buffer.from(piece))]);
      }),
      { numRuns: 1_000 },
    );
  });
});
