import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { PACE } from '../test/pace.ts';
import type { Session } from './contenders.ts';
import { type Lab, ORIGIN, PROGRAMS, SOURCES } from './lab.ts';

/** Many connections of one client in the job (programs/hold.mjs). */
export interface Holder {
  /** Opens up to so many in all. */
  open(count: number): Promise<{ held: number; failed: number }>;
  /** Small requests, ten at a time, to each connection in turn. `cpu`: seconds of the client's own processor time. */
  ask(seconds: number): Promise<{ requests: number; lost: number; cpu: number }>;
  /** One request to each. */
  askAll(): Promise<{ answered: number }>;
  close(): Promise<void>;
}

export async function openHolder(lab: Lab, session: Session): Promise<Holder> {
  const path = join(lab.directory, 'out', `hold-${Date.now()}.sock`);
  const argv = [
    'env',
    `EGF_PACE=${PACE}`,
    process.execPath,
    '--max-old-space-size=4096',
    join(PROGRAMS, 'hold.mjs'),
    path,
    ORIGIN.name,
    ...SOURCES,
  ];
  const command = argv.map((word) => `'${word}'`).join(' ');
  // A child of a child, so that a `wait` of the shell does not wait for it.
  await session.shell.exec(`(ulimit -n $(ulimit -H -n); ${command} >${path}.out 2>&1 &)`);
  const socket = await connected(path);
  const ended = new Promise<void>((done) => void socket.once('close', () => done()));
  socket.on('error', () => {});
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const tell = async <T>(message: object): Promise<T> => {
    socket.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the client that holds connections has ended');
    return JSON.parse(value);
  };
  return {
    open: (count) => tell({ open: count }),
    ask: (seconds) => tell({ ask: seconds }),
    askAll: () => tell({ askAll: true }),
    close: async () => {
      socket.end();
      await ended;
    },
  };
}

async function connected(path: string): Promise<Socket> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await new Promise((resolve, reject) => {
        const socket = connect(path, () => resolve(socket)).once('error', reject);
      });
    } catch (error) {
      if (attempt === 100 * PACE) throw new Error('the client that holds connections does not start', { cause: error });
      await setTimeout(200);
    }
  }
}
