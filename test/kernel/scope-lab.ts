import { bpfObjectPath } from '../../src/kernel/load.ts';
import type { FlowReader, FlowRecord, KernelEvent, ScopeOptions, SpawnOptions } from '../../src/kernel/native.ts';
import { PACE } from '../pace.ts';
import { native, openLab } from './native-lab.ts';

export { native };

const loopback = 0x7f000001;

/** Capabilities of the commands: enough that only the kernel programs refuse them sockets. */
const CAP_NET_BIND_SERVICE = 10;
const CAP_NET_ADMIN = 12;
const CAP_NET_RAW = 13;
const CAP_SYS_ADMIN = 21;
export const capable: Partial<SpawnOptions> = {
  uid: 0,
  gid: 0,
  boundingCaps: [CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_ADMIN],
};

/** A cgroup with the programs on it, a reader of their maps, and commands that run inside. */
export function openScopeLab(name: string, options: Partial<ScopeOptions> = {}) {
  const lab = openLab(name);
  const scope = native.openScope({ object: bpfObjectPath(), cgroupFd: lab.cgroupFd, ...options });
  const reader = native.openFlows(scope.fds);
  const events: KernelEvent[] = [];
  reader.onEvent((event) => events.push(event));

  /** Runs Python in the cgroup as root; it calls `say(name=value)`, and what it said last under each name is the answer. */
  async function python(script: string, spawnOptions: Partial<SpawnOptions> = capable): Promise<Record<string, number>> {
    const { code, output } = await lab.run(`exec /usr/bin/python3 -c "$SCRIPT"`, {
      ...spawnOptions,
      env: [...lab.plain.env, `SCRIPT=${prelude}${script}`],
    });
    if (code !== 0) throw new Error(output);
    return Object.assign(
      {},
      ...output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    );
  }

  const tcp = (port: number | undefined, to: number | undefined, ip = loopback) => known(reader.lookup(6, ip, need(port), ip, need(to)));
  const udp = (port: number | undefined, to: number | undefined, ip = loopback) => known(reader.lookup(17, ip, need(port), ip, need(to)));
  const dns = (port: number | undefined) => known(reader.lookup(17, loopback, need(port), 0, 0));

  return {
    ...lab,
    scope,
    reader,
    events,
    python,
    tcp,
    udp,
    dns,
    async close() {
      reader.close();
      scope.close();
      await lab.close();
    },
  };
}

export type ScopeLab = ReturnType<typeof openScopeLab>;

export function args(record: FlowRecord): string[] {
  return (record.proc?.argv.toString() ?? '').split('\0').slice(0, -1);
}

export async function eventually<T>(find: () => T | undefined, milliseconds = 20_000): Promise<T> {
  for (const end = Date.now() + milliseconds * PACE; Date.now() < end; ) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it did not happen within ${milliseconds * PACE} ms`);
}

export const lookup = (reader: FlowReader, protocol: 6 | 17, port: number, to: number) =>
  reader.lookup(protocol, loopback, port, loopback, to);

function known(record: FlowRecord | undefined): FlowRecord {
  if (!record) throw new Error('the kernel saw nobody open this flow');
  return record;
}

function need(port: number | undefined): number {
  if (port === undefined) throw new Error('the script did not say this port');
  return port;
}

export const prelude = `
import ctypes, errno, json, os, socket, struct, sys, threading, time
def say(**said): print(json.dumps(said), flush=True)
def listener(family=socket.AF_INET, host='127.0.0.1'):
    server = socket.socket(family); server.bind((host, 0)); server.listen(50); return server
def port(s): return s.getsockname()[1]
def refused(make):
    try: make().close(); return 0
    except OSError as error: return error.errno
# parts
say(pid=os.getpid(), ppid=os.getppid())
`;
