import { once } from 'node:events';
import { connect as connectH2, constants } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { type ConnectionOptions, connect, createSecureContext, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { createCaRejections, createCertificateAuthority } from '../../../src/proxy/tcp/index.ts';
import { alpn, hello, sni } from './hello.ts';
import {
  closes,
  createLab,
  createWitness,
  curl,
  EVIL_IP,
  type Lab,
  type LabOptions,
  listen,
  OK_IP,
  readAll,
  run,
  verdicts,
  worldCa,
} from './lab.ts';
import { createOrigin, type Origin, opensslCertificate } from './origin.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const setUp = async (options: Partial<LabOptions> & { origin?: Origin }) => {
  const origin = options.origin ?? (await createOrigin());
  const evil = await createWitness();
  const lab = await createLab({
    policy: 'ok.test',
    dst: { ip: OK_IP, port: 443 },
    learned: { 'ok.test': [OK_IP] },
    dns: { 'ok.test': [OK_IP] },
    world: { [`${OK_IP}:443`]: origin.port, [`${EVIL_IP}:443`]: evil.port },
    ...options,
  });
  open.push(origin, { close: () => evil.close() }, lab);
  return { origin, evil, lab };
};

/** A TLS client of the lab that believes its CA. */
const dialTls = async (lab: Lab, options: ConnectionOptions = {}): Promise<TLSSocket> => {
  const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ...options });
  await once(client, 'secureConnect');
  return client;
};

const versions = [
  ['--http1.1', '1.1', 'h1'],
  ['--http2', '2.0', 'h2'],
] as const;

describe.each(versions)('TLS, curl %s', (flag, version, protocol) => {
  test('an allowed host is intercepted and each request logged with URL and method', async () => {
    const { lab, origin } = await setUp({});
    expect(await curl(lab, 'https://ok.test/a/b?c=d', flag)).toMatchObject({ code: 0, stdout: `hello over ${version}` });
    await lab.idle();
    expect(origin.requests).toEqual(['GET ok.test/a/b?c=d']);
    expect(verdicts(lab)).toMatchObject([
      {
        type: 'https',
        policy: 'allow',
        method: 'GET',
        url: 'https://ok.test/a/b?c=d',
        host: 'ok.test',
        rule: 'line 1: ok.test',
        protocol,
        conn: 'c1',
      },
    ]);
    expect(closes(lab)).toMatchObject([{ conn: 'c1', bytes_in: expect.any(Number) }]);
    expect(closes(lab)[0]).not.toHaveProperty('error');
  });

  test('a host that no rule names: 403 over a finished handshake, nothing upstream, not even DNS', async () => {
    const { lab, evil } = await setUp({ dst: { ip: EVIL_IP, port: 443 } });
    const answer = await curl(lab, 'https://evil.test/steal', flag, '-w', '%{http_code}');
    expect(answer.stdout).toContain('egress-filter denied this request');
    expect(answer.stdout).toMatch(/403$/);
    await lab.idle();
    expect(evil.sockets).toHaveLength(0);
    expect(lab.dialled).toEqual([]);
    expect(lab.resolved).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ type: 'https', policy: 'deny', url: 'https://evil.test/steal', suggestion: 'evil.test' }]);
    expect(closes(lab)).toMatchObject([{ bytes_in: 0, bytes_out: 0 }]);
  });

  test('URL rules decide each request; a denied one never reaches the server', async () => {
    const { lab, origin } = await setUp({ policy: 'https://ok.test/free/*' });
    const answer = await curl(lab, 'https://ok.test/secret', flag, '-w', ' %{http_code} ', 'https://ok.test/free/1');
    expect(answer.stdout).toMatch(/^hello over \S+ 200 egress-filter denied[\s\S]* 403 $/);
    await lab.idle();
    expect(origin.requests).toEqual(['GET ok.test/free/1']);
    expect(verdicts(lab).map(({ policy, url }) => [policy, url])).toEqual([
      ['allow', 'https://ok.test/free/1'],
      ['deny', 'https://ok.test/secret'],
    ]);
  });

  test('an allowed SNI with another authority is denied (N3)', async () => {
    const { lab, origin } = await setUp({});
    const answer = await curl(lab, 'https://ok.test/', flag, '-H', 'Host: evil.test', '-w', '%{http_code}');
    expect(answer.stdout).toMatch(/403$/);
    expect(origin.requests).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', url: 'https://evil.test/' }]);
  });

  test('an authority that is allowed itself must be covered by the certificate', async () => {
    const { lab, origin } = await setUp({ policy: 'ok.test\nalt.ok.test\nother.test' });
    expect((await curl(lab, 'https://ok.test/', flag, '-H', 'Host: alt.ok.test', '-w', '%{http_code}')).stdout).toMatch(/200$/);
    expect((await curl(lab, 'https://ok.test/', flag, '-H', 'Host: other.test', '-w', '%{http_code}')).stdout).toMatch(/421$/);
    expect(origin.requests).toEqual(['GET alt.ok.test/']);
    expect(verdicts(lab)[1]).toMatchObject({ policy: 'deny', reason: expect.stringContaining('does not speak for other.test') });
  });

  test('an allowed SNI at another address goes to our own address for it (N1)', async () => {
    const { lab, origin, evil } = await setUp({ dst: { ip: EVIL_IP, port: 443 }, learned: {} });
    expect(await curl(lab, 'https://ok.test/', flag)).toMatchObject({ code: 0, stdout: `hello over ${version}` });
    await lab.idle();
    expect(evil.sockets).toHaveLength(0);
    expect(lab.dialled).toEqual([`${OK_IP}:443`]);
    expect(origin.requests).toHaveLength(1);
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', dst_ip: OK_IP }]);
  });

  test('an SNI that is not allowed at an allowed address is denied (N4)', async () => {
    const { lab, origin } = await setUp({});
    expect((await curl(lab, 'https://evil.test/', flag, '-w', '%{http_code}')).stdout).toMatch(/403$/);
    expect(origin.connections()).toBe(0);
    expect(lab.dialled).toEqual([]);
  });

  test('what a name resolves to is judged, too (D7)', async () => {
    for (const [ips, status] of [
      [['169.254.169.254'], 403],
      [['127.0.0.1'], 502],
    ] as const) {
      const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 443 }, learned: {}, dns: { 'ok.test': ips } });
      expect((await curl(lab, 'https://ok.test/', flag, '-w', '%{http_code}')).stdout).toMatch(new RegExp(`${status}$`));
      expect(lab.dialled).toEqual([]);
    }
  });

  test('a server that refuses is a 502 that says so', async () => {
    const { lab } = await setUp({ world: {} });
    const answer = await curl(lab, 'https://ok.test/', flag, '-w', '%{http_code}');
    expect(answer.stdout).toMatch(/cannot connect to 203\.0\.113\.10:443: [\s\S]*502$/);
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', error: 'ECONNREFUSED' }]);
    expect(closes(lab)).toMatchObject([{ error: 'ECONNREFUSED' }]);
  });

  test('large bodies pass whole, both ways', async () => {
    const { lab } = await setUp({});
    const size = 20 << 20;
    const down = await curl(lab, `https://ok.test/bytes/${size}`, flag);
    expect(down.stdout.length).toBe(size);
    const up = await run(
      'sh',
      [
        '-c',
        `head -c ${size} /dev/zero | curl -sS -q --noproxy '*' ${flag} --cacert ${lab.caFile} --connect-to ok.test:443:127.0.0.1:${lab.port} --data-binary @- https://ok.test/`,
      ],
      {},
    );
    expect(up.stdout).toBe(String(size));
    await lab.idle();
    expect(closes(lab)[0]?.bytes_in).toBeGreaterThan(size);
    expect(closes(lab)[1]?.bytes_out).toBeGreaterThan(size);
  });

  test('in audit a denied request passes, marked; guardrails hold', async () => {
    const { lab, origin } = await setUp({ policy: '', audit: true });
    expect(await curl(lab, 'https://ok.test/', flag)).toMatchObject({ stdout: `hello over ${version}` });
    expect(origin.requests).toHaveLength(1);
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', audit: true, url: 'https://ok.test/' }]);

    const metadata = await setUp({ policy: '', audit: true, dst: { ip: '169.254.169.254', port: 443 } });
    expect((await curl(metadata.lab, 'https://ok.test/', flag, '-w', '%{http_code}')).stdout).toMatch(/403$/);
    expect(metadata.lab.dialled).toEqual([]);
  });
});

describe("the server's certificate", () => {
  const wrongName = opensslCertificate('-subj', '/CN=x', '-addext', 'subjectAltName=DNS:wrong.test', '-days', '3');
  const selfSigned = opensslCertificate('-subj', '/CN=ok.test', '-addext', 'subjectAltName=DNS:ok.test', '-days', '3');

  test.each([
    ['self-signed', selfSigned, [], /self-signed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
    ['for another name', wrongName, [wrongName.cert], /for other names \(ERR_TLS_CERT_ALTNAME_INVALID\)/],
  ])('that is %s: 502 with the reason', async (_what, pair, trust, reason) => {
    const { lab, origin } = await setUp({ origin: await createOrigin(pair), trust });
    const answer = await curl(lab, 'https://ok.test/', '-w', '%{http_code}');
    expect(answer.stdout).toMatch(reason);
    expect(answer.stdout).toMatch(/502$/);
    await lab.idle();
    expect(origin.requests).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ policy: 'allow', url: 'https://ok.test/', error: reason.source.match(/[A-Z]{2}[A-Z_]+/)?.[0] }]);
  });

  test('that has expired: 502 with the reason', async () => {
    const past = createCertificateAuthority(loadNative(), { now: () => Date.now() - 20 * 86_400_000 });
    const origin = await createOrigin({ SNICallback: (name, done) => done(null, createSecureContext(past.leafFor([name]))) });
    const { lab } = await setUp({ origin, trust: [past.caPem] });
    expect((await curl(lab, 'https://ok.test/', '-w', '%{http_code}')).stdout).toMatch(/expired \(CERT_HAS_EXPIRED\)[\s\S]*502$/);
  });

  test('is not verified for a rule that is insecure', async () => {
    const { lab, origin } = await setUp({ origin: await createOrigin(selfSigned), trust: [], policy: 'ok.test insecure' });
    for (const flag of ['--http1.1', '--http2'])
      expect((await curl(lab, 'https://ok.test/', flag, '-w', '%{http_code}')).stdout).toMatch(/200$/);
    expect(origin.requests).toHaveLength(2);
    expect(verdicts(lab)[0]).toMatchObject({ policy: 'allow', insecure: true });
  });

  test('that nobody verified serves only requests whose own rule is insecure', async () => {
    const { lab, origin } = await setUp({
      origin: await createOrigin(selfSigned),
      trust: [],
      policy: 'https://ok.test/loose/* insecure\nhttps://ok.test/strict/*',
    });
    expect((await curl(lab, 'https://ok.test/loose/1', '-w', '%{http_code}')).stdout).toMatch(/200$/);
    expect((await curl(lab, 'https://ok.test/strict/1', '-w', '%{http_code}')).stdout).toMatch(/(421|502)$/);
    expect(origin.requests).toEqual(['GET ok.test/loose/1']);
  });

  test("that we would not trust is the client's to judge in audit", async () => {
    const { lab } = await setUp({ origin: await createOrigin(selfSigned), trust: [], policy: '', audit: true });
    expect((await curl(lab, 'https://ok.test/')).code).toBe(60);
    expect((await curl(lab, 'https://ok.test/', '-k')).stdout).toMatch(/^hello/);
    await lab.idle();
    expect(verdicts(lab)[0]).toMatchObject({ policy: 'deny', audit: true, host: 'ok.test', error: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  test('is for the address where the client dialled an address', async () => {
    const pair = opensslCertificate('-subj', '/CN=x', '-addext', `subjectAltName=IP:${OK_IP}`, '-days', '3');
    const origin = await createOrigin(pair);
    const { lab } = await setUp({ origin, policy: `${OK_IP}`, trust: [worldCa.caPem] });
    expect((await curl(lab, `https://${OK_IP}/`, '-w', '%{http_code}')).stdout).toMatch(/self-signed[\s\S]*502$/);
    const trusted = await setUp({ origin, policy: `${OK_IP}`, trust: [pair.cert] });
    expect((await curl(trusted.lab, `https://${OK_IP}/`, '-w', '%{http_code}')).stdout).toMatch(/200$/);
  });

  test.each([
    ['TLS 1.3', 'TLSv1.3', '--http1.1', /^upstream_requires_client_certificate$/],
    ['TLS 1.3', 'TLSv1.3', '--http2', /^upstream_requires_client_certificate$/],
    ['TLS 1.2', 'TLSv1.2', '--http1.1', /ALERT/],
  ] as const)(
    'requested of the client (%s, %s, curl %s) is told as such, with the way out in a 502 where it comes in time',
    async (_what, version, flag, error) => {
      const origin = await createOrigin({ requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version });
      const { lab } = await setUp({ origin });
      const answer = await curl(lab, 'https://ok.test/', flag, '-w', '%{http_code}');
      await lab.idle();
      expect(origin.requests).toEqual([]);
      expect(closes(lab)[0]?.error).toMatch(error);
      // The alert of TLS 1.3 comes after the handshake (RFC 8446, section 4.4.2.4) and may overtake the request, which is then cut off.
      expect(answer.stdout).toMatch(version === 'TLSv1.3' ? /502$|^000$/ : /passthrough[\s\S]*502$/);
    },
  );
});

describe('a server that closes', () => {
  const setUpClosing = async (afterMs: number) => {
    const server = createTlsServer({ SNICallback: (name, done) => done(null, createSecureContext(worldCa.leafFor([name]))) }, (socket) => {
      socket.on('error', () => {});
      setTimeout(() => socket.end(), afterMs);
    });
    const port = await listen(server);
    open.push({ close: () => void server.close() });
    return setUp({ world: { [`${OK_IP}:443`]: port }, policy: 'https://ok.test/*' });
  };

  test('right after the handshake is a 502, or a closed connection', async () => {
    const { lab } = await setUpClosing(0);
    const answer = await curl(lab, 'https://ok.test/', '--http1.1', '-w', '%{http_code}');
    expect(answer.stdout).toMatch(/(502|000)$/);
    await lab.idle();
    expect(closes(lab)).toHaveLength(1);
  });

  test('while the client is idle closes the client', async () => {
    const { lab } = await setUpClosing(200);
    const client = await dialTls(lab, { ALPNProtocols: ['http/1.1'] });
    expect(await readAll(client)).toMatchObject({ text: '' });
    await lab.idle();
    expect(closes(lab)).toHaveLength(1);
  });
});

describe('sessions', () => {
  test('with the server are resumed', async () => {
    const { lab, origin } = await setUp({});
    for (let i = 0; i < 3; i += 1) expect((await curl(lab, 'https://ok.test/', '--http1.1')).code).toBe(0);
    expect(origin.connections()).toBe(3);
    expect(origin.resumed()).toBe(2);
    // The authority is still checked against the certificate of the resumed session.
    expect((await curl(lab, 'https://ok.test/', '--http1.1', '-H', 'Host: alt.ok.test', '-w', '%{http_code}')).stdout).toMatch(/403$/);
  });

  test('of a resumed connection still know the certificate', async () => {
    const { lab, origin } = await setUp({ policy: 'ok.test\nalt.ok.test' });
    for (const host of ['ok.test', 'alt.ok.test']) {
      expect((await curl(lab, 'https://ok.test/', '--http1.1', '-H', `Host: ${host}`, '-w', '%{http_code}')).stdout).toMatch(/200$/);
    }
    expect(origin.resumed()).toBe(1);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'of %s are none for another name at the address: its certificate is verified',
    async (version) => {
      const pair = opensslCertificate('-subj', '/CN=ok.test', '-addext', 'subjectAltName=DNS:ok.test', '-days', '3');
      const { lab, origin } = await setUp({
        origin: await createOrigin({ ...pair, minVersion: version, maxVersion: version }),
        trust: [pair.cert],
        policy: 'ok.test\nother.test',
        learned: { 'ok.test': [OK_IP], 'other.test': [OK_IP] },
      });
      const ask = async (name: string) => (await curl(lab, `https://${name}/`, '--http1.1', '-w', '%{http_code}')).stdout;
      for (const name of ['ok.test', 'ok.test']) expect(await ask(name)).toMatch(/200$/);
      expect(origin.resumed()).toBe(1);
      expect(await ask('other.test')).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID[\s\S]*502$/);
      expect(origin.requests).toEqual(['GET ok.test/', 'GET ok.test/']);
    },
  );

  test('that nobody verified are none for who is to verify', async () => {
    const pair = opensslCertificate('-subj', '/CN=ok.test', '-addext', 'subjectAltName=DNS:ok.test', '-days', '3');
    let exe = '/usr/bin/loose';
    const { lab, origin } = await setUp({
      origin: await createOrigin(pair),
      trust: [],
      policy: 'ok.test insecure exe=/usr/bin/loose\nok.test exe=/usr/bin/strict',
      exe: () => exe,
    });
    const ask = async () => (await curl(lab, 'https://ok.test/', '--http1.1', '-w', '%{http_code}')).stdout;
    for (let i = 0; i < 2; i += 1) expect(await ask()).toMatch(/200$/);
    exe = '/usr/bin/strict';
    expect(await ask()).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT[\s\S]*502$/);
    expect([origin.requests.length, origin.resumed()]).toEqual([2, 0]);
  });
});

describe('a client that does not trust our CA', () => {
  test('is told apart: curl, by its alert', async () => {
    const { lab, origin } = await setUp({});
    const answer = await run('curl', [
      '-sS',
      '-q',
      '--noproxy',
      '*',
      '--connect-to',
      `ok.test:443:127.0.0.1:${lab.port}`,
      'https://ok.test/',
    ]);
    expect(answer.code).toBe(60);
    await lab.idle();
    expect(origin.requests).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ type: 'https', policy: 'allow', host: 'ok.test', error: 'tls_client_rejected_ca' }]);
    expect(closes(lab)).toMatchObject([{ error: 'tls_client_rejected_ca' }]);
  });

  test.each([[undefined], [['h2', 'http/1.1']], [['http/1.1']]])(
    'is told apart: Node, that leaves after the handshake (ALPN %j)',
    async (protocols) => {
      const { lab } = await setUp({});
      const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ...(protocols && { ALPNProtocols: protocols }) });
      await once(client, 'error');
      await lab.idle();
      expect(verdicts(lab)).toMatchObject([{ policy: 'allow', host: 'ok.test', error: 'tls_client_rejected_ca' }]);
    },
  );

  test('is told apart on a denied host, too', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 443 } });
    await run('curl', ['-sS', '-q', '--noproxy', '*', '--connect-to', `evil.test:443:127.0.0.1:${lab.port}`, 'https://evil.test/']);
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', host: 'evil.test', error: 'tls_client_rejected_ca' }]);
    expect(lab.dialled).toEqual([]);
  });
});

describe('a client that turned our CA down before', () => {
  const refuse = (lab: Lab) =>
    run('curl', ['-sS', '-q', '--noproxy', '*', '--connect-to', `ok.test:443:127.0.0.1:${lab.port}`, 'https://ok.test/']);

  test.each([
    ['passes uninspected where a rule names the whole host', 'ok.test', false, true],
    ['does not where the rule is for a URL', 'https://ok.test/*', false, false],
    ['passes in audit', '', true, true],
  ])('%s', async (_what, policy, audit, passes) => {
    const { lab, origin } = await setUp({ policy, audit, caRejections: createCaRejections() });
    await refuse(lab);
    await lab.idle();
    const answer = await run('curl', [
      '-sSk',
      '-q',
      '--noproxy',
      '*',
      '--connect-to',
      `ok.test:443:127.0.0.1:${lab.port}`,
      'https://ok.test/',
      '-w',
      '%{certs}',
    ]);
    expect(answer.stdout).toMatch(/^hello/);
    await lab.idle();
    expect(origin.requests).toHaveLength(1);
    expect(verdicts(lab)[1]?.passthrough).toBe(passes ? true : undefined);
  });
});

describe('passthrough', () => {
  test("shows the client the server's own certificate and counts the bytes", async () => {
    const { lab } = await setUp({ policy: 'ok.test passthrough' });
    const client = await dialTls(lab, { ca: worldCa.caPem });
    expect(client.getPeerX509Certificate()?.issuer).toContain('CN=');
    // It ends after the answer: a server that closes first answers a later close_notify with a reset, which destroys what it still has to send.
    client.write('GET /bytes/100000 HTTP/1.1\r\nHost: ok.test\r\nConnection: close\r\n\r\n');
    expect((await readAll(client)).text.length).toBeGreaterThan(100_000);
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ type: 'https', policy: 'allow', passthrough: true, host: 'ok.test' }]);
    expect(closes(lab)[0]?.bytes_in).toBeGreaterThan(100_000);
  });

  test('goes to our own address when the client chose another (N1)', async () => {
    const { lab, evil } = await setUp({ policy: 'ok.test passthrough', dst: { ip: EVIL_IP, port: 443 }, learned: {} });
    const client = await dialTls(lab, { ca: worldCa.caPem });
    client.destroy();
    await lab.idle();
    expect(evil.sockets).toHaveLength(0);
    expect(lab.dialled).toEqual([`${OK_IP}:443`]);
  });

  test('carries no Encrypted Client Hello', async () => {
    const { lab } = await setUp({ policy: 'ok.test passthrough' });
    const client = connectTcp({ port: lab.port, host: '127.0.0.1' });
    client.write(hello(sni('ok.test'), { type: 0xfe0d, body: Buffer.alloc(40) }, alpn('imap')));
    expect((await readAll(client)).reset).toBe(true);
    await lab.idle();
    expect(lab.dialled).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', reason: expect.stringContaining('Encrypted Client Hello') }]);
  });
});

describe('a denied TLS client that does not speak HTTP', () => {
  test('is reset', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 443 }, limits: { refusalMs: 10_000 } });
    const client = await dialTls(lab, { servername: 'evil.test' });
    client.write('\x00binary');
    expect((await readAll(client)).text).toBe('');
    await lab.idle();
    expect(lab.dialled).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', host: 'evil.test', protocol: 'tls' }]);
  });

  test('is reset at once when its protocol list names no HTTP', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 443 } });
    const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'evil.test', ALPNProtocols: ['imap'] });
    const [error] = await once(client, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  test('that says nothing does not stay', async () => {
    const { lab } = await setUp({ dst: { ip: EVIL_IP, port: 443 }, limits: { refusalMs: 200 } });
    for (const protocols of [undefined, ['h2'], ['http/1.1']]) {
      // On a busy machine it may be over before the client has finished its handshake.
      const client = await dialTls(lab, { servername: 'evil.test', ...(protocols && { ALPNProtocols: protocols }) }).catch((error) => {
        expect(error).toMatchObject({ code: 'ECONNRESET' });
      });
      if (client) await readAll(client);
    }
    await lab.idle();
    expect(verdicts(lab)).toHaveLength(3);
  });
});

describe('TLS without HTTP inside', () => {
  const createEcho = async (greeting: string, protocols?: string[]) => {
    const server = createTlsServer(
      {
        SNICallback: (name, done) => done(null, createSecureContext(worldCa.leafFor([name]))),
        ...(protocols && { ALPNProtocols: protocols }),
      },
      (socket) => {
        socket.on('error', () => {});
        if (greeting) socket.write(greeting);
        socket.pipe(socket);
      },
    );
    const port = await listen(server);
    return { port, close: () => void server.close() };
  };
  const setUpEcho = async (policy: string, greeting = '', protocols?: string[]) => {
    const echo = await createEcho(greeting, protocols);
    open.push(echo);
    return setUp({ policy, world: { [`${OK_IP}:443`]: echo.port } });
  };

  test('passes where a rule names the host without URL', async () => {
    const { lab } = await setUpEcho('ok.test');
    const client = await dialTls(lab);
    client.write('\x00\x01');
    expect(String((await once(client, 'data'))[0])).toBe('\x00\x01');
    client.end();
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ type: 'https', policy: 'allow', host: 'ok.test', protocol: 'tls' }]);
  });

  test('passes when the server speaks first', async () => {
    const { lab } = await setUpEcho('ok.test', '* OK IMAP ready\r\n');
    const client = await dialTls(lab);
    expect(String((await once(client, 'data'))[0])).toBe('* OK IMAP ready\r\n');
    client.write('a1 LOGOUT\r\n');
    expect(String((await once(client, 'data'))[0])).toBe('a1 LOGOUT\r\n');
    client.end();
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ protocol: 'imap' }]);
  });

  test('passes with a protocol list of its own', async () => {
    const { lab } = await setUpEcho('ok.test', '', ['mqtt']);
    const client = await dialTls(lab, { ALPNProtocols: ['mqtt'] });
    expect(client.alpnProtocol).toBe('mqtt');
    client.write('\x10\x00');
    await once(client, 'data');
    client.end();
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ protocol: 'mqtt', policy: 'allow' }]);
  });

  test('is cut where only URL rules name the host', async () => {
    const { lab } = await setUpEcho('https://ok.test/x');
    const client = await dialTls(lab);
    client.write('\x00\x01');
    expect((await readAll(client)).text).toBe('');
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ policy: 'deny', host: 'ok.test' }]);
  });

  test('HTTP without a protocol list is still HTTP', async () => {
    const { lab, origin } = await setUp({ policy: 'https://ok.test/x' });
    const client = await dialTls(lab);
    client.write('GET /y HTTP/1.1\r\nHost: ok.test\r\n\r\n');
    expect((await readAll(client)).text).toMatch(/^HTTP\/1.1 403 /);
    expect(origin.requests).toEqual([]);
  });

  test('HTTP after a long silence is still HTTP', async () => {
    const { lab, origin } = await setUp({ policy: 'ok.test', sniffMs: 50 });
    const client = await dialTls(lab);
    await new Promise((resolve) => setTimeout(resolve, 300));
    client.write('GET /y HTTP/1.1\r\nHost: evil.test\r\n\r\n');
    expect((await readAll(client)).text).toMatch(/^HTTP\/1.1 403 /);
    expect(origin.requests).toEqual([]);
    const allowed = await dialTls(lab);
    await new Promise((resolve) => setTimeout(resolve, 300));
    allowed.write('GET /y HTTP/1.1\r\nHost: ok.test\r\nConnection: close\r\n\r\n');
    expect((await readAll(allowed)).text).toMatch(/^HTTP\/1.1 200 /);
    expect(origin.requests).toEqual(['GET ok.test/y']);
  });
});

describe('the ClientHello (N5)', () => {
  const shared = opensslCertificate('-subj', '/CN=ok.test', '-addext', 'subjectAltName=DNS:ok.test', '-days', '3');
  test.each([
    ['without SNI, by the learned name', 'ok.test', ['-noservername'], /HTTP\/1.1 200/],
    ['with another SNI', 'ok.test', ['-servername', 'evil.test'], /HTTP\/1.1 403/],
    ['in upper case', 'ok.test', ['-servername', 'OK.TEST'], /HTTP\/1.1 200/],
  ])('%s', async (_what, policy, args, expected) => {
    const { lab } = await setUp({ policy, origin: await createOrigin(shared), trust: [shared.cert] });
    const answer = await run('openssl', ['s_client', '-quiet', '-CAfile', lab.caFile, '-connect', `127.0.0.1:${lab.port}`, ...args], {
      input: 'GET / HTTP/1.1\r\nHost: ok.test\r\nConnection: close\r\n\r\n',
    });
    expect(answer.stdout).toMatch(expected);
  });

  test.each([
    ['two names', hello(sni('ok.test', 'evil.test'))],
    ['an address as name', hello(sni(OK_IP))],
    ['a NUL in the name', hello(sni('ok.test\0.evil.test'))],
    ['SSL 2.0 format', Buffer.from('802e0103010015000000100100800300800700c0060040020080040080000102030405060708090a0b0c0d0e0f00', 'hex')],
    ['an alert in front', Buffer.concat([Buffer.from([21, 3, 1, 0, 2, 1, 90]), hello(sni('ok.test'))])],
  ])('with %s is reset before anything is connected', async (_what, bytes) => {
    const { lab } = await setUp({});
    const client = connectTcp({ port: lab.port, host: '127.0.0.1' });
    client.write(bytes);
    expect((await readAll(client)).reset).toBe(true);
    await lab.idle();
    expect(lab.dialled).toEqual([]);
    expect(verdicts(lab)).toMatchObject([{ type: 'https', policy: 'deny', reason: expect.stringContaining('malformed TLS') }]);
  });
});

describe('other clients', () => {
  test('Python requests', async (context) => {
    if ((await run('python3', ['-c', 'import requests'])).code !== 0) return context.skip('no Python requests here');
    const { lab } = await setUp({});
    const script = `
import sys, socket, requests
real = socket.getaddrinfo
socket.getaddrinfo = lambda host, port, *a, **k: real('127.0.0.1', int(sys.argv[1]), *a, **k)
s = requests.Session(); s.trust_env = False
for path in ('a', 'b'): print(s.get('https://ok.test/' + path, verify=sys.argv[2]).text)
print(s.get('https://evil.test/', verify=sys.argv[2]).status_code)
`;
    const answer = await run('python3', ['-c', script, String(lab.port), lab.caFile]);
    expect(answer).toMatchObject({ code: 0, stdout: 'hello over 1.1\nhello over 1.1\n403\n' });
    await lab.idle();
    expect(closes(lab)).toHaveLength(2);
  });

  test('many streams of one HTTP/2 connection: a denied one does not upset the others', async () => {
    const { lab, origin } = await setUp({ policy: 'https://ok.test/free/*' });
    const session = connectH2('https://ok.test', {
      createConnection: () =>
        connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: ['h2'] }),
    });
    const ask = (path: string, authority = 'ok.test') =>
      new Promise<number>((resolve, reject) => {
        const stream = session.request({ ':path': path, ':authority': authority });
        stream.on('response', (headers) => resolve(Number(headers[constants.HTTP2_HEADER_STATUS])));
        stream.on('error', reject);
        stream.resume();
      });
    const paths = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? `/secret/${i}` : `/free/${i}`));
    const statuses = await Promise.all(paths.map((path) => ask(path)));
    expect(statuses).toEqual(paths.map((path) => (path.startsWith('/free') ? 200 : 403)));
    expect(await ask('/free/x', 'evil.test')).toBe(403);
    session.close();
    await lab.idle();
    expect(origin.requests).toHaveLength(30);
    expect(verdicts(lab)).toHaveLength(41);
  });

  test('WebSocket over TLS', async () => {
    const { lab } = await setUp({});
    const client = await dialTls(lab, { ALPNProtocols: ['http/1.1'] });
    client.write(
      'GET /ws HTTP/1.1\r\nHost: ok.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    await once(client, 'data');
    client.write('ping');
    expect(String((await once(client, 'data'))[0])).toBe('ping');
    client.end();
    await lab.idle();
    expect(verdicts(lab)).toMatchObject([{ protocol: 'ws', url: 'https://ok.test/ws' }]);
  });
});

test('clients that vanish at any moment leave no socket behind', async () => {
  const { lab } = await setUp({});
  await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      const client = connect({
        port: lab.port,
        host: '127.0.0.1',
        servername: i % 2 ? 'ok.test' : 'evil.test',
        ca: lab.ca.caPem,
        ALPNProtocols: i % 3 ? ['h2'] : ['http/1.1'],
      });
      client.on('error', () => {});
      client.on('secureConnect', () => client.write('GET /bytes/1000000 HTTP/1.1\r\nHost: ok.test\r\n\r\n'));
      await new Promise((resolve) => setTimeout(resolve, i * 3));
      client.destroy();
    }),
  );
  await lab.idle();
  expect(lab.accepted()).toBeGreaterThan(40);
  expect(closes(lab)).toHaveLength(lab.accepted());
  expect(new Set(verdicts(lab).map(({ conn }) => conn)).size).toBe(lab.accepted());
  expect(lab.upstreams.every(({ destroyed }) => destroyed)).toBe(true);
});
