import { lchownSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Machine } from '../runner/machine/machine.ts';
import { type Job, type JobResult, startJob, transcript } from '../runner/runner.ts';
import { guardOf, traces } from './guard-lab.ts';

const RUNNER = '/home/runner/actions-runner/cached';
const ACTION = '/home/runner/work/_actions/owner/egress-filter/v1';
const LIBRARY = 'bin/Runner.Common.dll';

/** Each line of the step's log says what came of one try. */
const TRIES = `set +e
try() { name=$1; shift; if "$@" >/dev/null 2>&1 </dev/null; then echo "$name: open"; else echo "$name: shut"; fi; }
R=${RUNNER} A=${ACTION}
echo evil >/tmp/evil
try write-library cp /tmp/evil $R/${LIBRARY}
try append-library sh -c "echo evil >>$R/${LIBRARY}"
try new-library cp /tmp/evil $R/bin/System.Evil.dll
try remove-library rm -f $R/${LIBRARY}
try replace-library sh -c "cp /tmp/evil $R/evil && mv -f $R/evil $R/${LIBRARY}"
try write-node cp /tmp/evil $R/externals/node24/bin/node
try replace-node sh -c "cp /tmp/evil $R/evil && mv -f $R/evil $R/externals/node24/bin/node"
try rename-node24 mv $R/externals/node24 $R/externals/node24-old
try chmod chmod -R 777 $R/bin
# Where Runner.Worker stands, which no mount covers.
W=/proc/$PPID/cwd
[ "$(stat -Lc %i $W)" = "$(stat -c %i $R/bin)" ] && echo "Runner.Worker stands in bin"
try write-library-behind cp /tmp/evil $W/Runner.Common.dll
try new-library-behind cp /tmp/evil $W/System.Evil.dll
try new-library-deep-behind cp /tmp/evil $W/de/System.Evil.dll
try chmod-behind chmod 666 $W/Runner.Common.dll
try link-behind ln $W/Runner.Common.dll $R/evil-link
try remove-library-behind rm -f $W/Runner.Common.dll
try write-node-behind cp /tmp/evil $W/../externals/node24/bin/node
for folder in $R/bin $R/externals.2.336.0 $R /home/runner/actions-runner $A /home/runner/work/_actions/owner /home/runner/work/_actions; do
  try "rename $folder" mv $folder $folder-old
  try "rename $folder in a namespace" unshare -Urm mv $folder $folder-old
  try "exchange $folder" python3 -c 'import ctypes, os, sys; os.mkdir("/home/runner/other") if not os.path.isdir("/home/runner/other") else 0; sys.exit(ctypes.CDLL(None).renameat2(-100, sys.argv[1].encode(), -100, b"/home/runner/other", 2) != 0)' $folder
done
try remount mount -o remount,rw,bind $R/bin
try unmount umount $R/bin
try remount-in-a-namespace unshare -Urm mount -o remount,rw,bind $R/bin
try unmount-in-a-namespace unshare -Urm umount -l $R/bin
try write-in-a-namespace unshare -Urm sh -c "umount -l $R/bin; cp /tmp/evil $R/${LIBRARY}"
try write-below-in-a-namespace unshare -Urm sh -c "mkdir /tmp/b; mount --bind $R /tmp/b && cp /tmp/evil /tmp/b/${LIBRARY}"
try replace-link sh -c "rm $R/externals && ln -s externals.2.336.0 $R/externals"
try everything-else-works sh -c "mkdir -p /tmp/a/b && mv /tmp/a /tmp/c && rm -r /tmp/c && mkdir /home/runner/d && mv /home/runner/d $R/d && mv $R/d /home/runner/work/d && ln -s x $R/l && rm $R/l"
touch tried; while [ ! -e go ]; do sleep 0.05; done`;

/** As a runner that has updated itself has it: links to folders with a version. */
function lay(machine: Machine): void {
  const at = (path: string): string => machine.home('actions-runner/cached', path);
  writeFileSync(at(LIBRARY), 'as it was shipped');
  renameSync(at('externals'), at('externals.2.336.0'));
  symlinkSync('externals.2.336.0', at('externals'));
  for (const path of ['bin.2.335.0', 'bin/de']) mkdirSync(at(path));
  for (const path of [LIBRARY, 'externals', 'bin.2.335.0', 'bin/de']) lchownSync(at(path), 1001, 1001);
}

const library = (job: Job): string => readFileSync(job.machine.home('actions-runner/cached', LIBRARY), 'utf8');

describe('the runner’s own program files', () => {
  let job: Job;
  let result: JobResult;
  let covered: string[];
  beforeAll(async () => {
    job = await startJob({
      before: lay,
      action: { with: { policy: 'ok.test' } },
      steps: [{ name: 'try', run: TRIES }],
    });
    await job.workspaceFile('tried');
    // What a setuid program (fusermount3) does for a user who owns a folder.
    covered = [RUNNER, `${RUNNER}/bin`, '/home/runner/work/_actions/owner', ACTION].filter(
      (path) =>
        job.machine.inside(['mount', '-t', 'tmpfs', 'tmpfs', path]).status === 0 && job.machine.inside(['umount', path]).status === 0,
    );
    job.machine.inside(['touch', '/home/runner/work/repo/repo/go']);
    result = await job.completed();
  });
  afterAll(() => job?.stop());

  const answer = (name: string): string | undefined => new RegExp(`^${name}: (open|shut)$`, 'm').exec(result.step('try').log)?.[1];
  const hasHooks = (): boolean => !result.step(/^Pre owner/).log.includes('This kernel takes no programs at');

  test('cannot be written, replaced or renamed, nor can what leads to them and to the action; other files can', () => {
    const log = result.step('try').log;
    const open = [...log.matchAll(/^(.+): (open|shut)$/gm)].filter(([, , state]) => state === 'open').map(([, name]) => name);
    expect(
      open.filter((name) => name !== 'replace-link'),
      log,
    ).toEqual(['everything-else-works']);
    expect(log).toContain('Runner.Worker stands in bin');
    expect(log.match(/: shut$/gm)?.length).toBeGreaterThan(40);
    expect(library(job)).toBe('as it was shipped');
  });

  test('cannot be hidden by another file system, and links to them stay', (context) => {
    if (!hasHooks()) context.skip('this kernel takes no programs at fmod_ret; the kernel tests in the VM show it');
    expect(covered).toEqual([]);
    expect(answer('replace-link')).toBe('shut');
  });

  test('post is what was shipped, and has done its work', () => {
    expect(result.conclusion, transcript(result)).toBe('success');
    expect(result.log.filter(({ type }) => type === 'guard')).toEqual([]);
  });
});

test('when the job has ended, a runner on a machine that goes on can update itself', async () => {
  const job = await startJob({ before: lay, hosted: false, action: { with: { policy: 'ok.test' } }, steps: [] });
  try {
    await job.completed();
    await job.machine.until('the end of the guard', () => (guardOf(job.machine).length === 0 ? true : undefined), 20_000);
    expect(traces(job.machine)).toEqual([]);
    const update = `cd ${RUNNER} && mkdir bin.2.337.0 && mv bin bin.2.336.0 && ln -s bin.2.337.0 bin && rm externals && ln -s externals.2.337.0 externals && echo new >bin.2.336.0/Runner.Common.dll && mv ../cached ../other`;
    const updated = job.machine.inside(['sh', '-c', update], { user: 'runner' });
    expect(updated.stderr).toBe('');
    expect(updated.status).toBe(0);
  } finally {
    await job.stop();
  }
});
