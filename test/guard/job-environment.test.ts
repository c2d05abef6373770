import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loaderVariables, reviewEnvironment } from '../../src/guard/job/environment.ts';
import { belongsTo } from '../../src/guard/job/guarded.ts';

const block = (entries: readonly string[]): Buffer => Buffer.from(entries.map((entry) => `${entry}\0`).join(''));

describe('the environment that post starts with', () => {
  test.each([
    'LD_PRELOAD=/tmp/evil.so',
    'LD_AUDIT=/tmp/evil.so',
    'NODE_OPTIONS=--require /tmp/evil.js',
    'OPENSSL_CONF=/tmp/evil.cnf',
    'GCONV_PATH=/tmp',
    'ACTIONS_RESULTS_URL=https://evil.test/',
  ])('%s, set since the start of the job, is hostile', (entry) => {
    expect(reviewEnvironment(block(['A=b', entry, 'C=d']), {}).hostile).toBe(entry.split('=')[0]);
  });

  test.each(['HTTPS_PROXY=http://proxy.corp:3128', 'NODE_EXTRA_CA_CERTS=/etc/corp.pem', 'ACTIONS_RESULTS_URL=https://results/'])(
    '%s that the job began with is fine',
    (entry) => {
      const name = entry.split('=')[0] ?? '';
      expect(reviewEnvironment(block([entry]), { [name]: entry.slice(name.length + 1) })).toEqual({ unwanted: [] });
    },
  );

  test.each(['NODE_OPTIONS=--require ./hook.js', 'LD_PRELOAD=/usr/lib/libjemalloc.so', 'NODE_COMPILE_CACHE=/home/runner/.cache/node'])(
    '%s that the job began with has to go: the file that it names may be another by now',
    (entry) => {
      const name = entry.split('=')[0] ?? '';
      const unwanted = [{ offset: 0, name, since: false }];
      expect(reviewEnvironment(block([entry]), { [name]: entry.slice(name.length + 1) })).toEqual({ unwanted });
    },
  );

  test('what has the dynamic linker do something else than start the program has to go', () => {
    const entries = ['LD_TRACE_LOADED_OBJECTS=1', 'LD_SHOW_AUXV=1', 'LD_OF_A_LATER_GLIBC=1'];
    expect(reviewEnvironment(block(entries), {}).unwanted.map(({ name }) => name)).toEqual(entries.map((entry) => entry.split('=')[0]));
  });

  test('the name of a time zone has to go: it may be the path of a FIFO, for which a program waits before its first line', () => {
    const entries = ['TZ=:/tmp/fifo', 'TZDIR=/tmp', 'TZX=kept'];
    expect(reviewEnvironment(block(entries), {}).unwanted.map(({ name }) => name)).toEqual(['TZ', 'TZDIR']);
  });

  test('our own CA variables are fine, another file in their place is not', () => {
    const ours = { NODE_EXTRA_CA_CERTS: '/run/egress-filter/job/ca.pem' };
    expect(reviewEnvironment(block(['NODE_EXTRA_CA_CERTS=/run/egress-filter/job/ca.pem']), {}, ours).unwanted).toEqual([]);
    expect(reviewEnvironment(block(['NODE_EXTRA_CA_CERTS=/tmp/ca.pem']), {}, ours).unwanted).toEqual([
      { offset: 0, name: 'NODE_EXTRA_CA_CERTS', since: true },
    ]);
  });

  test('a library path has to go even where the job began with it: what is in it may have changed', () => {
    const entries = ['HOME=/home/runner', 'LD_LIBRARY_PATH=/opt/hostedtoolcache/Python/lib'];
    expect(reviewEnvironment(block(entries), { LD_LIBRARY_PATH: '/opt/hostedtoolcache/Python/lib' })).toEqual({
      unwanted: [{ offset: 'HOME=/home/runner\0'.length, name: 'LD_LIBRARY_PATH', since: false }],
    });
  });

  test('what tools of every day export is left alone', () => {
    const entries = [
      'NODE_AUTH_TOKEN=x',
      'NODE_ENV=production',
      'LD=gold',
      'npm_config_proxy=x',
      'PYTHONPATH=/x',
      'GITHUB_ACTION=__run',
      'PATH=/bin',
    ];
    expect(reviewEnvironment(block(entries), {})).toEqual({ unwanted: [] });
  });

  test('a second variable of the same name is seen as well', () => {
    const entries = ['https_proxy=http://proxy.corp', 'https_proxy=http://evil.test'];
    expect(reviewEnvironment(block(entries), { https_proxy: 'http://proxy.corp' }).unwanted).toHaveLength(1);
  });

  test('whatever bytes are in it, each offset is the beginning of an entry of that name', () => {
    const entry = fc.oneof(
      fc.string(),
      fc.constantFrom('LD_LIBRARY_PATH=/x', 'https_proxy=é', 'NODE_PATH=', 'LD_PRELOAD', 'SSL_CERT_FILE=/a=b'),
    );
    fc.assert(
      fc.property(fc.array(entry), fc.boolean(), (entries, cut) => {
        const whole = block(entries);
        const bytes = cut ? whole.subarray(0, Math.max(0, whole.length - 1)) : whole;
        const { unwanted, hostile } = reviewEnvironment(bytes, {});
        for (const { offset, name } of unwanted) {
          expect(bytes.toString('utf8', offset, offset + name.length)).toBe(name);
          expect(offset === 0 || bytes[offset - 1] === 0).toBe(true);
        }
        if (hostile !== undefined) expect(bytes.includes(hostile)).toBe(true);
      }),
    );
  });

  test('random bytes do no harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        reviewEnvironment(Buffer.from(bytes), {});
      }),
    );
  });
});

describe('whose step it is', () => {
  const long = `owner/${'x'.repeat(120)}`;
  test.each<[script: Parameters<typeof belongsTo>[1], environment: string[], repository: string | undefined, belongs: boolean]>([
    ['post', ['GITHUB_ACTION=__a_b', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', true],
    ['post', ['GITHUB_ACTION=__a_b_2', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', false],
    ['post', ['GITHUB_ACTION=__a_b', 'GITHUB_ACTION_REPOSITORY=a/c'], 'a/b', false],
    ['post', ['GITHUB_ACTION=__a_b'], undefined, true],
    ['post', ['GITHUB_ACTION=__run', 'GITHUB_ACTION=__a_b', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', false],
    ['disable-sudo', ['GITHUB_ACTION=anything', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', true],
    ['disable-sudo', ['GITHUB_ACTION=anything', 'GITHUB_ACTION_REPOSITORY=a/c'], 'a/b', false],
    ['enable-sudo', ['GITHUB_ACTION=__a_b', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', true],
    ['enable-sudo', ['GITHUB_ACTION=__a_b_2', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', true],
    ['enable-sudo', ['GITHUB_ACTION=__a_b_999', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', true],
    ['enable-sudo', [`GITHUB_ACTION=${`__${long.replace('/', '_')}`.slice(0, 98)}_2`, `GITHUB_ACTION_REPOSITORY=${long}`], long, true],
    ['enable-sudo', ['GITHUB_ACTION=__a_b_2_2', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', false],
    ['enable-sudo', ['GITHUB_ACTION=__a_bc', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', false],
    ['enable-sudo', ['GITHUB_ACTION=__self', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', false],
    ['enable-sudo', ['GITHUB_ACTION=build', 'GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', false],
    ['enable-sudo', ['GITHUB_ACTION_REPOSITORY=a/b'], 'a/b', false],
    ['enable-sudo', ['GITHUB_ACTION=__self'], undefined, false],
  ])('%s with %j of %s: %s', (script, environment, repository, belongs) => {
    const step = { environ: block(environment), environTruncated: false };
    expect(belongsTo(step, script, { repository, step: '__a_b' })).toBe(belongs);
  });
});

test('of an environment the guard keeps what steers a start, no secrets', () => {
  expect(loaderVariables({ NODE_OPTIONS: 'x', HTTPS_PROXY: 'y', ACTIONS_RUNTIME_TOKEN: 'secret', INPUT_TOKEN: 'secret' })).toEqual({
    NODE_OPTIONS: 'x',
    HTTPS_PROXY: 'y',
  });
});
