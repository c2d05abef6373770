import { statSync } from 'node:fs';
import { describe, type ExpectStatic, expect, test } from 'vitest';
import type { Report } from './sudo/inside.ts';
import { type Copy, onCopyOf } from './sudo/machine.ts';
import { sudoOf, systems } from './sudo/packages.mjs';

/** Other systems to try: directories with their files, as mmdebstrap(1) makes them. */
const roots = [
  '/',
  ...(process.env.EGRESS_FILTER_SUDO_ROOTS ?? '').split(':').filter((path) => path !== '' && statSync(path).isDirectory()),
];

const reportOf = async (copy: Copy, args: readonly string[] = []): Promise<Report> => {
  const report = (await onCopyOf(copy, 'inside.ts', args)) as Report;
  console.log(
    `${report.versions.join('; ')}. Locked in ${report.milliseconds.join(', ')} ms. Not on this system: ${report.missing.join('; ') || 'nothing'}`,
  );
  return report;
};

/** `expect` is the test's own, as several run at once. */
function expectShut({ attempts, changed, rootsOwn, roads }: Report, expect: ExpectStatic): void {
  for (const { way, before, locked, after } of attempts) {
    expect.soft(before, `${way}, before`).toContain('root');
    expect.soft(locked, `${way}, locked`).not.toMatch(/\broot\b(?! on )/);
    expect.soft(after, `${way}, after`).toContain('root');
  }
  expect(changed).toEqual([]);
  expect(new Set(rootsOwn)).toEqual(new Set(['0']));
  expect(roads.filter((road) => /^open (sudo|doas|polkit|su)\b/.test(road))).toEqual([]);
}

const ofSudo = {
  'with allow nothing is locked': true,
  'disable-sudo locks': true,
  'an administrator, while it is locked': false,
  'what is left of the rules': [
    expect.stringMatching(/^Defaults secure_path=/),
    'root ALL=(ALL:ALL) ALL',
    '#4711 ALL=(ALL:ALL) NOPASSWD: !ALL',
    'job ALL=(ALL:ALL) NOPASSWD: !ALL',
  ],
  'what sudo says that he may': ['(ALL : ALL) NOPASSWD: !ALL', '(ALL : ALL) NOPASSWD: !ALL'],
  'the backup': true,
  'modes of the backup': ['700', '600'],
  'the backup, as the user': false,
  'by a namespace of his own': false,
  'enable-sudo opens': true,
  'restored after a crash': true,
  'once the guard is gone': { administrator: true, user: false },
  'locked by another guard': { administrator: false, user: false },
  'after its undo': { administrator: true, user: true },
  'an orphan script too late': [],
  'after a reboot': true,
  'locked after a reboot': true,
  'undone after a reboot': true,
  'a runner with mounts of its own': expect.stringContaining('sudo could not be locked: Runner.Worker sees another /etc/sudoers'),
  'it leaves no trace': true,
  'remembered passwords': ['somebody'],
};

const ofRulesElsewhere = {
  'rules elsewhere': expect.stringContaining('sudo could not be locked: /usr/bin/sudo still gives job root'),
  'rules elsewhere leave no trace': true,
};

const ofTheRest = {
  'root among the subordinate ids': true,
  'ids for the proxy that are lent': 0,
  'parts of the search that failed': [],
  'mode of what a setuid program was given': '666',
  'mode of what a link leads to': true,
  'mode of what a link leads to, after undo': true,
  'mode of the directory, after undo': '777',
  'found by the search': ['shut write /opt/unit/run', 'shut write /opt/daemon/run', 'open write /opt/own/run'],
  'modes of what was found': ['775', '775', '777'],
  'a file put in its place': false,
  'modes, after undo': ['777', '777', '777'],
  'mode of the directory, undone within the search': '777',
  "programs of the user's PATH": 'none',
};

/** At once, as they wait most of the time. */
describe('ways to root', { concurrent: true }, () => {
  test.for(roots)(
    'each of them works, does not while it is locked, and works again, with every file as it was: on a copy of %s',
    async (root, { expect }) => {
      const report = await reportOf({ root });
      expect(report.attempts.length).toBeGreaterThan(8);
      expectShut(report, expect);
      expect(report.checks).toMatchObject({ ...ofSudo, ...ofRulesElsewhere, ...ofTheRest });
    },
  );

  // sudo 1.9.5 to 1.9.17, sudo-rs 0.2.5 and one as new as Ubuntu 26.04's: what hosted images have lies between.
  test.for(Object.entries(systems))('the same with the sudo of another system: %s', async ([name, { rust }], { expect, skip }) => {
    const { path: layer, missing } = sudoOf(name);
    if (layer === undefined) return skip(`the packages of ${name} cannot be had: ${missing}`);
    const report = await reportOf({ root: '/', layer }, ['sudo|doas', 'sudo']);
    expect(report.attempts.length).toBeGreaterThan(8);
    expectShut(report, expect);
    expect(report.checks).toMatchObject({ ...ofSudo, ...(rust ? {} : ofRulesElsewhere) });
  });
});
