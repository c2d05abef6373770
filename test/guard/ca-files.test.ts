import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONTAINER_FILES, CONTAINER_VARIABLES, systemBundlePath, writeCaFiles, writeContainerFiles } from '../../src/guard/ca-files.ts';
import { jks } from '../../src/guard/jks.ts';

let directory: string;
let ca: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'egf-ca-'));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(directory, 'key.pem')];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', join(directory, 'own.pem'), '-subj', '/CN=Ours', '-days', '1'], {
    stdio: 'pipe',
  });
  ca = readFileSync(join(directory, 'own.pem'), 'utf8');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('variables that replace a store name a bundle of the system and us; the additive one names us alone', () => {
  const { env } = writeCaFiles(directory, ca, {});
  const bundle = readFileSync(env.SSL_CERT_FILE ?? '', 'utf8');
  expect(bundle).toContain(ca.trim());
  const system = systemBundlePath();
  if (system) expect(bundle).toContain(readFileSync(system, 'utf8').trim());
  expect(readFileSync(env.NODE_EXTRA_CA_CERTS ?? '', 'utf8')).toBe(ca);
  expect(env.CURL_CA_BUNDLE).toBe(env.SSL_CERT_FILE);
  expect(env.NIX_SSL_CERT_FILE).toBeUndefined();
});

test("the caller's own store is kept and extended", () => {
  const own = join(directory, 'company.pem');
  writeFileSync(own, '# company\n');
  const { env } = writeCaFiles(directory, ca, { SSL_CERT_FILE: own, NODE_EXTRA_CA_CERTS: own });
  expect(readFileSync(env.SSL_CERT_FILE ?? '', 'utf8')).toBe(`# company\n\n${ca}`);
  expect(env.NODE_EXTRA_CA_CERTS).toBe(env.SSL_CERT_FILE);
  expect(env.CURL_CA_BUNDLE).not.toBe(env.SSL_CERT_FILE);
});

test('a value that names no file is replaced, not believed', () => {
  const { env } = writeCaFiles(directory, ca, { SSL_CERT_FILE: '/nonexistent/x.pem' });
  expect(readFileSync(env.SSL_CERT_FILE ?? '', 'utf8')).toContain(ca.trim());
});

test.each([
  ['nothing', {}],
  [
    'a store of his own for each language',
    { SSL_CERT_FILE: 'own.pem', NODE_EXTRA_CA_CERTS: 'own.pem', JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.trustStore=/x' },
  ],
])('containers get the system and us, whatever the caller has set: %s', (_, set) => {
  const env = Object.fromEntries(
    Object.entries<string>(set).map(([name, value]) => [name, value === 'own.pem' ? join(directory, value) : value]),
  );
  const target = join(directory, 'containers');
  const umask = process.umask(0o077);
  try {
    writeContainerFiles(directory, writeCaFiles(directory, ca, env), target);
  } finally {
    process.umask(umask);
  }
  expect(readdirSync(target).sort()).toEqual(Object.keys(CONTAINER_FILES).sort());
  for (const name of readdirSync(target)) expect(statSync(join(target, name)).mode & 0o777).toBe(0o644);
  expect(statSync(target).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(target, 'ca.pem'), 'utf8')).toBe(ca);
  const bundle = readFileSync(join(target, 'bundle.pem'), 'utf8');
  const system = systemBundlePath();
  expect(bundle).toBe(`${system ? readFileSync(system, 'utf8') : ''}\n${ca}`);
  expect(readFileSync(join(target, 'cacerts.jks')).equals(jks(bundle, 'changeit'))).toBe(true);
});

test('what containers are told is in their own /dev, and is told to steps as well', () => {
  const { env } = writeCaFiles(directory, ca, {});
  expect(Object.keys(CONTAINER_VARIABLES).sort()).toEqual(Object.keys(env).sort());
  for (const value of Object.values(CONTAINER_VARIABLES)) expect(value).not.toContain(directory);
  for (const path of Object.values(CONTAINER_FILES)) expect(path).toMatch(/^\/dev\/egress-filter-[a-z.]+$/);
});

const keytool = spawnSync('keytool', ['-help']).error === undefined;
test.skipIf(!keytool)('a JDK reads the trust store (skipped without keytool)', () => {
  const path = join(directory, 'cacerts.jks');
  writeFileSync(path, jks(`${ca}\n-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n`, 'changeit'));
  const listed = execFileSync('keytool', ['-list', '-v', '-keystore', path, '-storepass', 'changeit'], { encoding: 'utf8', stdio: 'pipe' });
  expect(listed).toContain('Your keystore contains 1 entry');
  expect(listed).toContain('CN=Ours');
});
