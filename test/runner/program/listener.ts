/** Runner.Listener: asks the broker for messages by long polls, starts Runner.Worker for a job and passes on its cancellation. usage: listener.ts BROKER_URL */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { call, nameAfterProgram } from './self.ts';

nameAfterProgram();
const [broker = ''] = process.argv.slice(2);
const say = (event: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
let worker: ChildProcess | undefined;

function start(message: unknown): void {
  const bin = dirname(process.execPath);
  worker = spawn(join(bin, 'Runner.Worker'), [join(import.meta.dirname, 'worker.ts'), 'spawnclient'], {
    // As JobDispatcher.cs has it.
    cwd: bin,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  say({ event: 'worker', pid: worker.pid });
  worker.stdin?.write(`${JSON.stringify(message)}\n`);
  worker.on('exit', (code, signal) => say({ event: 'worker-ended', code, signal }));
}

for (;;) {
  try {
    const text = await call(`${broker}/message`, { method: 'GET', timeoutMs: 15_000 });
    if (text === '') continue;
    const message: { type: string; job?: unknown } = JSON.parse(text);
    if (message.type === 'job') start(message.job);
    if (message.type === 'cancel') worker?.stdin?.write(`${JSON.stringify({ type: 'cancel' })}\n`);
  } catch (error) {
    say({ event: 'lost', who: 'Runner.Listener', why: String(error) });
    await new Promise((done) => setTimeout(done, 250));
  }
}
