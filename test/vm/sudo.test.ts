import { existsSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Report } from './sudo/inside.ts';
import { onCopyOf } from './sudo/machine.ts';

/** Other systems to try: directories with their files, as mmdebstrap(1) makes them. */
const roots = [
  '/',
  ...(process.env.EGRESS_FILTER_SUDO_ROOTS ?? '').split(':').filter((path) => path !== '' && statSync(path).isDirectory()),
];

describe.each(roots)('ways to root on a copy of %s', (root) => {
  test.skipIf(!existsSync(`${root}/usr/bin/sudo`))(
    'each of them works, does not while it is locked, and works again, with every file as it was',
    async () => {
      const report = (await onCopyOf(root, 'inside.ts')) as Report;
      console.log(
        `${report.versions.join('; ')}. Locked in ${report.milliseconds.join(', ')} ms. Not on this system: ${report.missing.join('; ') || 'nothing'}`,
      );
      expect(report.attempts.length).toBeGreaterThan(8);
      for (const { way, before, locked, after } of report.attempts) {
        expect.soft(before, `${way}, before`).toContain('root');
        expect.soft(locked, `${way}, locked`).not.toMatch(/\broot\b(?! on )/);
        expect.soft(after, `${way}, after`).toContain('root');
      }
      expect(report.changed).toEqual([]);
      expect(new Set(report.rootsOwn)).toEqual(new Set(['0']));
      expect(report.checks).toMatchObject({
        'with allow nothing is locked': true,
        'disable-sudo locks': true,
        'an administrator keeps his rights': '0',
        'enable-sudo opens': true,
        'restored after a crash': true,
        'remembered passwords': ['somebody'],
        'rules elsewhere': expect.stringContaining('sudo could not be locked: /usr/bin/sudo still gives job root'),
        'rules elsewhere leave no trace': false,
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
      });
      expect(report.roads.filter((road) => /^open (sudo|doas|polkit|su)\b/.test(road))).toEqual([]);
    },
  );
});
