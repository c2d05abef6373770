#!/usr/bin/env node
// @ts-check
// Runs one command on a stock Debian kernel: `node test/vm/lab/vm.mjs --kernel 6.12 -- 'uname -r'`.
// The guest sees this machine's files (changes are lost) and starts in the project's folder as root; exits with the command's status.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { say } from './exec.mjs';
import { runInVm } from './run.mjs';

const usage = `usage: vm.mjs [--kernel 6.1|6.12|7.x] [--timeout SECONDS] [--out DIR] [--root DIR] [--memory MB] [--console] -- 'shell command'
       vm.mjs [options] --script FILE
  --out DIR    a folder shared read-write with the guest, there it is $OUT
  --root DIR   another root than this machine's /
  --systemd    a whole machine: Debian with systemd, sudo, polkit, Node 24 and a user runner
  --user NAME  with --systemd: who runs the command, root or runner
  --console    print the kernel's messages at the end`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kernel: { type: 'string', default: '6.12' },
      timeout: { type: 'string', default: '300' },
      out: { type: 'string' },
      root: { type: 'string' },
      systemd: { type: 'boolean', default: false },
      user: { type: 'string' },
      memory: { type: 'string', default: '3072' },
      script: { type: 'string' },
      console: { type: 'boolean', default: false },
    },
  });
  const command = values.script ? readFileSync(values.script, 'utf8') : positionals.join(' ');
  if (!command) throw new Error(usage);
  const started = performance.now();
  const result = await runInVm({
    kernel: values.kernel,
    command,
    timeoutMs: Number(values.timeout) * 1000,
    memoryMb: Number(values.memory),
    ...(values.out ? { out: values.out } : {}),
    ...(values.root ? { root: values.root } : {}),
    systemd: values.systemd,
    ...(values.user ? { user: values.user } : {}),
    onOutput: (chunk) => process.stdout.write(chunk),
  });
  if (values.console) process.stderr.write(result.console);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`kernel ${values.kernel}: exit ${result.status}, job started after ${result.bootSeconds} s, ${seconds} s in all`);
  process.exitCode = result.status;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 125;
}
