import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { relayHttp1 } from '../../../src/proxy/http/index.ts';
import { exchange, Lab, type LabOptions, recordingOrigin, until } from './lab.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

async function start(origin: Server, more: Partial<LabOptions> = {}): Promise<Lab> {
  lab = await Lab.start({ relay: relayHttp1, origin, ...more });
  return lab;
}

const ok = (body: string, more = '') => `HTTP/1.1 200 OK\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;
const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: ok.test\r\n${more}\r\n`;
const last = 'GET /denied HTTP/1.1\r\nHost: ok.test\r\n\r\n';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers each request line with its path. */
const answering = () => {
  let answered = 0;
  return recordingOrigin((socket, seen) => {
    const paths = [...seen().matchAll(/^[A-Z]+ (\S+) HTTP\/1.1\r$/gm)].map((match) => match[1] ?? '');
    while (answered < paths.length) socket.write(ok(paths[answered++] ?? ''));
  });
};

async function trickle(socket: Socket, text: string, ms = 10): Promise<void> {
  for (const octet of text) {
    if (socket.destroyed || socket.writableEnded) return;
    socket.write(octet, 'latin1');
    await pause(ms);
  }
}

describe('time', () => {
  it('a request head that trickles for ever ends with 408; the server hears nothing of it', async () => {
    const origin = answering();
    const { port } = await start(origin, { limits: { headTimeoutMs: 80 } });
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    await trickle(socket, get('/', `X: ${'a'.repeat(1_000)}\r\n`));
    await until(() => socket.closed);
    expect(received).toMatch(/^HTTP\/1.1 408 /);
    expect(origin.connections2()).toBe(0);
  });

  it('one that trickles and completes in time is served', async () => {
    const { port } = await start(answering(), { limits: { headTimeoutMs: 30_000 } });
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    await trickle(socket, get('/slow'), 1);
    await until(() => received.endsWith('/slow'));
    socket.destroy();
  });

  it.each([
    ['from its first octet', ''],
    ['behind another response', ok('/1')],
    ['behind an interim response', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('a response head that trickles for ever, %s, becomes a 502', async (_what, before) => {
    const origin = recordingOrigin((socket) => {
      socket.write(before);
      void trickle(socket, ok('x', `X: ${'a'.repeat(1_000)}\r\n`));
    });
    const { port, result } = await start(origin, { limits: { responseHeadTimeoutMs: 80 } });
    const received = await exchange(port, before.includes('200') ? get('/1') + get('/2') : get('/1'));
    expect(received.slice(0, before.length)).toBe(before);
    expect(received.slice(before.length)).toMatch(/^HTTP\/1.1 502 .*not complete in time/s);
    expect((await result.call(lab)).error).toContain('response head in time');
  });

  it('a poll may wait for its response as long as it likes, a body may pause, and a connection may be idle between requests', async () => {
    const origin = recordingOrigin(async (socket, seen) => {
      if (!seen().endsWith('\r\n\r\n')) return;
      await pause(150);
      socket.write(ok('answer').slice(0, -3));
      await pause(150);
      socket.write('wer');
    });
    const { port } = await start(origin, { limits: { headTimeoutMs: 80, responseHeadTimeoutMs: 80 } });
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    socket.write(get('/1'));
    await until(() => received.endsWith('answer'));
    await pause(150);
    received = '';
    socket.write('POST /2 HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 4\r\n\r\n');
    await pause(150);
    socket.write('\r\n\r\n');
    await until(() => received.endsWith('answer'));
    socket.destroy();
  });

  it.each([
    ['between requests', '', ''],
    ['inside of a body that the client stops to send', 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 9\r\n\r\nhalf', ''],
    ['while a response is due', get('/'), ''],
    ['inside of a body that the server stops to send', get('/'), ok('whole').slice(0, -2)],
    ['after an upgrade', get('/', 'Connection: Upgrade\r\nUpgrade: x\r\n'), 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'],
  ])('where nothing at all moves for too long, %s, both sides are ended', async (_what, request, response) => {
    const { port, result, open } = await start(
      recordingOrigin((socket) => void socket.write(response)),
      { limits: { idleMs: 100 } },
    );
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    socket.write(request);
    await until(() => socket.closed);
    expect((await result.call(lab)).error).toContain('nothing has moved');
    await until(() => open.call(lab) === 0);
  });

  it('where anything moves, in either direction, nothing is ended', async () => {
    const sockets: Socket[] = [];
    const origin = recordingOrigin((socket, seen) => {
      sockets.push(socket);
      if (seen() === get('/')) socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n');
    });
    const { port } = await start(origin, { limits: { idleMs: 800 } });
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    socket.write(get('/'));
    await until(() => received.endsWith('\r\n\r\n'));
    for (let i = 0; i < 40; i++) {
      sockets[0]?.write(': keep-alive\n\n');
      await pause(50);
    }
    await until(() => received.match(/keep-alive/g)?.length === 40);
    expect(socket.closed).toBe(false);
    socket.destroy();
  });
});

describe('heads', () => {
  const LONGEST = 65_536;
  const ofLength = (length: number) => get('/', `X: ${'a'.repeat(length - get('/', 'X: \r\n').length)}\r\n`);

  it.each([
    ['at once', 65_537],
    ['in pieces', 7_919],
  ])('of 64 KB pass, and one octet more is 431 (%s)', async (_what, piece) => {
    const origin = answering();
    const { port } = await start(origin);
    const pieces = (text: string) =>
      Array.from({ length: Math.ceil(text.length / piece) }, (_, i) => text.slice(i * piece, (i + 1) * piece));
    expect(ofLength(LONGEST)).toHaveLength(LONGEST);
    expect(await exchange(port, ...pieces(ofLength(LONGEST)), last)).toMatch(/^HTTP\/1.1 200 OK[\s\S]*HTTP\/1.1 403/);
    expect(origin.seen()).toBe(ofLength(LONGEST));
    expect(await exchange(port, ...pieces(ofLength(LONGEST + 1)))).toMatch(/^HTTP\/1.1 431 /);
    expect(origin.seen()).toBe(ofLength(LONGEST));
  });

  it('of responses pass up to 256 KB', async () => {
    const response = ok('body', `X: ${'a'.repeat(262_000)}\r\n`);
    const { port } = await start(recordingOrigin((socket) => socket.write(response)));
    const received = await exchange(port, get('/') + last);
    expect(received.startsWith(response)).toBe(true);
    expect(received.slice(response.length)).toMatch(/^HTTP\/1.1 403 /);
  });

  it('of interim responses pass, any number of them, also of a code that nobody knows', async () => {
    const interim = ['102 Processing', '103 Early Hints', '199 Own', '100 Continue']
      .map((line) => `HTTP/1.1 ${line}\r\nX: y\r\n\r\n`)
      .join('');
    const { port } = await start(recordingOrigin((socket) => socket.write(interim + ok('final'))));
    const received = await exchange(port, get('/') + last);
    expect(received.startsWith(interim + ok('final'))).toBe(true);
    expect(received.slice((interim + ok('final')).length)).toMatch(/^HTTP\/1.1 403 /);
  });
});

describe('half-close', () => {
  /** Like `nc -N`: all is sent, the end of sending too, and then the answer is read. */
  const sendAndEnd = async (port: number, text: string): Promise<string> => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    socket.end(text, 'latin1');
    await once(socket, 'end');
    socket.destroy();
    return received;
  };
  const late = (response: (seen: string) => string) =>
    recordingOrigin((socket, seen) => void setTimeout(() => socket.writable && socket.end(response(seen())), 60));

  it('a client that has said all is answered, however long that takes', async () => {
    const origin = late(() => ok('late'));
    origin.on('connection', (socket: Socket) => socket.removeAllListeners('end'));
    const { port, result } = await start(origin);
    expect(await sendAndEnd(port, get('/'))).toBe(ok('late'));
    expect((await result.call(lab)).error).toBeUndefined();
  });

  it('so is one that has uploaded, and one whose request waits for its verdict or for the server', async () => {
    const origin = late((seen) => ok(seen.slice(-4)));
    origin.on('connection', (socket: Socket) => socket.removeAllListeners('end'));
    const { port } = await start(origin, {
      authorize: async () => {
        await pause(50);
        return { forward: true };
      },
      openUpstream: async () => {
        await pause(50);
        return (lab as Lab).connect();
      },
    });
    expect(await sendAndEnd(port, 'PUT / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 8\r\n\r\nthe body')).toBe(ok('body'));
  });

  it('a denial reaches it, too', async () => {
    const { port } = await start(answering());
    expect(await sendAndEnd(port, last)).toMatch(/^HTTP\/1.1 403 /);
  });

  it('one that ends inside of a request does not pass for one that has said all', async () => {
    const origin = recordingOrigin(() => {});
    const { port, result } = await start(origin);
    expect(await sendAndEnd(port, 'PUT / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 8\r\n\r\nthe')).toBe('');
    expect((await result.call(lab)).error).toContain('inside a request');
    expect(origin.seen()).toMatch(/the$/);
  });

  it('a server that has said all ends the client', async () => {
    const { port } = await start(recordingOrigin((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nto the end')));
    expect(await exchange(port, get('/'))).toBe('HTTP/1.1 200 OK\r\n\r\nto the end');
  });
});

describe('requests that come before the server is there', () => {
  const slowly = (then: () => Promise<Socket>) => async () => {
    await pause(80);
    return then();
  };

  it('wait in order, bodies and all, and the client is made to wait', async () => {
    const body = 'x'.repeat(8_000_000);
    const post = `POST /2 HTTP/1.1\r\nHost: ok.test\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    let held = 0;
    const origin = createServer(async (incoming, response) => {
      let octets = 0;
      for await (const chunk of incoming) octets += chunk.length;
      response.end(`${incoming.url} ${octets};`);
    });
    const running = await start(origin, {
      openUpstream: slowly(() => {
        held = running.held();
        return running.connect();
      }),
    });
    const received = await exchange(running.port, get('/1') + post + get('/3') + last);
    expect(received.match(/\/\d \d+;|HTTP\/1.1 403/g)).toEqual(['/1 0;', `/2 ${body.length};`, '/3 0;', 'HTTP/1.1 403']);
    expect(held).toBeLessThan(1_000_000);
  });

  it('end with a 502 for the first where it never comes, and the rest is not read', async () => {
    const running = await start(answering(), { openUpstream: slowly(() => Promise.reject(new Error('connect ETIMEDOUT'))) });
    const received = await exchange(running.port, get('/1') + get('/2'));
    expect(received).toMatch(/^HTTP\/1.1 502 .*ETIMEDOUT/s);
    expect(received.match(/HTTP\/1.1/g)).toHaveLength(1);
  });

  it('of a client that has gone by then connect nobody for long', async () => {
    let reached: Socket | undefined;
    const running = await start(answering(), { openUpstream: slowly(async () => (reached = await running.connect())) });
    const socket = connect(running.port, '127.0.0.1');
    socket.write(get('/1'));
    await until(() => running.heads.length === 1);
    socket.resetAndDestroy();
    await running.result();
    await until(() => reached?.closed === true);
  });
});
