import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadNative } from '../../kernel/load.ts';
import type { Native } from '../../kernel/native.ts';
import { messageOf } from '../errors.ts';
import { bringUp, type Guard } from './daemon.ts';
import { PATH } from './daemonise.ts';
import { HANDOVER_SOCKET, type Handover, launch } from './launcher.ts';
import { LineReader } from './lines.ts';
import type { LaunchResult } from './protocol.ts';
import { killLeftBehind } from './worker.ts';

/** The guard of a job, run by root: `guard.js launch` starts it and waits, `guard.js daemon` is it. */

// Whatever the caller's says: root runs tools of root.
process.env.PATH = PATH;
const [, script = '', command] = process.argv;
if (command === 'launch') await launchMain();
else if (command === 'daemon') await daemonMain();
else {
  process.stderr.write('This is a part of Egress Filter that its action starts. Use the egress-filter command.\n');
  process.exitCode = 2;
}

async function launchMain(): Promise<void> {
  // A pipe that nobody reads any more is told by the write.
  process.stdout.on('error', () => {});
  const enforcing = await launch({
    input: readStdin(),
    script: fileURLToPath(import.meta.url),
    deliver: (result) => new Promise((resolve) => process.stdout.write(`${JSON.stringify(result)}\n`, (error) => resolve(!error))),
  });
  process.exit(enforcing ? 0 : 1);
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    size += chunk.length;
    if (size > 64 << 20) throw new Error('The configuration of the job is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function daemonMain(): Promise<void> {
  const began = performance.now();
  spareFromOom();
  // Nobody reads it where it goes; and a write that fails must not end us.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  let end = (): void => {};
  const stopped = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
  });
  process.on('SIGTERM', () => end());
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGUSR1'] as const) process.on(signal, () => {});
  // What is shut stays shut by the kernel; while this process lives, the job has a network.
  process.on('uncaughtException', (error) => process.stderr.write(`egress-filter: ${error.stack}\n`));

  const socket = connect(HANDOVER_SOCKET);
  const reader = new LineReader(socket, 64 << 20);
  const line = await reader.next();
  if (line === undefined) process.exit(1);
  const handover: Handover = JSON.parse(line);
  const tell = (result: LaunchResult): void => void socket.write(`${JSON.stringify(result)}\n`);

  let native: Native;
  let guard: Guard;
  try {
    native = loadNative(join(dirname(script), 'native', `${process.platform}-${process.arch}`, 'egress.node'));
    guard = await bringUp(handover, native);
  } catch (error) {
    tell({ status: 'failed', message: messageOf(error) });
    socket.end(() => process.exit(1));
    return;
  }
  const { result, job } = guard;
  tell({ ...result, timings: { guardStart: Math.round(began), ...result.timings } });
  // Without this word nobody knows of us: the step was cancelled, or the launcher gave up, and waits for our end with its side of the socket open.
  if ((await Promise.race([stopped, reader.next()])) === undefined) {
    await guard.takeDown();
    process.exit(1);
  }
  socket.destroy();

  const { hosted } = handover.config;
  const takeDown = async (): Promise<void> => {
    await killLeftBehind(job);
    await guard.takeDown();
    process.exit(0);
  };
  // On a machine that ends with the job, the filter outlives the job: what it left behind may wait for just that.
  end = hosted
    ? () => {}
    : () => {
        try {
          process.kill(handover.worker.pid, 'SIGKILL');
        } catch {
          // It has ended.
        }
      };
  await native.processEnd(handover.worker.pid);
  if (!hosted) await takeDown();
  else setInterval(() => {}, 1 << 30);
}

/** A step's processes are the first to go (500); without us the job has no network. */
function spareFromOom(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '-900');
  } catch {
    // Needs CAP_SYS_RESOURCE.
  }
}
