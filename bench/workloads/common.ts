import { join } from 'node:path';
import type { Contender } from '../contenders.ts';
import { ORIGIN, PROGRAMS } from '../lab.ts';
import { cpuSeconds } from '../processes.ts';
import type { Work } from '../types.ts';

export const node = (program: string, ...args: (string | number)[]): string =>
  [process.execPath, join(PROGRAMS, program), ...args].map((word) => `'${word}'`).join(' ');

export const url = (path: string): string => `https://${ORIGIN.name}/${path}`;

export const wrk = (connections: number, seconds: number): string => `wrk -t1 -c${connections} -d${seconds} --timeout 10s ${url('small')}`;
export const h2load = (seconds: number): string => `h2load -t1 -c8 -m16 -D ${seconds} ${url('small')}`;
export const curl = (protocol: 'h1' | 'h2', path: string): string =>
  `curl -k -sS -o /dev/null --max-time 50 --http${protocol === 'h1' ? '1.1' : '2'} -w '%{speed_download} %{size_download} %{http_version}' ${url(path)}`;

export function number(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${pattern} in: ${text.slice(0, 400)}`);
  return Number(found);
}

/** Of what wrk says; throws where the load had errors. */
export function wrkRequests(output: string): number {
  const bad = /Non-2xx or 3xx responses: \d+/.exec(output);
  if (bad) throw new Error(`the load had errors: ${bad[0]}`);
  const requests = number(output, /(\d+) requests in/);
  if (requests === 0) throw new Error('no request was answered');
  return requests;
}

/** Of what h2load says. */
export function h2Requests(output: string): number {
  const requests = number(output, /(\d+) succeeded/);
  if (requests === 0) throw new Error(`no request succeeded: ${output.slice(-400)}`);
  return requests;
}

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/** The median of what a measurement gives, made `count` times one after the other. */
export async function medianOf(count: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  while (values.length < count) values.push(await measure());
  return quantile(values, 0.5);
}

/** Runs a load and gives the processor time, in seconds, that the contender took meanwhile; undefined where there is none. */
export async function withCpu<T>(
  { session }: Pick<Work, 'session'>,
  load: () => Promise<T>,
): Promise<{ result: T; cpu: number | undefined }> {
  const before = cpuSeconds(session.pids());
  const result = await load();
  const pids = session.pids();
  return { result, cpu: pids.length === 0 ? undefined : cpuSeconds(pids) - before };
}

/** Others leave DNS and UDP alone. */
export const onlyOurs = ({ ours, id, inspects }: Contender): string | false =>
  id === 'none' || (ours && inspects) ? false : 'passes it by';

export const onlyInspected = ({ id }: Contender): string | false => (id === 'ours' ? false : '-');
