import { z } from 'zod';

/**
 * What guard and proxy say to each other: JSON lines over a socket pair. The first line to the proxy is its configuration. When the
 * guard's end closes, the proxy exits at once; without it there is no network, so nothing is open.
 */

/** Descriptors that the proxy inherits, by number. Those from `steps` on only in a job; from `tcp` on there is one for each of the ports. */
export const PROXY_FDS = {
  control: 3,
  log: 4,
  addon: 5,
  flows: 6,
  procs: 7,
  sockets: 8,
  events: 9,
  steps: 10,
  dnsUdp: 11,
  dnsTcp: 12,
  tcp: 13,
} as const;

const port = () => z.number().int().min(1).max(65535);

/** The authority that clients trust: PKCS #8 or SEC 1 key and certificate, PEM. */
export const Authority = z.object({ keyPem: z.string(), certPem: z.string() });
export type Authority = z.infer<typeof Authority>;

/** What a proxy of a job shares with those before and after it. */
export const ProxyJob = z.object({
  /** GITHUB_JOB, for the `step` of events and rules. */
  name: z.string().optional(),
  /** Sockets that the guard holds: bound to 127.0.0.1, not listening unless a proxy before this one did. */
  inherited: z.object({ tcpPort: port(), tcpPorts: z.number().int().min(1).max(64), dnsUdpPort: port(), dnsTcpPort: port() }),
  queue: z.number().int().min(0).max(65535),
  /** Of the sockets of trusted processes (SO_MARK). */
  trustMark: z.number().int().min(1).max(0xffffffff),
  /** Of its predecessor; without one it makes its own. */
  ca: Authority.optional(),
  /** Clock ticks since boot (proc_pid_stat(5), field 22) when the kernel programs were attached: processes from before are read from /proc. */
  attachedAt: z.number(),
  /** Addresses by which the machine's processes ask its resolvers, beside `resolvers`: a stub such as 127.0.0.53 that asks us in turn. */
  stubs: z.array(z.string()).optional(),
});
export type ProxyJob = z.infer<typeof ProxyJob>;

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
  job: ProxyJob.optional(),
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
    /** In a job only: the guard keeps it in memory for a successor. */
    caKeyPem: z.string().optional(),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({
    type: z.literal('flushed'),
    lostEvents: z.number(),
    /** Why lines of the log wait in memory (a full disk), in one sentence. */
    problem: z.string().optional(),
  }),
  z.object({ type: z.literal('stopped'), lostEvents: z.number() }),
]);
export type FromProxy = z.infer<typeof FromProxy>;

export const ToProxy = z.discriminatedUnion('type', [
  z.object({ type: z.literal('config'), config: ProxyConfig }),
  /**
   * Answer `flushed` when everything that has arrived so far is in the log. `lostEvents`: refusals in the kernel that nobody was told of since this was
   * last said, for the log. The answer's `lostEvents`: what this process could not write since its start.
   */
  z.object({ type: z.literal('flush'), lostEvents: z.number().int().nonnegative().optional() }),
  /** The same, then answer `stopped` and exit. */
  z.object({ type: z.literal('stop'), lostEvents: z.number().int().nonnegative().optional() }),
]);
export type ToProxy = z.infer<typeof ToProxy>;
