import { chmodSync, copyFileSync, mkdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { args, openScopeLab, type ScopeLab } from './scope-lab.ts';

let lab: ScopeLab;
beforeAll(() => {
  lab = openScopeLab('lineage');
});
afterAll(() => lab.close());

/** Python that connects to a listener of its own and says `NAME` and `NAMETo`. */
const connectAs = (name: string) => `
server = listener(); client = socket.create_connection(server.getsockname())
say(${name}=port(client), ${name}To=port(server), ${name}Pid=os.getpid())
`;
const flow = (said: Record<string, number>, name: string) => lab.tcp(said[name], said[`${name}To`]);

it('children inherit the program of their parent until they exec one of their own', async () => {
  const said = await lab.python(`
${connectAs('parent')}
child = os.fork()
if child == 0:
    os.setsid()
    grandchild = os.fork()
    if grandchild == 0:
        ${connectAs('grandchild').trim().replaceAll('\n', '\n        ')}
        os._exit(0)
    os.waitpid(grandchild, 0)
    os._exit(0)
os.waitpid(child, 0)
sys.stdout.flush()
import subprocess
print(subprocess.run(['/usr/bin/python3', '-c', os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('execed')}''', 'an argument'], stdout=subprocess.PIPE, text=True).stdout)
${connectAs('after')}
`);
  const parent = flow(said, 'parent');
  const grandchild = flow(said, 'grandchild');
  const execed = flow(said, 'execed');
  expect(grandchild.execId).toBe(parent.execId);
  expect(grandchild).toMatchObject({ pid: said.grandchildPid });
  expect(grandchild.pid).not.toBe(parent.pid);
  expect(execed.execId).not.toBe(parent.execId);
  expect(args(execed).at(-1)).toBe('an argument');
  expect(flow(said, 'after').execId).toBe(parent.execId);
});

it('an exec makes a new program of the same process', async () => {
  const said = await lab.python(`
${connectAs('before')}
os.environ['SCRIPT'] = os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('after')}'''
os.execv('/bin/sh', ['/bin/sh', '-c', 'exec /usr/bin/python3 -c "$SCRIPT" second'])
`);
  expect(said.afterPid).toBe(said.beforePid);
  expect(flow(said, 'after').execId).not.toBe(flow(said, 'before').execId);
  expect(args(flow(said, 'after')).at(-1)).toBe('second');
});

it('an exec by a thread is seen as one of the process', async () => {
  const said = await lab.python(`
${connectAs('before')}
os.environ['SCRIPT'] = os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('after')}'''
threading.Thread(target=lambda: os.execv('/usr/bin/python3', ['python3', '-c', os.environ['SCRIPT'], 'from a thread'])).start()
time.sleep(10)
`);
  expect(said.afterPid).toBe(said.beforePid);
  expect(flow(said, 'after')).toMatchObject({ pid: said.afterPid });
  expect(args(flow(said, 'after')).at(-1)).toBe('from a thread');
});

it('a script is its interpreter, with the script among the arguments', async () => {
  const script = join(lab.scratch, 'script');
  chmodSync(lab.scratch, 0o755);
  writeFileSync(script, `#!/usr/bin/python3 -I\nimport os\nexec(os.environ['SCRIPT'])\n`);
  chmodSync(script, 0o755);
  const said = await lab.python(`
os.environ['SCRIPT'] = os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('script')}'''
os.execv('${script}', ['forged', 'x'])
`);
  expect(flow(said, 'script').proc?.exe).toMatch(/^\/usr\/bin\/python3/);
  expect(args(flow(said, 'script'))).toEqual(['/usr/bin/python3', '-I', script, 'x']);
});

it('the path of the program is the real one: through symbolic links, a mount of its own, an overwritten argv[0]', async () => {
  const said = await lab.python(`
libc = ctypes.CDLL(None, use_errno=True)
if libc.unshare(0x20000) or libc.mount(b'none', b'/', None, 0x44000, None): raise OSError(ctypes.get_errno())
if libc.mount(b'tmpfs', b'${lab.scratch}', b'tmpfs', 0, None): raise OSError(ctypes.get_errno())
os.makedirs('${lab.scratch}/deep/er')
os.system('cp /usr/bin/python3 ${lab.scratch}/deep/er/interpreter')
os.symlink('deep/er/interpreter', '${lab.scratch}/link')
os.environ['SCRIPT'] = os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('link')}'''
os.execv('${lab.scratch}/link', ['/usr/bin/curl', '-c', os.environ['SCRIPT']])
`);
  const record = flow(said, 'link');
  expect(record.proc?.exe).toBe(`${lab.scratch}/deep/er/interpreter`);
  expect(args(record)[0]).toBe('/usr/bin/curl');
  expect(record.proc?.mountNamespace).not.toBe(statSync('/proc/self/ns/mnt').ino);
});

it('a program in this mount namespace says so; one of no file system at all has no mount namespace of its own', async () => {
  const said = await lab.python(`
${connectAs('plain')}
memory = os.memfd_create('/usr/bin/curl', 0)
with open('/usr/bin/python3', 'rb') as program: os.write(memory, program.read())
os.environ['SCRIPT'] = os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('memory')}'''
os.execv('/proc/self/fd/%d' % memory, ['python3', '-c', os.environ['SCRIPT']])
`);
  expect(flow(said, 'plain').proc?.mountNamespace).toBe(Number(readlinkSync('/proc/self/ns/mnt').match(/\d+/)?.[0]));
  expect(flow(said, 'memory').proc?.exe).toMatch(/^\/memfd:/);
  expect(flow(said, 'memory').proc?.mountNamespace).not.toBe(flow(said, 'plain').proc?.mountNamespace);
});

it('long paths lose their beginning, long arguments their end, and both say so', async () => {
  const folder = join(lab.scratch, ...Array.from({ length: 12 }, () => 'd'.repeat(60)));
  const program = join(folder, 'interpreter');
  mkdirSync(folder, { recursive: true });
  copyFileSync('/usr/bin/python3', program);
  chmodSync(program, 0o755);
  const said = await lab.python(`
os.environ['SCRIPT'] = os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('long')}'''
os.chdir('${dirname(program)}')
os.execv('./interpreter', ['python3', '-c', os.environ['SCRIPT'], 'a' * 5000])
`);
  const record = flow(said, 'long');
  expect(record.proc?.exe.startsWith('...')).toBe(true);
  expect(program.endsWith(record.proc?.exe.slice(3) ?? '-')).toBe(true);
  expect(record.proc?.argv.length).toBe(1536);
  expect(record.proc?.argvTruncated).toBe(true);
});

it('bytes that are not UTF-8 arrive as they are', async () => {
  const said = await lab.python(`
os.environ['SCRIPT'] = os.environ['SCRIPT'].split('# parts')[0] + '''${connectAs('bytes')}'''
os.execv('/usr/bin/python3', [b'python3', b'-c', os.environ['SCRIPT'].encode(), bytes([0xff, 0xfe, 10, 27])])
`);
  expect(flow(said, 'bytes').proc?.argv.subarray(-5)).toEqual(Buffer.from([0xff, 0xfe, 10, 27, 0]));
});

it('a parent that only waits is still known after thousands of other programs ran', async (context) => {
  const said = await lab.python(`
${connectAs('before')}
def run(count):
    for i in range(count): os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)
start = time.time()
run(100)
if time.time() - start > 1: say(slow=1); sys.exit()
run(9000)
${connectAs('after')}
`);
  if (said.slow) context.skip('9000 programs take too long on this machine');
  expect(flow(said, 'after').execId).toBe(flow(said, 'before').execId);
  expect(flow(said, 'after').proc?.exe).toMatch(/python/);
});
