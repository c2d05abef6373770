import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { loadNative } from '../../../src/kernel/load.ts';
import { createCertificateAuthority, createTrust, readAuthorities, TrustError } from '../../../src/proxy/tcp/index.ts';

const directory = mkdtempSync(join(tmpdir(), 'trust-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const [a, b, c] = [0, 1, 2].map(() => createCertificateAuthority(loadNative()).caPem.trim());
if (!a || !b || !c) throw new Error('no certificates');
const missing = join(directory, 'missing.pem');

describe('the authorities to verify servers by', () => {
  test('are those of the first bundle that is there, and those the user adds', () => {
    const bundle = file('bundle.pem', `# a comment\n${a}\n\nsome text\n${b}\n`);
    const extra = file('extra.pem', c);
    expect(readAuthorities({ bundles: [missing, file('empty.pem', ''), bundle, extra], upstreamCa: [extra] })).toEqual({
      pems: [a, b, c],
      sources: [bundle, extra],
    });
  });

  test('are those of SSL_CERT_FILE and SSL_CERT_DIR instead, where they are set', () => {
    const certFile = file('given.pem', b);
    const certDir = join(directory, 'certs');
    mkdirSync(certDir);
    writeFileSync(join(certDir, 'c.0'), c);
    writeFileSync(join(certDir, 'README'), 'no certificate');
    symlinkSync(missing, join(certDir, 'dangling.pem'));
    expect(readAuthorities({ certFile, certDir, bundles: [file('x.pem', a)] })).toEqual({ pems: [b, c], sources: [certFile, certDir] });
  });

  test("are Node's own on a machine without any", () => {
    expect(readAuthorities({ bundles: [missing] })).toEqual({ pems: rootCertificates, sources: ["Node's own list"] });
  });

  test('leave out a block that is no certificate, and what comes twice', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect(readAuthorities({ bundles: [file('mixed.pem', `${a}\n${broken}\n${a}\n${b}`)] }).pems).toEqual([a, b]);
  });

  test.each([
    ['that cannot be read', () => ({ upstreamCa: [missing] }), /cannot read the CA certificates in .*missing\.pem: ENOENT/],
    ['without a certificate', () => ({ upstreamCa: [file('no.pem', 'hello')] }), /no\.pem holds no CA certificate/],
    ['given as SSL_CERT_FILE and missing', () => ({ certFile: missing }), /cannot read the CA certificates/],
    ['given as SSL_CERT_DIR and missing', () => ({ certDir: missing }), /cannot read the CA directory/],
  ])('in a file %s are an error that names it', (_what, options, message) => {
    expect(() => readAuthorities({ bundles: [missing], ...options() })).toThrow(TrustError);
    expect(() => readAuthorities({ bundles: [missing], ...options() })).toThrow(message);
  });

  test('are kept once each', () => {
    expect(createTrust([a, b, a]).pems).toEqual([a, b]);
    expect(createTrust([]).pems).toEqual([]);
  });
});
