import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { start } from '../../src/action/start.ts';
import { JobConfig } from '../../src/guard/job/protocol.ts';
import { Lab } from './lab.ts';

const enforcing = {
  status: 'enforcing',
  id: '00c0ffee',
  env: { SSL_CERT_FILE: '/run/x/bundle.pem', CURL_CA_BUNDLE: '/run/x/bundle.pem', 'A-B': 'no name of a variable' },
  log: '/var/log/egress-filter/00c0ffee/log.jsonl',
  since: '2026-01-31T12:00:00.123Z',
  timings: { 'kernel programs': 120.4, proxy: 301 },
  warnings: ['snapd still answers'],
};

/** The launcher's part, played by a program that keeps what it was given. */
function launcher(lab: Lab, script = `console.log('loading...'); console.log(${JSON.stringify(JSON.stringify(enforcing))});`): string {
  const path = lab.path('guard.mjs');
  writeFileSync(
    path,
    `import { readFileSync, writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(lab.path('asked'))}, JSON.stringify({ argv: process.argv.slice(2), env: process.env, config: JSON.parse(readFileSync(0, 'utf8')) }));
${script}`,
  );
  return path;
}

interface Asked {
  readonly argv: string[];
  readonly env: Record<string, string>;
  readonly config: JobConfig;
}

function asked(lab: Lab): Asked {
  return JSON.parse(lab.file('asked'));
}

/** sudo(8) as far as it is used: `-n --`, and an environment of its own. */
function sudo(lab: Lab, script = 'shift 2; exec env -i PATH="$PATH" SUDO_UID=1000 "$@"'): void {
  mkdirSync(lab.path('bin'));
  writeFileSync(lab.path('bin', 'sudo'), `#!/bin/sh\n[ "$1 $2" = "-n --" ] || exit 99\n${script}\n`);
  chmodSync(lab.path('bin', 'sudo'), 0o755);
  lab.env.PATH = `${lab.path('bin')}:${process.env.PATH}`;
}

function begin(
  lab: Lab,
  { stage = 'pre' as 'pre' | 'main', uid = 0, guard = launcher(lab), root = machine(lab), timeoutMs = 20_000 } = {},
) {
  return start(lab.runner, {
    stage,
    machine: { platform: 'linux', arch: 'x64', ppid: 100, root },
    directory: lab.path('action'),
    launcher: { node: process.execPath, guard, uid, timeoutMs },
    elapsed: () => 641.5,
  });
}

function machine(lab: Lab): string {
  for (const folder of ['proc/100', 'proc/self', 'sys/kernel/btf']) mkdirSync(lab.path('root', folder), { recursive: true });
  writeFileSync(lab.path('root/proc/100/stat'), '100 (Runner.Worker) S 1 100');
  writeFileSync(lab.path('root/proc/self/status'), 'CapBnd:\t000001ffffffffff\n');
  writeFileSync(lab.path('root/sys/kernel/btf/vmlinux'), '');
  return lab.path('root');
}

describe('a start that works', () => {
  test('gives the guard all it asked for, through stdin alone', async () => {
    using lab = new Lab(
      { policy: 'api.github.com\n*.npmjs.org\n', 'allow-sudo': 'true', 'log-level': 'full', 'upstream-ca': rootCertificates[0] ?? '' },
      {
        GITHUB_ACTION_REPOSITORY: 'acme/egress-filter',
        RUNNER_ENVIRONMENT: 'github-hosted',
        CURL_CA_BUNDLE: '/mine.pem',
        SECRET_CERT: 'x',
      },
    );
    const state = await begin(lab);
    const { config, argv, env } = asked(lab);
    expect(JobConfig.parse(config)).toEqual({
      policy: 'api.github.com\n*.npmjs.org\n',
      repository: 'acme/app',
      default: 'deny',
      audit: false,
      logFull: true,
      allowSudo: true,
      containerCerts: true,
      upstreamCa: [`${rootCertificates[0]}\n`],
      hosted: true,
      action: { directory: lab.path('action'), repository: 'acme/egress-filter', step: '__acme_egress-filter' },
      job: 'build',
      env: { CURL_CA_BUNDLE: '/mine.pem' },
      keep: expect.any(String),
    });
    expect(argv).toEqual(['launch']);
    expect(Object.keys(env).sort()).toEqual(['LANG', 'PATH']);
    expect(lab.runner.exitCode).toBe(0);
    expect(state).toMatchObject({ id: '00c0ffee', rules: 2, audit: false });
    expect(state).toMatchObject(JSON.parse(config.keep));
  });

  test('tells what is enforced, since when, and how long it took; keeps what the user has set', async () => {
    using lab = new Lab({ policy: 'api.github.com' }, { CURL_CA_BUNDLE: '/mine.pem', https_proxy: 'http://proxy.corp.example:3128' });
    await begin(lab);
    expect(lab.output).toContain(
      'Egress Filter: 1 rule enforced, what no rule names is denied since 2026-01-31T12:00:00.123Z, 642 ms after this step began.\nOf these in the guard, in ms: kernel programs 120, proxy 301.\nsudo is locked.\n',
    );
    expect(lab.annotations).toEqual([
      'warning: snapd still answers',
      expect.stringMatching(
        /^warning: CURL_CA_BUNDLE is set by the job \(\/mine\.pem\) and left alone.* \/run\/x\/bundle\.pem .*has both\.$/,
      ),
    ]);
    expect(lab.variables('ENV')).toEqual({ SSL_CERT_FILE: '/run/x/bundle.pem' });
    expect(JSON.parse(lab.variables('STATE').job ?? '')).toMatchObject({
      log: enforcing.log,
      network: { https_proxy: 'http://proxy.corp.example:3128' },
    });
  });

  test('goes through sudo where the runner is not root', async () => {
    using lab = new Lab();
    sudo(lab);
    await begin(lab, { uid: 1000 });
    expect(lab.annotations).toEqual(['warning: snapd still answers']);
    expect(asked(lab).env.SUDO_UID).toBe('1000');
  });

  test('audit goes on with a policy that is not valid, and says what is wrong', async () => {
    using lab = new Lab({ policy: 'api.github.com\nnot a rule', audit: 'true' });
    await begin(lab);
    expect(asked(lab).config).toMatchObject({ audit: true, policy: 'api.github.com\nnot a rule' });
    expect(lab.output).toContain('audit, ');
    expect(lab.annotations.filter((text) => text.startsWith('error'))).toEqual([]);
    expect(lab.commands.filter(({ properties }) => properties.title === 'Egress policy, line 2')).not.toEqual([]);
  });
});

describe('a start that fails is told, and fails the step', () => {
  const failed = async (lab: Lab, options: Parameters<typeof begin>[1] = {}): Promise<string[]> => {
    expect(await begin(lab, options)).toBeUndefined();
    expect(lab.runner.exitCode).toBe(1);
    expect(lab.variables('STATE')).toEqual({});
    expect(lab.variables('ENV')).toEqual({});
    return lab.annotations;
  };

  test('everything that is wrong at once, and nothing is started', async () => {
    using lab = new Lab({ audit: 'yes', default: 'no', policy: 'a b c' });
    expect(await failed(lab, { root: '/nonexistent' })).toEqual([
      'error: Input audit takes true or false, not `yes`.',
      'error: Input default takes deny or allow, not `no`.',
      expect.stringMatching(/^error: Egress Filter was not started by a GitHub runner/),
      'error: a host name needs a dot, as in example.com\n`b` is not understood here: after the target come passthrough or insecure, then attributes like exe=\n`c` is not understood here: after the target come passthrough or insecure, then attributes like exe=',
    ]);
    expect(() => asked(lab)).toThrow();
  });

  test('a runner whose files cannot be written, before anything is started', async () => {
    using lab = new Lab({}, { GITHUB_STATE: '/nonexistent/state' });
    lab.env.GITHUB_ENV = '';
    expect(await begin(lab)).toBeUndefined();
    expect(lab.annotations).toEqual([
      expect.stringMatching(/^error: The file of the runner for GITHUB_STATE cannot be written: ENOENT/),
      expect.stringMatching(/^error: The runner gave no GITHUB_ENV/),
    ]);
    expect(() => asked(lab)).toThrow();
  });

  test('the reason of the launcher', async () => {
    using lab = new Lab();
    const guard = launcher(
      lab,
      `console.log(JSON.stringify({ status: 'failed', message: 'iptables is not there: install it.' })); process.exit(1);`,
    );
    expect(await failed(lab, { guard })).toEqual(['error: iptables is not there: install it. The filter is not up, so the job fails.']);
  });

  test.each([
    ['says nothing', 'process.exit(3)', /The guard did not start \(exit status 3\)\. The filter is not up/],
    ['crashes', `throw new Error('boom')`, /The guard did not start \(exit status 1\): [\s\S]*Error: boom/],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, /The guard did not start \(signal SIGKILL\)\./],
    ['says what cannot be read', `console.log('{"status":"enforcing"}')`, /The guard did not start \(exit status 0\)\./],
    ['talks without end', `for (let i = 0; i < 3000; i++) console.log('x'.repeat(10000))`, /The guard did not start/],
    ['stops listening at once', `process.stdin.destroy(); process.exit(4)`, /exit status 4/],
  ])('a launcher that %s', async (_what, script, sentence) => {
    using lab = new Lab({ policy: '# x\n'.repeat(20_000) });
    const [said, ...more] = await failed(lab, { guard: launcher(lab, script) });
    expect(said).toMatch(sentence);
    expect(more).toEqual([]);
  });

  test('a launcher that does not come to an end', async () => {
    using lab = new Lab();
    const guard = launcher(lab, `console.error('waiting for the kernel'); setInterval(() => {}, 1000)`);
    expect(await failed(lab, { guard, timeoutMs: 1500 })).toEqual([
      'error: The guard did not get ready within 1.5 s: waiting for the kernel. The filter is not up, so the job fails.',
    ]);
  });

  test('sudo that wants a password', async () => {
    using lab = new Lab();
    sudo(lab, 'echo "sudo: a password is required" >&2; exit 1');
    expect(await failed(lab, { uid: 1000 })).toEqual([
      expect.stringMatching(/^error: Egress Filter needs sudo without a password, .*\(sudo: a password is required\)/),
    ]);
  });

  test('no sudo', async () => {
    using lab = new Lab({}, { PATH: '/nonexistent' });
    expect(await failed(lab, { uid: 1000 })).toEqual([
      expect.stringMatching(/^error: Egress Filter needs sudo, and this machine has none\./),
    ]);
  });

  test('certificates that are none', async () => {
    using lab = new Lab({ 'upstream-ca': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' });
    expect(await failed(lab)).toEqual([expect.stringMatching(/^error: upstream-ca: certificate 1 in upstream-ca cannot be read/)]);
    using file = new Lab({ 'upstream-ca': '/etc/hostname' });
    expect(await failed(file)).toEqual(['error: upstream-ca: there is no certificate in /etc/hostname (-----BEGIN CERTIFICATE-----).']);
  });
});

const WORKFLOW = `name: CI
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/egress-filter@v1
        with:
          policy: |
            api.github.com
            registry.example:99999
            \${{ vars.MORE }}
`;

describe('files of the repository before it is checked out', () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** GitHub's API, as far as "Get repository content" goes. */
  async function github(lab: Lab, files: Record<string, string>): Promise<string[]> {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://api');
      requests.push(`${request.headers.authorization} ${request.headers.accept} ${request.url}`);
      const name = decodeURIComponent(url.pathname.replace('/repos/acme/app/contents/', ''));
      const text = files[name];
      if (text === undefined) response.writeHead(404).end('{"message":"Not Found"}');
      else if (text === 'a folder') response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('[]');
      else response.writeHead(200, { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' }).end(text);
    });
    servers.push(server, { close: () => server.closeAllConnections() });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    lab.env.GITHUB_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    lab.env.GITHUB_SHA = 'c0ffee0123456789';
    return requests;
  }

  test('policy-file comes from the commit of the job, and its rules stand below those of policy', async () => {
    using lab = new Lab({ policy: '[:8080]\na.example', 'policy-file': '.github/my rules.policy', 'github-token': 'ghs_token' });
    const requests = await github(lab, { '.github/my rules.policy': 'b.example\n' });
    // What an earlier job left on a machine that is used again is not looked at.
    mkdirSync(lab.path('workspace', '.github'));
    writeFileSync(lab.path('workspace', '.github', 'my rules.policy'), 'evil.example');
    expect((await begin(lab))?.rules).toBe(2);
    expect(asked(lab).config.policy).toBe('[:8080]\na.example\n[]\nb.example\n');
    expect(requests).toEqual([
      'Bearer ghs_token application/vnd.github.raw+json /repos/acme/app/contents/.github/my%20rules.policy?ref=c0ffee0123456789',
    ]);
  });

  test.each([
    [
      'nothing.policy',
      /^error: policy-file: nothing\.policy of acme\/app at c0ffee012345 could not be had from GitHub \(status 404\)\. Is the path right/,
    ],
    ['folder', /^error: policy-file: folder of acme\/app at c0ffee012345 is not a file\./],
    ['../other.policy', /^error: policy-file: \.\.\/other\.policy is outside of the repository\./],
    ['/nonexistent/x.policy', /^error: policy-file: \/nonexistent\/x\.policy cannot be read/],
  ])('%s fails the start', async (path, sentence) => {
    using lab = new Lab({ 'policy-file': path });
    await github(lab, { folder: 'a folder' });
    expect(await begin(lab)).toBeUndefined();
    expect(lab.annotations).toEqual([expect.stringMatching(sentence)]);
  });

  test('so does a GitHub that cannot be reached', async () => {
    using lab = new Lab({ 'policy-file': 'x.policy' }, { GITHUB_API_URL: 'http://127.0.0.1:1', GITHUB_SHA: 'c0ffee' });
    expect(await begin(lab)).toBeUndefined();
    expect(lab.annotations).toEqual([expect.stringMatching(/could not be had from http:\/\/127\.0\.0\.1:1: /)]);
  });

  test('a file of the machine is taken as it is, with a word where a job could change it', async () => {
    using lab = new Lab({});
    writeFileSync(lab.path('machine.policy'), 'm.example');
    chmodSync(lab.path('machine.policy'), 0o666);
    lab.env['INPUT_POLICY-FILE'] = lab.path('machine.policy');
    await begin(lab);
    expect(asked(lab).config.policy).toBe('m.example');
    expect(lab.annotations).toContainEqual(expect.stringMatching(/^warning: .*machine\.policy can be written by others than root/));
  });

  test('main, which runs where pre does not, reads the checkout', async () => {
    using lab = new Lab({ 'policy-file': 'egress.policy' });
    writeFileSync(lab.path('workspace', 'egress.policy'), 'w.example');
    await begin(lab, { stage: 'main' });
    expect(asked(lab).config.policy).toBe('w.example');
    using missing = new Lab({ 'policy-file': 'egress.policy' });
    await begin(missing, { stage: 'main' });
    expect(missing.annotations).toEqual([
      'error: policy-file: egress.policy is not there: put actions/checkout before this step, or check the path.',
    ]);
  });

  const policy = 'api.github.com\nregistry.example:99999\nmore.example\n';
  const workflowEnv = { GITHUB_WORKFLOW_REF: 'acme/app/.github/workflows/ci.yml@refs/heads/main' };

  test('a finding stands at its line of the workflow, which GitHub is asked for', async () => {
    using lab = new Lab({ policy }, workflowEnv);
    await github(lab, { '.github/workflows/ci.yml': WORKFLOW });
    await begin(lab);
    expect(lab.commands).toMatchObject([
      { name: 'error', properties: { title: 'Egress policy', file: '.github/workflows/ci.yml', line: '11', col: '30' } },
    ]);
    expect(lab.output).toContain('2 | registry.example:99999\n  |                  ^^^^^\n');
  });

  test('or which is checked out', async () => {
    using lab = new Lab({ policy }, workflowEnv);
    mkdirSync(lab.path('workspace/.github/workflows'), { recursive: true });
    writeFileSync(lab.path('workspace/.github/workflows/ci.yml'), WORKFLOW);
    await begin(lab, { stage: 'main' });
    expect(lab.commands[0]?.properties).toMatchObject({ file: '.github/workflows/ci.yml', line: '11' });
  });

  test('where the workflow is another one, or cannot be had, at the line of the policy', async () => {
    using lab = new Lab({ policy }, workflowEnv);
    await github(lab, { '.github/workflows/ci.yml': WORKFLOW.replace('registry', 'other') });
    await begin(lab);
    expect(lab.commands.map(({ properties }) => properties)).toEqual([{ title: 'Egress policy, line 2' }]);
    using without = new Lab({ policy }, workflowEnv);
    await github(without, {});
    await begin(without);
    expect(without.commands.map(({ properties }) => properties)).toEqual([{ title: 'Egress policy, line 2' }]);
  });

  test('an input that is wrong stands at its place there, too: that of the job', async () => {
    const source = `jobs:
  other:
    steps:
      - uses: acme/egress-filter@v1
        with: { audit: yes }
  build:
    steps:
      - uses: acme/egress-filter@v1
        with:
          audit: yes
          Polcy: a.example
          on-deny: \${{ inputs.on-deny }}
`;
    using lab = new Lab({ audit: 'yes', Polcy: 'a.example', 'on-deny': 'nothing' }, workflowEnv);
    await github(lab, { '.github/workflows/ci.yml': source });
    await begin(lab);
    expect(lab.runner.exitCode).toBe(1);
    expect(() => asked(lab)).toThrow();
    const file = '.github/workflows/ci.yml';
    expect(lab.commands.map(({ properties, data }) => [properties, data])).toEqual([
      [{ title: 'Egress Filter', file, line: '11', col: '11' }, 'Input polcy does not exist: did you mean policy?'],
      [{ title: 'Egress Filter', file, line: '10', col: '18' }, 'Input audit takes true or false, not `yes`.'],
      [{ title: 'Egress Filter' }, 'Input on-deny takes log or fail-job, not `nothing`.'],
    ]);
  });

  test('a line is told once whatever is wrong with it, and what GitHub would not show is named in the last annotation', async () => {
    using lab = new Lab({ policy: 'a.example\n', 'policy-file': 'x.policy' });
    await github(lab, { 'x.policy': Array.from({ length: 11 }, (_, at) => `no such rule ${at}\n`).join('') });
    await begin(lab);
    expect(lab.commands.map(({ properties }) => properties.line)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', undefined]);
    expect(lab.annotations.at(-1)).toBe('error: The log of this step tells more, of x.policy:9, x.policy:10, x.policy:11.');
    expect(lab.output).toContain('x.policy:11: a host name needs a dot');
  });

  test('of a file, at its line there', async () => {
    using lab = new Lab({ policy: 'a.example', 'policy-file': 'x.policy' });
    await github(lab, { 'x.policy': '# rules\nb.example:0\n' });
    await begin(lab);
    expect(lab.commands[0]).toMatchObject({ name: 'error', properties: { file: 'x.policy', line: '2' } });
  });
});
