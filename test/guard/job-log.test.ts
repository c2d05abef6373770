import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGuardLog } from '../../src/guard/job/log.ts';
import type { StepRecord } from '../../src/kernel/native.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'egf-guard-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const block = (...entries: string[]): Buffer => Buffer.from(entries.map((entry) => `${entry}\0`).join(''));

function privileged(step?: StepRecord) {
  const event = {
    pid: 0,
    ppid: 0,
    uid: 1001,
    euid: 0,
    stepId: 1,
    exe: '/usr/bin/mount',
    argv: block('mount', '/mnt'),
    argvTruncated: false,
  };
  return [event, { step, locked: true }] as const;
}

async function linesOf(write: (log: ReturnType<typeof openGuardLog>) => void): Promise<Record<string, unknown>[]> {
  const path = join(folder, 'log.jsonl');
  const log = openGuardLog({ path, full: false });
  write(log);
  await log.close();
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a job that raises its rights again and again does not make the guard start a program each time', async () => {
  const before = process.env.PATH;
  const id = join(folder, 'id');
  writeFileSync(id, `#!/bin/sh\necho once >>${folder}/asked\necho 0\n`);
  chmodSync(id, 0o755);
  process.env.PATH = `${folder}:${before}`;
  try {
    const lines = await linesOf((log) => {
      for (let count = 0; count < 20; count++) log.privileged(...privileged());
    });
    expect(lines).toHaveLength(20);
    expect(lines[19]).toMatchObject({ type: 'sudo', user: 'root', exe: '/usr/bin/mount' });
    expect(existsSync(join(folder, 'asked')) && readFileSync(join(folder, 'asked'), 'utf8')).toBe('once\n');
  } finally {
    process.env.PATH = before;
  }
});

test('what a step is ended for is in the file before it is ended, and with it the job and maybe the machine', async () => {
  const path = join(folder, 'log.jsonl');
  const log = openGuardLog({ path, full: false });
  const step = { stepId: 1, pid: 7, environ: block(), environTruncated: false, exe: '/node', argv: block('/node'), stopped: true };
  log.tampering(step, 'somebody woke it');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ type: 'guard', error: 'tampering', reason: 'somebody woke it', pid: 7 });
  await log.close();
});

test('a step is named as in the lines of the proxy: an action only where its own script runs, whatever GITHUB_ENV says', async () => {
  const environ = block('GITHUB_ACTION=__run', 'GITHUB_JOB=build', 'GITHUB_ACTION_REPOSITORY=actions/checkout', 'RUNNER_TEMP=/work/_temp');
  const step = { stepId: 1, pid: 0, environ, environTruncated: false, exe: '/usr/bin/bash', stopped: false };
  const forged = { ...step, argv: block('/usr/bin/bash', '-e', '/work/_temp/x.sh') };
  const real = { ...step, argv: block('/node', '/work/_actions/actions/checkout/v5/dist/index.js') };
  const lines = await linesOf((log) => {
    log.privileged(...privileged(forged));
    log.privileged(...privileged(real));
  });
  expect(lines.map(({ step: name, action }) => [name, action])).toEqual([
    ['build.__run', undefined],
    ['build.__run', 'actions/checkout'],
  ]);
});
