import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { finish } from '../../src/action/finish.ts';
import { readInputs } from '../../src/action/inputs.ts';
import { present } from '../../src/action/present.ts';
import { hashOf } from '../../src/action/start.ts';
import { jobState } from '../../src/action/state.ts';
import type { ControlAnswer } from '../../src/guard/job/protocol.ts';
import type { LogEvent } from '../../src/log/event.ts';
import { anyEvents, hostile, hostileText, sample } from '../report/sample.ts';
import { artifactService, unzip } from './artifact-service.ts';
import { answering, Lab, owner } from './lab.ts';

const run = promisify(execFile);
const cleanUp: (() => void)[] = [];
const before = { ...process.env };
afterEach(() => {
  for (const step of cleanUp.splice(0).reverse()) step();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

interface Job {
  readonly inputs?: Record<string, string>;
  readonly env?: NodeJS.ProcessEnv;
  readonly events?: Iterable<LogEvent>;
  readonly answer?: Partial<Extract<ControlAnswer, { status: 'ok' }>> | ControlAnswer | string | undefined;
}

/** A job that is over, but for post. */
async function job({ inputs = {}, env = {}, events = sample, answer = {} }: Job = {}) {
  const lab = new Lab(inputs, env);
  cleanUp.push(() => lab[Symbol.dispose]());
  const log = lab.writeLog(events);
  const policyHash = hashOf(lab.env.INPUT_POLICY ?? '');
  const { inputs: read } = readInputs(lab.env);
  const choices = { onDeny: read?.['on-deny'], uploadLog: read?.['upload-log'], audit: read?.audit };
  const kept = { default: 'deny', rules: 3, policyHash, network: {}, ...choices };
  const ok = {
    status: 'ok',
    mode: 'enforce',
    sudo: 'locked',
    since: '2026-01-31T12:00:00.000Z',
    log,
    restarts: 0,
    lostEvents: 0,
    problems: [],
    kept: JSON.stringify(kept),
  };
  const said = typeof answer === 'string' ? answer : ({ ...ok, ...answer } as ControlAnswer);
  const { socket, server } = await answering(lab, () => said);
  cleanUp.push(() => server.close());
  lab.env.STATE_job = JSON.stringify({ id: '00c0ffee', since: ok.since, log, ...kept });
  // What an expression in an input has become since is not asked for.
  Object.assign(lab.env, { 'INPUT_ON-DENY': 'log', 'INPUT_UPLOAD-LOG': 'maybe', INPUT_AUDIT: '' });
  const control = { socket, owner, timeoutMs: 2000 };
  const end = async (uploadTimeoutMs = 20_000) => {
    // The artifact client reads the environment of the process.
    for (const name of ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL', 'GITHUB_WORKSPACE']) process.env[name] = lab.env[name];
    await finish(lab.runner, { control, uploadTimeoutMs });
  };
  return { lab, log, control, end };
}

async function serving(lab: Lab, instead?: Parameters<typeof artifactService>[1]) {
  const service = await artifactService(lab, instead);
  cleanUp.push(() => service.close());
  return service;
}

const quiet = sample.filter(({ policy, type }) => policy === 'allow' || type === 'close');

describe('post', () => {
  test('writes the summary, annotates what was denied, and uploads log and report with the client as it is', async () => {
    const { lab, log, end } = await job();
    const service = await serving(lab);
    await end();
    expect(lab.runner.exitCode).toBe(0);
    expect(lab.summary).toMatch(/^### Egress Filter\n\n\*\*9 denied\*\* · 31 connections allowed/);
    expect(lab.annotations).toHaveLength(7);
    expect(lab.annotations[0]).toBe(
      'warning: 203.0.113.9:4444 (tcp, 3 times)\nby /usr/bin/node postinstall.js\nno rule matches 203.0.113.9:4444\nTo allow it: 203.0.113.9:4444',
    );
    expect(lab.annotations.at(-1)).toContain('registry.example passthrough');
    expect(service.finished.map(({ name }) => name)).toEqual(['egress-connections']);
    const files = unzip(service.finished[0]?.path ?? '');
    expect(Object.keys(files).sort()).toEqual(['connections.jsonl', 'report.html']);
    expect(files['connections.jsonl']?.split('\n')).toHaveLength(sample.length + 1);
    expect(files['report.html']).toContain('<code class="denied">evil.example:443</code>');
    expect(lab.output).toMatch(/Artifact egress-connections: \d+ bytes, id 1\./);
    expect(lab.variables('OUTPUT')).toEqual({
      log,
      denied: '9',
      allowed: '31',
      report: join(lab.path('temp'), 'egress-filter-report/report.html'),
    });
  });

  test.each<[string, Job, boolean]>([
    ['after a denial', {}, true],
    ['after an error', { events: sample.filter(({ error }) => error !== undefined) }, true],
    ['where nothing happened that one has to look at', { events: quiet }, false],
    ['in audit', { events: quiet, inputs: { audit: 'true' }, answer: { mode: 'audit' } }, true],
    ['with upload-log: true', { events: quiet, inputs: { 'upload-log': 'true' } }, true],
    ['with upload-log: false', { inputs: { 'upload-log': 'false' } }, false],
    ['when the guard is gone', { events: quiet, answer: '' }, owner === 0],
  ])('the artifact %s', async (_when, options, uploaded) => {
    const { lab, end } = await job(options);
    const service = await serving(lab);
    await end();
    expect(service.finished).toHaveLength(uploaded ? 1 : 0);
  });

  test('another job of the run has taken the name of the artifact', async () => {
    const { lab, end } = await job();
    const service = await serving(lab, (request, response) => {
      if (!request.url?.endsWith('CreateArtifact') || service.requests.filter((line) => line.endsWith('CreateArtifact')).length > 1)
        return false;
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 'already_exists', msg: 'an artifact with this name already exists on the workflow run' }));
      return true;
    });
    await end();
    expect(service.finished.map(({ name }) => name)).toEqual(['egress-connections-build-00c0ffee']);
    expect(lab.annotations.filter((text) => text.includes('artifact'))).toEqual([]);
  });

  test.each<[string, Parameters<typeof artifactService>[1]]>([
    ['is silent', () => true],
    ['refuses', (_request, response) => Boolean(response.writeHead(403).end('{"msg":"::set-env name=X::y\\n::set-env name=X::y"}'))],
    ['fails again and again', (_request, response) => Boolean(response.writeHead(503).end('{"msg":"##[set-env name=X]y"}'))],
    ['talks nonsense', (_request, response) => Boolean(response.writeHead(200).end('<html>'))],
    ['hangs up', (request) => Boolean(request.socket.destroy())],
  ])('a service that %s costs neither the summary nor minutes', async (_what, instead) => {
    const { lab, end } = await job();
    await serving(lab, instead);
    const began = Date.now();
    await end(4000);
    expect(Date.now() - began).toBeLessThan(19_000);
    expect(lab.summary).toContain('**9 denied**');
    expect(lab.runner.exitCode).toBe(0);
    expect(lab.annotations.filter((text) => text.includes('The artifact egress-connections could not be uploaded'))).toHaveLength(1);
    expect(lab.commands.filter(({ name }) => !/^(?:warning|error|notice)$/.test(name))).toEqual([]);
  });

  test('files that somebody changes during the upload are not to be believed', async () => {
    const { lab, end } = await job();
    const report = lab.path('temp/egress-filter-report/report.html');
    await serving(lab, (request) => {
      if (!request.url?.endsWith('CreateArtifact')) return false;
      // Another file for a moment, and the right one again.
      renameSync(report, `${report}.right`);
      writeFileSync(report, 'nothing happened');
      renameSync(`${report}.right`, report);
      return false;
    });
    await end();
    expect(lab.annotations).toContainEqual(expect.stringContaining('were changed by another process during the upload'));
  });

  test('a step that sends the upload through a proxy of its own does not get it', async () => {
    const { lab, end } = await job();
    const service = await serving(lab);
    Object.assign(lab.env, {
      https_proxy: 'http://evil.example:1',
      HTTP_PROXY: 'http://evil.example:1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
    await end();
    expect(service.finished).toHaveLength(1);
    expect(lab.env).not.toHaveProperty('https_proxy');
    expect(lab.env).not.toHaveProperty('HTTP_PROXY');
    expect(lab.env).not.toHaveProperty('NODE_TLS_REJECT_UNAUTHORIZED');
    const other = await job({ env: { NODE_USE_ENV_PROXY: '1' } });
    const untouched = await serving(other.lab);
    await other.end();
    expect(untouched.requests).toEqual([]);
    expect(other.lab.annotations).toContainEqual(
      expect.stringContaining('The artifact was not uploaded: a step has set NODE_USE_ENV_PROXY'),
    );
  });

  test('what the runner kept is not believed where the guard says otherwise: the job can write it', async () => {
    const { lab, end, log } = await job({ inputs: { 'on-deny': 'fail-job', 'upload-log': 'true' } });
    const service = await serving(lab);
    lab.env.STATE_job = JSON.stringify({
      ...JSON.parse(lab.env.STATE_job ?? ''),
      log: '/etc/hostname',
      audit: true,
      onDeny: 'log',
      uploadLog: false,
      network: { https_proxy: 'http://evil.example:1', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    await end();
    expect(service.finished).toHaveLength(1);
    expect(lab.env).not.toHaveProperty('https_proxy');
    expect(lab.variables('OUTPUT').log).toBe(log);
    expect(lab.annotations.at(-1)).toContain('on-deny is fail-job');
  });

  test('a guard that has kept nothing', async () => {
    const { lab, end } = await job({ answer: { kept: '{}' } });
    await end();
    expect(lab.annotations).toContainEqual('error: The guard does not say what was asked for at the start of the job.');
    expect(lab.runner.exitCode).toBe(1);
  });

  test('on-deny: fail-job fails the job, with one sentence, after everything else', async () => {
    const { lab, end } = await job({ inputs: { 'on-deny': 'fail-job' } });
    await serving(lab);
    await end();
    expect(lab.runner.exitCode).toBe(1);
    expect(lab.annotations.at(-1)).toBe('error: 9 attempts to leave the machine were denied, and on-deny is fail-job.');
    expect(lab.annotations.filter((text) => text.startsWith('error'))).toHaveLength(7);
    const nothing = await job({ inputs: { 'on-deny': 'fail-job' }, events: quiet });
    await nothing.end();
    expect([nothing.lab.runner.exitCode, nothing.lab.annotations]).toEqual([0, []]);
  });

  test('what services of the machine are denied is told, but neither fails the job nor uploads', async () => {
    const snapd: LogEvent = {
      ts: '2026-01-31T12:00:09.000Z',
      type: 'dns',
      policy: 'deny',
      name: 'api.snapcraft.io',
      uid: 0,
      exe: '/usr/lib/snapd/snapd',
      cgroup: '/system.slice/snapd.service',
    };
    const { lab, end } = await job({ inputs: { 'on-deny': 'fail-job' }, events: [...quiet, snapd] });
    const service = await serving(lab);
    await end();
    expect([lab.runner.exitCode, lab.annotations, service.requests]).toEqual([0, [], []]);
    expect(lab.summary).toContain('**1 denied**');
    expect(lab.summary).toContain('<code>api&#46;snapcraft&#46;io</code>');
    expect(lab.summary).toContain('services of the machine that call home by themselves');
  });

  test('in audit nothing is denied, so nothing fails', async () => {
    const events = sample.map((event) => (event.policy === 'deny' ? { ...event, audit: true as const } : event));
    const { lab, end } = await job({ inputs: { 'on-deny': 'fail-job', 'upload-log': 'false' }, events, answer: { mode: 'audit' } });
    await end();
    expect(lab.runner.exitCode).toBe(0);
    expect(lab.annotations.filter((text) => text.startsWith('notice'))).toHaveLength(6);
    expect(lab.summary).toContain('**9 would be denied** (audit)');
  });

  test('GitHub shows ten annotations of a kind, so no more than that are made', async () => {
    const events = Array.from({ length: 300 }, (_, index): LogEvent[] => {
      const common = { ts: '2026-01-31T12:00:00.000Z', type: 'tcp' as const, dst_ip: `203.0.113.${index % 250}`, dst_port: index + 1 };
      return [
        { ...common, policy: 'deny' },
        { ...common, policy: 'deny', audit: true },
        { ...common, error: 'ECONNREFUSED' },
      ];
    }).flat();
    const { lab, end } = await job({ events, inputs: { 'on-deny': 'fail-job', 'upload-log': 'false' } });
    await end();
    for (const kind of ['error', 'warning', 'notice'])
      expect(lab.commands.filter(({ name }) => name === kind).length).toBeLessThanOrEqual(10);
    expect(lab.annotations.filter((text) => /^error: 29\d more: see the summary/.test(text))).toHaveLength(1);
  });

  test('tampering comes first, in annotations and summary, and the evidence is uploaded', async () => {
    const tampering: LogEvent = {
      ts: '2026-01-31T12:00:09.000Z',
      type: 'guard',
      error: 'tampering',
      reason: 'disable-sudo was started with LD_PRELOAD',
      pid: 9,
      exe: '/usr/bin/node',
    };
    const { lab, end } = await job({ events: [...quiet, tampering] });
    const service = await serving(lab);
    await end();
    expect(lab.annotations).toEqual(['warning: Tampering: disable-sudo was started with LD_PRELOAD\nby /usr/bin/node']);
    expect(lab.summary).toContain('**tampering** <code>disable-sudo was started with LD&#95;PRELOAD</code>');
    expect(service.finished).toHaveLength(1);
  });

  test('what the guard knows of itself is told', async () => {
    const { lab, end } = await job({
      events: quiet,
      answer: { restarts: 2, lostEvents: 7, problems: ['snapd still answers | <b>x</b>'] },
    });
    await serving(lab);
    await end();
    expect(lab.summary).toContain('started again, 2 times');
    expect(lab.summary).toContain('7 events could not be written to the log');
    expect(lab.summary).toContain('snapd still answers &#124; &#60;b&#62;x');
  });

  test.each<[string, Job['answer'], RegExp]>([
    ['is dead', '', /^error: The guard of Egress Filter does not answer \(it closed the connection\)\. What stands below may not be all/],
    [
      'refuses',
      { status: 'refused', message: 'post was started with LD_PRELOAD' },
      /^error: The guard of Egress Filter refused: post was started with LD_PRELOAD/,
    ],
    ['fails', { status: 'failed', message: 'The log could not be flushed.' }, /^error: The log could not be flushed\./],
  ])('a guard that %s fails the job and says why', async (_what, answer, sentence) => {
    const { lab, end } = await job({ answer, inputs: { 'upload-log': 'false' } });
    await end();
    expect(lab.runner.exitCode).toBe(1);
    expect(lab.annotations[0]).toMatch(sentence);
    // Only a file that root alone can write is evidence without the guard's word.
    if (owner === 0) expect(lab.summary).toContain('**9 denied**');
    else expect(lab.annotations.at(-1)).toContain('it does not belong to root alone');
  });

  test('without the guard, a log that others could have written is not believed', async () => {
    const { lab, log, end } = await job({ answer: '' });
    chmodSync(log, 0o666);
    await end();
    expect(lab.annotations.at(-1)).toMatch(/^error: The log .* cannot be read: it does not belong to root alone\.$/);
    expect(lab.summary).toBe('');
  });

  test('a log that is not there, or broken, is told', async () => {
    const { lab, log, end } = await job();
    rmSync(log);
    await end();
    expect([lab.runner.exitCode, lab.annotations]).toEqual([1, [expect.stringMatching(/^error: The log .* cannot be read: ENOENT/)]]);
    const broken = await job({ inputs: { 'upload-log': 'false' } });
    writeFileSync(broken.log, '{"ts":\n::set-env name=X::y\n\xff\xfe\n');
    await broken.end();
    expect(broken.lab.summary).toContain('3 lines of the log cannot be read and are missing here');
  });

  test('nothing was started', async () => {
    const { lab, end } = await job({ answer: '' });
    delete lab.env.STATE_job;
    await end();
    expect([lab.runner.exitCode, lab.annotations]).toEqual([
      1,
      [expect.stringMatching(/^error: Egress Filter was not started by this step, so it filtered nothing/)],
    ]);
  });

  test('a pre that was cancelled when it had started the filter: the guard knows all that post needs', async () => {
    const { lab, end } = await job({ inputs: { 'upload-log': 'false' } });
    delete lab.env.STATE_job;
    await end();
    expect(lab.runner.exitCode).toBe(0);
    expect(lab.summary).toContain('**9 denied**');
  });

  test('no runner that takes summaries, no folder for the report', async () => {
    const { lab, end } = await job({ env: { GITHUB_STEP_SUMMARY: '' } });
    const service = await serving(lab);
    rmSync(lab.path('temp'), { recursive: true });
    writeFileSync(lab.path('temp'), '');
    await end();
    expect(lab.runner.exitCode).toBe(0);
    expect(lab.annotations.at(-1)).toMatch(/^warning: .*ENOTDIR/);
    expect(service.requests).toEqual([]);
  });

  test('what lies where the report will be is not followed', async () => {
    const { lab, end } = await job({ inputs: { 'upload-log': 'false' } });
    const victim = lab.path('victim.html');
    writeFileSync(victim, 'mine');
    mkdirSync(lab.path('elsewhere'));
    symlinkSync(victim, lab.path('elsewhere/report.html'));
    symlinkSync(lab.path('elsewhere'), lab.path('temp/egress-filter-report'));
    await end();
    expect(lab.file('victim.html')).toBe('mine');
    expect(lab.file('temp/egress-filter-report/report.html')).toContain('<!doctype html>');
  });
});

describe('nothing that came from a process or a network is a command, markup or a link', () => {
  const allowed = new Set(['warning', 'error', 'notice']);

  async function expectInert(events: Iterable<LogEvent>): Promise<void> {
    const { lab, end } = await job({
      events,
      inputs: { 'upload-log': 'false', 'on-deny': 'fail-job' },
      answer: { problems: [hostileText] },
    });
    await end();
    expect(lab.commands.filter(({ name }) => !allowed.has(name))).toEqual([]);
    for (const { properties } of lab.commands) expect(Object.keys(properties)).toEqual(['title']);
    expect(lab.summary.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
    const frame = lab.summary.replace(/<code>.*?<\/code>|<pre>[\s\S]*?<\/pre>/g, 'VALUE');
    expect(frame.replace(/<\/?(?:details|summary)>|<br>|^> /gm, '')).not.toMatch(/[<>`@~\\]|https?:|\]\(/);
  }

  test('in a log that tries all of it', async () => {
    await expectInert(hostile);
  });

  test('in any log', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, async (events) => expectInert(events)),
      { numRuns: 40 },
    );
  });
});

describe('main', () => {
  test('shows what is enforced, and where the evidence is', async () => {
    const { lab, log, control } = await job({ inputs: { policy: 'api.github.com\n::set-env name=X::y\n' } });
    const state = jobState(lab.runner);
    await present(lab.runner, state ?? expect.fail('no state'), control);
    expect(lab.output).toContain(
      'Egress Filter: 3 rules enforced, what no rule names is denied since 2026-01-31T12:00:00.000Z.\nsudo is locked.\n',
    );
    expect(lab.commands.map(({ name, data }) => [name, data])).toEqual([
      ['group', 'Policy: 3 rules'],
      ['endgroup', ''],
    ]);
    expect(lab.variables('OUTPUT')).toEqual({ log, denied: '9', allowed: '31', report: lab.path('temp/egress-filter-report/report.html') });
  });

  test('tells that the policy has become another since pre', async () => {
    const { lab, control } = await job({ inputs: { policy: 'a.example' } });
    const state = jobState(lab.runner) ?? expect.fail('no state');
    lab.env.INPUT_POLICY = 'b.example';
    await present(lab.runner, state, control);
    expect(lab.annotations).toEqual([expect.stringMatching(/^warning: The policy that was enforced at the start is not the one/)]);
    expect(lab.output).not.toContain('b.example');
  });

  test('fails where the guard is gone', async () => {
    const { lab, control } = await job();
    const state = jobState(lab.runner) ?? expect.fail('no state');
    rmSync(dirname(control.socket), { recursive: true });
    await present(lab.runner, state, control);
    expect(lab.runner.exitCode).toBe(1);
  });
});

describe('100 000 events', () => {
  /** Each another destination, process and reason, in names as long as they come. */
  function* many(count: number): Generator<LogEvent> {
    for (let index = 0; index < count; index++) {
      const conn = `c${index}`;
      const ts = '2026-01-31T12:00:00.000Z';
      const who = {
        pid: index,
        exe: `/usr/bin/tool-${index}`,
        cmdline: [`tool-${index}`, '|'.repeat(200)],
        step: `step_${index % 3000}`,
        action: 'a/b',
      };
      const policy = index % 2 ? ('deny' as const) : ('allow' as const);
      yield {
        ts,
        type: 'https',
        conn,
        policy,
        host: `host-${index}.example`,
        dst_port: 443,
        reason: `no rule matches host-${index}.example`,
        suggestion: `host-${index}.example`,
        ...who,
      };
      if (policy === 'allow') yield { ts, type: 'close', conn, bytes_in: 1000, bytes_out: 10, error: `error ${index}` };
    }
  }

  /** Post as a process of its own, with a heap that would not hold the log. */
  async function post(lab: Lab, socket: string, node: string): Promise<void> {
    const program = `
      import { finish } from ${JSON.stringify(join(import.meta.dirname, '../../src/action/finish.ts'))};
      import { Runner } from ${JSON.stringify(join(import.meta.dirname, '../../src/action/runner.ts'))};
      await finish(new Runner(process.env, (text) => void process.stdout.write(text)), { control: { socket: ${JSON.stringify(socket)}, owner: ${owner} } });`;
    await run(node, ['--max-old-space-size=48', '--input-type=module', '--eval', program], { env: lab.env, maxBuffer: 1 << 26 });
  }

  test('make a summary below what GitHub takes, in memory that does not grow with the log', async (context) => {
    const node = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/node.mjs'), '24'], {
      encoding: 'utf8',
    }).stdout.trim();
    if (!existsSync(node)) context.skip('Node 24 cannot be had here');
    const { lab, log, control } = await job({ events: many(100_000), inputs: { 'upload-log': 'false' } });
    expect(statSync(log).size).toBeGreaterThan(50 << 20);
    await post(lab, control.socket, node);
    expect(Buffer.byteLength(lab.summary)).toBeLessThan(1 << 20);
    expect(lab.summary).toContain('**50000 denied** · 50000 connections allowed');
    expect(lab.summary).toMatch(/<code>\d+ events of further groups are counted above but not listed/);
  }, 60_000);
});
