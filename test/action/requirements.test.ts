import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Machine, whyNotHere } from '../../src/action/requirements.ts';
import { Lab } from './lab.ts';

/** A machine as /proc and /sys show it: a shell between the worker and us, as when a wrapper starts Node. */
const hosted: Readonly<Record<string, string>> = {
  'proc/200/stat': '200 (sh (of ) it) S 100 200 200 0 -1',
  'proc/100/stat': '100 (Runner.Worker) S 90 100 100 0 -1',
  'proc/90/stat': '90 (Runner.Listener) S 1 90 90 0 -1',
  'proc/1/stat': '1 (systemd) S 0 1 1 0 -1',
  'proc/self/status': 'Name:\tnode\nCapBnd:\t000001ffffffffff\n',
  'proc/sys/kernel/osrelease': '6.17.0-1022-azure\n',
  'sys/kernel/btf/vmlinux': 'BTF',
};

function why(files: Readonly<Record<string, string | undefined>>, machine: Partial<Machine> = {}, env: NodeJS.ProcessEnv = {}) {
  using lab = new Lab();
  for (const [name, text] of Object.entries({ ...hosted, ...files })) {
    if (text === undefined) continue;
    mkdirSync(dirname(lab.path('root', name)), { recursive: true });
    if (name.endsWith('/exe')) symlinkSync(text, lab.path('root', name));
    else writeFileSync(lab.path('root', name), text);
  }
  return whyNotHere({ platform: 'linux', arch: 'x64', ppid: 200, root: lab.path('root'), ...machine }, env);
}

describe('where it works', () => {
  test.each([
    ['a hosted runner', {}, {}],
    ['arm64', {}, { arch: 'arm64' }],
    [
      'a worker whose main thread has another name',
      { 'proc/100/stat': '100 (.NET Main) S 90 1', 'proc/100/exe': '/r/bin/Runner.Worker' },
      {},
    ],
    ['a self-hosted runner in a privileged container', { '.dockerenv': '' }, {}],
  ])('%s', (_name, files, machine) => expect(why(files, machine)).toBeUndefined());
});

describe('where it does not, it says so in one sentence', () => {
  const noWorker = { 'proc/100/stat': '100 (containerd-shim) S 1 100' };
  test.each([
    ['macOS', {}, { platform: 'darwin' }, {}, /^Egress Filter cannot filter on macOS\. It runs on Linux runners: ubuntu-22\.04/],
    ['Windows', {}, { platform: 'win32' }, {}, /^Egress Filter cannot filter on Windows\./],
    ['another processor', {}, { arch: 's390x' }, {}, /no build for s390x/],
    ['a container job by its mounts', noWorker, {}, { GITHUB_WORKSPACE: '/__w/app/app' }, /a job with `container:`/],
    ['a container job by its engine', { ...noWorker, '.dockerenv': '' }, {}, {}, /a job with `container:`/],
    ['a container job of podman', { ...noWorker, 'run/.containerenv': '' }, {}, {}, /a job with `container:`/],
    ['no runner at all', noWorker, {}, {}, /none of the processes above it is Runner\.Worker/],
    ['a name that only looks like it', { 'proc/100/stat': '100 (Runner.Worker2) S 1 100' }, {}, {}, /none of the processes/],
    [
      'ubuntu-slim',
      { 'proc/self/status': 'CapBnd:\t00000000a80425fb\n' },
      {},
      {},
      /even root has no CAP_NET_ADMIN and CAP_SYS_ADMIN on this machine, as on ubuntu-slim/,
    ],
    [
      'an old kernel',
      { 'proc/sys/kernel/osrelease': '5.10.0-46-cloud-amd64\n' },
      {},
      {},
      /on this kernel \(5\.10\.0-46-cloud-amd64\), since it is too old: use Linux 5\.15 or newer/,
    ],
    ['a kernel without BTF', { 'sys/kernel/btf/vmlinux': undefined }, {}, {}, /this kernel \(6\.17\.0-1022-azure\), since it has no BTF/],
  ] satisfies [string, object, Partial<Machine>, NodeJS.ProcessEnv, RegExp][])('%s', (_name, files, machine, env, sentence) => {
    const said = why(files, machine, env);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('\n');
  });

  test("processes that are each other's parents do not keep it busy", () => {
    expect(why({ 'proc/200/stat': '200 (a) S 100 1', 'proc/100/stat': '100 (b) S 200 1' })).toMatch(/none of the processes/);
  });
});
