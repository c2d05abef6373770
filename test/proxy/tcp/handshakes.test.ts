import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect as connectH2, createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { connect as connectTcp, createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import {
  type ConnectionOptions,
  connect,
  createSecureContext,
  createServer as createTlsServer,
  type SecureContext,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { createLab, curl, type Lab, type LabOptions, listen, OK_IP, readAll, run, verdicts, worldCa } from './lab.ts';
import { createOrigin, opensslCertificate } from './origin.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const setUp = async (port: number, options: Partial<LabOptions> = {}): Promise<Lab> => {
  const lab = await createLab({
    policy: 'ok.test',
    dst: { ip: OK_IP, port: 443 },
    learned: { 'ok.test': [OK_IP] },
    dns: { 'ok.test': [OK_IP] },
    world: { [`${OK_IP}:443`]: port },
    ...options,
  });
  open.push(lab);
  return lab;
};

const originOf = async (options: TlsOptions & { allowHTTP1?: boolean } = {}) => {
  const origin = await createOrigin(options);
  open.push(origin);
  return origin;
};

const dialTls = async (lab: { port: number; ca: Lab['ca'] }, options: ConnectionOptions = {}): Promise<TLSSocket> => {
  const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ...options });
  await once(client, 'secureConnect');
  return client;
};

/** One request over an open connection, in the protocol that the handshake has chosen. */
const ask = async (client: TLSSocket, version = '1.1'): Promise<string> => {
  if (client.alpnProtocol !== 'h2') {
    client.write(`GET / HTTP/${version}\r\nHost: ok.test\r\nConnection: close\r\n\r\n`);
    return (await readAll(client)).text;
  }
  const session = connectH2('https://ok.test', { createConnection: () => client });
  const stream = session.request({ ':path': '/' });
  let text = '';
  stream.on('data', (chunk) => (text += chunk));
  const [headers] = await once(stream, 'response');
  await once(stream, 'close');
  session.close();
  return `HTTP/2 ${headers[':status']} ${text}`;
};

const leafOf = {
  SNICallback: (name: string, done: (error: null, context: SecureContext) => void) =>
    done(null, createSecureContext(worldCa.leafFor([name]))),
};

describe('the client gets the protocol that the server speaks', () => {
  /** Servers by what they choose from. */
  const servers = {
    'HTTP/1.1 and 2': () => createSecureServer({ ...leafOf, allowHTTP1: true }, (_request, response) => void response.end('both')),
    'HTTP/2 only': () => createSecureServer({ ...leafOf, ALPNProtocols: ['h2'] }, (_request, response) => void response.end('two')),
    'HTTP/1.1 only': () => createHttpsServer({ ...leafOf, ALPNProtocols: ['http/1.1'] }, (_request, response) => void response.end('one')),
    'HTTP/1.0 by name': () =>
      createHttpsServer({ ...leafOf, ALPNProtocols: ['http/1.0'] }, (_request, response) => void response.end('old')),
    'no ALPN': () =>
      createTlsServer(leafOf, (socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone'));
      }),
  } as const;
  const serve = async (kind: keyof typeof servers): Promise<Lab> => {
    const server = servers[kind]() as Server;
    const port = await listen(server);
    open.push({ close: () => void server.close() });
    return setUp(port, { policy: 'https://ok.test/*' });
  };

  test.each<[string[] | undefined, keyof typeof servers, string | false, RegExp]>([
    [['h2', 'http/1.1'], 'HTTP/1.1 and 2', 'h2', /^HTTP\/2 200 both$/],
    [['http/1.1', 'h2'], 'HTTP/2 only', 'h2', /^HTTP\/2 200 two$/],
    [['h2', 'http/1.1'], 'HTTP/1.1 only', 'http/1.1', /^HTTP\/1.1 200 [\s\S]*one/],
    [['h2', 'http/1.1'], 'no ALPN', false, /^HTTP\/1.1 200 [\s\S]*none$/],
    [['http/1.1'], 'HTTP/1.1 and 2', 'http/1.1', /^HTTP\/1.1 200 [\s\S]*both/],
    [['h2'], 'HTTP/1.1 and 2', 'h2', /^HTTP\/2 200 both$/],
    [['h2'], 'HTTP/2 only', 'h2', /^HTTP\/2 200 two$/],
    [undefined, 'HTTP/1.1 and 2', false, /^HTTP\/1.1 200 [\s\S]*both/],
    [undefined, 'HTTP/1.1 only', false, /^HTTP\/1.1 200 [\s\S]*one/],
    [undefined, 'no ALPN', false, /^HTTP\/1.1 200 [\s\S]*none$/],
    [['http/1.0'], 'HTTP/1.0 by name', 'http/1.0', /^HTTP\/1.1 200 [\s\S]*old/],
    [['http/1.0', 'http/1.1'], 'HTTP/1.1 only', 'http/1.1', /^HTTP\/1.1 200 [\s\S]*one/],
    // No protocol in common: the server's alert is told where the client can read it.
    [['h2'], 'HTTP/1.1 only', 'h2', /^HTTP\/2 502 .*no application protocol/is],
    [['http/1.1'], 'HTTP/2 only', 'http/1.1', /^HTTP\/1.1 502 .*no application protocol/is],
  ])('%j, server speaks %s: %s', async (offered, kind, chosen, expected) => {
    const lab = await serve(kind);
    const client = await dialTls(lab, offered === undefined ? {} : { ALPNProtocols: offered });
    expect(client.alpnProtocol).toBe(chosen);
    expect(await ask(client)).toMatch(expected);
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', url: 'https://ok.test/' }]);
  });

  test('the next address is tried when one does not answer, though the handshake with the client has begun', async () => {
    const origin = await originOf();
    const lab = await setUp(origin.port, {
      dst: { ip: '203.0.113.99', port: 443 },
      dns: { 'ok.test': ['203.0.113.11', OK_IP] },
      learned: {},
    });
    expect(await ask(await dialTls(lab, { ALPNProtocols: ['http/1.1'] }))).toMatch(/^HTTP\/1.1 200 /);
    expect(lab.dialled).toEqual(['203.0.113.11:443', `${OK_IP}:443`]);
  });

  test('one that offers HTTP/1.1 alone gets it from a server that chooses nothing, until that is known', async () => {
    const lab = await serve('no ALPN');
    for (const chosen of ['http/1.1', false]) {
      const client = await dialTls(lab, { ALPNProtocols: ['http/1.1'] });
      expect(client.alpnProtocol).toBe(chosen);
      expect(await ask(client)).toMatch(/^HTTP\/1.1 200 [\s\S]*none$/);
    }
  });

  test.each(['1.0', '1.1'])('HTTP/%s without ALPN is decided like any other', async (version) => {
    const lab = await serve('HTTP/1.1 and 2');
    expect(await ask(await dialTls(lab), version)).toMatch(/200 [\s\S]*both$/);
    const client = await dialTls(lab);
    client.write(`GET /secret HTTP/${version}\r\nHost: evil.test\r\n\r\n`);
    expect((await readAll(client)).text).toMatch(/^HTTP\/1.1 403 /);
  });

  test('curl as an HTTP/1.0 client, which says so in its protocol list', async () => {
    const lab = await serve('HTTP/1.0 by name');
    expect(await curl(lab, 'https://ok.test/', '--http1.0')).toMatchObject({ code: 0, stdout: 'old' });
    expect((await curl(lab, 'https://evil.test/', '--http1.0', '-w', '%{http_code}')).stdout).toMatch(/403$/);
  });
});

describe('versions of TLS', () => {
  test.each([
    ['1.2', '1.2'],
    ['1.2', '1.3'],
    ['1.3', '1.2'],
    ['1.3', '1.3'],
  ])('client %s, server %s: each has its own', async (ours, theirs) => {
    const version = `TLSv${theirs}` as 'TLSv1.2' | 'TLSv1.3';
    const lab = await setUp((await originOf({ minVersion: version, maxVersion: version })).port);
    for (const flag of ['--http1.1', '--http2']) {
      const answer = await curl(lab, 'https://ok.test/', flag, `--tlsv${ours}`, '--tls-max', ours, '-v');
      expect(answer.stdout).toMatch(/^hello over/);
      expect(answer.stderr).toContain(`SSL connection using TLSv${ours}`);
    }
  });

  test('older ones are refused, on either side', async () => {
    const lab = await setUp((await originOf({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).port);
    expect((await curl(lab, 'https://ok.test/', '-w', '%{http_code}')).stdout).toMatch(/502$/);
    expect((await curl(lab, 'https://ok.test/', '--tls-max', '1.1', '--ciphers', 'DEFAULT@SECLEVEL=0')).code).toBe(35);
  });
});

describe('a ClientHello of more than one segment', () => {
  /** Post-quantum key shares where this OpenSSL has them; else as long as with them. */
  const postQuantum = Number.parseFloat(process.versions.openssl ?? '') >= 3.5;
  const long: ConnectionOptions = postQuantum
    ? { ecdhCurve: 'X25519MLKEM768', ALPNProtocols: ['h2', 'http/1.1'] }
    : { ALPNProtocols: ['http/1.1', ...Array.from({ length: 60 }, (_, i) => `protocol-of-this-test-${i}`)] };

  /** In front of a lab: sends on the first `at` octets, waits, and goes on. */
  const torn = async (lab: Lab, at: number) => {
    let first = 0;
    const splitter = createServer((client) => {
      const proxied = connectTcp({ port: lab.port, host: '127.0.0.1', noDelay: true });
      client.on('error', () => {});
      proxied.on('error', () => {});
      client.once('data', (chunk: Buffer) => {
        first = chunk.length;
        client.pause();
        proxied.write(chunk.subarray(0, at));
        setTimeout(() => {
          proxied.write(chunk.subarray(at));
          client.pipe(proxied).pipe(client);
        }, 60);
      });
    });
    const port = await listen(splitter);
    open.push({ close: () => void splitter.close() });
    return { port, ca: lab.ca, length: () => first };
  };

  test.each([1, 5, 200, 1_300])('torn behind octet %i', async (at) => {
    const origin = await originOf();
    for (const policy of ['ok.test', 'https://ok.test/*', 'ok.test passthrough']) {
      const lab = await setUp(origin.port, { policy });
      const front = await torn(lab, at);
      const ca = policy.includes('passthrough') ? worldCa.caPem : lab.ca.caPem;
      const client = await dialTls(front, { ...long, ca });
      expect(await ask(client)).toMatch(/hello over/);
      expect(front.length()).toBeGreaterThan(1_300);
      await lab.idle();
      expect(verdicts(lab)).toMatchObject([{ policy: 'allow', host: 'ok.test' }]);
    }
  });

  test('of a name that is denied is refused all the same, and nothing is dialled', async () => {
    const lab = await setUp((await originOf()).port);
    const front = await torn(lab, 1_300);
    const client = await dialTls(front, { ...long, servername: 'evil.test' });
    expect(await ask(client)).toMatch(/403/);
    expect(lab.dialled).toEqual([]);
  });

  test('with shares of both kinds is answered with the small one: what goes this way leaves no machine', async () => {
    const lab = await setUp((await originOf()).port);
    const both = { ...long, ecdhCurve: postQuantum ? '*X25519MLKEM768:*X25519' : 'X25519' };
    const client = await dialTls({ port: lab.port, ca: lab.ca }, both);
    expect(client.getEphemeralKeyInfo()).toMatchObject({ type: 'ECDH', name: 'X25519' });
    expect(await ask(client)).toMatch(/hello over/);
  });
});

describe('a certificate of the client', () => {
  const identity = opensslCertificate('-subj', '/CN=client', '-days', '3');

  test('that a server asks for reaches it on passthrough', async () => {
    const server = opensslCertificate('-subj', '/CN=ok.test', '-addext', 'subjectAltName=DNS:ok.test', '-days', '3');
    const origin = await originOf({ ...server, requestCert: true, rejectUnauthorized: true, ca: identity.cert });
    const lab = await setUp(origin.port, { policy: 'ok.test passthrough' });
    const file = (name: string, text: string): string => {
      const path = join(dirname(lab.caFile), name);
      writeFileSync(path, text);
      return path;
    };
    const trust = ['--cacert', file('server.pem', server.cert)];
    const own = ['--cert', file('cert.pem', identity.cert), '--key', file('key.pem', identity.key)];
    expect((await curl(lab, 'https://ok.test/', ...trust, ...own)).stdout).toMatch(/^hello over/);
    expect(origin.requests).toHaveLength(1);
    expect((await curl(lab, 'https://ok.test/', ...trust)).code).not.toBe(0);
    expect(origin.requests).toHaveLength(1);
  });

  test('that a server would like to have, but can do without, is not missed', async () => {
    const origin = await originOf({ requestCert: true, rejectUnauthorized: false });
    const lab = await setUp(origin.port);
    for (const flag of ['--http1.1', '--http2']) expect((await curl(lab, 'https://ok.test/', flag)).stdout).toMatch(/^hello over/);
  });
});

describe('sessions of a client', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('may be offered again (%s); each connection is decided anew', async (version) => {
    const lab = await setUp((await originOf()).port, { policy: 'https://ok.test/*' });
    const options: ConnectionOptions = { ALPNProtocols: ['http/1.1'], minVersion: version, maxVersion: version };
    const first = await dialTls(lab, options);
    let session = first.getSession();
    first.on('session', (newer) => (session = newer));
    expect(await ask(first)).toMatch(/200/);
    expect(session).toBeDefined();
    const again: ConnectionOptions = { ...options, ...(session && { session }) };
    expect(await ask(await dialTls(lab, again))).toMatch(/200/);
    // A session for one name is no way to another.
    const other = await dialTls(lab, { ...again, servername: 'evil.test', checkServerIdentity: () => undefined });
    expect(await ask(other)).toMatch(/403/);
    await lab.idle();
    expect(verdicts(lab).map(({ policy, host }) => [policy, host])).toEqual([
      ['allow', 'ok.test'],
      ['allow', 'ok.test'],
      ['deny', expect.anything()],
    ]);
  });

  test('begin with no early data, whatever the policy, and there is no second handshake in TLS 1.2 (N11)', async () => {
    const origin = await originOf();
    for (const policy of ['https://ok.test/fine', 'ok.test', 'other.test']) {
      const lab = await setUp(origin.port, { policy });
      const file = (name: string): string => join(dirname(lab.caFile), name);
      writeFileSync(file('early'), 'GET /early HTTP/1.1\r\nHost: ok.test\r\n\r\n');
      const request = 'GET /fine HTTP/1.1\r\nHost: ok.test\r\nConnection: close\r\n\r\n';
      const client = (input: string, ...args: string[]) =>
        run('openssl', ['s_client', '-connect', `127.0.0.1:${lab.port}`, '-servername', 'ok.test', '-ign_eof', ...args], { input });
      const first = await client(request, '-tls1_3', '-sess_out', file('session'));
      expect(first.stdout).toContain('Max Early Data: 0');
      const second = await client(request, '-tls1_3', '-sess_in', file('session'), '-early_data', file('early'));
      expect(second.stdout).toMatch(/Reused, TLSv1\.3[\s\S]*Early data was not sent/);
      // A line that is an R has this client shake hands again.
      const third = await client('R\n', '-tls1_2', '-no_ign_eof');
      expect(third.stdout + third.stderr).toMatch(/RENEGOTIATING[\s\S]*no renegotiation/);
    }
    expect(origin.requests.filter((line) => line.includes('early'))).toEqual([]);
    expect(origin.requests).toContain('GET ok.test/fine');
  });
});
