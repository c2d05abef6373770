/**
 * What the policy costs: compile time and decisions a second on one core, for 10 to 10 000 rules.
 * Run bundled, or with `node --experimental-strip-types bench/policy.ts` (Node 22.6 and later).
 */
import process from 'node:process';
import { compile } from '../src/policy/compile.ts';
import type { Policy, Process, Question } from '../src/policy/types.ts';

const sizes = [10, 100, 1000, 10_000];
const steps = ['__run', '__run_2', 'build', 'test'];

/** The mix of a large policy: hosts, wildcards, URLs with scopes, addresses, ranges. Every size holds every kind. */
function makePolicy(size: number): string {
  const lines: string[] = [];
  for (let index = 0; index < size; index++) {
    const host = `svc${index}.team${index % 97}.example.com`;
    switch (index % 6) {
      case 0:
        lines.push(host);
        break;
      case 1:
        lines.push(`*.zone${index}.example.org:443|8443`);
        break;
      case 2:
        lines.push(`GET|POST https://api.example.net/repos/project${index}/*`);
        break;
      case 3:
        lines.push(`node${index}-*.pool.example.net step=${steps[index % steps.length]}`);
        break;
      case 4:
        lines.push(`10.${(index >> 8) & 255}.${index & 255}.0/24:*`);
        break;
      default:
        lines.push(`${host}:8443 exe=/usr/bin/tool${index % 50} step=build`);
    }
  }
  return lines.join('\n');
}

const who: Process = {
  exe: '/usr/bin/curl',
  cmdline: ['curl', '-sS'],
  cgroup: '/system.slice/hosted-compute-agent.service',
  step: 'main.__run_2',
};
const base = { dstIp: '198.51.100.7', dstPort: 443, names: [] };

const questions: Record<string, Question> = {
  'miss, TLS': { ...base, type: 'tls', host: 'collector.attacker.test' },
  'miss, near names': { ...base, type: 'tls', host: 'svc1.team1.example.com.evil.example.net' },
  'miss, request to a host with URL rules': {
    type: 'request',
    scheme: 'https',
    method: 'GET',
    host: 'api.example.net',
    port: 443,
    target: '/repos/unknown/file?x=1',
    dstIp: '198.51.100.7',
    dstPort: 443,
  },
  'miss, raw address': { type: 'tcp', dstIp: '203.0.113.77', dstPort: 22, names: [] },
  'hit, host': { ...base, type: 'tls', host: 'svc0.team0.example.com' },
  'hit, request': {
    type: 'request',
    scheme: 'https',
    method: 'POST',
    host: 'api.example.net',
    port: 443,
    target: '/repos/project2/pulls?page=2',
    dstIp: '198.51.100.7',
    dstPort: 443,
  },
  'hit, lookup': { type: 'dns', name: 'svc0.team0.example.com', protocol: 'udp', dstIp: '127.0.0.53', dstPort: 53 },
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** CPU time of the whole process, garbage collection included: what a core gives, however busy the machine is. */
function cpuMilliseconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function compileTime(text: string): number {
  const times: number[] = [];
  for (let run = 0; run < 9; run++) {
    const start = process.cpuUsage();
    compile(text);
    times.push(cpuMilliseconds(start));
  }
  return median(times);
}

/** `told`: with all that a line of the log says, which is made when it is read. */
function decisionsPerSecond(policy: Policy, question: Question, told = false): number {
  const rates: number[] = [];
  for (let run = 0; run < 7; run++) {
    const count = 100_000;
    const start = process.cpuUsage();
    for (let index = 0; index < count; index++) {
      const verdict = policy.decide(question, who);
      if (told && verdict.suggestion === '') throw new Error('an empty line is suggested');
    }
    rates.push((count / cpuMilliseconds(start)) * 1000);
  }
  return median(rates);
}

const table: Record<string, Record<string, string>> = {};
for (const size of sizes) {
  const text = makePolicy(size);
  const policy = compile(text);
  const column: Record<string, string> = { 'compile, ms': compileTime(text).toFixed(1) };
  for (const [name, question] of Object.entries(questions)) {
    column[name] = `${Math.round(decisionsPerSecond(policy, question) / 1000)} k/s`;
    if (name.startsWith('miss'))
      column[`${name}, with suggestion`] = `${Math.round(decisionsPerSecond(policy, question, true) / 1000)} k/s`;
  }
  for (const [name, value] of Object.entries(column)) table[name] = { ...table[name], [`${size} rules`]: value };
}
console.table(table);
