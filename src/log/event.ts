import { z } from 'zod';

const port = () => z.number().int().min(0).max(65535);
const count = () => z.number().int().nonnegative();

/**
 * One line of the log. Field names as users of gregclermont/egress-filter know them, plus ours; docs/log.md explains each with
 * examples, docs/log.schema.json is generated from here. A field that is not known is absent, never null or empty.
 */
export const LogEvent = z
  .object({
    ts: z.string().describe('When, ISO 8601 in UTC with milliseconds: 2026-01-31T12:00:00.123Z'),
    type: z
      .enum(['http', 'https', 'tcp', 'udp', 'dns', 'ip', 'socket', 'sudo', 'guard', 'close', 'lost'])
      .describe(
        'http, https: one HTTP request, or the ClientHello of a TLS connection (then without url). tcp: a connection that is neither, or IPv6. ' +
          'udp: the first packet of a datagram flow, or IPv6. dns: one question. ip: a packet of another protocol refused at the gate. ' +
          'socket: a raw or exotic socket refused in the kernel. sudo: a program that raised its rights (allow-sudo). guard: something of the filter itself, told by reason. close: a connection that was opened has ended. ' +
          'lost: events that could not be written.',
      ),
    conn: z.string().min(1).optional().describe('Connection: the same on all verdict lines of one connection and on its close line'),
    policy: z.enum(['allow', 'deny']).optional().describe('The verdict. With audit: what it would have been'),
    audit: z.literal(true).optional().describe('Denied by the policy but let through, since the filter runs in audit mode'),
    dst_ip: z.string().optional().describe('Address the process asked for: dotted quad, or IPv6 text where IPv6 was refused'),
    dst_port: port().optional().describe('Port the process asked for'),
    dst_names: z.array(z.string()).readonly().optional().describe('Names that resolved to dst_ip, most recent first'),
    src_port: port().optional().describe('Local port of the process'),
    pid: z.number().int().optional().describe('Process id when it opened the connection'),
    ppid: z.number().int().optional().describe('Its parent'),
    uid: z.number().int().optional().describe('Its user'),
    exe: z.string().optional().describe('Path of its executable, as the kernel recorded it at exec'),
    cmdline: z.array(z.string()).readonly().optional().describe('Its arguments, argv[0] first; secrets-looking ones are [redacted]'),
    cwd: z.string().optional().describe('On sudo: the working directory'),
    user: z.string().optional().describe('On sudo: the user that it became'),
    cgroup: z.string().optional().describe('Path of its cgroup v2'),
    step: z.string().optional().describe('GITHUB_ACTION of the step that it descends from'),
    action: z.string().optional().describe('Repository of the action that it descends from, owner/name'),
    image: z.string().optional().describe('Container image, as the engine names it'),
    url: z.string().optional().describe('URL of the request; the query string is [redacted]'),
    method: z.string().optional().describe('Method of the request'),
    host: z.string().optional().describe('Server name of the TLS ClientHello (SNI), or host of the request'),
    name: z.string().optional().describe('Name asked for in DNS'),
    query_type: z.string().optional().describe('Record type asked for in DNS: A, TXT, or TYPE65534 where it has no name'),
    rule: z.string().optional().describe('The rule that decided, with its line: `line 3: api.example.com`, or `built-in: ...`'),
    reason: z.string().optional().describe('Why, in one sentence'),
    suggestion: z.string().optional().describe('On a denial that a rule could lift: the line to add to the policy'),
    protocol: z
      .string()
      .optional()
      .describe(
        'As far as it was recognised: h1, h2, ws, tls, ssh, ...; of a DNS question udp or tcp; of ip and socket the refused protocol; ipv6 where that was refused',
      ),
    passthrough: z.literal(true).optional().describe('TLS was not intercepted'),
    insecure: z.literal(true).optional().describe('The certificate of the server was not verified'),
    bytes_in: count().optional().describe('Bytes from the server to the process'),
    bytes_out: count().optional().describe('Bytes from the process to the server'),
    duration_ms: z.number().nonnegative().optional().describe('From accept to close, milliseconds'),
    repeats: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Further packets of the same flow with the same verdict that this line stands for'),
    error: z.string().optional().describe('What went wrong: a code such as tls_client_rejected_ca, or a sentence'),
    lost: z.number().int().positive().optional().describe('On lost: how many events are missing before this line'),
  })
  .refine((event) => missingFields(event).length === 0, { error: 'a close line needs conn, a lost line needs lost' });

export type LogEvent = z.infer<typeof LogEvent>;

/** Reason of a refused TCP packet that opens nothing and carries nothing: what was open before the start still comes to its end. */
export const EARLIER_END = 'the end of a connection that did not come through the proxy, such as one from before the start';

/** What a line of this type is useless without. */
export const requiredFields = { close: ['conn'], lost: ['lost'] } as const;

function missingFields(event: { type: string; conn?: string | undefined; lost?: number | undefined }): string[] {
  const needed: readonly ('conn' | 'lost')[] = event.type === 'close' || event.type === 'lost' ? requiredFields[event.type] : [];
  return needed.filter((field) => event[field] === undefined);
}
