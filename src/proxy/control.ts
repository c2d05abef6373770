import { z } from 'zod';

/**
 * What guard and proxy say to each other: JSON lines over a socket pair. The first line to the proxy is its configuration. When the
 * guard's end closes, the proxy exits at once; without it there is no network, so nothing is open.
 */

/** Descriptors that the proxy inherits, by number. */
export const PROXY_FDS = { control: 3, log: 4, addon: 5, flows: 6, procs: 7, sockets: 8, events: 9 } as const;

export const ProxyConfig = z.object({
  policy: z.string(),
  repository: z.string().optional(),
  default: z.enum(['deny', 'allow']),
  audit: z.boolean(),
  /** Keep query strings and arguments as they are. */
  logFull: z.boolean(),
  /** The machine's resolvers, IPv4 or IPv6 addresses. */
  resolvers: z.array(z.string()).min(1),
  /** The address by which the command asks them where it cannot by their own (IPv6). */
  resolverAlias: z.string().optional(),
  /** Certificates to verify servers by, PEM, one each: read by the guard, as the proxy's user may not read every file. */
  trust: z.array(z.string()),
  /** cgroup id (decimal) to path, as far as known. */
  cgroups: z.record(z.string(), z.string()),
  logMaxBytes: z.number().optional(),
});
export type ProxyConfig = z.infer<typeof ProxyConfig>;

export const FromProxy = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    tcpPort: z.number(),
    /** How many consecutive ports from `tcpPort` on. */
    tcpPorts: z.number(),
    dnsUdpPort: z.number(),
    dnsTcpPort: z.number(),
    queue: z.number(),
    caPem: z.string(),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('stopped'), lostEvents: z.number() }),
]);
export type FromProxy = z.infer<typeof FromProxy>;

export const ToProxy = z.discriminatedUnion('type', [
  z.object({ type: z.literal('config'), config: ProxyConfig }),
  /** Write out the log, answer `stopped`, exit. `lostEvents`: refusals in the kernel that nobody was told of, for the log. */
  z.object({ type: z.literal('stop'), lostEvents: z.number().int().nonnegative().optional() }),
]);
export type ToProxy = z.infer<typeof ToProxy>;
