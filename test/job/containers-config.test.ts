import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../e2e/lab.ts';

/** What edits the configurations of containers, compiled with sanitizers: test/job/fixtures/runtime-driver.c. */
let driver: string;
const scratch = mkdtempSync(join(tmpdir(), 'egf-runtime-'));
beforeAll(() => {
  const folder = join(ROOT, 'native/runtime');
  const sources = readdirSync(folder).filter(
    (name) => name.endsWith('.c') && !['runtime.c', 'settings.c', 'files.c', 'command.c'].includes(name),
  );
  driver = join(scratch, 'driver');
  const checks = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
  const files = [...sources.map((name) => join(folder, name)), join(import.meta.dirname, 'fixtures/runtime-driver.c')];
  execFileSync('gcc', ['-D_GNU_SOURCE', '-std=gnu11', ...checks, `-I${folder}`, ...files, '-o', driver]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Kind = 'container' | 'process' | 'kept';
const LETTERS = { container: 'C', process: 'P', kept: 'H' };

/** What becomes of each text: undefined where it stays as it is. */
function edit(kind: Kind, texts: readonly (string | Buffer)[]): (string | undefined)[] {
  const input = Buffer.concat(
    texts.flatMap((text) => [Buffer.from(LETTERS[kind] + Buffer.byteLength(text).toString(16).padStart(8, '0')), Buffer.from(text)]),
  );
  const { status, stdout, stderr } = spawnSync(driver, { input, maxBuffer: 1 << 28, env: { ASAN_OPTIONS: 'detect_leaks=0' } });
  if (status !== 0) throw new Error(`${stderr}`);
  let at = 0;
  const results = texts.map(() => {
    const head = stdout.toString('latin1', at, at + 8);
    const length = head === '--------' ? 0 : Number.parseInt(head, 16);
    at += 8 + length;
    return head === '--------' || length === 0 ? undefined : stdout.toString('utf8', at - length, at);
  });
  if (at !== stdout.length) throw new Error('the driver said something else');
  return results;
}

const OURS = { SSL_CERT_FILE: '/dev/egress-filter-bundle.pem', NODE_EXTRA_CA_CERTS: '/dev/egress-filter-ca.pem' };
const MOUNTS = ['ca', 'bundle'].map((name) => ({
  destination: `/dev/egress-filter-${name}.pem`,
  type: 'bind',
  source: `/from/${name}.pem`,
  options: ['bind', 'ro', 'nosuid', 'nodev', 'noexec'],
}));

interface Config {
  process?: { env?: string[] };
  mounts?: { destination: string; type?: string; source?: string; options?: string[] }[];
  linux?: { namespaces?: { type: string; path?: string }[] };
  [key: string]: unknown;
}

const isOurs = (entry: string): boolean => Object.keys(OURS).some((name) => entry === name || entry.startsWith(`${name}=`));
const missing = (env: readonly string[]): string[] =>
  Object.entries(OURS).flatMap(([name, value]) =>
    env.some((entry) => entry === name || entry.startsWith(`${name}=`)) ? [] : [`${name}=${value}`],
  );

const isDev = (path: string): boolean =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/') === 'dev';

/** What has to become of a container's configuration that has a /dev of its own. */
function expected(config: Config): Config | undefined {
  const env = config.process?.env ?? [];
  const added = missing(env);
  if (added.length === 0) return undefined;
  const after = (config.mounts ?? []).findIndex(({ destination }) => isDev(destination)) + 1;
  const mounts = config.mounts?.toSpliced(after, 0, ...MOUNTS);
  return { ...config, process: { ...config.process, env: [...env, ...added] }, ...(mounts && { mounts }) };
}

const word = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.constantFrom('"', '\\', '],"env":[', '\u0000', '/dev', 'process', '\ud800'),
);
const entry = fc.oneof(
  fc
    .tuple(fc.constantFrom('PATH', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE2', 'SSL_CERT', 'ssl_cert_file'), word)
    .map(([name, value]) => `${name}=${value}`),
  word,
  fc.constant('SSL_CERT_FILE'),
);
const anything = fc.jsonValue({ maxDepth: 4 });
const dev = { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] };
const otherMount = fc.record(
  {
    destination: fc.constantFrom('/proc', '/dev/pts', '/dev/shm', '/data', '/devices', '/etc/hosts'),
    type: word,
    source: word,
    options: fc.array(word),
  },
  { requiredKeys: ['destination'] },
);
/** As engines write them, but for what is of no matter here. */
const config: fc.Arbitrary<Config> = fc
  .tuple(
    fc.record({ env: fc.array(entry, { maxLength: 6 }), args: fc.array(word), rest: anything }, { requiredKeys: [] }),
    fc
      .tuple(fc.array(otherMount, { maxLength: 3 }), fc.array(otherMount, { maxLength: 3 }))
      .map(([before, behind]) => [...before, dev, ...behind]),
    fc.record(
      { namespaces: fc.constant([{ type: 'pid' }, { type: 'mount' }, { type: 'network', path: '/x' }]), rest: anything },
      { requiredKeys: ['namespaces'] },
    ),
    fc.dictionary(
      word.filter(
        (key) =>
          /^[\x20-\x7e]*$/.test(key) &&
          !/["\\]|SSL_|NODE|PATH|dev|tmpfs|mount/.test(key) &&
          !/^(?:process|mounts|linux|windows|vm)$/i.test(key),
      ),
      anything,
      { maxKeys: 4 },
    ),
    fc.array(fc.integer(), { minLength: 8, maxLength: 8 }),
  )
  .map(([process, mounts, linux, rest, order]) => {
    const parts = Object.entries({ ...rest, annotations: { process: 'x', mounts: [], 'a"b': '\\' }, process, mounts, linux });
    return Object.fromEntries(
      parts
        .map((part, index) => ({ part, key: order[index % 8] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ part }) => part),
    );
  });

/** The same text with other white space, and with escapes that mean the same. */
const spelled = fc.tuple(config, fc.constantFrom(undefined, 1, '\t'), fc.boolean()).map(([value, space, escaped]) => {
  const text = JSON.stringify(value, undefined, space);
  return {
    value,
    text: escaped
      ? text.replaceAll(
          /(?<=")(?:SSL_|NODE|PATH|\/dev"|tmpfs"|mount")/g,
          (part) => `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}${part.slice(1)}`,
        )
      : text,
  };
});

describe('the configuration of a container', () => {
  test('gets what it has not set, behind its own /dev, and is the same otherwise', () => {
    const samples = fc.sample(spelled, 1000);
    const results = edit(
      'container',
      samples.map(({ text }) => text),
    );
    let changed = 0;
    for (const [index, { text }] of samples.entries()) {
      const before: Config = JSON.parse(text);
      const result = results[index];
      const wanted = expected(before);
      if (wanted === undefined) expect(result).toBeUndefined();
      else {
        changed++;
        expect(result && JSON.parse(result), text).toEqual(wanted);
      }
    }
    expect(changed).toBeGreaterThan(200);
  });

  test('what is put in is all that differs, byte by byte', () => {
    const text =
      '{ "process" : {"env":[ "A=1" ]},\n"mounts":[{"destination":"/dev/","type":"tmpfs"} ], "linux":{"namespaces":[{"type":"mount"}]} }\n';
    const [result = ''] = edit('container', [text]);
    const [variables, mounts] = [
      Object.entries(OURS)
        .map(([name, value]) => `,"${name}=${value}"`)
        .join(''),
      MOUNTS.map((mount) => `,${JSON.stringify(mount)}`).join(''),
    ];
    expect(result.replace(variables, '').replace(mounts, '')).toBe(text);
  });

  const good = '{"process":{"env":[]},"mounts":[{"destination":"/dev","type":"tmpfs"}],"linux":{"namespaces":[{"type":"mount"}]}}';
  test.each([
    ['as it is', good, true],
    ['no environment', good.replace('"env":[]', ''), true],
    ['an environment that is null', good.replace('[]', 'null'), false],
    ['an environment of numbers', good.replace('[]', '[1]'), false],
    ['no process', good.replace('"process":{"env":[]},', ''), false],
    ['a process that is null', good.replace('{"env":[]}', 'null'), false],
    ['two processes', good.replace('{', '{"process":{},'), false],
    ['two processes, for who does not look at the case', good.replace('{', '{"Process":{},'), false],
    ['two processes, for who folds as Unicode does', good.replace('{', '{"proce\u017fs":{},'), false],
    ['two processes, one by an escape', good.replace('{', '{"\\u0070rocess":{},'), false],
    ['two environments', good.replace('"env"', '"ENV":[],"env"'), false],
    ["the machine's own /dev", good.replace('"tmpfs"', '"bind"'), false],
    ["the machine's own /dev, by its options", good.replace('"tmpfs"', '"tmpfs","options":["rbind"]'), false],
    ['a /dev over /dev', good.replace('"tmpfs"}', '"tmpfs"},{"destination":"/dev","type":"bind"}'), false],
    ['a /dev over /dev, spelled otherwise', good.replace('"tmpfs"}', '"tmpfs"},{"destination":"//./dev/","type":"bind"}'), false],
    ['a way back', good.replace('"tmpfs"}', '"tmpfs"},{"destination":"/x/../dev","type":"bind"}'), false],
    ['a root over the root', good.replace('"tmpfs"}', '"tmpfs"},{"destination":"/","type":"bind"}'), false],
    ['our own place taken', good.replace('"tmpfs"}', '"tmpfs"},{"destination":"/dev/egress-filter-ca.pem","type":"bind"}'), false],
    ['a mount without a place', good.replace('"tmpfs"}', '"tmpfs"},{}'), false],
    ['no /dev', good.replace('/dev', '/data'), false],
    ['no mounts', good.replace(/"mounts":\[.*?\],/, ''), false],
    ["the machine's mounts", good.replace('"mount"', '"pid"'), false],
    ["somebody's mounts", good.replace('"mount"', '"mount","path":"/proc/1/ns/mnt"'), false],
    ['Windows', good.replace('{', '{"windows":{},'), false],
    ['a virtual machine', good.replace('{', '{"vm":{},'), false],
    ['deep, but not too deep', good.replace('{', `{"x":${'['.repeat(60)}${']'.repeat(60)},`), true],
    ['too deep', good.replace('{', `{"x":${'['.repeat(70)}${']'.repeat(70)},`), false],
    ['far too deep', `{"x":${'['.repeat(1_000_000)}`, false],
    ['something behind it', `${good} {}`, false],
    ['nothing', '', false],
    ['half of it', good.slice(0, -1), false],
    ['a comma too many', good.replace('[]', '[,]'), false],
    ['a NUL', good.replace('[]', '["A=\u0000"]'), false],
    ['a number that is none', good.replace('{', '{"x":01,'), false],
    ['a very long path', good.replace('"tmpfs"}', `"tmpfs"},{"destination":"/${'a/'.repeat(5000)}","type":"bind"}`), false],
    ['a very long variable', good.replace('[]', `["A=${'x'.repeat(300_000)}"]`), true],
  ])('%s', (_, text, changes) => {
    const [result] = edit('container', [text]);
    expect(result !== undefined).toBe(changes);
    if (result !== undefined) expect(JSON.parse(result).process.env.filter(isOurs)).toHaveLength(2);
  });

  test('broken texts: nothing is made of what is no JSON, and nothing but JSON is made', () => {
    const broken = fc
      .tuple(
        spelled,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
      )
      .map(([{ text }, changes]) => {
        const bytes = [...Buffer.from(text)];
        for (const [at, kind, byte] of changes) bytes.splice(at % bytes.length, kind === 0 ? 1 : kind - 1, ...(kind === 0 ? [] : [byte]));
        return Buffer.from(bytes);
      });
    const samples = [...fc.sample(broken, 2000), ...fc.sample(fc.uint8Array({ maxLength: 200 }), 500).map((bytes) => Buffer.from(bytes))];
    const results = edit('container', samples);
    let kept = 0;
    for (const [index, text] of samples.entries()) {
      const result = results[index];
      const before = parse(text.toString());
      if (before === undefined) expect(result, text.toString()).toBeUndefined();
      else if (result !== undefined) expect(JSON.parse(result), text.toString()).toEqual(expected(before as Config));
      if (result === undefined) kept++;
    }
    expect(kept).toBeGreaterThan(300);
  });
});

describe('a process in a container', () => {
  test('gets what it has not set, and is the same otherwise', () => {
    const samples = fc
      .sample(fc.record({ env: fc.array(entry), args: fc.array(word), rest: anything }, { requiredKeys: [] }), 1000)
      .map((value) => JSON.stringify(value));
    for (const [index, result] of edit('process', samples).entries()) {
      const before = JSON.parse(samples[index] ?? '');
      const added = missing(before.env ?? []);
      if (added.length === 0) expect(result).toBeUndefined();
      else expect(JSON.parse(result ?? 'null')).toEqual({ ...before, env: [...(before.env ?? []), ...added] });
    }
  });

  test.each([
    ['runc', { id: 'x', config: { mounts: [{ source: 'tmpfs', destination: '/dev' }, { destination: MOUNTS[0]?.destination }] } }, true],
    ['crun', { mounts: [{ destination: MOUNTS[0]?.destination }] }, true],
    ['without', { config: { mounts: [{ destination: '/dev' }] } }, false],
    ['a label that says so', { config: { labels: [`"mounts":[{"destination":"${MOUNTS[0]?.destination}"}]`], mounts: [] } }, false],
    ['elsewhere', { other: { mounts: [{ destination: MOUNTS[0]?.destination }] } }, false],
    ['none', { config: null, mounts: null }, false],
  ])('has a container the files? %s', (_, kept, has) => {
    expect(edit('kept', [JSON.stringify(kept)])[0] === 'y').toBe(has);
  });

  test('any bytes are read without harm', () => {
    for (const kind of ['kept', 'process'] as const)
      expect(
        edit(
          kind,
          fc.sample(fc.uint8Array({ maxLength: 60 }), 2000).map((bytes) => Buffer.from(bytes)),
        ),
      ).not.toContain('y');
  });
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON.
    return undefined;
  }
}
