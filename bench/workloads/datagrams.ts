import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atLeast, moreThanNone, shareOfNone } from '../goals.ts';
import { ORIGIN } from '../lab.ts';
import type { Work, Workload } from '../types.ts';
import { node, number, onlyOurs, quantile } from './common.ts';

/** Where dnsperf is not installed this prints nothing. */
export function dnsperf({ lab }: Pick<Work, 'lab'>, seconds: number): string {
  const questions = join(lab.directory, 'out', `questions-${Date.now()}`);
  writeFileSync(questions, `${ORIGIN.name} A\n`);
  return `! command -v dnsperf >/dev/null || dnsperf -d ${questions} -s ${ORIGIN.dns} -l ${seconds} -c 4 -q 100`;
}

export const dns: Workload = {
  id: 'dns',
  skip: onlyOurs,
  metrics: [
    {
      id: 'dns-rate',
      row: 'DNS answers from cache',
      unit: 'answers/s',
      better: 'higher',
      goals: [atLeast(20_000, '20 000 a second')],
    },
    {
      id: 'dns-p50',
      row: 'DNS answer from cache, p50',
      unit: 'ms',
      better: 'lower',
      goals: [moreThanNone(0.3, 'ms')],
      digits: 3,
    },
  ],
  run: async (work) => {
    const { shell } = work.session;
    const times: number[] = JSON.parse(await shell.exec(node('ask.mjs', ORIGIN.dns, ORIGIN.name, 1000)));
    const output = await shell.exec(dnsperf(work, work.scale.seconds));
    return { 'dns-p50': quantile(times, 0.5), 'dns-rate': output ? number(output, /Queries per second:\s+([\d.]+)/) : undefined };
  },
};

export const udp: Workload = {
  id: 'udp',
  skip: onlyOurs,
  metrics: [
    {
      id: 'udp-flow',
      row: 'UDP flow after its first packet',
      unit: 'Mbit/s',
      better: 'higher',
      goals: [shareOfNone(0.95)],
      chart: true,
    },
    {
      id: 'udp-flow-conntrack',
      row: 'the same with connection tracking on, as on any machine with Docker',
      unit: 'Mbit/s',
      better: 'higher',
      goals: [],
    },
  ],
  run: async (work) => {
    const flow = await udpFlow(work);
    if (work.contender.id !== 'none') return { 'udp-flow': flow, 'udp-flow-conntrack': flow };
    const rule = (what: '-A' | '-D'): void => {
      const match = ['OUTPUT', '-m', 'conntrack', '--ctstate', 'INVALID', '-j', 'DROP'];
      execFileSync('ip', ['netns', 'exec', work.lab.job, 'iptables', what, ...match]);
    };
    rule('-A');
    try {
      return { 'udp-flow': flow, 'udp-flow-conntrack': await udpFlow(work) };
    } finally {
      rule('-D');
    }
  },
};

/** What arrives of a flow that sends as fast as it can, in Mbit/s. */
async function udpFlow({ session, lab, scale }: Pick<Work, 'session' | 'lab' | 'scale'>): Promise<number> {
  const server = await lab.start(lab.world, ['iperf3', '-s', '-1', '-B', ORIGIN.address], 400);
  try {
    const output = await session.shell.exec(`iperf3 -u -b 0 -l 1200 -t ${scale.seconds} -J -c ${ORIGIN.address}`);
    return JSON.parse(output).end.sum.bits_per_second / 1e6;
  } finally {
    server.kill();
  }
}
