import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLI, useFolder } from './lab.ts';

const folder = useFolder();

/** With standard output at a file, and what the shell makes of a closed one. */
function run(args: string[], output: string): { status: number | null; stderr: string } {
  const fd = openSync(output, 'w');
  try {
    return spawnSync(process.execPath, [CLI, ...args], { cwd: folder.current.path, stdio: ['ignore', fd, 'pipe'], encoding: 'utf8' });
  } finally {
    closeSync(fd);
  }
}

test.each([['presets'], ['validate', 'policy'], ['explain', '--policy', 'policy', 'a.example'], ['fmt', 'policy'], ['doctor', '--json']])(
  '%s: half an output does not pass for the whole',
  (...args) => {
    folder.current.write('policy', 'a.example\n');
    const { status, stderr } = run(args, '/dev/full');
    expect(stderr).toBe('egress-filter: The output cannot be written: ENOSPC: no space left on device, write.\n');
    expect(status).toBe(2);
  },
);

test('a reader that has gone, and an output that is closed, are no errors', () => {
  folder.current.write('policy', 'a..example\n'.repeat(20_000));
  const shell = (script: string) =>
    spawnSync('sh', ['-c', script, 'sh', process.execPath, CLI], { cwd: folder.current.path, encoding: 'utf8' });
  expect(shell('"$1" "$2" validate --json policy | head -n 1')).toMatchObject({ stdout: '{\n', stderr: '' });
  expect(shell('"$1" "$2" presets >&-')).toMatchObject({ status: 0, stdout: '', stderr: '' });
});
