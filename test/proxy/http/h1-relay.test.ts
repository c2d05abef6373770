import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { connect, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { relayHttp1 } from '../../../src/proxy/http/index.ts';
import { atRest, byName, exchange, Lab, type LabOptions, recordingOrigin, until } from './lab.ts';

const run = promisify(execFile);

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

async function start(origin: Server, more: Partial<LabOptions> = {}): Promise<Lab> {
  lab = await Lab.start({ relay: relayHttp1, origin, ...more });
  return lab;
}

const ok = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const get = (path: string, host = 'ok.test', more = '') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;

/** Answers each request line it sees, in order. */
const numbered = () => {
  let answered = 0;
  return recordingOrigin((socket, seen) => {
    const paths = [...seen().matchAll(/^[A-Z]+ (\S+) HTTP\/1.1\r$/gm)].map((match) => match[1] ?? '');
    while (answered < paths.length) socket.write(ok(paths[answered++] ?? ''));
  });
};

describe('requests', () => {
  it('are decided with method, host, port, target and URL', async () => {
    const { port, heads } = await start(numbered());
    await exchange(
      port,
      `${get('/a?b=c')}${get('http://OK.test:80/abs', 'ok.test')}OPTIONS * HTTP/1.1\r\nHost: ok.test.:8080\r\n\r\n${get('/', 'evil.test')}`,
    );
    expect(heads).toEqual([
      { protocol: 'h1', method: 'GET', scheme: 'http', host: 'ok.test', port: 80, target: '/a?b=c', url: 'http://ok.test/a?b=c' },
      { protocol: 'h1', method: 'GET', scheme: 'http', host: 'ok.test', port: 80, target: '/abs', url: 'http://ok.test/abs' },
      { protocol: 'h1', method: 'OPTIONS', scheme: 'http', host: 'ok.test', port: 8080, target: '*', url: 'http://ok.test:8080' },
      { protocol: 'h1', method: 'GET', scheme: 'http', host: 'evil.test', port: 80, target: '/', url: 'http://evil.test/' },
    ]);
  });

  it('reach the server octet for octet', async () => {
    const origin = numbered();
    const { port } = await start(origin);
    const odd =
      'POST /odd HTTP/1.1\r\nhOsT:   ok.test  \r\nX-Odd:\t\xe9  \r\ntransfer-ENCODING: Chunked\r\n\r\n05;x="y"\r\nhello\r\n00\r\nTrailer: v\r\n\r\n';
    await exchange(port, odd + get('/x', 'evil.test'));
    expect(origin.seen()).toBe(odd);
  });

  it('denied in a pipeline: earlier answers, then 403, then the end; the server sees nothing of it or of what follows', async () => {
    const origin = numbered();
    const { port, result } = await start(origin);
    const received = await exchange(port, get('/1') + get('/2') + get('/secret', 'evil.test') + get('/3'));
    expect(received).toBe(
      `${ok('/1')}${ok('/2')}HTTP/1.1 403 Forbidden by egress-filter\r\nContent-Type: text/plain\r\nContent-Length: 19\r\nCache-Control: no-store\r\nConnection: close\r\n\r\ndenied by the test\n`,
    );
    expect(origin.seen()).toBe(get('/1') + get('/2'));
    expect((await result.call(lab)).error).toBeUndefined();
  });

  it('denied first: no connection is made, an endless body is not read', async () => {
    const origin = numbered();
    const running = await start(origin);
    const socket = connect({ port: running.port, host: '127.0.0.1', allowHalfOpen: true });
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    socket.on('error', () => {});
    socket.write('POST /x HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 999999999\r\n\r\n');
    await until(() => received.includes('403'));
    const body = Buffer.alloc(65_536);
    const more = () => {
      while (socket.writable && socket.write(body));
      socket.once('drain', more);
    };
    more();
    await until(() => socket.closed);
    // The bound is a mebibyte, and the read that exceeds it.
    expect(running.taken()).toBeLessThan(1_200_000);
    expect(origin.connections2()).toBe(0);
  });

  it('decided later keep their order', async () => {
    const origin = numbered();
    const { port } = await start(origin, {
      authorize: async (head) => {
        await new Promise((resolve) => setTimeout(resolve, head.target === '/1' ? 30 : 1));
        return byName(head);
      },
    });
    const received = await exchange(port, get('/1') + get('/2') + get('/3', 'evil.test'));
    expect(received).toContain(`${ok('/1')}${ok('/2')}HTTP/1.1 403`);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('are denied where the decision %s', async (_name, authorize) => {
    const origin = numbered();
    const { port } = await start(origin, { authorize });
    expect(await exchange(port, get('/'))).toMatch(/^HTTP\/1.1 403 .*boom/s);
    expect(origin.connections2()).toBe(0);
  });

  it('get a 502 that says why where the server cannot be reached', async () => {
    const { port, result } = await start(numbered(), { openUpstream: () => Promise.reject(new Error('connect ECONNREFUSED')) });
    expect(await exchange(port, get('/'))).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n.*ECONNREFUSED/s);
    expect((await result.call(lab)).error).toContain('ECONNREFUSED');
  });

  it('of HTTP/1.0 are answered until the server closes', async () => {
    const origin = recordingOrigin((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nuntil close'));
    const { port } = await start(origin);
    expect(await exchange(port, 'GET / HTTP/1.0\r\nHost: ok.test\r\n\r\n')).toBe('HTTP/1.0 200 OK\r\n\r\nuntil close');
  });

  it('may ask for h2c, and go on as HTTP/1.1 without the server knowing', async () => {
    const origin = numbered();
    const { port, heads } = await start(origin);
    const upgrade = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nX: y\r\n';
    const received = await exchange(port, get('/1', 'ok.test', upgrade) + get('/x', 'evil.test'));
    expect(received.startsWith(ok('/1'))).toBe(true);
    expect(origin.seen()).toBe(get('/1', 'ok.test', 'Connection: Upgrade, HTTP2-Settings\r\nX: y\r\n'));
    expect(heads[0]?.upgrade).toBeUndefined();
  });

  it.each(['TLS/1.0', 'TLS/1.2, HTTP/1.1', 'HTTP/2.0', 'h2', 'websocket, tls/1.3'])(
    'may ask for %s, in which nobody could read requests, and go on as HTTP/1.1 without the server knowing',
    async (protocol) => {
      const switching = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
      const origin = recordingOrigin((socket, seen) => socket.write(/^upgrade:/im.test(seen()) ? switching : ok('/1')));
      const { port, heads } = await start(origin);
      const received = await exchange(
        port,
        get('/1', 'ok.test', `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n`) + get('/x', 'evil.test'),
      );
      expect(received).toMatch(/^HTTP\/1.1 200 [\s\S]*HTTP\/1.1 403 /);
      expect(origin.seen()).toBe(get('/1', 'ok.test', 'Connection: Upgrade\r\n'));
      expect(heads.map(({ upgrade }) => upgrade)).toEqual([undefined, undefined]);
    },
  );
});

describe('responses', () => {
  it.each([
    ['HEAD', 'HEAD / HTTP/1.1\r\nHost: ok.test\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'],
    ['204', get('/'), 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['304', get('/'), 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'],
    ['chunked with a trailer', get('/'), 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3  \r\nabc\r\n0\r\nX: y\r\n\r\n'],
    ['103 first', get('/'), 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na'],
    ['bare LF', get('/'), 'HTTP/1.1 200 OK\nContent-Length: 1\n\na'],
  ])('to %s end where they should: the next answer of ours follows', async (_name, request, response) => {
    for (const step of [response.length, 1, 7]) {
      const origin = recordingOrigin(async (socket, seen) => {
        if (!seen().endsWith('\r\n\r\n')) return;
        for (let i = 0; i < response.length; i += step) {
          socket.write(response.slice(i, i + step));
          if (step !== response.length) await new Promise((resolve) => setTimeout(resolve, 1));
        }
      });
      const { port } = await start(origin);
      const received = await exchange(port, request + get('/', 'evil.test'));
      expect(received.slice(0, response.length)).toBe(response);
      expect(received.slice(response.length)).toMatch(/^HTTP\/1.1 403 /);
      await lab?.stop();
    }
  });

  it.each([
    ['garbage', 'SSH-2.0-OpenSSH\r\n', /no HTTP/],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /differ/],
    ['both length fields', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', /both/],
    ['101 unasked', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', /101/],
    ['an endless head', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(300_000)}`, /head over/],
  ])('that are %s become a 502', async (_name, response, message) => {
    const { port, result } = await start(recordingOrigin((socket) => socket.write(response)));
    expect(await exchange(port, get('/'))).toMatch(/^HTTP\/1.1 502 /);
    expect((await result.call(lab)).error).toMatch(message);
  });

  it('cut inside a head become a 502', async () => {
    const { port } = await start(recordingOrigin((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')));
    expect(await exchange(port, get('/'))).toMatch(/^HTTP\/1.1 502 .*inside a response head/s);
  });

  it('that nobody asked for are delivered and end the connection', async () => {
    let first: Socket | undefined;
    const origin = recordingOrigin((socket) => {
      first ??= socket;
      socket.write(ok('1'));
    });
    const { port } = await start(origin);
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    socket.write(get('/1'));
    await until(() => received.endsWith('\r\n1'));
    first?.end('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
    await once(socket, 'close');
    expect(received).toContain('408');
  });

  it('that are reset reset the client', async () => {
    const { port, result } = await start(recordingOrigin((socket) => socket.resetAndDestroy()));
    const socket = connect(port, '127.0.0.1');
    socket.write(get('/'));
    const [error] = await once(socket, 'error');
    expect(error.code).toBe('ECONNRESET');
    expect((await result.call(lab)).error).toContain('ECONNRESET');
  });

  it('early, while the body is still coming, are delivered, and the body goes on', async () => {
    let bytes = 0;
    const origin = createServer((incoming, response) => {
      response.end('early');
      incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
    });
    const { port } = await start(origin);
    const sent = request({ port, method: 'POST', headers: { host: 'ok.test' } });
    sent.write('first');
    const [response] = await once(sent, 'response');
    response.resume();
    sent.end('second');
    await Promise.all([once(response, 'end'), until(() => bytes === 11)]);
  });
});

describe('Expect: 100-continue', () => {
  const head = 'POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n';

  it('holds the body until the 100', async () => {
    const log: string[] = [];
    const origin = recordingOrigin((socket, seen) => {
      log.push(seen());
      if (seen() === head) setTimeout(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 30);
      else socket.end(ok('done'));
    });
    const { port } = await start(origin);
    expect(await exchange(port, `${head}body`)).toBe(`HTTP/1.1 100 Continue\r\n\r\n${ok('done')}`);
    expect(log).toEqual([head, `${head}body`]);
  });

  it('forwards the body after a while to servers that never send a 100', async () => {
    const origin = recordingOrigin((socket, seen) => seen().endsWith('body') && socket.end(ok('done')));
    const { port } = await start(origin, { limits: { continueTimeoutMs: 30 } });
    expect(await exchange(port, `${head}body`)).toBe(ok('done'));
  });

  it('ends the connection after a final answer: the body, a request in disguise, is never sent', async () => {
    const origin = recordingOrigin((socket) => socket.write('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n'));
    const { port } = await start(origin);
    const received = await exchange(port, `${head.replace(': 4', ': 40')}GET /hidden HTTP/1.1\r\nHost: evil.test\r\n\r\n`);
    expect(received).toMatch(/^HTTP\/1.1 417 /);
    expect(origin.seen()).not.toContain('hidden');
  });
});

describe('upgrade', () => {
  const ask = get('/chat', 'ok.test', 'Connection: Upgrade\r\nUpgrade: websocket\r\n');
  const switched = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

  it('after a 101 the octets pass both ways, half-close included', async () => {
    const origin = recordingOrigin((socket, seen) => {
      if (seen() === ask) socket.write(`${switched}hello`);
      else socket.write(`echo ${seen().slice(ask.length)}`);
    });
    const { port, result, heads } = await start(origin);
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let received = '';
    socket.on('data', (chunk) => (received += chunk));
    socket.write(ask);
    await until(() => received === `${switched}hello`);
    socket.write('GET / HTTP/1.1\nnot http\0');
    await until(() => received.endsWith('\0'));
    socket.end();
    await once(socket, 'end');
    expect(await result.call(lab)).toEqual({ upgraded: 'websocket' });
    expect(heads[0]?.upgrade).toBe('websocket');
  });

  it('refused by the server: the connection goes on as HTTP/1, and requests are decided again', async () => {
    const origin = numbered();
    const { port } = await start(origin);
    const received = await exchange(port, ask + get('/next') + get('/x', 'evil.test'));
    expect(received).toContain(`${ok('/chat')}${ok('/next')}HTTP/1.1 403`);
  });

  it('octets sent before the 101 wait for it', async () => {
    const origin = recordingOrigin((socket, seen) => {
      if (seen() === ask) setTimeout(() => socket.write(ok('no')), 30);
    });
    const { port } = await start(origin);
    expect(await exchange(port, ask + get('/x', 'evil.test'))).toContain(`${ok('no')}HTTP/1.1 403`);
    expect(origin.seen()).toBe(ask);
  });

  it('waits until earlier responses are complete', async () => {
    const log: string[] = [];
    const origin = recordingOrigin((socket, seen) => {
      log.push(seen());
      if (log.length === 1) setTimeout(() => socket.write(ok('1')), 30);
      else socket.end(`${switched}bye`);
    });
    const { port } = await start(origin);
    expect(await exchange(port, get('/1') + ask)).toBe(`${ok('1')}${switched}bye`);
    expect(log).toEqual([get('/1'), get('/1') + ask]);
  });

  it('with a body: the 101 counts after it', async () => {
    const post = 'POST /exec HTTP/1.1\r\nHost: ok.test\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}';
    const origin = recordingOrigin((socket, seen) => {
      if (seen().endsWith('{}')) socket.write(switched);
      else if (seen().endsWith('raw')) socket.end('done');
    });
    const { port } = await start(origin);
    expect(await exchange(port, post.slice(0, -1), '}', 'raw')).toBe(`${switched}done`);
  });
});

describe('time and size', () => {
  it('a head that trickles ends with 408', async () => {
    const { port, result } = await start(numbered(), { limits: { headTimeoutMs: 50 } });
    expect(await exchange(port, 'GET / HTTP/1.1\r\nHos')).toMatch(/^HTTP\/1.1 408 /);
    expect((await result.call(lab)).error).toContain('in time');
  });

  it('a stopped reader does not grow memory: the server is made to wait', async () => {
    const origin = createServer((_request, response) => {
      const chunk = Buffer.alloc(65_536);
      const more = () => {
        while (response.write(chunk));
        response.once('drain', more);
      };
      more();
    });
    const running = await start(origin);
    let server: Socket | undefined;
    origin.on('connection', (socket) => (server = socket));
    const socket = connect(running.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(get('/'));
    await once(socket, 'data');
    socket.pause();
    const sent = () => (server?.bytesWritten ?? 0) - (server?.writableLength ?? 0);
    const before = await atRest(sent);
    expect(before).toBeGreaterThan(1_000_000);
    expect(running.held()).toBeLessThan(1_000_000);
    socket.resume();
    await until(() => sent() > 2 * before);
    socket.destroy();
  });

  it('a stopped server makes the client wait', async () => {
    const origin = createServer((incoming) => incoming.pause());
    const running = await start(origin);
    const socket = connect(running.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST / HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 9999999999\r\n\r\n');
    const chunk = Buffer.alloc(65_536);
    const more = () => {
      while (socket.write(chunk));
      socket.once('drain', more);
    };
    more();
    const sent = await atRest(() => socket.bytesWritten - socket.writableLength, 32_000_000);
    expect(sent).toBeGreaterThan(1_000_000);
    expect(running.held()).toBeLessThan(1_000_000);
    socket.destroy();
  });

  it('1 000 pipelined requests are answered in order', async () => {
    const { port } = await start(numbered());
    const paths = Array.from({ length: 1_000 }, (_, i) => `/${i}`);
    const received = await exchange(port, paths.map((path) => get(path)).join('') + get('/', 'evil.test'));
    expect(received.startsWith(paths.map(ok).join(''))).toBe(true);
  });
});

describe('real peers', () => {
  it('Node client with keep-alive and a Node server: uploads and downloads arrive whole', async () => {
    const origin = createServer((incoming, response) => {
      const hash = createHash('sha256');
      incoming.on('data', (chunk: Buffer) => hash.update(chunk));
      incoming.on('end', () => response.end(hash.digest('hex')));
    });
    const { port, heads } = await start(origin);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const size of [0, 1, 16_384, 3_000_001]) {
      const body = randomBytes(size);
      const sent = request({ port, agent, method: 'PUT', path: `/${size}`, headers: { host: 'ok.test' } });
      // Without a length: chunked.
      sent.write(body.subarray(0, size / 2));
      sent.end(body.subarray(size / 2));
      const [response] = await once(sent, 'response');
      let text = '';
      for await (const chunk of response) text += chunk;
      expect(text).toBe(createHash('sha256').update(body).digest('hex'));
    }
    agent.destroy();
    expect(heads).toHaveLength(4);
  });

  it('curl: download, upload with 100-continue, HEAD, denial', async () => {
    const big = randomBytes(2_000_000);
    const origin = createServer((incoming, response) => {
      if (incoming.method === 'GET') return response.end(big);
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
      incoming.on('end', () => response.end(`got ${bytes}`));
    });
    const { port } = await start(origin);
    const curl = (...args: string[]) => run('curl', ['-sS', '--noproxy', '*', ...args], { encoding: 'buffer', maxBuffer: 1e8 });
    const url = `http://127.0.0.1:${port}`;
    expect((await curl('-H', 'Host: ok.test', `${url}/a`)).stdout.equals(big)).toBe(true);
    const upload = await curl('-H', 'Host: ok.test', '-H', 'Expect: 100-continue', '-X', 'POST', '--data-binary', 'x'.repeat(100_000), url);
    expect(upload.stdout.toString()).toBe('got 100000');
    expect((await curl('-I', '-H', 'Host: ok.test', url)).stdout.toString()).toMatch(/^HTTP\/1.1 200 OK/);
    const denied = await curl('-i', '-H', 'Host: evil.test', '--data-binary', 'x'.repeat(100_000), url);
    expect(denied.stdout.toString()).toMatch(/403 Forbidden by egress-filter.*denied by the test/s);
  });

  it('a WebSocket of Node', async () => {
    const origin = createServer();
    origin.on('upgrade', (incoming, socket) => {
      const accept = createHash('sha1')
        .update(`${incoming.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      socket.write(Buffer.concat([Buffer.from([0x81, 2]), Buffer.from('hi')]));
      socket.on('error', () => {});
    });
    const { port } = await start(origin);
    const sent = request({
      port,
      headers: {
        host: 'ok.test',
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      },
    });
    sent.end();
    const [, socket, head] = await once(sent, 'upgrade');
    const frame = head.length > 0 ? head : (await once(socket, 'data'))[0];
    expect([...frame]).toEqual([0x81, 2, 0x68, 0x69]);
    socket.destroy();
  });
});
