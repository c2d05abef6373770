import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender, Session } from './contenders.ts';
import { type Lab, ORIGIN, PROGRAMS } from './lab.ts';
import { cpuSeconds, residentMb } from './shell.ts';

export interface Scale {
  /** Seconds of load. */
  readonly seconds: number;
  readonly downloadMiB: number;
  readonly connections: number;
  readonly packages: number;
}

export interface Work {
  readonly session: Session;
  readonly lab: Lab;
  readonly scale: Scale;
  readonly contender: Contender;
  /** Another session of the same contender, for what needs other settings. */
  reopen(options: { rules?: number }): Promise<Session>;
}

/** Figures by the name of the metric. */
export type Figures = Readonly<Record<string, number>>;

export interface Metric {
  readonly id: string;
  /** The row of the table of goals. */
  readonly row: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** What ours is to reach, in words, and as a test of the medians. */
  readonly goal: string;
  /** The contender that the goal speaks of. */
  readonly of?: 'ours' | 'ours-passthrough';
  met?(ours: number, none: number | undefined, mitmproxy: number | undefined): boolean | undefined;
  readonly digits?: number;
}

export interface Workload {
  readonly id: string;
  readonly metrics: readonly Metric[];
  /** Does this contender take part? The reason, where it does not and the table should say so. */
  skip(contender: Contender, lab: Lab): string | undefined | false;
  run(work: Work): Promise<Figures>;
}

const node = (program: string, ...args: (string | number)[]): string =>
  [process.execPath, join(PROGRAMS, program), ...args].map((word) => `'${word}'`).join(' ');
const url = (path: string): string => `https://${ORIGIN.name}/${path}`;
const atLeast = (share: number, factor?: number) => (ours: number, none?: number, mitm?: number) =>
  none === undefined ? undefined : ours / none >= share && (factor === undefined || mitm === undefined || ours / mitm >= factor);
const atMost = (factor: number) => (ours: number, none?: number) => (none === undefined ? undefined : ours / none <= factor);
const number = (text: string, pattern: RegExp): number => {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${pattern} in: ${text.slice(0, 400)}`);
  return Number(found);
};
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Runs a load and gives the processor time that the contender took meanwhile. */
async function withCpu<T>({ session }: Work, load: () => Promise<T>): Promise<{ result: T; cpu: number }> {
  const before = cpuSeconds(session.pids);
  const result = await load();
  return { result, cpu: cpuSeconds(session.pids) - before };
}

const smallH1: Workload = {
  id: 'h1-small',
  skip: () => false,
  metrics: [
    {
      id: 'h1-requests',
      row: 'small requests, keep-alive, TLS, HTTP/1 (32 connections)',
      unit: 'requests/s',
      better: 'higher',
      goal: '0.4 of no filter, 25x mitmproxy',
      met: atLeast(0.4, 25),
    },
    {
      id: 'h1-cpu',
      row: 'CPU time of the proxy per HTTP/1 request',
      unit: 'µs',
      better: 'lower',
      goal: 'lower than every other proxy',
      digits: 1,
    },
  ],
  run: async (work) => {
    await work.session.shell.exec(`wrk -t1 -c4 -d1 ${url('small')}`);
    const { result, cpu } = await withCpu(work, () => work.session.shell.exec(`wrk -t1 -c32 -d${work.scale.seconds} ${url('small')}`));
    failIfErrors(result);
    const requests = number(result, /(\d+) requests in/);
    if (requests === 0) throw new Error('no request was answered');
    return {
      'h1-requests': number(result, /Requests\/sec:\s+([\d.]+)/),
      ...(work.session.pids.length > 0 && { 'h1-cpu': (cpu / requests) * 1e6 }),
    };
  },
};

const failIfErrors = (output: string): void => {
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(output);
  if (bad) throw new Error(`the load had errors: ${bad[0]}`);
};

const smallH2: Workload = {
  id: 'h2-small',
  skip: ({ h2 }) => (h2 ? false : 'relays no HTTP/2'),
  metrics: [
    {
      id: 'h2-requests',
      row: 'small requests, HTTP/2, 8 connections of 16 streams',
      unit: 'requests/s',
      better: 'higher',
      goal: '0.6 of no filter, 40x mitmproxy',
      met: atLeast(0.6, 40),
    },
    {
      id: 'h2-cpu',
      row: 'CPU time of the proxy per HTTP/2 request',
      unit: 'µs',
      better: 'lower',
      goal: 'lower than every other proxy',
      digits: 1,
    },
  ],
  run: async (work) => {
    const load = (seconds: number): Promise<string> => work.session.shell.exec(`h2load -t1 -c8 -m16 -D ${seconds} ${url('small')}`);
    await load(1);
    const { result, cpu } = await withCpu(work, () => load(work.scale.seconds));
    const requests = number(result, /(\d+) succeeded/);
    if (requests === 0) throw new Error(`no request succeeded: ${result.slice(-400)}`);
    return { 'h2-requests': requests / work.scale.seconds, ...(work.session.pids.length > 0 && { 'h2-cpu': (cpu / requests) * 1e6 }) };
  },
};

const download = (protocol: 'h1' | 'h2'): Workload => ({
  id: `${protocol}-download`,
  skip: ({ h2 }) => (protocol === 'h1' || h2 ? false : 'relays no HTTP/2'),
  metrics: [
    {
      id: `${protocol}-download`,
      row: `download, HTTP/${protocol === 'h1' ? 1 : 2}`,
      unit: 'MB/s',
      better: 'higher',
      goal: 'inspected 0.55 of no filter',
      met: atLeast(0.55),
    },
    ...(protocol === 'h1'
      ? ([
          {
            id: 'passthrough-download',
            row: 'download, passthrough, HTTP/1',
            unit: 'MB/s',
            better: 'higher',
            goal: '0.9 of no filter',
            of: 'ours-passthrough',
            met: atLeast(0.9),
          },
          {
            id: 'download-cpu',
            row: 'CPU time of the proxy per GiB',
            unit: 's',
            better: 'lower',
            goal: 'lower than every other proxy',
            digits: 2,
          },
        ] as const)
      : []),
  ],
  run: async (work) => {
    const { scale, contender } = work;
    const flags = `-k -sS -o /dev/null --max-time 50 --http${protocol === 'h1' ? '1.1' : '2'} -w '%{speed_download} %{size_download} %{http_version}'`;
    const { result, cpu } = await withCpu(work, () => work.session.shell.exec(`curl ${flags} ${url('download')}`));
    const [speed = 0, size = 0] = result.split(' ').map(Number);
    if (size !== scale.downloadMiB * 1024 * 1024) throw new Error(`${size} bytes came`);
    const rate = speed / 1e6;
    if (protocol === 'h2') return { 'h2-download': rate };
    const cpuPerGiB = (cpu / scale.downloadMiB) * 1024;
    return {
      ...(contender.id !== 'ours-passthrough' && { 'h1-download': rate }),
      ...((contender.id === 'ours-passthrough' || contender.id === 'none') && { 'passthrough-download': rate }),
      ...(work.session.pids.length > 0 && { 'download-cpu': cpuPerGiB }),
    };
  },
});

const connect: Workload = {
  id: 'connect',
  skip: ({ id }) => id === 'http-mitm-proxy' && 'a new name takes it up to a second',
  metrics: (['cached', 'fresh'] as const).flatMap((leaf) =>
    ([0.5, 0.99] as const).map(
      (share): Metric => ({
        id: `connect-${leaf}-p${share * 100}`,
        row: `new TLS connection and its first answer, leaf ${leaf === 'cached' ? 'cached' : 'not cached'}, p${share * 100}`,
        unit: 'ms',
        better: 'lower',
        goal: `${share === 0.5 ? 2 : 10} ms more than no filter`,
        met: (ours, unfiltered) => (unfiltered === undefined ? undefined : ours - unfiltered <= (share === 0.5 ? 2 : 10)),
        digits: 2,
      }),
    ),
  ),
  run: async ({ session, scale }) => {
    const times = async (name: string): Promise<number[]> =>
      JSON.parse(await session.shell.exec(node('connect.mjs', name, scale.connections))).sort((a: number, b: number) => a - b);
    const [cached, fresh] = [await times(ORIGIN.name), await times('*.many.test')];
    return {
      'connect-cached-p50': quantile(cached, 0.5),
      'connect-cached-p99': quantile(cached, 0.99),
      'connect-fresh-p50': quantile(fresh, 0.5),
      'connect-fresh-p99': quantile(fresh, 0.99),
    };
  },
};

/** Others leave DNS and UDP alone. */
const onlyOurs = ({ ours, id, inspects }: Contender): string | false => (id === 'none' || (ours && inspects) ? false : 'passes it by');

const dns: Workload = {
  id: 'dns',
  skip: onlyOurs,
  metrics: [
    { id: 'dns-rate', row: 'DNS answers from cache', unit: 'answers/s', better: 'higher', goal: '20 000/s', met: (ours) => ours >= 20_000 },
    {
      id: 'dns-p50',
      row: 'DNS answer from cache, p50',
      unit: 'ms',
      better: 'lower',
      goal: '0.3 ms more than no filter',
      met: (ours, unfiltered) => (unfiltered === undefined ? undefined : ours - unfiltered <= 0.3),
      digits: 3,
    },
  ],
  run: async ({ session, scale, lab }) => {
    const times: number[] = JSON.parse(await session.shell.exec(node('ask.mjs', ORIGIN.dns, ORIGIN.name, 1000)));
    const questions = join(lab.directory, 'out', `questions-${Date.now()}`);
    writeFileSync(questions, `${ORIGIN.name} A\n`);
    const rate = await session.shell
      .exec(`! command -v dnsperf >/dev/null || dnsperf -d ${questions} -s ${ORIGIN.dns} -l ${scale.seconds} -c 4 -q 100`)
      .then((output) => (output === '' ? undefined : number(output, /Queries per second:\s+([\d.]+)/)));
    return {
      'dns-p50': quantile(
        times.sort((a, b) => a - b),
        0.5,
      ),
      ...(rate !== undefined && { 'dns-rate': rate }),
    };
  },
};

const udp: Workload = {
  id: 'udp',
  skip: onlyOurs,
  metrics: [
    {
      id: 'udp-flow',
      row: 'UDP flow after its first packet',
      unit: 'Mbit/s',
      better: 'higher',
      goal: '0.95 of no filter',
      met: atLeast(0.95),
    },
  ],
  run: async ({ session, lab, scale }) => {
    const server = await lab.start(lab.world, ['iperf3', '-s', '-1', '-B', ORIGIN.address], 400);
    const output = await session.shell.exec(`iperf3 -u -b 0 -l 1200 -t ${scale.seconds} -J -c ${ORIGIN.address}`);
    server.kill();
    return { 'udp-flow': JSON.parse(output).end.sum.bits_per_second / 1e6 };
  },
};

const install: Workload = {
  id: 'npm-ci',
  skip: ({ id, inspects, ours }) => (id === 'none' || inspects || ours ? false : 'not measured'),
  metrics: [{ id: 'npm-ci', row: 'npm ci', unit: 's', better: 'lower', goal: '1.05 of no filter', met: atMost(1.05), digits: 2 }],
  run: async ({ session, lab, scale }) => {
    const started = performance.now();
    const home = join(lab.directory, 'home', `npm-${Date.now()}`);
    const settings = `--no-audit --no-fund --ignore-scripts --strict-ssl=false --registry ${url('npm/')} --cache ${home}/cache`;
    const work = `mkdir -p ${home} && cp ${lab.www}/npm/*.json ${home}/ && cd ${home} && npm ci ${settings} && test -d node_modules/p${scale.packages - 1}`;
    await session.shell.exec(`(${work})`, 120_000);
    const seconds = (performance.now() - started) / 1000;
    await session.shell.exec(`rm -rf ${home}`);
    return { 'npm-ci': seconds };
  },
};

const clone: Workload = {
  id: 'git-clone',
  skip: (_contender, lab) => (existsSync(join(lab.www, 'big.git')) ? false : 'git is not installed'),
  metrics: [
    { id: 'git-clone', row: 'git clone over https', unit: 's', better: 'lower', goal: '1.05 of no filter', met: atMost(1.05), digits: 2 },
  ],
  run: async ({ session, lab }) => {
    const target = join(lab.directory, 'home', `clone-${Date.now()}`);
    const started = performance.now();
    await session.shell.exec(`git -c http.sslVerify=false clone -q ${url('big.git')} ${target}`, 120_000);
    const seconds = (performance.now() - started) / 1000;
    await session.shell.exec(`rm -rf ${target}`);
    return { 'git-clone': seconds };
  },
};

const hold = (count: number, met: (figures: number) => boolean): Workload => ({
  id: `hold-${count}`,
  skip: ({ id, inspects, ours }) => (id !== 'none' && (ours || (inspects && count <= 1000)) ? false : 'not measured'),
  metrics: [
    {
      id: `memory-${count}`,
      row: `memory at ${count} open connections`,
      unit: 'MB',
      better: 'lower',
      goal: count === 1000 ? '120 MB' : 'all held',
      met: (ours) => met(ours),
      digits: 0,
    },
    {
      id: `held-${count}`,
      row: `open connections held, of ${count}`,
      unit: 'connections',
      better: 'higher',
      goal: 'all',
      met: (ours) => ours === count,
      digits: 0,
    },
  ],
  run: async ({ session }) => {
    let peak = residentMb(session.pids);
    const watch = setInterval(() => {
      peak = Math.max(peak, residentMb(session.pids));
    }, 200);
    try {
      const output = await session.shell.exec(`ulimit -n 16000; ${node('hold.mjs', ORIGIN.name, count)}`, 120_000);
      return { [`held-${count}`]: number(output, /held (\d+)/), [`memory-${count}`]: peak };
    } finally {
      clearInterval(watch);
    }
  },
});

const growth: Workload = {
  id: 'growth',
  skip: ({ id }) => (id === 'ours' ? false : 'not measured'),
  metrics: [
    {
      id: 'growth-connections',
      row: 'CPU time per request with 500 connections, their handshakes included, times that with 10',
      unit: '',
      better: 'lower',
      goal: 'flat',
      met: (ours) => ours <= 1.25,
      digits: 2,
    },
    {
      id: 'growth-rules',
      row: 'CPU time per request with 10 000 rules, times that with 10',
      unit: '',
      better: 'lower',
      goal: 'flat',
      met: (ours) => ours <= 1.1,
      digits: 2,
    },
  ],
  run: async (work) => {
    const cost = async (session: Session, connections: number, seconds: number): Promise<number> => {
      const load = (): Promise<string> => session.shell.exec(`wrk -t1 -c${connections} -d${seconds} --timeout 10s ${url('small')}`);
      const { result, cpu } = await withCpu({ ...work, session }, load);
      return cpu / number(result, /(\d+) requests in/);
    };
    const costs: number[] = [];
    for (const rules of [10, 10_000]) {
      const other = await work.reopen({ rules });
      costs.push(await cost(other, 32, work.scale.seconds).finally(() => other.close()));
    }
    const [few, many] = [await cost(work.session, 10, work.scale.seconds), await cost(work.session, 500, 10)];
    return { 'growth-connections': many / few, 'growth-rules': (costs[1] ?? 0) / (costs[0] ?? 1) };
  },
};

const stalls: Workload = {
  id: 'stalls',
  skip: ({ id }) => (id === 'ours' ? false : 'not measured'),
  metrics: [
    {
      id: 'stall',
      row: 'longest DNS answer under small requests (bounds the stalls of the event loop from above)',
      unit: 'ms',
      better: 'lower',
      goal: '20 ms',
      met: (ours) => ours <= 20,
      digits: 1,
    },
  ],
  run: async ({ session, scale }) => {
    const asks = Math.round((scale.seconds * 1000) / 6);
    const output = await session.shell.exec(
      `wrk -t1 -c32 -d${scale.seconds + 1} ${url('small')} >/dev/null & sleep 0.5; ${node('ask.mjs', ORIGIN.dns, ORIGIN.name, asks, 5)}; wait`,
    );
    return { stall: Math.max(...(JSON.parse(output) as number[])) };
  },
};

export const workloads: readonly Workload[] = [
  smallH1,
  smallH2,
  download('h1'),
  download('h2'),
  connect,
  dns,
  udp,
  install,
  clone,
  hold(1000, (megabytes) => megabytes <= 120),
  hold(10_000, () => true),
  growth,
  stalls,
];

/** Rows of the table of goals that nothing here measures. */
export const unmeasured = [
  'cost per request from 1 to 10 million log lines: a run of hours on this hardware',
  'stalls of the event loop inside the proxy: seen from outside only',
];
