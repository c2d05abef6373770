import { z } from 'zod';

/** One line of the log. Field names as users of gregclermont/egress-filter know them, plus ours; docs/log.md explains each. */
export const LogEvent = z.object({
  ts: z.string().describe('ISO 8601, UTC, milliseconds'),
  type: z.enum(['http', 'https', 'tcp', 'udp', 'dns', 'ip', 'socket', 'close']),
  /** Joins a `close` line to the verdict lines of its connection. */
  conn: z.string().optional(),
  policy: z.enum(['allow', 'deny']).optional(),
  /** Denied by the policy but let through, since the filter runs in audit mode. */
  audit: z.literal(true).optional(),
  dst_ip: z.string().optional(),
  dst_port: z.number().int().min(0).max(65535).optional(),
  dst_names: z.array(z.string()).optional(),
  src_port: z.number().int().min(0).max(65535).optional(),
  pid: z.number().int().optional(),
  ppid: z.number().int().optional(),
  uid: z.number().int().optional(),
  exe: z.string().optional(),
  cmdline: z.array(z.string()).optional(),
  cgroup: z.string().optional(),
  step: z.string().optional(),
  action: z.string().optional(),
  image: z.string().optional(),
  url: z.string().optional(),
  method: z.string().optional(),
  host: z.string().optional(),
  name: z.string().optional(),
  /** `line 3: api.example.com`, or `built-in: ...`. */
  rule: z.string().optional(),
  reason: z.string().optional(),
  /** On a denial that a rule could lift: the line to add. */
  suggestion: z.string().optional(),
  /** `h1`, `h2`, `ws`, `tls`, `ssh`, `icmp`, ... : the protocol as far as it was recognised. */
  protocol: z.string().optional(),
  passthrough: z.literal(true).optional(),
  insecure: z.literal(true).optional(),
  bytes_in: z.number().int().nonnegative().optional().describe('bytes from the server to the process'),
  bytes_out: z.number().int().nonnegative().optional().describe('bytes from the process to the server'),
  duration_ms: z.number().nonnegative().optional(),
  error: z.string().optional(),
});

export type LogEvent = z.infer<typeof LogEvent>;
