import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { createCertificateAuthority, type Leaf } from '../../../src/proxy/tcp/ca.ts';
import { run } from './lab.ts';

const DAY = 86_400_000;
const directory = mkdtempSync(join(tmpdir(), 'ca-'));
const caFile = join(directory, 'ca.pem');
const ca = createCertificateAuthority(loadNative());
writeFileSync(caFile, ca.caPem);

const server = createServer({ SNICallback: (name, done) => done(null, createSecureContext(ca.leafFor([name]))) }, (_request, response) =>
  response.end('trusted'),
);
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

/** The leaf as a client sees it. */
const leafOf = (shown: Leaf): Promise<X509Certificate> =>
  new Promise((resolve, reject) => {
    const shower = createServer({ SNICallback: (_name, done) => done(null, createSecureContext(shown)) });
    shower.listen(0, '127.0.0.1', () => {
      const client = connect(
        { port: (shower.address() as AddressInfo).port, host: '127.0.0.1', servername: 'x.test', rejectUnauthorized: false },
        () => {
          const certificate = client.getPeerX509Certificate();
          client.destroy();
          shower.close();
          if (certificate) resolve(certificate);
          else reject(new Error('no certificate'));
        },
      );
      client.on('error', reject);
    });
  });

describe('the CA', () => {
  test('is a CA by every field that verifiers look at', () => {
    const text = execFileSync('openssl', ['x509', '-noout', '-text', '-in', caFile], { encoding: 'utf8' });
    expect(text).toMatch(/Version: 3/);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
    expect(text).toMatch(/ASN1 OID: prime256v1/);
    expect(text).toMatch(/Subject Key Identifier/);
    const certificate = new X509Certificate(ca.caPem);
    expect(certificate.ca).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  test('of another run has another name and key', () => {
    const other = new X509Certificate(createCertificateAuthority(loadNative()).caPem);
    expect(other.subject).not.toBe(new X509Certificate(ca.caPem).subject);
    expect(other.serialNumber).not.toBe(new X509Certificate(ca.caPem).serialNumber);
  });
});

describe('a leaf', () => {
  test('passes openssl verify -x509_strict for its name, and not for another', async () => {
    const leaf = await leafOf(ca.leafFor(['ok.test']));
    const leafFile = join(directory, 'leaf.pem');
    writeFileSync(leafFile, leaf.toString());
    const verify = (host: string) =>
      run('openssl', ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', host, '-CAfile', caFile, leafFile]);
    expect(await verify('ok.test')).toMatchObject({ code: 0, stdout: expect.stringContaining('OK') });
    expect((await verify('evil.test')).code).not.toBe(0);
    const text = execFileSync('openssl', ['x509', '-noout', '-text', '-in', leafFile], { encoding: 'utf8' });
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/);
    expect(text).toMatch(/Extended Key Usage: *\n\s+TLS Web Server Authentication/);
    expect(text).toMatch(/Authority Key Identifier/);
    expect(text).toMatch(/ecdsa-with-SHA256/);
  });

  test('speaks for an address', async () => {
    const leaf = await leafOf(ca.leafFor(['203.0.113.10']));
    expect(leaf.subjectAltName).toBe('IP Address:203.0.113.10');
    expect(leaf.checkIP('203.0.113.10')).toBe('203.0.113.10');
  });

  test('has all names that it is for, in their order, and is signed by what its authority is known by', () => {
    const shown = ca.leafFor(['first.test', '203.0.113.10', 'second.test', '203.0.113.0010']);
    const leaf = new X509Certificate(shown.cert);
    expect(shown.cert).toBe(leaf.toString());
    expect(leaf.subject).toBe('O=egress-filter\nCN=first.test');
    expect(leaf.subjectAltName).toBe('DNS:first.test, IP Address:203.0.113.10, DNS:second.test, DNS:203.0.113.0010');
    expect(leaf.issuer).toBe(new X509Certificate(ca.caPem).subject);
    expect(leaf.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(leaf.checkPrivateKey(createPrivateKey(shown.key))).toBe(true);
    const text = (pem: string): string => execFileSync('openssl', ['x509', '-noout', '-text'], { input: pem, encoding: 'utf8' });
    const own = /Subject Key Identifier: *\n\s+(\S+)/.exec(text(ca.caPem))?.[1];
    expect(/Authority Key Identifier: *\n\s+(?:keyid:)?(\S+)/.exec(text(shown.cert))?.[1]).toBe(own);
    const extensions = [...text(shown.cert).matchAll(/^ {12}X509v3 ([^:]+):/gm)].map(([, name]) => name);
    expect(extensions).toEqual([
      'Basic Constraints',
      'Key Usage',
      'Extended Key Usage',
      'Subject Alternative Name',
      'Subject Key Identifier',
      'Authority Key Identifier',
    ]);
  });

  test('of the years after 2049 is one, too', () => {
    const now = Date.UTC(2049, 11, 30, 12, 0, 0, 900);
    const late = createCertificateAuthority(loadNative(), { now: () => now });
    const leaf = new X509Certificate(late.leafFor(['ok.test']).cert);
    expect(Date.parse(leaf.validFrom)).toBe(Math.floor((now - DAY) / 1000) * 1000);
    expect(Date.parse(leaf.validTo)).toBe(Math.floor((now + 7 * DAY) / 1000) * 1000);
  });

  test('of a name too long for a common name has it as alternative name only', async () => {
    const name = `${'a'.repeat(60)}.${'b'.repeat(60)}.test`;
    const leaf = await leafOf(ca.leafFor([name]));
    expect(leaf.checkHost(name)).toBe(name);
    expect(leaf.subject).not.toContain('CN=');
  });

  test('is valid since yesterday for a week, and made anew before it ends', async () => {
    let now = Date.UTC(2026, 5, 1);
    const aging = createCertificateAuthority(loadNative(), { now: () => now });
    const first = aging.leafFor(['ok.test']);
    const leaf = await leafOf(first);
    expect(Date.parse(leaf.validFrom)).toBe(now - DAY);
    expect(Date.parse(leaf.validTo)).toBe(now + 7 * DAY);
    now += 4 * DAY;
    expect(aging.leafFor(['ok.test'])).toBe(first);
    now += 2 * DAY;
    const renewed = await leafOf(aging.leafFor(['ok.test']));
    expect(Date.parse(renewed.validTo)).toBe(now + 7 * DAY);
    expect(renewed.serialNumber).not.toBe(leaf.serialNumber);
  });

  test('is made anew when the clock was set back, and the authority is older than any such clock', async () => {
    let now = Date.UTC(2026, 5, 1);
    const aging = createCertificateAuthority(loadNative(), { now: () => now });
    const first = aging.leafFor(['ok.test']);
    now -= DAY / 3;
    expect(aging.leafFor(['ok.test'])).toBe(first);
    now -= 40 * DAY;
    const leaf = await leafOf(aging.leafFor(['ok.test']));
    expect(Date.parse(leaf.validFrom)).toBe(now - DAY);
    expect(Date.parse(new X509Certificate(aging.caPem).validFrom)).toBeLessThan(now - DAY);
  });

  test('is kept for the names used last, and no others', () => {
    const small = createCertificateAuthority(loadNative(), { cacheSize: 2 });
    const a = small.leafFor(['a.test']);
    const b = small.leafFor(['b.test']);
    expect(small.leafFor(['a.test'])).toBe(a);
    small.leafFor(['c.test']);
    expect(small.leafFor(['a.test'])).toBe(a);
    expect(small.leafFor(['b.test'])).not.toBe(b);
  });
});

describe('clients that trust the CA accept a leaf', () => {
  test('curl', async () => {
    const answer = await run('curl', [
      '-sS',
      '-q',
      '--noproxy',
      '*',
      '--cacert',
      caFile,
      '--connect-to',
      `ok.test:443:127.0.0.1:${port}`,
      'https://ok.test/',
    ]);
    expect(answer).toMatchObject({ code: 0, stdout: 'trusted' });
  });

  test('Python, with strict RFC 5280 checks', async () => {
    const script = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT
with context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[2]))), server_hostname='ok.test') as s:
    s.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
    print(s.recv(65536).decode().split('\\r\\n')[0], s.getpeercert()['subjectAltName'])
`;
    expect(await run('python3', ['-c', script, caFile, String(port)])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('200 OK'),
    });
  });

  test('Node, by NODE_EXTRA_CA_CERTS', async () => {
    const script = `require('tls').connect({port:${port},host:'127.0.0.1',servername:'ok.test'},function(){console.log(this.authorized);this.destroy()})`;
    expect(await run(process.execPath, ['-e', script], { env: { NODE_EXTRA_CA_CERTS: caFile } })).toMatchObject({
      code: 0,
      stdout: 'true\n',
    });
  });

  test('Java', async (context) => {
    if ((await run('java', ['-version'])).code !== 0 || (await run('keytool', ['-help'])).code !== 0) return context.skip('no Java here');
    const store = join(directory, 'trust.p12');
    const imported = await run('keytool', [
      '-importcert',
      '-noprompt',
      '-alias',
      'ca',
      '-file',
      caFile,
      '-keystore',
      store,
      '-storepass',
      'changeit',
      '-storetype',
      'PKCS12',
    ]);
    expect(imported.code).toBe(0);
    const source = join(directory, 'Get.java');
    writeFileSync(
      source,
      `import javax.net.ssl.*;
public class Get {
  public static void main(String[] a) throws Exception {
    SSLSocket raw = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(new java.net.Socket("127.0.0.1", ${port}), "ok.test", ${port}, true);
    SSLParameters p = raw.getSSLParameters();
    p.setEndpointIdentificationAlgorithm("HTTPS");
    raw.setSSLParameters(p);
    raw.startHandshake();
    System.out.println(raw.getSession().getProtocol());
  }
}`,
    );
    const answer = await run('java', [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit', source], {
      timeout: 60_000,
    });
    expect(answer).toMatchObject({ code: 0, stdout: 'TLSv1.3\n' });
  }, 90_000);
});

describe('a successor', () => {
  test('goes on with the authority of the one before: same certificate, and its leaves are trusted', async () => {
    const successor = createCertificateAuthority(loadNative(), { existing: { keyPem: ca.keyPem(), certPem: ca.caPem } });
    expect(successor.caPem).toBe(ca.caPem);
    const leaf = await leafOf(successor.leafFor(['later.test']));
    expect(leaf.verify(new X509Certificate(ca.caPem).publicKey)).toBe(true);
    expect(leaf.checkIssued(new X509Certificate(ca.caPem))).toBe(true);
  });

  test('does not start with a key that belongs to another certificate, or with none', () => {
    const other = createCertificateAuthority(loadNative());
    expect(() => createCertificateAuthority(loadNative(), { existing: { keyPem: other.keyPem(), certPem: ca.caPem } })).toThrow(
      /does not belong/,
    );
    expect(() => createCertificateAuthority(loadNative(), { existing: { keyPem: '', certPem: ca.caPem } })).toThrow();
  });

  test('makes no leaf that outlives the authority', async () => {
    const end = Date.parse(new X509Certificate(ca.caPem).validTo);
    const late = createCertificateAuthority(loadNative(), { existing: { keyPem: ca.keyPem(), certPem: ca.caPem }, now: () => end - DAY });
    expect(Date.parse((await leafOf(late.leafFor(['late.test']))).validTo)).toBeLessThanOrEqual(end);
  });
});
