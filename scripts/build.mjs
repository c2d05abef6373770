// @ts-check
// Everything under dist/. The native part needs compilers, so it is built only when its sources changed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** @param {string[]} args @param {import('node:child_process').StdioOptions} stdio */
const script = ([name = '', ...args], stdio = 'inherit') =>
  spawnSync(process.execPath, [join(import.meta.dirname, name), ...args], { stdio }).status === 0;

const done = script(['build-js.mjs']) && (script(['build-native.mjs', '--check'], 'ignore') || script(['build-native.mjs']));
process.exitCode = done ? 0 : 1;
