import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONTAINER_VARIABLES } from '../../src/guard/ca-files.ts';
import { coverRuntimes, withSettings } from '../../src/guard/job/containers.ts';
import { ROOT } from '../e2e/lab.ts';

const PROGRAM = join(ROOT, `dist/native/linux-${process.arch}/egress-runtime`);
const CONFIG = JSON.stringify({
  process: { env: ['PATH=/bin'], args: ['env'], cwd: '/', user: { uid: 0, gid: 0 } },
  root: { path: 'rootfs' },
  mounts: [{ destination: '/dev', type: 'tmpfs', source: 'tmpfs' }],
  linux: { namespaces: [{ type: 'mount' }, { type: 'pid' }] },
});
/** Programs and the libraries that they need, below bundle/rootfs. */
const TREE =
  'for file in "$@" $(ldd "$@" | grep -o "\\s/[^ ]*" | sort -u); do mkdir -p bundle/rootfs$(dirname $file); cp -L $file bundle/rootfs$file; done';

const BOTH = Object.entries(CONTAINER_VARIABLES).map(([name, value]) => `${name}=${value}`);

let scratch: string;
/** Our program, before a runtime that tells its arguments. */
let program: string;
let bundle: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'egf-runtime-'));
  program = join(scratch, 'runc');
  bundle = join(scratch, 'bundle');
  mkdirSync(bundle);
  mkdirSync(join(scratch, 'files'));
  for (const name of ['ca.pem', 'bundle.pem', 'cacerts.jks']) writeFileSync(join(scratch, 'files', name), name);
  writeFileSync(join(scratch, 'real'), '#!/bin/sh\nprintf "%s|" "$@"; cat; exit 7\n', { mode: 0o755 });
  writeFileSync(join(bundle, 'config.json'), CONFIG);
  make();
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function make(real = join(scratch, 'real'), place = program): void {
  writeFileSync(program, withSettings(PROGRAM, { real, place, files: join(scratch, 'files') }), { mode: 0o755 });
}

function run(args: string[], { cwd = '/', uid = 0 } = {}): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(program, args, { cwd, uid, input: 'input', encoding: 'utf8', env: { PATH: '/bin:/usr/bin' }, timeout: 20_000 });
}

const text = (): string => readFileSync(join(bundle, 'config.json'), 'utf8');
const isChanged = (): boolean => {
  const now = text();
  if (now === CONFIG) return false;
  const { process: changed, mounts } = JSON.parse(now);
  expect(changed.env).toEqual(['PATH=/bin', ...BOTH]);
  expect(mounts.map(({ source }: { source: string }) => source)).toContain(join(scratch, 'files', 'bundle.pem'));
  return true;
};

describe('the runtime is asked for', () => {
  const create = ['create', '--bundle', 'B', '--pid-file', '/p', 'id'];
  test.each([
    ['by containerd', ['--root', '/r', '--log', '/l', '--log-format', 'json', '--systemd-cgroup', ...create], true],
    ['by BuildKit', ['--log', '/l', '--log-format', 'json', 'run', '--bundle', 'B', '--keep', 'id'], true],
    ['by conmon', ['--root=/r', '--log-level=info', 'create', '--bundle', 'B', '--pid-file', '/p', '--console-socket', '/c', 'id'], true],
    ['with a short option', ['run', '-b', 'B', 'id'], true],
    ['with an equals sign', ['run', '--bundle=B', 'id'], true],
    ['with one dash', ['run', '-bundle', 'B', '-d', 'id'], true],
    ['to start', ['start', '--bundle', 'B', 'id'], false],
    ['for its version', ['--version'], false],
    ['for nothing', [], false],
    ['with an option that nobody knows', ['create', '--odd', '--bundle', 'B', 'id'], false],
    ['with an option of all commands that nobody knows', ['--odd', ...create], false],
    ['without a name', ['create', '--bundle', 'B'], false],
    ['with a value missing', ['create', 'id', '--bundle'], false],
    ['with another configuration', ['run', '--config', '/other.json', '--bundle', 'B', 'id'], false],
    ['for a bundle that is not there', ['create', '--bundle', '/nowhere', 'id'], false],
  ])('%s', (_, template, changes) => {
    const args = template.map((arg) => arg.replace(/^B$|(?<==)B$/, bundle));
    const { status, stdout, stderr } = run(args);
    // Whatever it was: the runtime itself has run, with the same arguments and the same input.
    expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: `${args.map((arg) => `${arg}|`).join('') || '|'}input`, stderr: '' });
    expect(isChanged()).toBe(changes);
  });

  test('where it stands', () => {
    run(['create', 'id'], { cwd: bundle });
    expect(isChanged()).toBe(true);
  });
});

describe('the bundle', () => {
  test.each<[string, () => void, boolean]>([
    ['the file keeps its mode', () => chmodSync(join(bundle, 'config.json'), 0o640), true],
    ['the file keeps its group', () => chownSync(join(bundle, 'config.json'), 0, 12_345), true],
    ['a directory that others may read', () => chmodSync(bundle, 0o711), true],
    ["somebody else's directory", () => chownSync(bundle, 12_345, 0), false],
    ['a directory that others may write', () => chmodSync(bundle, 0o777), false],
    ["somebody else's file", () => chownSync(join(bundle, 'config.json'), 12_345, 0), false],
    ['a file that others may write', () => chmodSync(join(bundle, 'config.json'), 0o666), false],
    [
      'a symbolic link',
      () => {
        renameSync(join(bundle, 'config.json'), join(scratch, 'elsewhere.json'));
        symlinkSync(join(scratch, 'elsewhere.json'), join(bundle, 'config.json'));
      },
      false,
    ],
    ['a hard link', () => linkSync(join(bundle, 'config.json'), join(scratch, 'other.json')), false],
    ['files that are not there yet', () => rmSync(join(scratch, 'files', 'bundle.pem')), false],
  ])('%s', (_, change, changes) => {
    change();
    const before = statSync(join(bundle, 'config.json'));
    expect(run(['create', '--bundle', bundle, 'id']).status).toBe(7);
    expect(isChanged()).toBe(changes);
    const { mode, uid, gid } = statSync(join(bundle, 'config.json'));
    expect({ mode, uid, gid }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid });
    expect(readdirSync(bundle)).toEqual(['config.json']);
  });

  test.each<[string, () => void]>([
    ['a pipe that nobody writes to', () => spawnSync('mkfifo', [join(bundle, 'config.json')])],
    ['a directory', () => mkdirSync(join(bundle, 'config.json'))],
    ['a device that never ends', () => symlinkSync('/dev/zero', join(bundle, 'config.json'))],
    ['9 MiB', () => writeFileSync(join(bundle, 'config.json'), CONFIG.padEnd(9 << 20))],
    ['nothing', () => writeFileSync(join(bundle, 'config.json'), '')],
  ])('in the place of the file: %s', (_, make) => {
    rmSync(join(bundle, 'config.json'));
    make();
    expect(run(['create', '--bundle', bundle, 'id'])).toMatchObject({ status: 7, stderr: '' });
    expect(readdirSync(bundle)).toEqual(['config.json']);
  });

  test('made by hand, by somebody who is not root', () => {
    chmodSync(scratch, 0o755);
    chownSync(bundle, 65_534, 0);
    chownSync(join(bundle, 'config.json'), 65_534, 0);
    expect(run(['run', '--bundle', bundle, 'id'], { uid: 65_534 }).status).toBe(7);
    expect(isChanged()).toBe(false);
  });

  test('once is enough', () => {
    run(['create', '--bundle', bundle, 'id']);
    const once = text();
    run(['create', '--bundle', bundle, 'id']);
    expect(text()).toBe(once);
  });
});

describe('another process of a container', () => {
  const kept = (destination: string): string => JSON.stringify({ id: 'box', config: { mounts: [{ destination, type: 'bind' }] } });
  test.each([
    ['that has the files', '/dev/egress-filter-ca.pem', 'box', true],
    ['that has them not', '/dev/other', 'box', false],
    ['whose name leads elsewhere', '/dev/egress-filter-ca.pem', '../root/box', false],
  ])('%s', (_, destination, name, changes) => {
    mkdirSync(join(scratch, 'root/box'), { recursive: true });
    writeFileSync(join(scratch, 'root/box/state.json'), kept(destination), { mode: 0o600 });
    // As containerd does: in /tmp, where everybody may make files.
    const folder = join(scratch, 'tmp');
    mkdirSync(folder);
    chmodSync(folder, 0o1777);
    const file = join(folder, 'runc-process1');
    writeFileSync(file, '{"args":["env"],"env":["A=b"]}', { mode: 0o600 });
    expect(run(['--root', join(scratch, 'root'), 'exec', '--process', file, '--detach', name, 'more', '--process']).status).toBe(7);
    expect(JSON.parse(readFileSync(file, 'utf8')).env).toEqual(changes ? ['A=b', ...BOTH] : ['A=b']);
    expect(readdirSync(folder)).toEqual(['runc-process1']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('the runtime itself', () => {
  test('is gone, as we are just taken away: what is in the place then', () => {
    const place = join(scratch, 'place');
    copyFileSync(join(scratch, 'real'), place);
    make(join(scratch, 'gone'), place);
    expect(run(['--version']).stdout).toBe('--version|input');
  });

  test('is gone altogether: it says so, and does not go round in circles', () => {
    make(join(scratch, 'gone'));
    expect(run(['--version'])).toMatchObject({ status: 127, stderr: expect.stringContaining(`cannot run ${join(scratch, 'gone')}`) });
  });

  test('without settings it says so', () => {
    copyFileSync(PROGRAM, program);
    expect(run(['--version'])).toMatchObject({ status: 127, stderr: expect.stringContaining('settings') });
  });
});

/** A bundle that an engine might have made, of what this machine has: no cgroups, no limits, which not every machine lets us set. */
const BUNDLE = (args: string[]): string =>
  JSON.stringify({
    ociVersion: '1.0.2',
    process: { user: { uid: 0, gid: 0 }, args, env: ['PATH=/bin:/usr/bin'], cwd: '/' },
    root: { path: 'rootfs', readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
    ],
    linux: { namespaces: ['pid', 'mount', 'ipc', 'uts', 'network'].map((type) => ({ type })), resources: {} },
  });

describe('real runtimes', () => {
  test.each([['runc'], ['crun', '--cgroup-manager=disabled']])(
    '%s gives the files to containers and to later processes of them',
    (name, ...options) => {
      const real = execFileSync('sh', ['-c', 'readlink -f "$(command -v "$0")"', name], { encoding: 'utf8' }).trim();
      make(real);
      const files = ['/bin/sh', '/bin/cat', '/bin/sleep'];
      execFileSync('sh', ['-c', `cd "$0" && ${TREE}`, scratch, ...files]);
      mkdirSync(join(bundle, 'rootfs', 'dev'));
      writeFileSync(join(bundle, 'config.json'), BUNDLE(['/bin/sh', '-c', 'cat "$NODE_EXTRA_CA_CERTS" && : >/dev/told && sleep 60']));
      const process = {
        user: { uid: 1234, gid: 0 },
        args: ['/bin/sh', '-c', 'until [ -e /dev/told ]; do sleep 0.05; done; cat "$SSL_CERT_FILE"'],
        env: ['PATH=/bin:/usr/bin'],
        cwd: '/',
      };
      writeFileSync(join(scratch, 'process.json'), JSON.stringify(process), { mode: 0o600 });
      const id = `egf-${globalThis.process.pid}-${name}`;
      const runtime = [program, '--root', join(scratch, 'kept'), ...options].join(' ');
      const script = `mount -t cgroup2 cgroup2 /sys/fs/cgroup; exec 2>&1 </dev/null
      ${runtime} run -d --bundle ${bundle} ${id}
      ${runtime} exec --process ${join(scratch, 'process.json')} ${id}
      ${runtime} delete -f ${id}`;
      const { stdout } = spawnSync('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script], {
        encoding: 'utf8',
        timeout: 60_000,
      });
      expect(stdout).toBe('ca.pembundle.pem');
      expect(readdirSync(join(bundle, 'rootfs', 'dev'))).toEqual([]);
    },
  );
});

describe('over the runtimes of a machine', () => {
  const mounted: string[] = [];
  const options = () => ({
    program: PROGRAM,
    directory: join(scratch, 'runtimes'),
    files: join(scratch, 'files'),
    runtimes: [join(scratch, 'real')],
    mounts: { add: (path: string) => void mounted.push(path), remove: (path: string) => void mounted.splice(mounted.indexOf(path), 1) },
  });
  const mountsHere = (): boolean => readFileSync('/proc/self/mountinfo', 'utf8').includes(scratch);

  test('our program lies over each, hands on to it, and is gone afterwards', async () => {
    writeFileSync(join(scratch, 'real'), '#!/bin/sh\necho "$@"\n');
    const covered = await coverRuntimes(options());
    try {
      expect(covered.warnings).toEqual([]);
      expect(mounted).toEqual([join(scratch, 'runtimes/0-real'), join(scratch, 'real')]);
      expect(readFileSync(join(scratch, 'real')).subarray(1, 4).toString()).toBe('ELF');
      const { stdout } = spawnSync(join(scratch, 'real'), ['create', '--bundle', bundle, 'id'], { encoding: 'utf8' });
      expect(stdout).toBe(`create --bundle ${bundle} id\n`);
      expect(isChanged()).toBe(true);
    } finally {
      covered.undo();
    }
    expect(readFileSync(join(scratch, 'real'), 'utf8')).toContain('#!/bin/sh');
    expect(mounted).toEqual([]);
    expect(mountsHere()).toBe(false);
  });

  test.each<[string, (folder: string, runtime: string) => void]>([
    ['is', (_, runtime) => chownSync(runtime, 12_345, 0)],
    ['may write', (_, runtime) => chmodSync(runtime, 0o1775)],
    ['may replace', (folder) => chmodSync(folder, 0o777)],
    ['may rename the folder of', (folder) => chownSync(join(folder, '..'), 12_345, 0)],
  ])('a runtime that somebody else %s is not run as root', async (_, give) => {
    const folder = join(scratch, 'usr/bin');
    const runtime = join(folder, 'runc');
    mkdirSync(folder, { recursive: true });
    writeFileSync(runtime, `#!/bin/sh\ntouch ${scratch}/ran\n`, { mode: 0o755 });
    give(folder, runtime);
    const covered = await coverRuntimes({ ...options(), runtimes: [runtime] });
    try {
      expect(existsSync(join(scratch, 'ran'))).toBe(false);
      expect(covered.warnings).toEqual([expect.stringContaining('others than root can change')]);
      expect(mountsHere()).toBe(false);
    } finally {
      covered.undo();
    }
  });

  test.each<[string, () => Partial<ReturnType<typeof options>>]>([
    ['the runtime does not work with it', () => ({})],
    ['the program is missing', () => ({ program: join(scratch, 'missing') })],
    ['the runtime has gone', () => ({ runtimes: [join(scratch, 'missing')] })],
  ])('%s: nothing is mounted, and there is a warning', async (_, other) => {
    const covered = await coverRuntimes({ ...options(), ...other() });
    expect(covered.warnings).toEqual([expect.stringMatching(/^Containers that \S+ starts do not trust our authority, .*: \S/)]);
    expect(mounted).toEqual([]);
    expect(mountsHere()).toBe(false);
    expect(existsSync(join(scratch, 'real'))).toBe(true);
  });
});
