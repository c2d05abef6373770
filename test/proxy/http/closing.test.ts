import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { H2_PREFACE, type HttpSession, relayHttp1, relayHttp2 } from '../../../src/proxy/http/index.ts';
import { data, denied, get as getFrame, headers, post } from './conformance/case.ts';
import { frame } from './frames.ts';
import { byName, Lab, until } from './lab.ts';
import { DATA, HEADERS, SETTINGS } from './raw-client.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

/** How far a connection has come: what the client has sent, what the server answers as soon as anything comes, and how to know. */
interface State {
  readonly name: string;
  readonly client: string | Buffer;
  readonly server?: string | Buffer;
  /** All of it has arrived where it should: octets that the server, or the client, must have. */
  readonly arrived?: { readonly server?: number; readonly client?: number };
  /** Verdict, or connection to the server, take this long. */
  readonly decisionMs?: number;
  readonly connectMs?: number;
  /** The end of the response is the end of the connection, so that a reset must not look like it. */
  readonly untilClose?: boolean;
  /** The client waits for nothing: that it resets the connection is no error, and with something under way it is one. */
  readonly idle?: boolean;
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: ok.test\r\n${more}\r\n`;
const post1 = (more: string) => `POST / HTTP/1.1\r\nHost: ok.test\r\n${more}\r\n`;
const OK = 'HTTP/1.1 200 OK\r\n';
const upgrade = get('/', 'Connection: Upgrade\r\nUpgrade: x\r\n');
const switched = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n';

/** `arrived` for all of what both have said. */
const whole = (client: string | Buffer, server: string | Buffer) => ({ server: client.length, client: server.length });

const http1: readonly State[] = [
  { name: 'nothing said', client: '' },
  { name: 'inside of a head', client: 'GET / HTTP/1.1\r\nHos' },
  { name: 'waiting for the verdict', client: get('/'), decisionMs: 60 },
  { name: 'waiting for a verdict that denies', client: get('/denied'), decisionMs: 60 },
  { name: 'connecting to the server', client: get('/'), connectMs: 60 },
  { name: 'inside of a counted body', client: `${post1('Content-Length: 10\r\n')}abc`, server: '' },
  { name: 'inside of a chunk', client: `${post1('Transfer-Encoding: chunked\r\n')}5\r\nabc`, server: '' },
  { name: 'inside of the trailer of a request', client: `${post1('Transfer-Encoding: chunked\r\n')}0\r\nX: `, server: '' },
  { name: 'waiting for a 100', client: post1('Content-Length: 10\r\nExpect: 100-continue\r\n'), server: '' },
  { name: 'waiting for the response', client: get('/'), server: '', idle: false },
  { name: 'inside of a response head', client: get('/'), server: `${OK}Cont`, arrived: { server: get('/').length } },
  { name: 'inside of a counted response', client: get('/'), server: `${OK}Content-Length: 10\r\n\r\nabc` },
  { name: 'inside of a chunk of a response', client: get('/'), server: `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nabc` },
  { name: 'inside of a response that the end ends', client: get('/'), server: `${OK}\r\nabc`, untilClose: true },
  { name: 'behind an interim response', client: get('/'), server: 'HTTP/1.1 103 Early Hints\r\n\r\n' },
  { name: 'between two requests', client: get('/'), server: `${OK}Content-Length: 0\r\n\r\n`, idle: true },
  { name: 'with three requests under way', client: get('/1') + get('/2') + get('/3'), server: `${OK}Content-Length: 1\r\n\r\na` },
  {
    name: 'with a denial behind a response that is due',
    client: get('/1') + get('/denied'),
    server: '',
    arrived: { server: get('/1').length },
  },
  { name: 'after a denial', client: get('/denied'), arrived: { client: 20 }, idle: true },
  {
    name: 'after a denial, inside of a body',
    client: `POST /denied HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 10\r\n\r\nabc`,
    arrived: { client: 20 },
  },
  { name: 'waiting for a 101', client: upgrade, server: '' },
  { name: 'after a 101', client: upgrade, server: `${switched}raw`, untilClose: true },
];

const preface = Buffer.concat([H2_PREFACE, frame(SETTINGS, 0, 0)]);
const settled = frame(SETTINGS, 0, 0);
const ok2 = (...more: Buffer[]) => Buffer.concat([settled, frame(HEADERS, 4, 1, Buffer.from([0x88])), ...more]);
const h2 = (...frames: Buffer[]) => Buffer.concat([preface, ...frames]);
const some = { client: 9 };

const http2: readonly State[] = [
  { name: 'nothing said', client: '', server: settled },
  { name: 'inside of the preface', client: H2_PREFACE.subarray(0, 10), server: settled },
  { name: 'settled', client: preface, server: settled, idle: true },
  { name: 'before the server has said anything', client: h2(getFrame(1)), server: '', arrived: { server: preface.length } },
  { name: 'inside of a frame', client: h2(getFrame(1).subarray(0, 12)), server: settled },
  { name: 'inside of a header block', client: h2(headers(1, 0, Buffer.from([0x82]))), server: settled },
  { name: 'waiting for the verdict', client: h2(getFrame(1)), server: settled, decisionMs: 60 },
  {
    name: 'waiting for the response',
    client: h2(getFrame(1)),
    server: settled,
    arrived: { server: h2(getFrame(1)).length },
    idle: false,
  },
  {
    name: 'inside of DATA',
    client: h2(post(1), data(1, 'abcdef').subarray(0, 12)),
    server: settled,
    arrived: { server: preface.length + 20 },
  },
  {
    name: 'inside of a header block of the server',
    client: h2(getFrame(1)),
    server: Buffer.concat([settled, frame(HEADERS, 0, 1, '\x88')]),
    arrived: { client: 19 },
  },
  {
    name: 'inside of DATA of the server',
    client: h2(getFrame(1)),
    server: ok2(frame(DATA, 0, 1, 'abcdef').subarray(0, 12)),
    arrived: { client: 31 },
  },
  { name: 'inside of a response', client: h2(getFrame(1)), server: ok2(frame(DATA, 0, 1, 'abcdef')), arrived: { client: 34 } },
  { name: 'between two requests', client: h2(getFrame(1)), server: ok2(frame(DATA, 1, 1, '')), arrived: { client: 28 }, idle: true },
  { name: 'after a denial', client: h2(denied(1)), server: settled, arrived: some, idle: true },
  {
    name: 'after a denial, with a body still coming',
    client: h2(headers(1, 4, denied(1).subarray(9)), data(1, 'abc', 0)),
    server: settled,
    arrived: some,
  },
];

const ends = ['the client ends', 'the client resets', 'the server ends', 'the server resets'] as const;

/** Everything is closed, and told; how each end saw it is in the result. */
async function provoke(state: State, end: (typeof ends)[number], early: boolean) {
  let server: Socket | undefined;
  let [atServer, atClient] = [0, 0];
  let [clientReset, serverReset] = [false, false];
  const origin = createServer({ allowHalfOpen: false }, (socket) => {
    server = socket;
    let said = false;
    socket.on('error', () => (serverReset = true));
    if (early && state.server !== undefined) socket.write(state.server);
    socket.on('data', (chunk) => {
      atServer += chunk.length;
      if (said || early || state.server === undefined) return;
      said = true;
      socket.write(state.server);
    });
  });
  const pause = (ms: number | undefined) => new Promise((resolve) => setTimeout(resolve, ms ?? 0));
  const limits = { lingerMs: 60, continueTimeoutMs: 5_000 };
  const relay = early
    ? async (session: HttpSession) => relayHttp2({ ...session, upstream: await running.connect() })
    : (session: HttpSession) => relayHttp1(session);
  const running = await Lab.start({
    relay,
    origin,
    limits,
    authorize: async (head) => {
      if (state.decisionMs !== undefined) await pause(state.decisionMs);
      return byName(head);
    },
    openUpstream: async () => {
      if (state.connectMs !== undefined) await pause(state.connectMs);
      return running.connect();
    },
  });
  lab = running;

  const client = connect({ port: running.port, host: '127.0.0.1', allowHalfOpen: false });
  client.on('error', () => (clientReset = true));
  client.on('data', (chunk) => (atClient += chunk.length));
  client.write(state.client);
  // A connection that nobody has accepted yet can be taken back without a trace.
  await until(() => running.accepted > 0);
  const waits = state.decisionMs !== undefined || state.connectMs !== undefined;
  const reaches = !early && state.server !== undefined;
  const arrived = state.arrived ?? (reaches ? whole(state.client, state.server ?? '') : {});
  if (waits) await until(() => running.heads.length > 0);
  else await until(() => atServer >= (arrived.server ?? 0) && atClient >= (arrived.client ?? 0));
  // What waits for a partial head has no mark of its own.
  await pause(10);

  if (end === 'the client ends') client.end();
  else if (end === 'the client resets') client.resetAndDestroy();
  else if (end === 'the server ends') server?.end();
  else server?.resetAndDestroy();
  // A server that is not there cannot end, and one that has ended need not end the client's request: then the client goes.
  if (end.startsWith('the server') && server === undefined) client.end();
  const { error } = await running.result();
  await until(() => running.open() === 0 && client.closed);
  return { clientReset, serverReset, error };
}

describe.each([
  ['HTTP/1', http1, false],
  ['HTTP/2', http2, true],
] as const)('%s: whoever ends, in whatever state, both sides are closed and the relay is over', (_protocol, states, early) => {
  describe.each(states)('$name', (state) => {
    it.each(ends)('%s', async (end) => {
      const { clientReset, serverReset, error } = await provoke(state, end, early);
      // A cut must not look like the end of what only the end of the connection ends.
      if (state.untilClose && end === 'the server resets') expect(clientReset).toBe(true);
      if (end === 'the client resets' && state.idle !== undefined) expect(error?.startsWith('client: ') ?? false).toBe(!state.idle);
      if (state.untilClose && state.name === 'after a 101' && end === 'the client resets') expect(serverReset).toBe(true);
    });
  });
});

describe.each([
  ['HTTP/1', relayHttp1, get('/')],
  ['HTTP/2', relayHttp2, h2(getFrame(1))],
] as const)('%s: what has ended before the relay begins', (_protocol, relay, request) => {
  /** The end of a stream that nobody reads is emitted all the same, to nobody. */
  const ended = (socket: Socket) => until(() => socket.readableEnded);

  it('a client', async () => {
    const origin = createServer((socket) => socket.on('error', () => {}));
    const running = await Lab.start({
      relay: async (session: HttpSession) => {
        await ended(session.client as Socket);
        return relay({ ...session, ...(relay === relayHttp2 && { upstream: await running.connect() }) });
      },
      origin,
      limits: { lingerMs: 60 },
    });
    lab = running;
    connect({ port: running.port, host: '127.0.0.1' })
      .on('error', () => {})
      .resume()
      .end();
    await running.result();
    await until(() => running.open() === 0);
  });

  it('a server', async () => {
    const origin = createServer((socket) => void socket.on('error', () => {}).end());
    const running = await Lab.start({
      relay,
      origin,
      limits: { lingerMs: 60 },
      openUpstream: async () => {
        const upstream = await running.connect();
        await ended(upstream);
        return upstream;
      },
    });
    lab = running;
    const client = connect({ port: running.port, host: '127.0.0.1' });
    let received = '';
    client.on('error', () => {}).on('data', (chunk) => (received += chunk));
    client.write(request);
    await until(() => received.includes('502'));
    client.end();
    await until(() => client.closed);
    await running.result();
    await until(() => running.open() === 0);
  });
});
