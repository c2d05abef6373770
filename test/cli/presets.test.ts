import { expect, test } from 'vitest';
import { presets } from '../../src/policy/index.ts';
import { useFolder } from './lab.ts';

const folder = useFolder();

test('lists every preset with what it opens', () => {
  const { status, stdout } = folder.current.run(['presets']);
  expect(status).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(presets.length);
  for (const { name, summary } of presets) {
    expect(stdout).toMatch(new RegExp(`^@${name} +`, 'm'));
    expect(stdout).toContain(summary);
  }
});

test.each(presets.map(({ name, policy }) => [name, policy]))('@%s prints its rules and their sources', (name, policy) => {
  expect(folder.current.run(['presets', `@${name}`])).toEqual({ status: 0, stdout: policy, stderr: '' });
});

test('--json', () => {
  const all = JSON.parse(folder.current.run(['presets', '--json']).stdout);
  expect(all.presets.map(({ name }: { name: string }) => name)).toEqual(presets.map(({ name }) => name));
  const one = JSON.parse(folder.current.run(['presets', '--json', 'npm']).stdout);
  expect(one).toMatchObject({ name: 'npm', rules: expect.arrayContaining(['*.npmjs.org']) });
});

test('an unknown name is an error that lists the known ones', () => {
  expect(folder.current.run(['presets', 'nmp'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('there are @npm, '),
  });
  expect(folder.current.run(['presets', 'npm', 'go']).status).toBe(2);
});

test('help of every command, none of which needs root or loads the addon', () => {
  for (const command of ['validate', 'explain', 'analyze', 'check', 'fmt', 'presets', 'convert']) {
    const { status, stdout, stderr } = folder.current.run([command, '--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: egress-filter ${command} `));
    expect(folder.current.run(['--help']).stdout).toContain(`\n  ${command} `);
  }
});
