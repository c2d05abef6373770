import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, relayHttp1, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { data, denied, extra, get, post } from './conformance/case.ts';
import { frame, setting, u32 } from './frames.ts';
import { byName, exchange, Lab, type LabOptions, recordingOrigin, until } from './lab.ts';
import { block, DATA, type Frame, GOAWAY, HEADERS, PING, parse, RawClient, RST, SETTINGS, usual } from './raw-client.ts';
import { rawOrigin } from './raw-origin.ts';

/** What may not pass for a request, or a part of one, that has been decided. */
let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

async function start1(origin: ReturnType<typeof recordingOrigin>, more: Partial<LabOptions> = {}): Promise<Lab> {
  lab = await Lab.start({ relay: relayHttp1, origin, ...more });
  return lab;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const hidden = 'GET /hidden HTTP/1.1\r\nHost: evil.test\r\n\r\n';

describe('Expect: 100-continue with a request that is denied', () => {
  const head = (path: string, length = 40) =>
    `POST ${path} HTTP/1.1\r\nHost: ok.test\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`;
  const slowly: LabOptions['authorize'] = async (request) => {
    await pause(30);
    return byName(request);
  };

  it.each([
    ['at once', undefined],
    ['later', slowly],
  ])('is answered 403 alone, no 100 before it, and its body goes nowhere (decided %s)', async (_when, authorize) => {
    const origin = recordingOrigin((socket) => socket.write(ok));
    const { port } = await start1(origin, authorize && { authorize });
    // A client that waits for the 100, and one that does not.
    expect(await exchange(port, head('/denied'))).toMatch(/^HTTP\/1.1 403 /);
    const received = await exchange(port, head('/denied'), hidden, hidden);
    expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 403']);
    expect([origin.connections2(), origin.seen()]).toEqual([0, '']);
  });

  it('behind one that is allowed: the server has that one, and nothing of what follows', async () => {
    const origin = recordingOrigin((socket, seen) => void (seen().endsWith('\r\n\r\n') && socket.write(ok)));
    const { port } = await start1(origin);
    const first = 'GET /1 HTTP/1.1\r\nHost: ok.test\r\n\r\n';
    const received = await exchange(port, first + head('/denied') + hidden);
    expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403']);
    expect(origin.seen()).toBe(first);
  });

  it('behind one that waits for its own 100: the body of that one ends where it says', async () => {
    const body = 'x'.repeat(40);
    const origin = recordingOrigin((socket, seen) => {
      if (seen() === head('/')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      else if (seen().endsWith(body)) socket.write(ok);
    });
    const { port } = await start1(origin);
    const received = await exchange(port, head('/') + body + head('/denied') + hidden);
    expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 200', 'HTTP/1.1 403']);
    expect(origin.seen()).toBe(head('/') + body);
  });
});

describe('trailers that would change what was decided, behind a body that the server has by then', () => {
  const fields = [
    'Host: evil.test',
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    'Connection: close',
    'Upgrade: x',
    'Expect: 100-continue',
  ];

  it.each(fields.flatMap((field) => [field, field.toLowerCase(), `X-Fine: y\r\n${field}`]))(
    'HTTP/1, %j: the request never ends, and nothing follows it',
    async (field) => {
      const origin = recordingOrigin(
        (socket, seen) => void (/0\r\n[\s\S]*\r\n\r\n$/.test(seen().split('hello\r\n')[1] ?? '') && socket.write(ok)),
      );
      const { port, result } = await start1(origin);
      const request = 'POST / HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n';
      const socket = connect(port, '127.0.0.1');
      let received = '';
      socket.on('data', (chunk) => (received += chunk)).on('error', () => {});
      socket.write(request);
      await until(() => origin.seen() === request);
      for (const piece of ['0\r\n', ...(`${field}\r\n\r\n`.match(/[\s\S]{1,3}/g) ?? []), hidden]) {
        if (!socket.destroyed && socket.writable) socket.write(piece);
        await pause(2);
      }
      await until(() => socket.closed);
      expect(received).toMatch(/^HTTP\/1.1 400 /);
      expect((await result.call(lab)).error).toContain('in a trailer');
      // Neither the end of the trailer nor what stands behind the name.
      expect(origin.seen()).not.toMatch(/evil|hidden|\r\n\r\n0\r\n[\s\S]*\r\n\r\n$/);
      expect(origin.seen().slice(request.length)).not.toContain('\r\n\r\n');
      expect(origin.seen().slice(request.length)).not.toMatch(/:(?! y)/);
    },
  );

  it.each([
    ['host', 'evil.test'],
    ['content-length', '4'],
    ['transfer-encoding', 'chunked'],
    ['connection', 'close'],
    ['upgrade', 'x'],
    [':authority', 'evil.test'],
    [':path', '/denied'],
    ['te', 'gzip'],
  ])('HTTP/2, %s: %s: the stream is reset on both sides, and others go on', async (name, value) => {
    const origin = rawOrigin();
    const running = await Lab.start({
      relay: async (session: HttpSession) => relayHttp2({ ...session, upstream: await running.connect() }),
      origin: origin.server,
    });
    lab = running;
    const client = new RawClient(running.port);
    client.send(H2_PREFACE, frame(SETTINGS, 0, 0), post(1), data(1, 'body', 0));
    await until(() => origin.seen().some(({ type, stream }) => type === DATA && stream === 1));
    client.send(frame(HEADERS, 5, 1, Buffer.concat([extra('x-fine', 'y'), extra(name, value)])), get(3));
    expect((await client.find(RST, 1)).payload.readUInt32BE()).toBe(1);
    await client.find(HEADERS, 3);
    const upstream = origin.seen().filter(({ stream }) => stream === 1);
    expect(upstream.map(({ type }) => type)).toEqual([HEADERS, DATA, RST]);
    expect(client.statuses()).toEqual(new Map([[3, 200]]));
  });
});

describe('extended CONNECT (RFC 8441), and what a client says then', () => {
  const connectTo = (stream: number, host: string, path: string, ...more: [string, string][]) =>
    frame(HEADERS, 4, stream, block([':method', 'CONNECT'], [':protocol', 'websocket'], ...usual(path, host).slice(1), ...more));
  /** A server that offers it, takes it, and says what it hears. */
  const start = async () => {
    const origin = rawOrigin(({ type, flags, stream, payload }, socket) => {
      if (type === SETTINGS && (flags & 1) === 0) socket.write(frame(SETTINGS, 0, 0, setting(8, 1)));
      if (type === HEADERS) socket.write(frame(HEADERS, (flags & 1) === 1 ? 5 : 4, stream, Buffer.from([0x88])));
      if (type === DATA) socket.write(frame(DATA, flags & 1, stream, payload));
    });
    const running = await Lab.start({
      relay: async (session: HttpSession) => relayHttp2({ ...session, upstream: await running.connect() }),
      origin: origin.server,
    });
    lab = running;
    const client = new RawClient(running.port);
    client.send(H2_PREFACE, frame(SETTINGS, 0, 0));
    await until(() => client.frames().some(({ type, payload }) => type === SETTINGS && payload.length === 6));
    client.send(frame(SETTINGS, 1, 0), frame(SETTINGS, 1, 0));
    return { origin, client };
  };
  const upTo = (origin: Awaited<ReturnType<typeof start>>['origin'], stream: number): Frame[] =>
    origin.seen().filter((each) => each.stream === stream);
  /** What would be requests for a server that took these octets for a connection. */
  const raw = Buffer.concat([H2_PREFACE, frame(SETTINGS, 0, 0), denied(1), Buffer.from(hidden)]);

  it('denied: 403, and of what follows the server hears nothing', async () => {
    const { origin, client } = await start();
    client.send(
      connectTo(1, 'evil.test', '/ws'),
      frame(DATA, 0, 1, raw),
      connectTo(3, 'ok.test', '/denied'),
      frame(DATA, 1, 3, raw),
      get(5),
    );
    await until(() => client.statuses().size === 3);
    expect(client.statuses()).toEqual(
      new Map([
        [1, 403],
        [3, 403],
        [5, 200],
      ]),
    );
    expect([...upTo(origin, 1), ...upTo(origin, 3)]).toEqual([]);
  });

  it('allowed: octets pass in its stream alone, whatever they look like, and other streams are decided', async () => {
    const { origin, client } = await start();
    client.send(connectTo(1, 'ok.test', '/ws'));
    await client.find(HEADERS, 1);
    client.send(frame(DATA, 0, 1, raw), denied(3), frame(DATA, 0, 1, raw), get(5));
    await until(() => client.statuses().size === 3 && client.of(DATA, 1).length === 2);
    expect(client.statuses().get(3)).toBe(403);
    for (const { payload } of client.of(DATA, 1)) expect(payload).toEqual(raw);
    expect(upTo(origin, 1).map(({ type }) => type)).toEqual([HEADERS, DATA, DATA]);
    expect(upTo(origin, 3)).toEqual([]);
    // Another request on its stream is none: HEADERS there are trailers, and end it.
    client.send(frame(HEADERS, 4, 1, block(...usual('/denied'))), get(7));
    await client.find(RST, 1);
    await client.find(HEADERS, 7);
    expect(upTo(origin, 1).map(({ type }) => type)).toEqual([HEADERS, DATA, DATA, RST]);
  });

  it('octets that come with it, before the server has taken it, are those of its stream, too', async () => {
    const { origin, client } = await start();
    client.send(connectTo(1, 'ok.test', '/ws'), frame(DATA, 1, 1, raw), denied(3));
    await until(() => client.statuses().size === 2 && client.of(DATA, 1).length > 0);
    expect(upTo(origin, 1).map(({ type, flags }) => [type, flags])).toEqual([
      [HEADERS, 4],
      [DATA, 1],
    ]);
    expect(upTo(origin, 3)).toEqual([]);
  });

  it.each<[string, [string, string][]]>([
    [
      'no :scheme',
      [
        [':protocol', 'websocket'],
        [':authority', 'ok.test'],
        [':path', '/ws'],
      ],
    ],
    [
      'no :path',
      [
        [':protocol', 'websocket'],
        [':authority', 'ok.test'],
        [':scheme', 'http'],
      ],
    ],
    ['an empty :protocol', [[':protocol', ''], ...usual('/ws').slice(1)]],
    ['a host that is another', [[':protocol', 'websocket'], ...usual('/ws').slice(1), ['host', 'evil.test']]],
  ])('with %s goes nowhere', async (_what, fields) => {
    const { origin, client } = await start();
    client.send(frame(HEADERS, 4, 1, block([':method', 'CONNECT'], ...fields)), frame(DATA, 0, 1, raw), get(3));
    await until(() => client.statuses().has(3));
    expect(upTo(origin, 1)).toEqual([]);
    expect(client.of(RST, 1).length + client.of(HEADERS, 1).length).toBeGreaterThan(0);
  });
});

describe('frames of a server before its SETTINGS', () => {
  const OK = Buffer.from([0x88]);
  const early: readonly (readonly [string, Buffer])[] = [
    ['a response', frame(HEADERS, 5, 1, OK)],
    ['a response, and DATA', Buffer.concat([frame(HEADERS, 4, 1, OK), frame(DATA, 1, 1, 'forged')])],
    ['DATA', frame(DATA, 1, 1, 'forged')],
    ['a reset', frame(RST, 0, 1, u32(7))],
    ['a PING', frame(PING, 0, 0, '12345678')],
    ['a GOAWAY', frame(GOAWAY, 0, 0, u32(0, 0))],
    ['an acknowledgement of ours', frame(SETTINGS, 1, 0)],
    ['SETTINGS on a stream', frame(SETTINGS, 0, 1)],
    ['an unknown frame', frame(0xfa, 0, 0, 'grease')],
    ['a push', frame(5, 4, 1, Buffer.concat([u32(2), block(...usual('/pushed'))]))],
  ];
  const settled = frame(SETTINGS, 0, 0);

  describe.each(['before the first request', 'behind it'])('connected %s', (when) => {
    it.each(early)('%s: 502 or GOAWAY, and nothing of it reaches the client', async (_what, bytes) => {
      const sockets: Socket[] = [];
      const origin = recordingOrigin((socket, seen) => {
        if (parse(Buffer.from(seen().slice(H2_PREFACE.length), 'latin1')).some(({ type }) => type === HEADERS))
          socket.write(Buffer.concat([bytes, settled]));
      });
      origin.on('connection', (socket) => sockets.push(socket));
      const running = await Lab.start({
        relay: async (session: HttpSession) =>
          relayHttp2(when === 'behind it' ? session : { ...session, upstream: await running.connect() }),
        origin,
      });
      lab = running;
      const client = new RawClient(running.port);
      client.send(H2_PREFACE, settled, get(1), denied(3));
      await until(() => client.closed);
      expect(client.statuses().get(1)).toBe(502);
      expect(client.frames()[0]).toMatchObject({ type: SETTINGS, flags: 0, stream: 0 });
      expect(client.received.toString('latin1')).not.toMatch(/forged|12345678|grease|pushed/);
      expect(client.frames().filter(({ type }) => type === 5 || type === PING)).toEqual([]);
      expect((await running.result()).error).toContain('does not speak HTTP/2');
      await until(() => sockets.every(({ closed }) => closed));
      expect(origin.seen()).not.toContain('evil');
    });
  });

  it('before a request has come: the connection is over, and said to be', async () => {
    const origin = recordingOrigin(() => {});
    origin.on('connection', (socket) => void socket.write(frame(HEADERS, 5, 1, OK)));
    const running = await Lab.start({
      relay: async (session: HttpSession) => relayHttp2({ ...session, upstream: await running.connect() }),
      origin,
    });
    lab = running;
    const client = new RawClient(running.port);
    client.send(H2_PREFACE, settled);
    expect(await client.goaway()).toBe(0);
    await until(() => client.closed);
    expect(client.of(HEADERS, 1)).toEqual([]);
  });
});
