import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdentityMemory, identify } from '../../src/identity/identify.ts';
import { procReader } from '../../src/identity/proc.ts';
import { environReader, type StepIdentity, stepIdentity, stepName } from '../../src/identity/steps.ts';
import type { FlowRecord, StepRecord } from '../../src/kernel/native.ts';

const block = (...parts: (string | Buffer)[]) => Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.of(0)]));
const checkout = block('/opt/node24/bin/node', '/home/runner/work/_actions/actions/checkout/v5/dist/index.js');
const bash = block('/usr/bin/bash', '-e', '/home/runner/work/_temp/1b4e28ba.sh');
const runner = ['GITHUB_JOB=build', 'RUNNER_TEMP=/home/runner/work/_temp'];
const read = (environ: Buffer, argv = bash, environTruncated = false): StepIdentity => stepIdentity({ environ, environTruncated, argv });

describe('a step', () => {
  test('of an action: its id, job, repository and ref', () => {
    const action = ['GITHUB_ACTION_REPOSITORY=actions/checkout', 'GITHUB_ACTION_REF=v5'];
    const said = read(block('PATH=/bin', 'GITHUB_ACTION=__actions_checkout_2', ...action, ...runner), checkout);
    expect(said).toEqual({ step: '__actions_checkout_2', job: 'build', action: 'actions/checkout', ref: 'v5' });
    expect(stepName(said)).toBe('build.__actions_checkout_2');
  });

  test('of a command has no action, whatever the job wrote into GITHUB_ENV', () => {
    const forged = ['GITHUB_ACTION_REPOSITORY=actions/checkout', 'GITHUB_ACTION_REF=v5'];
    const said = read(block('GITHUB_ACTION=__run', ...runner, ...forged));
    expect(said).toEqual({ step: '__run', job: 'build', action: undefined, ref: undefined });
  });

  test.for([
    ['of another action', '/home/runner/work/_actions/actions/setup-node/v5/dist/index.js'],
    ['of an action whose name begins alike', '/home/runner/work/_actions/actions/checkout-evil/v5/index.js'],
    ['in the workspace', '/home/runner/work/repo/repo/_actions/actions/checkout/v5/index.js'],
    ['that climbs out', '/home/runner/work/_actions/actions/checkout/../../../repo/index.js'],
    ['of a relative path', '_actions/actions/checkout/v5/index.js'],
  ] as const)('that runs a script %s is not the action', ([, script]) => {
    const environ = block('GITHUB_ACTION=x', 'GITHUB_ACTION_REPOSITORY=actions/checkout', ...runner);
    expect(read(environ, block('node', script)).action).toBeUndefined();
  });

  test('without a job is known by its id alone', () => {
    expect(stepName(read(block('GITHUB_ACTION=install')))).toBe('install');
    expect(stepName(read(block('GITHUB_JOB=build')))).toBeUndefined();
  });

  test.for(['a.b', 'a b', '', 'ä', 'x'.repeat(257), 'build.__run', '__run\n'])('no id of GitHub: %j', (id) => {
    expect(read(block(`GITHUB_ACTION=${id}`, 'GITHUB_JOB=build')).step).toBeUndefined();
    expect(stepName(read(block('GITHUB_ACTION=ok', `GITHUB_JOB=${id}`)))).toBe('ok');
  });
});

describe('an environment', () => {
  test('that was cut: what lies behind is unknown, and so is the variable that was cut', () => {
    const whole = block('A=1', 'GITHUB_ACTION=__run_22');
    for (let length = 0; length < whole.length; length++) expect(read(whole.subarray(0, length), bash, true).step).toBeUndefined();
    expect(read(whole, bash, true).step).toBe('__run_22');
  });

  test('with a name twice: unknown, unless both say the same', () => {
    expect(read(block('GITHUB_ACTION=a', 'GITHUB_ACTION=b')).step).toBeUndefined();
    expect(read(block('GITHUB_ACTION=a', 'X=1', 'GITHUB_ACTION=a')).step).toBe('a');
  });

  test('a name within another name or within a value is none', () => {
    expect(read(block('MY_GITHUB_ACTION=a', 'X=GITHUB_ACTION=b', 'GITHUB_ACTION_PATH=c')).step).toBeUndefined();
  });

  const byte = fc.integer({ min: 1, max: 255 });
  const name = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('A', 'B', '_', 'é') });
  const value = fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes.map((each) => each || 1)));

  test('reads back what execve(2) was given, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (variables) => {
        const read = environReader(block(...variables.map(([key, bytes]) => Buffer.concat([Buffer.from(`${key}=`), bytes]))), false);
        for (const [key, bytes] of variables) expect(read(key)).toBe(bytes.toString('utf8'));
      }),
    );
  });

  test('any bytes, cut anywhere: never throws, and never says more than the whole does', () => {
    const entry = fc.oneof(
      fc.array(byte, { maxLength: 20 }).map(Buffer.from),
      fc.constantFrom('GITHUB_ACTION=a', 'GITHUB_JOB=j').map(Buffer.from),
    );
    fc.assert(
      fc.property(fc.array(entry), fc.nat(), fc.boolean(), (entries, cut, noise) => {
        const whole = Buffer.concat([block(...entries), noise ? Buffer.from('GITHUB_ACTION') : Buffer.alloc(0)]);
        const part = whole.subarray(0, cut % (whole.length + 1));
        const [said, all] = [read(part, bash, true), read(whole)];
        if (said.step !== undefined) expect(all.step).toBe(said.step);
        if (said.job !== undefined) expect(all.job).toBe(said.job);
      }),
    );
  });
});

describe('identify', () => {
  const record: FlowRecord = { pid: 1, ppid: 1, uid: 1, cgroupId: 7n, comm: '', execId: 1, dstIp: 0, dstPort: 0, stepId: 3 };
  const step: StepRecord = {
    stepId: 3,
    pid: 1,
    environ: block('GITHUB_ACTION=__actions_checkout', 'GITHUB_ACTION_REPOSITORY=actions/checkout', ...runner),
    environTruncated: false,
    exe: '/usr/bin/node',
    argv: checkout,
    stopped: false,
  };
  const sources = (steps: (stepId: number) => StepRecord | undefined) => ({
    cgroups: new Map([[7n, '/x']]),
    proc: procReader(),
    attachedAt: 0,
    memory: new IdentityMemory(),
    steps,
  });

  test('names the step and the action of a process, and asks the kernel once for each step', () => {
    let asked = 0;
    const given = sources((id) => {
      asked++;
      return id === 3 ? step : undefined;
    });
    const said = { step: 'build.__actions_checkout', action: 'actions/checkout' };
    expect(identify(record, given)).toMatchObject(said);
    expect(identify({ ...record, pid: 2 }, given)).toMatchObject(said);
    expect(asked).toBe(1);
  });

  test('a step that the kernel does not know any more, and none at all, have no name', () => {
    const given = sources(() => undefined);
    for (const each of [record, { ...record, stepId: 0 }]) expect(identify(each, given)).not.toHaveProperty('step');
  });
});
