import { lchownSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindOnThemselves } from '../../src/guard/job/mounts.ts';
import { openPins } from '../../src/guard/job/pins.ts';
import { openJobLab } from './job-lab.ts';
import { capable } from './scope-lab.ts';

/** CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER */
const boundingCaps = [...(capable.boundingCaps ?? []), 0, 1, 3];

let lab: Awaited<ReturnType<typeof openJobLab>>;
const at = (path: string): string => join(lab.guarded, '..', path);
beforeAll(async () => {
  // Its processes have a mount namespace of their own, as far as mounts are tried here.
  lab = await openJobLab('pins', {}, { ...capable, boundingCaps, coverFiles: ['/dev/null', '/nonexistent'] });
  for (const folder of ['owner/action.1', 'other']) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('owner/action.1/post.js'), 'ours');
  symlinkSync('action.1', at('owner/action'));
  // What is root's alone needs no pin.
  for (const path of ['owner', 'owner/action.1', 'owner/action', 'other']) lchownSync(at(path), 1001, 1001);
});
afterAll(() => lab?.close());

const shell = async (script: string): Promise<{ code: number; output: string }> =>
  (await lab.start(['/bin/sh', '-c', `cd ${at('.')} && ${script}`])).ended();

const WAYS: [string, string][] = [
  ['rename', 'mv owner renamed'],
  ['rename below', 'mv owner/action.1 owner/renamed'],
  ['rename in a mount namespace of its own', 'unshare -m mv owner renamed'],
  ['exchange', `python3 -c 'import ctypes, sys; sys.exit(ctypes.CDLL(None).renameat2(-100, b"owner", -100, b"other", 2) != 0)'`],
  ['rename over a link', 'ln -s other l && mv -T l owner/action'],
  ['rename of a link', 'mv owner/action owner/link'],
  ['removal of a link', 'rm owner/action'],
  ['mount', 'mount -t tmpfs tmpfs owner && umount owner'],
  ['mount through the link', 'mount -t tmpfs tmpfs owner/action && umount owner/action'],
  ['bind', 'mount --bind other owner && umount owner'],
  [
    'a mount that is moved',
    'mkdir -p m && mount -t tmpfs tmpfs m && mount --make-private m && { mount --move m owner; code=$?; umount m 2>/dev/null || umount owner; exit $code; }',
  ],
];

describe('what is pinned', () => {
  it.each(WAYS)('without pins this works: %s', async (_, script) => {
    const copy = 'rm -rf w && mkdir -p w/other && cp -a owner w && cd w';
    const { code, output } = await shell(`${copy} && ${script}`);
    expect(code, output).toBe(0);
    rmSync(at('w'), { recursive: true, force: true });
  });

  it('keeps its name and its content for everybody but the guard', async (context) => {
    const pins = openPins({ scope: lab.scope, job: lab.job, mounts: { add: () => {}, remove: () => {} } });
    if (pins.warning) context.skip(pins.warning);
    pins.keep([at('owner/action')]);
    const worked: string[] = [];
    for (const [name, script] of WAYS) if ((await shell(script)).code === 0) worked.push(name);
    expect(worked).toEqual([]);
    expect(readFileSync(at('owner/action/post.js'), 'utf8')).toBe('ours');
    expect(lstatSync(at('owner/action')).isSymbolicLink()).toBe(true);

    // In a mount namespace of its own a process may hide what it likes; files and other folders are nobody's business.
    expect((await shell(`unshare -m sh -c 'mount -t tmpfs tmpfs owner && umount owner'`)).code).toBe(0);
    expect((await shell('cd owner && mkdir a && mv a b && rmdir b && touch action.1/x && mv action.1/x y && rm y')).code).toBe(0);
    renameSync(at('owner'), at('guard'));
    renameSync(at('guard'), at('owner'));
    const undo = bindOnThemselves([at('owner'), at('owner/action.1')], { add: () => {}, remove: () => {} }, { readOnly: true });
    expect(() => writeFileSync(at('owner/action.1/post.js'), 'evil')).toThrow(/EROFS/);
    undo();
    expect(readdirSync(at('owner')).sort()).toEqual(['action', 'action.1']);
  });
});
