import { loadNative } from '../../../src/kernel/load.ts';
import type { LogEvent } from '../../../src/log/event.ts';
import { compile } from '../../../src/policy/index.ts';
import type { Flow, ProxyContext } from '../../../src/proxy/context.ts';
import { createResolver } from '../../../src/proxy/dns/resolver.ts';
import { type DnsServerOptions, startDnsServer } from '../../../src/proxy/dns/server.ts';
import { createNameTable } from '../../../src/proxy/names.ts';
import type { World } from './world.ts';

export interface Bench {
  readonly udpPort: number;
  readonly tcpPort: number;
  readonly log: LogEvent[];
  readonly names: ReturnType<typeof createNameTable>;
  close(): Promise<void>;
}

export interface BenchOptions extends Partial<DnsServerOptions> {
  /** Lines of the policy. */
  readonly allowed?: readonly string[];
  readonly audit?: boolean;
  readonly defaultAllow?: boolean;
  /** Where the client believes to send to. */
  readonly asked?: { ip: string; port: number };
  readonly rounds?: readonly number[];
}

/**
 * The DNS server under test with `world` as the machine's resolver. Every client is pid 42, and asked `asked` (default: the resolver). Servers here have
 * addresses of this machine, and stand for others: only those of loopback are its own, unless told.
 */
export async function startBench(
  world: World,
  { allowed = ['ok.test', '*.ok.test'], audit = false, defaultAllow = false, asked, rounds = [5000], ...options }: BenchOptions = {},
): Promise<Bench> {
  const log: LogEvent[] = [];
  const names = createNameTable(() => performance.now());
  const upstream = createResolver({ servers: [world], names, rounds });
  const context: ProxyContext = {
    policy: compile(allowed.join('\n'), { resolvers: [world.ip], default: defaultAllow ? 'allow' : 'deny' }),
    audit,
    names,
    resolver: upstream,
    log: { write: (event) => log.push(event), writeShared: (own, shared) => log.push({ ...own, ...shared }) },
  };
  const dst = asked ?? { ip: world.ip, port: 53 };
  const flowOf = (protocol: 'udp' | 'tcp', ip: string, port: number): Flow => ({
    id: `${protocol}${port}`,
    protocol,
    src: { ip, port },
    dst,
    who: { pid: 42, uid: 1000, exe: '/usr/bin/client' },
  });
  const isOutside = (address: number): boolean => address >>> 24 !== 127;
  const server = await startDnsServer({ native: loadNative(), port: 0, context, upstream, flowOf, isOutside, ...options });
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
