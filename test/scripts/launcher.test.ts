import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const launcher = join(import.meta.dirname, '../../egress-filter');
let folder: string;
let root: string;
let tools: string;

/** A checkout with a bundle that tells how it was called. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'egf launcher-'));
  root = join(folder, 'check out');
  mkdirSync(join(root, 'dist'), { recursive: true });
  // The two fixed places where this machine may have a node would decide the tests; a folder of the test stands for them.
  const source = readFileSync(launcher, 'utf8');
  const text = source.replace('/usr/local/bin/node /usr/bin/node', `'${join(folder, 'system/node')}'`);
  expect(text).not.toBe(source);
  writeFileSync(join(root, 'egress-filter'), text, { mode: 0o755 });
  tools = join(folder, 'tools');
  mkdirSync(tools);
  for (const name of ['sh', 'readlink', 'ls', 'sort', 'cut', 'getent']) symlinkSync(`/usr/bin/${name}`, join(tools, name));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(root, 'dist/cli.js'),
    'console.log(JSON.stringify({ args: process.argv.slice(2), node: process.execPath }));\nprocess.exitCode = 7;\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (file: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) =>
  spawnSync(file, args, {
    encoding: 'utf8',
    cwd: options.cwd ?? '/',
    env: options.env ?? { PATH: `${dirname(process.execPath)}:${tools}` },
  });

/** A folder with a `node` that is this script. */
function nodeThatIs(script: string): string {
  const bin = join(folder, 'old');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'node'), 0o755);
  return bin;
}

/** It says what an old one would: it starts, and then finds itself too old. */
const oldNode = (): string => nodeThatIs('case $1 in --version) echo v18.20.4 ;; *) [ -z "$2" ] ;; esac');

test('arguments and the exit status pass through, from any folder', () => {
  const { status, stdout } = start(join(root, 'egress-filter'), ['run', '--', 'echo', 'a b', '', '*']);
  expect(JSON.parse(stdout).args).toEqual(['run', '--', 'echo', 'a b', '', '*']);
  expect(status).toBe(7);
});

test('a chain of symlinks, relative ones too, leads to the checkout', () => {
  mkdirSync(join(folder, 'bin'));
  symlinkSync('../check out/egress-filter', join(folder, 'bin/one'));
  symlinkSync(join(folder, 'bin/one'), join(folder, 'two'));
  expect(start(join(folder, 'two'), []).status).toBe(7);
  expect(start('./two', [], { cwd: folder }).status).toBe(7);
});

test('called by a bare name through sh', () => {
  expect(start('/bin/sh', ['egress-filter'], { cwd: root }).status).toBe(7);
});

test('an old node first on the PATH does not hide a good one in the known places', () => {
  const good = join(folder, 'home/.nvm/versions/node/v20.19.0/bin');
  mkdirSync(good, { recursive: true });
  symlinkSync(process.execPath, join(good, 'node'));
  const { status } = start(join(root, 'egress-filter'), [], { env: { PATH: `${oldNode()}:${tools}`, HOME: join(folder, 'home') } });
  expect(status).toBe(7);
});

test('only an old node: one sentence that names it, exit 2', () => {
  const bin = oldNode();
  const { status, stdout, stderr } = start(join(root, 'egress-filter'), [], { env: { PATH: `${bin}:${tools}`, HOME: folder } });
  expect(stderr).toBe(`egress-filter: Node 20.19 or newer is needed, and ${bin}/node is v18.20.4.\n`);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('only a node that does not start: what it says first', () => {
  const bin = nodeThatIs('echo node: cannot open this >&2; echo more >&2; exit 127');
  const { status, stdout, stderr } = start(join(root, 'egress-filter'), [], { env: { PATH: `${bin}:${tools}`, HOME: folder } });
  expect(stderr).toBe(`egress-filter: ${bin}/node does not start: node: cannot open this\n`);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('no node at all: one sentence that says where it looked, exit 2', () => {
  const { status, stdout, stderr } = start(join(root, 'egress-filter'), [], { env: { PATH: tools, HOME: folder } });
  expect(stderr).toBe(`egress-filter: Node 20.19 or newer is needed, and there is none on the PATH (${tools}).\n`);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('what is meant for the Node of the command does not reach our own, and is handed on', () => {
  const bundle = 'console.log(JSON.stringify(process.env));\n';
  writeFileSync(join(root, 'dist/cli.js'), bundle);
  const env = { PATH: `${dirname(process.execPath)}:${tools}`, NODE_OPTIONS: '--require /nowhere/hook.cjs', NODE_DEBUG: 'a b' };
  const { status, stdout, stderr } = start(join(root, 'egress-filter'), [], { env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const seen = JSON.parse(stdout);
  expect(seen).toMatchObject({ EGRESS_FILTER_CALLER_NODE_OPTIONS: '--require /nowhere/hook.cjs', EGRESS_FILTER_CALLER_NODE_DEBUG: 'a b' });
  expect(seen.NODE_OPTIONS).toBeUndefined();
});
