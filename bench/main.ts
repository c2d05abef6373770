/** The contenders side by side, round by round. `npm run bench -- --help`. */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Contender, contenders, type Session } from './contenders.ts';
import { publishPackages, publishRepository } from './content.ts';
import { openLab, ROOT } from './lab.ts';
import { type Results, writeResults } from './report.ts';
import { type Scale, unmeasured, type Workload, workloads } from './workloads.ts';

const usage = `usage: npm run bench -- [--quick] [--rounds N] [--only NAME,...] [--size MIB] [--seconds N] [--out DIRECTORY]
  --quick    one round of short loads: does everything work? (under 3 minutes)
  --rounds   how many times each contender has its turn (3)
  --only     some contenders (${contenders.map(({ id }) => id).join(', ')})
             and some workloads (${workloads.map(({ id }) => id).join(', ')})
  --size     length of the download in MiB (1024)
  --seconds  length of each load (5)
  --out      where the results go (bench/results)`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    size: { type: 'string' },
    seconds: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) console.log(usage);
else await main();

async function main(): Promise<void> {
  const quick = values.quick === true;
  const scale: Scale = {
    seconds: Number(values.seconds ?? (quick ? 2 : 5)),
    downloadMiB: Number(values.size ?? (quick ? 64 : 1024)),
    connections: quick ? 40 : 200,
    packages: quick ? 100 : 500,
  };
  const rounds = Number(values.rounds ?? (quick ? 1 : 3));
  const chosen = choose(values.only, quick);
  const results: Results = {
    metrics: chosen.workloads.flatMap(({ metrics }) => metrics),
    contenders: chosen.contenders,
    samples: new Map(),
    gaps: new Map(),
    about: about(scale, rounds),
    unmeasured,
  };
  say('building the lab');
  const lab = await openLab(scale.downloadMiB);
  const stop = (): void => void lab.close().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    if (chosen.workloads.some(({ id }) => id === 'npm-ci')) publishPackages(lab, scale.packages);
    if (chosen.workloads.some(({ id }) => id === 'git-clone')) publishRepository(lab, quick ? 16 : 200);
    for (let round = 0; round < rounds; round++) {
      // Another one first each time: who comes after whom is not to matter.
      const order = chosen.contenders.map((_, index) => chosen.contenders[(index + round) % chosen.contenders.length]);
      for (const contender of order) if (contender) await turn(contender, `round ${round + 1} of ${rounds}`);
    }
  } finally {
    await lab.close();
  }
  const directory = values.out ?? join(ROOT, 'bench', 'results');
  console.log(`\n${writeResults(directory, results)}`);
  say(`written to ${directory}`);

  async function turn(contender: Contender, label: string): Promise<void> {
    const missing = contender.missing();
    const own = chosen.workloads.filter((workload) => {
      const why = missing ?? workload.skip(contender, lab);
      if (why) note(results.gaps, workload, contender, why);
      return !why;
    });
    if (missing) say(`${contender.title}: ${missing}`);
    if (own.length === 0) return;
    let session: Session;
    try {
      session = await contender.open(lab);
    } catch (error) {
      say(`${contender.title}: does not start: ${messageOf(error)}`);
      for (const workload of own) note(results.gaps, workload, contender, 'did not start');
      return;
    }
    try {
      for (const workload of own) await measure(contender, session, workload, label);
    } finally {
      await session.close();
    }
  }

  async function measure(contender: Contender, session: Session, workload: Workload, label: string): Promise<void> {
    try {
      const figures = await workload.run({ session, lab, scale, contender, reopen: (options) => contender.open(lab, options) });
      for (const [metric, value] of Object.entries(figures)) {
        const of = results.samples.get(metric) ?? new Map<string, number[]>();
        results.samples.set(metric, of);
        of.set(contender.id, [...(of.get(contender.id) ?? []), value]);
      }
      const told = Object.entries(figures).map(([metric, value]) => `${metric} ${value >= 100 ? Math.round(value) : value.toFixed(3)}`);
      say(`${label}, ${contender.title}: ${told.join(', ')}`);
    } catch (error) {
      say(`${label}, ${contender.title}, ${workload.id}: FAILED: ${messageOf(error)}`);
      note(results.gaps, workload, contender, 'failed');
    }
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
  const work = some(workloads);
  // The heaviest are left out of a smoke run, unless asked for.
  const light = quick && !names.some((name) => workloads.some(({ id }) => id === name));
  return {
    contenders: some(contenders),
    workloads: light ? work.filter(({ id }) => !['hold-1000', 'hold-10000', 'growth'].includes(id)) : work,
  };
}

function about(scale: Scale, rounds: number): string[] {
  const [load = 0] = loadavg();
  const model = execFileSync('sh', ['-c', "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"], { encoding: 'utf8' }).trim();
  const cores = execFileSync('nproc', { encoding: 'utf8' }).trim();
  return [
    `${new Date().toISOString().slice(0, 16)}Z, ${cores} cores (${model}), Linux ${execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim()}, Node ${process.versions.node}; client, filter and origin share the machine.`,
    `${rounds} rounds, loads of ${scale.seconds} s, downloads of ${scale.downloadMiB} MiB, ${scale.packages} packages, ${scale.connections} new connections.`,
    ...(load > 0.7
      ? [
          `**The machine was busy** with other work when this began (load ${load.toFixed(1)}): ratios within a round are worth more than figures.`,
        ]
      : []),
  ];
}

function note(gaps: Results['gaps'], workload: Workload, contender: Contender, why: string): void {
  for (const { id } of workload.metrics) {
    const of = gaps.get(id) ?? new Map<string, string>();
    gaps.set(id, of);
    of.set(contender.id, why);
  }
}

function say(line: string): void {
  console.log(`bench ${new Date().toISOString().slice(11, 19)} ${line}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
