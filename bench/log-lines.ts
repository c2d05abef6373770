/**
 * What the log costs when it grows: `log-lines.js FILE LINES SUMMARY_LINES`. Writes LINES events as the proxy does, summarises the first
 * SUMMARY_LINES as the last step of a job does, and prints figures as JSON. A process of its own: its memory is what is measured.
 */
import { createReadStream, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import type { LogEvent } from '../src/log/event.ts';
import { readLog } from '../src/log/reader.ts';
import { type LogWriter, openLogWriter } from '../src/log/writer.ts';
import { compile } from '../src/policy/compile.ts';
import { closeEvent, verdictEvent } from '../src/proxy/events.ts';
import { SummaryBuilder } from '../src/report/summary.ts';

const [, , path = '', lineCount = '0', summaryCount = '0'] = process.argv;
/** Lines of one turn of the event loop, about as many as a busy proxy has. */
const TURN = 32;
const LINES_OF_A_CONNECTION = 20;
/** As post has it (src/action/finish.ts). */
const MOST_OPEN = 20_000;
const BYTES_OF_A_LINE = 700;

const steps: string[] = [];
const residentMb = (): number => process.memoryUsage.rss() / 2 ** 20;
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Connections of some processes to some hosts: a verdict, requests, a closing line. */
function* events(): Generator<LogEvent> {
  const policy = compile('*.many.test\norigin.test');
  for (let connection = 0; ; connection++) {
    const host = `n${connection % 300}.many.test`;
    const exe = `/usr/bin/tool${connection % 40}`;
    const who = {
      pid: 1000 + (connection % 5000),
      ppid: 999,
      uid: 1001,
      exe,
      cmdline: [exe, 'install', `--job=${connection % 7}`],
      cgroup: '/run',
      step: 'build',
    };
    const [src, dst] = [
      { ip: '10.78.0.2', port: 32_768 + (connection % 28_000) },
      { ip: '203.0.113.10', port: 443 },
    ];
    const flow = { id: `c${connection}`, protocol: 'tcp' as const, src, dst, who };
    const base = { scheme: 'https', method: 'GET', host, port: 443, dstIp: dst.ip, dstPort: 443 } as const;
    for (let request = 0; request < LINES_OF_A_CONNECTION - 1; request++) {
      const target = `/packages/p${request}?token=${connection}`;
      const verdict = policy.decide({ type: 'request', ...base, target }, who);
      yield verdictEvent(flow, verdict, {
        type: 'https',
        at: Date.now(),
        protocol: 'h1',
        method: 'GET',
        host,
        url: `https://${host}${target}`,
      });
    }
    yield closeEvent(flow, { at: Date.now(), bytes_in: 50_000, bytes_out: 4000, duration_ms: 120, protocol: 'h1' });
  }
}

interface Point {
  readonly lines: number;
  /** Seconds of processor time of a line, of those before. */
  readonly cost: number;
  readonly memory: number;
}

const told = ({ lines, cost, memory }: Point): string =>
  `${lines.toLocaleString('en').replaceAll(',', ' ')} lines: ${(cost * 1e6).toFixed(2)} µs a line, ${memory.toFixed(0)} MB`;

/** Points at each tenth of the way. `onStep` is told of the lines that are in the file then. */
async function writeLines(log: LogWriter, count: number, onStep: (lines: number) => void): Promise<Point[]> {
  const source = events();
  const points: Point[] = [];
  const step = count / 10;
  let cpu = cpuSeconds();
  for (let lines = 0; lines < count; ) {
    for (let turn = 0; turn < TURN; turn++) log.write(source.next().value);
    lines += TURN;
    await setImmediate();
    if (lines % step < TURN) {
      await log.flush();
      const now = cpuSeconds();
      points.push({ lines, cost: (now - cpu) / step, memory: residentMb() });
      onStep(lines);
      cpu = cpuSeconds();
    }
  }
  return points;
}

async function summariseLines(end: number): Promise<{ seconds: number; points: Point[] }> {
  const builder = new SummaryBuilder({ maxOpen: MOST_OPEN });
  const points: Point[] = [];
  let lines = 0;
  let cpu = cpuSeconds();
  const start = performance.now();
  for await (const event of readLog(createReadStream(path, { end: end - 1, highWaterMark: 256 * 1024 }))) {
    builder.add(event);
    if (++lines % 100_000 > 0) continue;
    const now = cpuSeconds();
    points.push({ lines, cost: (now - cpu) / 100_000, memory: residentMb() });
    cpu = now;
  }
  const { totals } = builder.build();
  if (totals.events !== lines || lines === 0) throw new Error(`the summary counts ${totals.events} of ${lines} lines`);
  return { seconds: (performance.now() - start) / 1000, points };
}

const room = statfsSync(dirname(path));
const fits = Math.floor((room.bavail * room.bsize) / 2 / BYTES_OF_A_LINE);
const count = Math.min(Number(lineCount), fits);
if (count < Number(lineCount)) steps.push(`the disk has room for ${count} lines only`);
let summaryEnd = 0;
const log = openLogWriter({ path, onError: (error) => process.stderr.write(`${error.message}\n`) });
const written = await writeLines(log, count, (lines) => {
  if (lines <= Number(summaryCount) + TURN) summaryEnd = statSync(path).size;
});
await log.close();
if (log.lost > 0) throw new Error(`${log.lost} lines were lost`);
const { seconds, points: read } = await summariseLines(summaryEnd);
rmSync(path, { force: true });

const [firstWritten, lastWritten] = [written.at(0), written.at(-1)];
const [firstRead, lastRead] = [read.at(0), read.at(-1)];
if (!firstWritten || !lastWritten || !firstRead || !lastRead) throw new Error('too few lines to compare');
steps.push(
  ...[firstWritten, lastWritten].map((point) => `written ${told(point)}`),
  ...[firstRead, lastRead].map((point) => `read ${told(point)}`),
);
const figures = {
  'growth-log': lastWritten.cost / firstWritten.cost,
  'growth-log-memory': lastWritten.memory / firstWritten.memory,
  'log-line': lastWritten.cost * 1e6,
  'summary-seconds': seconds,
  'growth-summary-memory': lastRead.memory / firstRead.memory,
};
console.log(JSON.stringify({ steps, figures }));
