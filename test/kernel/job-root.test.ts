import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, openLab } from './native-lab.ts';
import { prelude } from './scope-lab.ts';

let lab: Lab;
beforeAll(() => {
  lab = openLab('root');
});
afterAll(() => lab.close());

const all = Array.from({ length: 41 }, (_, index) => index).filter((index) => index !== 24);
const fixture = fileURLToPath(new URL('fixtures/job-root.mjs', import.meta.url));
/** The hierarchy as it is seen from the namespace, over where it is mounted. */
const mountPoint =
  execFileSync('findmnt', ['-n', '-o', 'TARGET', '-t', 'cgroup2'], { encoding: 'utf8' }).split('\n')[0] ?? '/sys/fs/cgroup';

const script = `${prelude.replace(/^say\(.*$/m, '')}
server = listener(); client = socket.create_connection(server.getsockname())
say(port=port(client), to=port(server), pid=os.getpid(), ipv6=refused(lambda: socket.create_connection(('2001:db8::1', 9))), raw=refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)))
`;

it('the root of a cgroup namespace is a scope like any other', async () => {
  const { output, code } = await lab.run(
    `exec unshare --cgroup --mount sh -c 'mount -t tmpfs none ${mountPoint} && mount -t cgroup2 none ${mountPoint} && exec "$@"' sh "$NODE" ${fixture} "$SCRIPT"`,
    { uid: 0, gid: 0, boundingCaps: all, env: [...lab.plain.env, `NODE=${process.execPath}`, `SCRIPT=${script}`] },
  );
  expect(code, output).toBe(0);
  const said = JSON.parse(output);
  expect(said).toMatchObject({ ipv6: 1, raw: 1, steps: [true], flow: { stepId: 1, pid: said.pid }, directory: mountPoint });
});
