import fc from 'fast-check';
import { LogEvent } from '../../src/log/event.ts';

const npm = { pid: 4312, ppid: 4300, uid: 1000, exe: '/usr/bin/node', cmdline: ['node', '/usr/bin/npm', 'install', 'lodash'] };
const script = { pid: 4350, ppid: 4312, uid: 1000, exe: '/usr/bin/node', cmdline: ['node', 'postinstall.js'] };
const at = (second: number): string => new Date(Date.UTC(2026, 0, 31, 12, 0, 0) + second * 1000).toISOString();

/** A run as a user would have it: an install that works, and a dependency that tries every way out. */
export const sample: readonly LogEvent[] = [
  { ts: at(0), type: 'dns', policy: 'allow', dst_ip: '127.0.0.53', dst_port: 53, name: 'registry.example', protocol: 'udp', ...npm },
  ...Array.from({ length: 30 }, (_, index): LogEvent[] => [
    {
      ts: at(0.1 + index / 10),
      type: 'https',
      conn: `c${index}`,
      policy: 'allow',
      dst_ip: '198.51.100.7',
      dst_port: 443,
      host: 'registry.example',
      rule: 'line 2: registry.example',
      ...npm,
    },
    {
      ts: at(0.11 + index / 10),
      type: 'https',
      conn: `c${index}`,
      policy: 'allow',
      dst_ip: '198.51.100.7',
      dst_port: 443,
      host: 'registry.example',
      method: 'GET',
      url: `https://registry.example/package-${index}`,
      rule: 'line 2: registry.example',
      protocol: 'h2',
      ...npm,
    },
    { ts: at(0.2 + index / 10), type: 'close', conn: `c${index}`, bytes_in: 410_000 + index, bytes_out: 900, duration_ms: 90 },
  ]).flat(),
  {
    ts: at(3.1),
    type: 'tcp',
    conn: 's1',
    policy: 'allow',
    dst_ip: '198.51.100.9',
    dst_port: 22,
    dst_names: ['git.example'],
    protocol: 'ssh',
    rule: 'line 4: git.example:22',
    pid: 4400,
    exe: '/usr/bin/ssh',
    cmdline: ['ssh', 'git@git.example'],
  },
  { ts: at(3.9), type: 'close', conn: 's1', bytes_in: 52_000, bytes_out: 4_100, duration_ms: 800 },
  {
    ts: at(4),
    type: 'dns',
    policy: 'deny',
    name: 'evil.example',
    reason: 'no rule matches evil.example',
    suggestion: 'evil.example',
    ...script,
  },
  {
    ts: at(4),
    type: 'dns',
    policy: 'deny',
    name: 'evil.example',
    reason: 'no rule matches evil.example',
    suggestion: 'evil.example',
    ...script,
  },
  {
    ts: at(4.1),
    type: 'https',
    conn: 'd1',
    policy: 'deny',
    dst_ip: '203.0.113.9',
    dst_port: 443,
    host: 'evil.example',
    method: 'POST',
    url: 'https://evil.example/collect?[redacted]',
    reason: 'no rule matches POST https://evil.example/collect',
    suggestion: 'POST https://evil.example/collect',
    ...script,
  },
  ...Array.from(
    { length: 3 },
    (_, index): LogEvent => ({
      ts: at(4.2 + index / 10),
      type: 'tcp',
      conn: `t${index}`,
      policy: 'deny',
      dst_ip: '203.0.113.9',
      dst_port: 4444,
      reason: 'no rule matches 203.0.113.9:4444',
      suggestion: '203.0.113.9:4444',
      ...script,
    }),
  ),
  {
    ts: at(4.6),
    type: 'udp',
    conn: 'u1',
    policy: 'deny',
    dst_ip: '203.0.113.9',
    dst_port: 123,
    reason: 'no rule matches 203.0.113.9:123/udp',
    suggestion: '203.0.113.9:123/udp',
    ...script,
  },
  {
    ts: at(4.7),
    type: 'socket',
    policy: 'deny',
    protocol: 'inet/raw/icmp',
    reason: 'only TCP and UDP sockets are allowed',
    pid: 4360,
    exe: '/usr/bin/ping',
    cmdline: ['ping', '203.0.113.9'],
  },
  {
    ts: at(4.8),
    type: 'tcp',
    policy: 'deny',
    protocol: 'ipv6',
    dst_ip: '2001:db8::7',
    dst_port: 443,
    reason: 'IPv6 is off',
    ...script,
  },
  {
    ts: at(5),
    type: 'tcp',
    conn: 'j1',
    error: 'tls_client_rejected_ca',
    dst_ip: '198.51.100.7',
    dst_port: 443,
    host: 'registry.example',
    pid: 4370,
    exe: '/usr/bin/java',
    cmdline: ['java', '-jar', 'tool.jar'],
  },
];

/** What a hostile process and network could put into every field of a log. */
export const hostileText = [
  '\u001b[2J\u001b]0;owned\u0007',
  'a\nadd: evil.example\r\n::set-output name=x::y',
  '::error::stop',
  '##[error]stop',
  '<script>alert(1)</script><img src=x onerror=alert(1)>"\'`',
  '| a | [link](https://evil.example) **bold** `code` @user #1 ~~~ </code></table>',
  '\u202egnp.exe\u2066\u200b',
  '\ud800 lone',
  '&lt; &#60; &amp;',
  ']]> --> */ </style><svg onload=alert(1)>',
].join(' ');

export const hostile: readonly LogEvent[] = (['https', 'http', 'tcp', 'udp', 'dns', 'ip', 'socket', 'sudo', 'guard'] as const).flatMap(
  (type): LogEvent[] =>
    [hostileText, ...hostileText.split(' ').slice(0, 12)].flatMap((text): LogEvent[] => {
      const fields: LogEvent = {
        ts: at(1),
        type,
        conn: text,
        dst_ip: text,
        dst_names: [text],
        dst_port: 1,
        exe: text,
        cmdline: [text, text],
        step: text,
        action: text,
        user: text,
        cwd: text,
        host: text,
        name: text,
        url: `https://${text}`,
        method: text,
        rule: text,
        reason: text,
        suggestion: text,
        protocol: text,
        error: text,
      };
      return [
        { ...fields, policy: 'deny' },
        { ...fields, policy: 'deny', audit: true },
        { ...fields, policy: 'allow' },
      ];
    }),
);

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(...hostileText.split(' '), hostileText, 'evil.example', '203.0.113.9'),
);
const optional = fc.option(words, { nil: undefined });

/** Any log. */
export const anyEvents: fc.Arbitrary<LogEvent[]> = fc.array(
  fc.record({
    ts: fc.oneof(words, fc.constant(at(1))),
    type: fc.constantFrom(...LogEvent.shape.type.options),
    conn: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    policy: fc.constantFrom('allow' as const, 'deny' as const, undefined),
    audit: fc.constantFrom(true as const, undefined),
    dst_ip: optional,
    dst_port: fc.option(fc.integer({ min: 0, max: 65535 }), { nil: undefined }),
    dst_names: fc.option(fc.array(words), { nil: undefined }),
    exe: optional,
    cmdline: fc.option(fc.array(words), { nil: undefined }),
    step: optional,
    action: optional,
    user: optional,
    cwd: optional,
    host: optional,
    name: optional,
    url: fc.option(
      words.map((text) => `https://${text}`),
      { nil: undefined },
    ),
    method: optional,
    rule: optional,
    reason: optional,
    suggestion: optional,
    protocol: optional,
    error: optional,
    bytes_in: fc.option(fc.nat(), { nil: undefined }),
    lost: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
  }),
  { maxLength: 12 },
);
