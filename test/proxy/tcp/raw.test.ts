import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { hello, sni } from './hello.ts';
import { closes, createForwarding, EVIL_IP, type Lab, type LabOptions, OK_IP, readAll, verdicts } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const setUp = async (options: Partial<LabOptions>, onConnection?: (socket: Socket) => void) => {
  const { witness, lab } = await createForwarding(22, options, onConnection);
  open.push({ close: () => witness.close() }, lab);
  return { witness, lab };
};

const dial = (lab: Lab): Socket => connect({ port: lab.port, host: '127.0.0.1', allowHalfOpen: true });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const echo = (socket: Socket) => void socket.pipe(socket);

describe('a raw connection', () => {
  test('is forwarded where a rule names its learned name; both sides may half-close', async () => {
    const { lab } = await setUp({}, echo);
    const client = dial(lab);
    client.end('\x00\x01 binary');
    expect(await readAll(client)).toEqual({ text: '\x00\x01 binary', reset: false });
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ type: 'tcp', policy: 'allow', rule: 'line 1: ok.test:22', dst_names: ['ok.test'], conn: 'c1' }]);
    expect(closes(lab)).toMatchObject([{ conn: 'c1', bytes_in: 9, bytes_out: 9 }]);
  });

  test.each([
    ['binary bytes', '\x00\x01'],
    ['a line', 'HELLO there\r\n'],
    ['an SSH banner', 'SSH-2.0-x\r\n'],
    ['a word', 'hello'],
  ])('that no rule names is reset at once: %s', async (_what, bytes) => {
    const { lab, witness } = await setUp({ dst: { ip: EVIL_IP, port: 22 } });
    const client = dial(lab);
    client.write(bytes);
    const started = Date.now();
    expect(await readAll(client)).toEqual({ text: '', reset: true });
    expect(Date.now() - started).toBeLessThan(9000);
    await lab.idle();
    expect(witness.sockets).toHaveLength(0);
    expect(lab.dialled).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ type: 'tcp', policy: 'deny' }]);
    expect(closes(lab)).toMatchObject([{ bytes_in: 0, bytes_out: 0 }]);
  });

  test('to the learned address on another port is reset', async () => {
    const { lab } = await setUp({ policy: 'ok.test:443', dst: { ip: OK_IP, port: 22 } });
    const client = dial(lab);
    client.write('\x00');
    expect((await readAll(client)).reset).toBe(true);
    expect(lab.dialled).toEqual([]);
  });

  test('with only a URL rule for its name is reset', async () => {
    const { lab } = await setUp({ policy: 'https://ok.test/x', dst: { ip: OK_IP, port: 443 } });
    const client = dial(lab);
    client.write('\x00raw');
    expect((await readAll(client)).reset).toBe(true);
    expect(lab.dialled).toEqual([]);
  });

  test('of a silent client that nothing could allow is reset after the moment', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 22 } });
    const started = Date.now();
    expect((await readAll(dial(lab))).reset).toBe(true);
    expect(Date.now() - started).toBeLessThan(9000);
    expect(verdicts(lab)).toMatchObject([{ type: 'tcp', policy: 'deny' }]);
  });

  test('is forwarded in audit, and its line says that it would be denied; guardrails hold', async () => {
    const { lab } = await setUp({ policy: '', audit: true, dst: { ip: EVIL_IP, port: 22 } }, echo);
    const client = dial(lab);
    client.end('\x00x');
    expect((await readAll(client)).text).toBe('\x00x');
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', audit: true }]);

    const guarded = await setUp({ policy: '', audit: true, dst: { ip: EVIL_IP, port: 25 } });
    const mail = dial(guarded.lab);
    mail.write('\x00x');
    expect((await readAll(mail)).reset).toBe(true);
    expect(guarded.lab.dialled).toEqual([]);
    expect(guarded.lab.events[0]).not.toHaveProperty('audit');
  });

  test('whose server refuses is reset, and says so', async () => {
    const { lab } = await setUp({ world: {} });
    const client = dial(lab);
    client.write('\x00');
    expect((await readAll(client)).reset).toBe(true);
    await lab.idle();
    expect(closes(lab)).toMatchObject([{ error: 'ECONNREFUSED' }]);
  });

  test('passes a reset on, either way', async () => {
    const { lab } = await setUp({}, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    const client = dial(lab);
    client.write('\x00');
    expect((await readAll(client)).reset).toBe(true);

    const other = await setUp({}, echo);
    const rude = dial(other.lab);
    rude.write('\x00');
    await once(rude, 'data');
    const [upstream] = other.witness.sockets;
    const ended = new Promise<string>((resolve) =>
      upstream?.on('error', (error) => resolve(String((error as NodeJS.ErrnoException).code))),
    );
    rude.resetAndDestroy();
    expect(await ended).toBe('ECONNRESET');
    await other.lab.idle();
  });

  test('holds no more than a few buffers for a reader that does not read', async () => {
    let written = 0;
    const { lab } = await setUp({}, (socket) => {
      const chunk = Buffer.alloc(65_536, 1);
      const push = (): void => {
        while (written < 200 << 20) {
          written += chunk.length;
          if (!socket.write(chunk)) return void socket.once('drain', push);
        }
      };
      push();
    });
    const client = dial(lab);
    client.write('\x00');
    await pause(600);
    // Kernel buffers of two loopback connections, a few stream buffers; without backpressure all 200 MiB would be gone.
    expect(written).toBeLessThan(60 << 20);
    client.destroy();
    await lab.idle();
  });

  test('of a client that comes and goes without a word is logged', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 22 } });
    const client = dial(lab);
    await once(client, 'connect');
    client.end();
    await readAll(client);
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ type: 'tcp', policy: 'deny' }]);
    expect(lab.dialled).toEqual([]);
  });
});

describe('a server that speaks first', () => {
  const greet = (socket: Socket): void => {
    socket.write('SSH-2.0-origin\r\n');
    socket.on('data', (chunk) => socket.write(`got ${chunk}`));
    socket.on('end', () => socket.end());
  };

  test('is heard where a raw rule covers it', async () => {
    const { lab } = await setUp({}, greet);
    const client = dial(lab);
    expect(String((await once(client, 'data'))[0])).toBe('SSH-2.0-origin\r\n');
    client.write('SSH-2.0-client\r\n');
    expect(String((await once(client, 'data'))[0])).toBe('got SSH-2.0-client\r\n');
    client.end();
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ type: 'tcp', policy: 'allow', protocol: 'ssh' }]);
  });

  test('is not contacted where none does', async () => {
    const { lab, witness } = await setUp({ policy: 'https://ok.test:22/x' }, greet);
    const client = dial(lab);
    client.on('error', () => {});
    await pause(300);
    expect(witness.sockets).toHaveLength(0);
    client.destroy();
    await lab.idle();
  });

  test('is heard by a client that half-closed before', async () => {
    const { lab } = await setUp({}, (socket) => socket.end('220 mail ESMTP\r\n'));
    const client = dial(lab);
    client.end();
    expect((await readAll(client)).text).toBe('220 mail ESMTP\r\n');
  });

  test('and ends without a word ends the client', async () => {
    const { lab } = await setUp({}, (socket) => socket.end());
    const client = dial(lab);
    client.on('end', () => client.end());
    expect(await readAll(client)).toEqual({ text: '', reset: false });
    await lab.idle();
  });

  test('and ends without a word was connected to all the same: that is told, and that a request which comes then is refused', async () => {
    const { lab, witness } = await setUp({ policy: 'ok.test:80', dst: { ip: OK_IP, port: 80 } }, (socket) => socket.end());
    const client = dial(lab);
    await once(client.resume(), 'end');
    client.write('GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n');
    await lab.idle();
    // Node reads no more behind an end.
    client.destroy();
    expect(witness.received()).toBe('');
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow' }, { policy: 'deny', reason: expect.stringContaining('without inspection') }]);
  });

  test('does not hide a TLS client that is slow: its SNI is judged', async () => {
    const { lab, witness } = await setUp({ policy: 'ok.test', dst: { ip: OK_IP, port: 443 }, limits: { refusalMs: 10_000 } });
    const client = dial(lab);
    await pause(250);
    client.write(hello(sni('evil.test')));
    await readAll(client);
    await lab.idle();
    expect(witness.received()).toBe('');
    expect(verdicts(lab)).toMatchObject([{ type: 'https', policy: 'deny', host: 'evil.test' }]);
  });

  test('does not hide an HTTP client that is slow: its Host is judged', async () => {
    const { lab, witness } = await setUp({ policy: 'ok.test:80', dst: { ip: OK_IP, port: 80 } });
    const client = dial(lab);
    await pause(250);
    client.write('GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n');
    expect((await readAll(client)).text).toMatch(/^HTTP\/1.1 403 /);
    await lab.idle();
    expect(witness.received()).toBe('');
    expect(verdicts(lab)).toMatchObject([{ type: 'http', policy: 'deny', url: 'http://evil.test/' }]);
  });

  test.each([
    ['TLS', hello(sni('evil.test'))],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n')],
  ])('does not open the way for %s after its greeting', async (_what, bytes) => {
    const { lab, witness } = await setUp({ policy: 'ok.test:80', dst: { ip: OK_IP, port: 80 } }, (socket) => void socket.write('hi\r\n'));
    const client = dial(lab);
    await once(client, 'data');
    client.write(bytes);
    expect((await readAll(client)).reset).toBe(true);
    await lab.idle();
    expect(witness.received()).toBe('');
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow' }, { policy: 'deny', reason: expect.stringContaining('without inspection') }]);
  });
});

describe('in audit', () => {
  test.each([
    ['TLS after a greeting', hello(sni('evil.test')), 'hi\r\n'],
    ['malformed TLS', hello(sni('a.test', 'b.test')), ''],
  ])('%s passes, marked', async (_what, bytes, greeting) => {
    const { lab, witness } = await setUp({ policy: '', audit: true, dst: { ip: EVIL_IP, port: 22 } }, (socket) => {
      if (greeting) socket.write(greeting);
      socket.once('data', () => socket.end('bye'));
    });
    const client = dial(lab);
    if (greeting) await once(client, 'data');
    client.write(bytes);
    expect((await readAll(client)).text).toBe('bye');
    await lab.idle();
    expect(witness.received()).toBe(bytes.toString('latin1'));
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', audit: true }]);
  });
});

describe('a request that is torn by pauses', () => {
  test.each([
    ['in its method', ['GE', 'T / HTTP/1.1\r\nHost: evil.test\r\n\r\n']],
    ['before its line ends', ['GET / HTTP/1.1', '\r\nHost: evil.test\r\n\r\n']],
    ['after empty lines', ['\r\n', 'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n']],
    ['in its method, with an odd line', ['GET', '  / HTTP/1.1\r\nHost: evil.test\r\n\r\n']],
  ])('%s never reaches the server whole', async (_where, parts) => {
    const { lab, witness } = await setUp({ policy: 'ok.test:80', dst: { ip: OK_IP, port: 80 } });
    const client = dial(lab);
    const ended = readAll(client);
    for (const part of parts) {
      client.write(part);
      await pause(200);
    }
    await ended;
    await lab.idle();
    expect(witness.received()).not.toContain('evil');
    expect(witness.received()).not.toContain('HTTP/1.1\r\n');
    expect(verdicts(lab).at(-1)).toMatchObject({ policy: 'deny' });
  });

  test('a word without an end is forwarded all the same', async () => {
    const { lab } = await setUp({}, echo);
    const client = dial(lab);
    client.write('hello');
    expect(String((await once(client, 'data'))[0])).toBe('hello');
    client.write(' world\n and more');
    expect(String((await once(client, 'data'))[0])).toBe(' world\n and more');
    client.end();
    await lab.idle();
  });

  test('a ClientHello that stops half-way ends in a reset', async () => {
    const { lab, witness } = await setUp({ policy: 'ok.test', dst: { ip: OK_IP, port: 443 }, limits: { handshakeMs: 200 } });
    const client = dial(lab);
    client.write(hello(sni('ok.test')).subarray(0, 30));
    expect((await readAll(client)).reset).toBe(true);
    await lab.idle();
    expect(witness.received()).toBe('');
    expect(verdicts(lab)).toMatchObject([{ type: 'https', policy: 'deny', reason: expect.stringContaining('not complete in time') }]);
  });
});
