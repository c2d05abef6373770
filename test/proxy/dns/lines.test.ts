import { expect, test } from 'vitest';
import type { LogEvent } from '../../../src/log/event.ts';
import type { EventSink } from '../../../src/log/types.ts';
import type { Verdict } from '../../../src/policy/types.ts';
import type { Flow } from '../../../src/proxy/context.ts';
import { createQueryReader } from '../../../src/proxy/dns/asked.ts';
import { createLines, type Sender } from '../../../src/proxy/dns/lines.ts';
import { verdictEvent } from '../../../src/proxy/events.ts';
import { query } from './clients.ts';

const AT = Date.UTC(2026, 0, 31, 12);

interface Answered {
  readonly who: Flow['who'];
  readonly dst: Flow['dst'];
  readonly transport: 'udp' | 'tcp';
  readonly verdict: Verdict;
  readonly error: string | undefined;
}

const verdict: Verdict = {
  allow: true,
  by: 'name',
  rule: { line: 3, text: 'ok.test' },
  passthrough: false,
  insecure: false,
  reason: 'Allowed by line 3: ok.test.',
};
const usual: Answered = {
  who: { pid: 7, uid: 1000, exe: '/usr/bin/one' },
  dst: { ip: '192.0.2.53', port: 53 },
  transport: 'udp',
  verdict,
  error: undefined,
};

test.each<[string, Partial<Answered>]>([
  ['process', { who: { pid: 7, uid: 1000, exe: '/usr/bin/other' } }],
  ['server', { dst: { ip: '192.0.2.54', port: 53 } }],
  ['port', { dst: { ip: '192.0.2.53', port: 5353 } }],
  ['transport', { transport: 'tcp' }],
  ['line of the rule', { verdict: { ...verdict, rule: { line: 4, text: 'ok.test' } } }],
  ['text of the rule', { verdict: { ...verdict, rule: { line: 3, text: '*.test' } } }],
  ['reason', { verdict: { ...verdict, reason: 'Allowed because nothing denies it.' } }],
  ['passthrough', { verdict: { ...verdict, passthrough: true } }],
  ['insecure', { verdict: { ...verdict, insecure: true } }],
  ['error', { error: 'NXDOMAIN' }],
])('the line of an answer tells its own %s, not that of the answer before', (_what, other) => {
  const written: LogEvent[] = [];
  const sink: EventSink = { write: (event) => written.push(event), writeShared: (own, shared) => written.push({ ...own, ...shared }) };
  const lines = createLines(sink, () => AT);
  const asked = createQueryReader()(query('ok.test'));
  if ('why' in asked) throw new Error(asked.why);

  const steps = [usual, { ...usual, ...other }, usual, { ...usual, ...other }];
  for (const [at, { who, dst, transport, verdict, error }] of steps.entries()) {
    const flow: Flow = { id: `${at}`, protocol: transport, src: { ip: '10.0.0.1', port: 40_000 + at }, dst, who };
    const sender: Sender & { readonly flow: Flow } = { transport, srcPort: flow.src.port, flow };
    lines.answered(asked, sender, verdict, error);
    const extra = {
      type: 'dns',
      at: AT,
      protocol: transport,
      name: 'ok.test',
      query_type: 'A',
      duration_ms: 0,
      ...(error && { error }),
    } as const;
    expect(written[at]).toEqual(verdictEvent(flow, verdict, extra));
  }
});
