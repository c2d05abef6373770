import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atMost } from '../goals.ts';
import { BUNDLES } from '../lab.ts';
import { memoryMb } from '../processes.ts';
import type { Metric, Workload } from '../types.ts';
import { h2load, h2Requests, onlyInspected, withCpu, wrk, wrkRequests } from './common.ts';

/** What something costs after much of it, times what it cost after little. */
const flat = (id: string, row: string, most = 1.1): Metric => ({
  id,
  row,
  unit: '',
  better: 'lower',
  goals: [atMost(most, `flat (${most})`)],
  digits: 2,
});

export const rules: Workload = {
  id: 'rules',
  heavy: true,
  skip: onlyInspected,
  metrics: [flat('growth-rules', 'CPU time per request with 10 000 rules, times that with 10')],
  run: async (work) => {
    const [few, many] = [await work.reopen({ rules: 10 }), await work.reopen({ rules: 10_000 })];
    try {
      // Compiled by now, whatever is measured first.
      for (const { shell } of [few, many]) await shell.exec(wrk(32, 2));
      // By turns, so that what else the machine does meets both.
      const costs = [0, 0];
      for (let turn = 0; turn < 2; turn++) {
        for (const [index, session] of [few, many].entries()) {
          const { result, cpu = 0 } = await withCpu({ session }, () => session.shell.exec(wrk(32, Math.ceil(work.scale.seconds / 2))));
          costs[index] = (costs[index] ?? 0) + cpu / wrkRequests(result);
        }
      }
      return { 'growth-rules': (costs[1] ?? 0) / (costs[0] ?? 1) };
    } finally {
      await few.close();
      await many.close();
    }
  },
};

/** A million requests, each with its line, through the proxy. */
export const manyRequests: Workload = {
  id: 'many-requests',
  heavy: true,
  fresh: true,
  once: true,
  skip: onlyInspected,
  metrics: [
    flat('growth-requests', 'CPU time per request after 1 million requests and log lines, times that of the first 100 000'),
    flat('growth-requests-memory', 'memory of the proxy after 1 million requests, times that after the first 100 000'),
  ],
  run: async ({ session, say }) => {
    await session.shell.exec(h2load(1));
    const step = async (): Promise<{ requests: number; cost: number; memory: number }> => {
      const { result, cpu = 0 } = await withCpu({ session }, () => session.shell.exec(h2load(3)));
      const requests = h2Requests(result);
      return { requests, cost: cpu / requests, memory: memoryMb([session.proxyPid ?? 0], 'Rss') };
    };
    const first = await step();
    const steps = [first];
    let last = first;
    for (let total = first.requests; total < 1e6; total += last.requests) {
      last = await step();
      steps.push(last);
    }
    say(steps.map(({ cost, memory }) => `${(cost * 1e6).toFixed(1)} µs at ${Math.round(memory)} MB`).join(', '));
    return { 'growth-requests': last.cost / first.cost, 'growth-requests-memory': last.memory / first.memory };
  },
};

/** The log's writer and reader by themselves: a proxy would need a quarter of an hour for as many lines. */
export const logLines: Workload = {
  id: 'log-lines',
  heavy: true,
  once: true,
  skip: onlyInspected,
  metrics: [
    flat('growth-log', 'CPU time of a log line after 10 million, times that after 1 million'),
    flat('growth-log-memory', 'memory of the writer after 10 million lines, times that after 1 million'),
    {
      id: 'log-line',
      row: 'CPU time of a request decided and its log line put together, redacted, written',
      unit: 'µs',
      better: 'lower',
      goals: [],
      digits: 1,
    },
    { id: 'summary-seconds', row: "post's summary of 1 million lines", unit: 's', better: 'lower', goals: [], digits: 1 },
    flat('growth-summary-memory', 'memory at the end of that, times that after the first 100 000 lines', 1.25),
  ],
  run: async ({ lab, scale, say }) => {
    const args = [join(BUNDLES, 'log-lines.js'), join(lab.directory, 'lines.jsonl'), `${scale.logLines}`, `${scale.summaryLines}`];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 900_000 });
    const { steps, figures } = JSON.parse(stdout);
    for (const step of steps) say(step);
    return figures;
  },
};
