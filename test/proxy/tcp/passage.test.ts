import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { atRest } from '../http/lab.ts';
import { hello, sni } from './hello.ts';
import { closes, createForwarding, createWitness, type Lab, type LabOptions, OK_IP, readAll, run } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const setUp = async (onConnection: (socket: Socket) => void, options: Partial<LabOptions> = {}) => {
  const { witness, lab } = await createForwarding(9999, options, onConnection);
  open.push({ close: () => witness.close() }, lab);
  return { witness, lab };
};

const dial = (lab: Lab): Socket => connect({ port: lab.port, host: '127.0.0.1', allowHalfOpen: true });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const descriptors = (): number => readdirSync('/proc/self/fd').length;
/** Neither TLS nor HTTP at its first byte: nobody has to look at what follows. */
const BINARY = '\x00';

const until = async (condition: () => boolean, what: string): Promise<void> => {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 40_000) throw new Error(`waited in vain: ${what}`);
    await pause(10);
  }
};

/** Sends `bytes` pseudo-random bytes, the first of them BINARY, and ends; resolves with their hash. */
const send = async (socket: Socket, bytes: number): Promise<string> => {
  const hash = createHash('sha256');
  let word = bytes;
  for (let sent = 0; sent < bytes; ) {
    const chunk = Buffer.alloc(Math.min(65_536, bytes - sent));
    for (let at = 0; at + 4 <= chunk.length; at += 4) {
      word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
      chunk.writeUInt32LE(word, at);
    }
    if (sent === 0) chunk[0] = 0;
    hash.update(chunk);
    sent += chunk.length;
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
  socket.end();
  return hash.digest('hex');
};

const receive = async (socket: Socket): Promise<{ hash: string; bytes: number }> => {
  const hash = createHash('sha256');
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  await once(socket, 'end');
  return { hash: hash.digest('hex'), bytes };
};

describe.each(['native', 'node'] as const)('bytes that nobody looks at, carried by %s code', (carrier) => {
  test('arrive whole, both ways at once', async () => {
    const bytes = 24 << 20;
    const server: Promise<readonly [string, { hash: string }]>[] = [];
    const { lab } = await setUp((socket) => void server.push(Promise.all([send(socket, bytes), receive(socket)])), { carrier });
    const client = dial(lab);
    const [sent, got] = await Promise.all([send(client, bytes), receive(client)]);
    await lab.idle();
    const [theirs] = await Promise.all(server);
    expect([got.hash, theirs?.[1].hash]).toEqual([theirs?.[0], sent]);
    expect(closes(lab)).toMatchObject([{ bytes_in: bytes, bytes_out: bytes }]);
  });

  test('a client that ends first hears all that the server still has to say', async () => {
    const { lab } = await setUp(
      (socket) => {
        socket.on('end', () => setTimeout(() => socket.end('after your end'), 80));
        socket.resume();
      },
      { carrier },
    );
    const client = dial(lab);
    client.write(BINARY);
    await pause(100);
    client.end('more');
    expect(await readAll(client)).toEqual({ text: 'after your end', reset: false });
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ bytes_in: 14, bytes_out: 5 }]);
    expect(closes(lab)[0]).not.toHaveProperty('error');
  });

  test('a client that has ended and is gone before the last the server says is no error', async () => {
    const { lab } = await setUp(
      (socket) => {
        socket.on('error', () => {});
        socket.on('end', () => {
          for (const ms of [80, 100, 120]) setTimeout(() => socket.write('too late'), ms);
          setTimeout(() => socket.end(), 140);
        });
        socket.resume();
      },
      { carrier },
    );
    const client = dial(lab);
    client.write(BINARY);
    await pause(100);
    client.end(() => client.destroy());
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ bytes_out: 1 }]);
    expect(closes(lab)[0]).not.toHaveProperty('error');
  });

  test('a server that ends first hears all that the client still has to say', async () => {
    const { lab, witness } = await setUp((socket) => void socket.once('data', () => socket.end('bye')), { carrier });
    const client = dial(lab);
    client.write(BINARY);
    await once(client.resume(), 'end');
    client.write('after ');
    await pause(80);
    client.end('your end');
    await lab.idle();
    expect(witness.received()).toBe(`${BINARY}after your end`);
    expect(closes(lab)).toMatchObject([{ bytes_in: 3, bytes_out: 15 }]);
  });

  test('a reset of the server resets the client, and is told', async () => {
    const { lab } = await setUp((socket) => void socket.once('data', () => setTimeout(() => socket.resetAndDestroy(), 80)), { carrier });
    const client = dial(lab);
    client.write(BINARY);
    expect(await readAll(client)).toEqual({ text: '', reset: true });
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ error: 'ECONNRESET' }]);
  });

  test('a reset of the client resets the server, and is told', async () => {
    const { lab, witness } = await setUp((socket) => void socket.write('x'), { carrier });
    const client = dial(lab);
    client.write(BINARY);
    await once(client, 'data');
    const heard = new Promise<string | undefined>((resolve) =>
      witness.sockets[0]?.on('error', (error) => resolve('code' in error ? String(error.code) : undefined)),
    );
    // A server of Node that hears of both at once takes the reset for an end, see below.
    await until(() => witness.received() === BINARY, 'the first byte');
    client.resetAndDestroy();
    expect(await heard).toBe('ECONNRESET');
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ error: 'ECONNRESET', bytes_in: 1 }]);
  });

  test('a server that is reset after its last byte: the client has all of it', async () => {
    // A reset throws away what the server's kernel has not sent yet: so not before it all has come.
    const { lab, witness } = await setUp((socket) => void socket.once('data', () => socket.end(Buffer.alloc(4 << 20, 7))), { carrier });
    const client = dial(lab);
    client.write(BINARY);
    let got = 0;
    client.on('data', (chunk: Buffer) => {
      got += chunk.length;
      if (got === 4 << 20) witness.sockets[0]?.resetAndDestroy();
    });
    client.on('error', () => {});
    await once(client, 'end');
    expect(got).toBe(4 << 20);
    await pause(500);
    // Nobody is there to take this; the connection ends.
    client.write('late');
    await lab.idle();
    expect(closes(lab)).toHaveLength(1);
  });

  test('a greeting of the server and what follows it stay in order', async () => {
    const { lab } = await setUp(
      (socket) => {
        socket.write('* greeting\r\n');
        socket.on('data', (chunk) => socket.write(`got ${chunk};`));
        socket.on('end', () => socket.end('bye'));
      },
      { carrier },
    );
    const client = dial(lab);
    await once(client, 'data');
    client.write('\x00one');
    await once(client, 'data');
    client.end('two');
    expect((await readAll(client)).text).toBe('got two;bye');
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ bytes_in: 12 + 9 + 8 + 3, bytes_out: 7 }]);
  });

  test('the end of the proxy ends it, with a reset for the server', async () => {
    const { lab, witness } = await setUp((socket) => void socket.pipe(socket), { carrier });
    const before = descriptors();
    const client = dial(lab);
    client.write(BINARY);
    await once(client, 'data');
    const reset = new Promise((resolve) => witness.sockets[0]?.on('error', resolve));
    lab.breakAll();
    await reset;
    await lab.idle();
    client.destroy();
    await until(() => descriptors() <= before, 'descriptors');
    expect(closes(lab)).toMatchObject([{ bytes_in: 1, bytes_out: 1 }]);
  });
});

/**
 * What a client sees that asks the kernel: Node's own takes a reset for an end where its last read was a short one (libuv: POLLHUP after a partial
 * read), which it often is when the machine is busy.
 */
const READ_ALL = `
import socket, sys
client = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
client.sendall(bytes.fromhex(sys.argv[2]))
try:
    while client.recv(65536): pass
    print('end')
except ConnectionResetError:
    print('reset')
`;

/**
 * A sender and a receiver, whose ports it says. The receiver reads nothing until all has been sent that fits, with urgent data (tcp(7)) in front of the last
 * bytes, which it answers by `all`; the sender does not end before.
 */
const URGENT = `
import socket, sys, threading
listeners = [socket.socket() for _ in range(2)]
listeners[1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
for listener in listeners:
    listener.bind(('127.0.0.1', 0))
    listener.listen()
print(*[listener.getsockname()[1] for listener in listeners], flush=True)
sender, receiver = [listener.accept()[0] for listener in listeners]
before, after = 12 << 20, 1000
sent = threading.Event()
def send():
    sender.sendall(bytes(before))
    sender.send(b'!', socket.MSG_OOB)
    sender.sendall(bytes(after))
    sent.set()
threading.Thread(target=send, daemon=True).start()
sent.wait(0.3)
receiver.settimeout(10)
left = before + after
try:
    while left > 0:
        left -= len(receiver.recv(1 << 20))
    print('all')
except TimeoutError:
    print(left, 'bytes never came')
sys.stdout.flush()
sys.stdin.read()
`;

/** Descriptors that come and go in this process for other reasons. */
const SPARE = 32;

describe('native code', () => {
  test('a reset in the middle of a transfer never looks like its end', async () => {
    const { lab } = await setUp((socket) => {
      socket.on('data', () => {
        socket.write(Buffer.alloc(8 << 20));
        setTimeout(() => socket.resetAndDestroy(), 30);
      });
    });
    expect(await run('python3', ['-c', READ_ALL, String(lab.port), Buffer.from(BINARY, 'latin1').toString('hex')])).toMatchObject({
      stdout: 'reset\n',
    });
  });

  test('and not Node carries a passthrough connection', async () => {
    const bytes = 8 << 20;
    const { lab } = await setUp(
      (socket) => {
        socket.once('data', () => void send(socket, bytes));
        socket.resume();
      },
      { policy: 'ok.test passthrough', dst: { ip: OK_IP, port: 443 } },
    );
    const client = dial(lab);
    const first = hello(sni('ok.test'));
    client.write(first);
    expect((await receive(client)).bytes).toBe(bytes);
    client.end();
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ bytes_in: bytes, bytes_out: first.length }]);
    const [upstream] = lab.upstreams;
    // What came before the sockets were handed over is all that Node ever saw.
    expect(upstream?.bytesRead).toBeLessThan(1 << 20);
  });

  test('gives a reader that stops for a while all of it', async () => {
    const bytes = 48 << 20;
    let sent: Promise<string> | undefined;
    const { lab } = await setUp((socket) => {
      socket.once('data', () => {
        sent = send(socket, bytes);
      });
    });
    const client = dial(lab).pause();
    client.write(BINARY);
    await pause(300);
    const got = await receive(client.resume());
    client.end();
    expect(got).toEqual({ hash: await sent, bytes });
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ bytes_in: bytes, bytes_out: 1 }]);
  });

  test('does not wait for more where a stream pauses, in the middle of which it reads large pieces only', async () => {
    const bytes = 16 << 20;
    const tail = 17;
    const { lab } = await setUp((socket) => {
      const piece = Buffer.alloc(bytes, 3);
      socket.on('data', () => socket.write(piece, () => setTimeout(() => socket.write(piece.subarray(0, tail)), 30)));
      socket.on('end', () => socket.end());
    });
    const client = dial(lab);
    let got = 0;
    client.on('data', (chunk: Buffer) => {
      got += chunk.length;
    });
    for (let round = 1; round <= 4; round++) {
      client.write(BINARY);
      // Nobody ends, and nobody says more.
      await until(() => got === round * (bytes + tail), `${round * (bytes + tail)} bytes`);
    }
    client.end();
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ bytes_in: 4 * (bytes + tail), bytes_out: 4 }]);
  });

  test('reads on behind urgent data, where a read ends short of what there is', async () => {
    const passages = loadNative().openPassages();
    const python = spawn('python3', ['-c', URGENT], { stdio: ['pipe', 'pipe', 'inherit'] });
    open.push(passages, { close: () => python.kill() });
    const said = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    const ports = String((await said.next()).value)
      .split(' ')
      .map(Number);
    const sockets = ports.map((port) => connect({ port, host: '127.0.0.1' }).pause());
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const [client = -1, upstream = -1] = sockets.map((socket) => Number(Reflect.get(Reflect.get(socket, '_handle'), 'fd')));
    const ended = passages.relay(client, upstream);
    for (const socket of sockets) socket.destroy();
    expect((await said.next()).value).toBe('all');
    python.stdin.end();
    await ended;
  });

  test('holds no more than what it reads at once for a reader that does not read', async () => {
    let written = 0;
    const { lab } = await setUp((socket) => {
      const chunk = Buffer.alloc(65_536, 1);
      const push = (): void => {
        while (written < 400 << 20) {
          written += chunk.length;
          if (!socket.write(chunk)) return void socket.once('drain', push);
        }
      };
      socket.once('data', push);
    });
    const client = dial(lab);
    client.pause();
    client.write(BINARY);
    await atRest(() => written, 60 << 20);
    const memory = process.memoryUsage.rss();
    await pause(500);
    expect(written).toBeLessThan(60 << 20);
    expect(process.memoryUsage.rss() - memory).toBeLessThan(16 << 20);
    client.destroy();
    await lab.idle();
  });

  test('carries 1000 connections at a time with two descriptors each, and leaves none behind', async () => {
    const { lab } = await setUp((socket) => void socket.pipe(socket));
    const before = descriptors();
    const rounds = 1;
    for (let round = 0; round < rounds; round++) {
      const clients: Socket[] = [];
      for (let i = 0; i < 1000; i++) {
        const client = dial(lab);
        client.write(`\x00 ${round}.${i}`);
        clients.push(client);
        if (i % 100 === 99) await pause(20);
      }
      const answers = clients.map((client) => readAll(client));
      await until(() => lab.clients.length === (round + 1) * 1000, 'connections');
      // Both ends of each are in this process, as are the client's and the server's.
      const most = before + 4 * 1000 + SPARE;
      await until(() => descriptors() <= most, `${descriptors()} descriptors for 1000 connections, ${before} before`);
      for (const [i, client] of clients.entries()) {
        if (i % 10 === 0) client.resetAndDestroy();
        else client.end(` end ${i}`);
      }
      const texts = await Promise.all(answers);
      for (const [i, { text, reset }] of texts.entries()) {
        if (i % 10 !== 0) expect({ text, reset }).toEqual({ text: `\x00 ${round}.${i} end ${i}`, reset: false });
      }
      await lab.idle();
    }
    expect(closes(lab)).toHaveLength(rounds * 1000);
    await until(() => descriptors() <= before + SPARE, `${descriptors()} descriptors, ${before} before`);
  }, 240_000);

  test('goes on when the process has no descriptor left', async () => {
    const addon = fileURLToPath(new URL(`../../../dist/native/linux-${process.arch}/egress.node`, import.meta.url));
    const program = fileURLToPath(new URL('starve.mjs', import.meta.url));
    const ran = await run('bash', ['-c', 'ulimit -n 400; exec "$@"', 'bash', process.execPath, program, addon], { timeout: 40_000 });
    expect(ran).toMatchObject({ stdout: '20 whole, 0 broken\n', code: 0 });
  }, 45_000);

  /** Two connections that nobody reads on our side: what `relay` is given, and who is at their other ends. */
  const setUpEnds = async () => {
    const passages = loadNative().openPassages();
    const [near, far] = [await createWitness(), await createWitness()];
    open.push(near, far, passages);
    const [client, upstream] = [near, far].map(({ port }) => connect({ port, host: '127.0.0.1' }).pause());
    if (!client || !upstream) throw new Error('unreachable');
    await Promise.all([once(client, 'connect'), once(upstream, 'connect')]);
    await until(() => near.sockets.length + far.sockets.length === 2, 'both accepted');
    const fd = (socket: Socket): number => Number(Reflect.get(Reflect.get(socket, '_handle'), 'fd'));
    const [clientPeer, upstreamPeer] = [near.sockets[0], far.sockets[0]];
    if (!clientPeer || !upstreamPeer) throw new Error('unreachable');
    const close = (): void => void [client, upstream].map((socket) => socket.destroy());
    open.push({ close });
    return { passages, client: fd(client), upstream: fd(upstream), clientPeer, upstreamPeer, close };
  };
  const say = (socket: Socket, words: string) => new Promise((resolve) => socket.write(words, resolve));

  test.each(['client', 'upstream'] as const)(
    'what the %s said before it broke reaches the other side, which is reset then',
    async (broken) => {
      const { passages, client, upstream, clientPeer, upstreamPeer, close } = await setUpEnds();
      const [speaker, listener] = broken === 'client' ? [clientPeer, upstreamPeer] : [upstreamPeer, clientPeer];
      await say(listener, 'more than it will ever take');
      await say(speaker, 'last words');
      speaker.resetAndDestroy();
      await pause(20);
      const heard = readAll(listener);
      expect(await passages.relay(client, upstream)).toMatchObject({
        error: expect.stringMatching(/^(ECONNRESET|EPIPE)$/),
        broken,
        [broken === 'client' ? 'toUpstream' : 'toClient']: 'last words'.length,
      });
      close();
      expect((await heard).text).toBe('last words');
    },
  );

  test('ends what is open when it is closed, and takes nothing more', async () => {
    const { passages, client, upstream } = await setUpEnds();
    const ended = passages.relay(client, upstream);
    passages.close();
    passages.close();
    expect(await ended).toEqual({ toUpstream: 0, toClient: 0, error: 'ECANCELED', broken: 'client' });
    expect(() => passages.relay(client, upstream)).toThrow(/closed/);
  });

  test('refuses what is no descriptor', () => {
    const passages = loadNative().openPassages();
    open.push(passages);
    const before = descriptors();
    expect(() => passages.relay(1_000_000, 0)).toThrow(expect.objectContaining({ code: 'EBADF' }));
    expect(() => passages.relay(0, 1_000_000)).toThrow(expect.objectContaining({ code: 'EBADF' }));
    expect(() => passages.relay(-1, 0)).toThrow(TypeError);
    expect(() => Reflect.apply(passages.relay, {}, [0, 0])).toThrow(TypeError);
    expect(descriptors()).toBe(before);
  });

  test('breaks off what is no socket', async () => {
    const passages = loadNative().openPassages();
    open.push(passages);
    const nothing = openSync('/dev/null', 'r');
    // Nobody can wait for a file (epoll_ctl(2)).
    expect(await passages.relay(nothing, nothing)).toMatchObject({ error: 'EPERM' });
    closeSync(nothing);
  });
});
