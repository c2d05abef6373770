import type { LogEvent } from '../../../src/log/event.ts';
import type { Policy, Verdict } from '../../../src/policy/types.ts';
import type { Flow, ProxyContext } from '../../../src/proxy/context.ts';
import { createResolver } from '../../../src/proxy/dns/resolver.ts';
import { type DnsServerOptions, startDnsServer } from '../../../src/proxy/dns/server.ts';
import { createNameTable } from '../../../src/proxy/names.ts';
import type { World } from './world.ts';

/** Names and `ip:port/protocol` of servers; a leading `!` denies as a guardrail would. */
export function policyOf(allowed: readonly string[], resolvers: readonly string[] = []): Policy {
  const deny = (denial: 'no-rule' | 'guardrail', name: string): Verdict => ({
    allow: false,
    passthrough: false,
    insecure: false,
    reason: `no rule matches ${name}`,
    denial,
    ...(denial === 'no-rule' ? { suggestion: `dns:${name}` } : {}),
  });
  return {
    findings: [],
    valid: true,
    ruleCount: allowed.length,
    decide(question) {
      if (question.type !== 'dns') return deny('no-rule', '-');
      const { name, dstIp, dstPort, protocol } = question;
      if (allowed.includes(`!${name}`)) return deny('guardrail', name);
      const rule = allowed.find((text) => text === name || (text.startsWith('*.') && name.endsWith(text.slice(1))));
      if (!rule) return deny('no-rule', name);
      if (!resolvers.includes(dstIp) && !allowed.includes(`${dstIp}:${dstPort}/${protocol}`)) return deny('no-rule', `${dstIp}:${dstPort}`);
      return {
        allow: true,
        by: 'name',
        name,
        rule: { line: 1, text: rule },
        passthrough: false,
        insecure: false,
        reason: `${rule} allows it`,
      };
    },
    allowsRaw: () => false,
    allowsUninspected: () => false,
  };
}

export interface Bench {
  readonly udpPort: number;
  readonly tcpPort: number;
  readonly log: LogEvent[];
  readonly names: ReturnType<typeof createNameTable>;
  close(): Promise<void>;
}

export interface BenchOptions extends Partial<DnsServerOptions> {
  readonly allowed?: readonly string[];
  readonly audit?: boolean;
  /** Where the client believes to send to. */
  readonly asked?: { ip: string; port: number };
  readonly rounds?: readonly number[];
}

/** The DNS server under test with `world` as the machine's resolver. Every client is pid 42, and asked `asked` (default: the resolver). */
export async function startBench(
  world: World,
  { allowed = ['ok.test', '*.ok.test'], audit = false, asked, rounds = [300], ...options }: BenchOptions = {},
): Promise<Bench> {
  const log: LogEvent[] = [];
  const names = createNameTable(() => performance.now());
  const upstream = createResolver({ servers: [world], names, rounds });
  const context: ProxyContext = {
    policy: policyOf(allowed, [world.ip]),
    audit,
    names,
    resolver: upstream,
    log: { write: (event) => log.push(event) },
  };
  const dst = asked ?? { ip: world.ip, port: 53 };
  const flowOf = (protocol: 'udp' | 'tcp', ip: string, port: number): Flow => ({
    id: `${protocol}${port}`,
    protocol,
    src: { ip, port },
    dst,
    who: { pid: 42, uid: 1000, exe: '/usr/bin/client' },
  });
  const server = await startDnsServer({ port: 0, context, upstream, flowOf, ...options });
  return {
    udpPort: server.udpPort,
    tcpPort: server.tcpPort,
    log,
    names,
    async close() {
      upstream.close();
      await server.close();
    },
  };
}
