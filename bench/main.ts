/** The contenders side by side, round by round. `npm run bench -- --help`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Contender, contenders, type Session } from './contenders.ts';
import { publishPackages, publishRepository } from './content.ts';
import { inspect } from './inspect.ts';
import { type Lab, ORIGIN, openLab, ROOT } from './lab.ts';
import { watchTurn } from './machine.ts';
import { addGap, addSample, type Results, writeResults } from './results.ts';
import type { Scale, Work, Workload } from './types.ts';
import { workloads } from './workloads/index.ts';

const usage = `usage: npm run bench -- [--quick] [--rounds N] [--only NAME,...] [--size MIB] [--seconds N] [--out DIRECTORY] [--profile DIRECTORY]
  --quick    one round of short loads: does everything work? (some minutes)
  --rounds   how many times each contender has its turn (3)
  --only     some contenders (${contenders.map(({ id }) => id).join(', ')})
             and some workloads (${workloads.map(({ id }) => id).join(', ')})
  --size     length of the download in MiB (1024)
  --seconds  length of each load (5)
  --out      where the results go (bench/results)
  --profile  writes a CPU profile of our proxy under each workload there; figures are then lower than without`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    size: { type: 'string' },
    seconds: { type: 'string' },
    out: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) console.log(usage);
else await main();

async function main(): Promise<void> {
  const quick = values.quick === true;
  const scale: Scale = {
    quick,
    seconds: Number(values.seconds ?? (quick ? 2 : 5)),
    downloadMiB: Number(values.size ?? (quick ? 64 : 1024)),
    connections: quick ? 40 : 200,
    packages: quick ? 100 : 520,
    repositoryMiB: quick ? 16 : 200,
    repeats: quick ? 1 : 3,
    open: quick ? [10, 100, 1000] : [10, 100, 1000, 10_000],
    logLines: quick ? 500_000 : 10_000_000,
    summaryLines: quick ? 200_000 : 1_000_000,
  };
  const rounds = Number(values.rounds ?? (quick ? 1 : 3));
  const chosen = choose(values.only, quick);
  const directory = values.out ?? join(ROOT, 'bench', 'results');
  const began = Date.now();
  const results: Results = {
    metrics: chosen.workloads.flatMap(({ metrics }) => metrics),
    contenders: chosen.contenders,
    samples: new Map(),
    gaps: new Map(),
    about: about(scale, rounds),
    turns: [],
  };
  say('building the lab');
  const lab = await openLab(scale.downloadMiB);
  const stop = (): void => void lab.close().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    publish(lab, scale, chosen.workloads);
    await warmUp(lab, scale, chosen.workloads);
    for (let round = 0; round < rounds; round++) {
      // Another one first each time: who comes after whom is not to matter.
      const order = chosen.contenders.map((_, index) => chosen.contenders[(index + round) % chosen.contenders.length]);
      for (const contender of order) if (contender) await turn(contender, round);
      // A run of half an hour that is interrupted has something to show.
      writeResults(directory, results);
    }
  } finally {
    await lab.close();
  }
  console.log(`\n${writeResults(directory, results)}`);
  say(`written to ${directory}, after ${((Date.now() - began) / 60_000).toFixed(1)} minutes`);

  async function turn(contender: Contender, round: number): Promise<void> {
    const missing = contender.missing();
    const own = chosen.workloads.filter((workload) => {
      if (round > 0 && (workload.once || (workload.heavy && contender.slow))) return false;
      const why = missing ?? workload.skip(contender, lab);
      if (why) addGap(results, workload, contender, why);
      return !why;
    });
    if (missing) say(`${contender.title}: ${missing}`);
    if (own.length === 0) return;
    const watched = await watchTurn(round + 1, contender.title);
    const together = own.filter(({ fresh }) => !fresh);
    const groups = [...(together.length > 0 ? [together] : []), ...own.filter(({ fresh }) => fresh).map((workload) => [workload])];
    for (const group of groups) await inSession(contender, group, round);
    results.turns.push(watched());
  }

  async function inSession(contender: Contender, group: readonly Workload[], round: number): Promise<void> {
    let session: Session;
    try {
      lab.forget();
      session = await contender.open(lab);
    } catch (error) {
      say(`${contender.title}: does not start: ${messageOf(error)}`);
      for (const workload of group) addGap(results, workload, contender, 'did not start');
      return;
    }
    try {
      // Some make keys at their first connection, which may take a second.
      await session.shell.exec(`curl -k -sS -o /dev/null --max-time 30 https://${ORIGIN.name}/small`).catch(() => {});
      for (const workload of group) await measure(contender, session, workload, round);
    } finally {
      await session.close();
    }
  }

  async function measure(contender: Contender, session: Session, workload: Workload, round: number): Promise<void> {
    const label = `round ${round + 1} of ${rounds}, ${contender.title}`;
    const work: Work = {
      session,
      lab,
      scale,
      contender,
      reopen: (options) => contender.open(lab, options),
      say: (line) => say(`${label}, ${workload.id}: ${line}`),
    };
    try {
      const figures = await profiled(work, workload);
      const measured = Object.entries(figures).flatMap(([metric, value]) => (value === undefined ? [] : [{ metric, value }]));
      for (const { metric, value } of measured) addSample(results, metric, contender, round, value);
      const told = measured.map(({ metric, value }) => `${metric} ${value >= 100 ? Math.round(value) : value.toFixed(3)}`);
      say(`${label}: ${told.join(', ')}`);
    } catch (error) {
      say(`${label}, ${workload.id}: FAILED: ${messageOf(error)}`);
      addGap(results, workload, contender, 'failed');
    }
  }
}

async function profiled(work: Work, workload: Workload): Promise<Awaited<ReturnType<Workload['run']>>> {
  const { session, contender, lab } = work;
  if (values.profile === undefined || session.proxyPid === undefined) return await workload.run(work);
  mkdirSync(values.profile, { recursive: true });
  const inspector = await inspect(lab, session.proxyPid);
  try {
    return await inspector.profile(join(values.profile, `${contender.id}-${workload.id}.cpuprofile`), () => workload.run(work));
  } finally {
    inspector.close();
  }
}

function publish(lab: Lab, scale: Scale, chosen: readonly Workload[]): void {
  if (chosen.some(({ id }) => id === 'npm-ci')) publishPackages(lab, scale.packages);
  if (chosen.some(({ id }) => id.startsWith('git-clone'))) publishRepository(lab, scale.repositoryMiB);
}

/** What is read for the first time is slow: that must not be the first contender's. */
async function warmUp(lab: Lab, scale: Scale, chosen: readonly Workload[]): Promise<void> {
  const contender = contenders.find(({ id }) => id === 'none');
  if (!contender) return;
  const session = await contender.open(lab);
  const work: Work = {
    session,
    lab,
    scale: { ...scale, seconds: 1, repeats: 1 },
    contender,
    reopen: () => contender.open(lab),
    say: () => {},
  };
  try {
    for (const workload of chosen.filter(({ warm }) => warm)) await workload.run(work).catch(() => {});
  } finally {
    await session.close();
  }
}

function choose(only: string | undefined, quick: boolean): { contenders: readonly Contender[]; workloads: readonly Workload[] } {
  const names = only?.split(',') ?? [];
  const known = [...contenders, ...workloads].map(({ id }) => id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`there is no "${unknown}"\n${usage}`);
  const some = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] => {
    const found = all.filter(({ id }) => names.includes(id));
    return found.length > 0 ? found : all;
  };
  const asked = names.some((name) => workloads.some(({ id }) => id === name));
  const work = some(workloads);
  return { contenders: some(contenders), workloads: quick && !asked ? work.filter(({ heavy }) => !heavy) : work };
}

function about(scale: Scale, rounds: number): string[] {
  const model = execFileSync('sh', ['-c', "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"], { encoding: 'utf8' }).trim();
  const cores = execFileSync('nproc', { encoding: 'utf8' }).trim();
  const descriptors = Number(execFileSync('sh', ['-c', 'ulimit -n 131072 2>/dev/null; ulimit -n'], { encoding: 'utf8' }));
  const kernel = execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim();
  return [
    `${new Date().toISOString().slice(0, 16)}Z, ${cores} cores (${model}), Linux ${kernel}, Node ${process.versions.node}; client, filter and origin share the machine.`,
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, loads of ${scale.seconds} s, downloads of ${scale.downloadMiB} MiB (a quarter of it for proxies that are slow), ${scale.connections} new connections, npm ci of ${scale.packages} packages (${scale.repeats} downloads and ${scale.repeats} npm ci in a turn), git clone of ${scale.repositoryMiB} MiB.`,
    ...(descriptors < 131_072
      ? [
          `Root may not have more than ${descriptors} descriptors here: fewer connections are held than elsewhere (two descriptors each, and a reserve).`,
        ]
      : []),
  ];
}

function say(line: string): void {
  console.log(`bench ${new Date().toISOString().slice(11, 19)} ${line}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
