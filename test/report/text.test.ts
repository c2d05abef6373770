import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { renderText, summarise } from '../../src/report/index.ts';
import { anyEvents, hostile, sample } from './sample.ts';

const ts = '2026-01-31T12:00:00.000Z';

test('a run in which nothing happened is one line', async () => {
  expect(renderText(await summarise([]))).toBe('Egress Filter: no connections, nothing denied.\n');
});

test('the sample run, denials first', async () => {
  expect(renderText(await summarise(sample), { columns: 100 })).toBe(`\
Egress Filter: 9 denied, 31 connections allowed, 30 requests, 12.4 MB in, 31.1 kB out, in 5.0 s

Denied
  203.0.113.9:4444     TCP    3x
      by   /usr/bin/node postinstall.js
      why  no rule matches 203.0.113.9:4444
      add: 203.0.113.9:4444
  203.0.113.9:123/udp  UDP    1x
      by   /usr/bin/node postinstall.js
      why  no rule matches 203.0.113.9:123/udp
      add: 203.0.113.9:123/udp
  [2001:db8::7]:443    TCP    1x
      by   /usr/bin/node postinstall.js
      why  IPv6 is off
  evil.example:443     HTTPS  1x
      by   /usr/bin/node postinstall.js
      why  no rule matches POST https://evil.example/collect
      for  POST https://evil.example/collect?[redacted]
      add: POST https://evil.example/collect
  evil.example         DNS    2x
      by   /usr/bin/node postinstall.js
      why  no rule matches evil.example
      add: evil.example
  inet/raw/icmp        socket 1x
      by   /usr/bin/ping 203.0.113.9
      why  only TCP and UDP sockets are allowed

Errors
  registry.example:443  1x  tls_client_rejected_ca
      by   /usr/bin/java -jar tool.jar
      -> The client does not trust the CA of the filter. To let it through uninspected: registry.example passthrough

Allowed
  registry.example:443  30 requests   12.3 MB in  27.0 kB out  line 2: registry.example
  git.example:22        1 connection  52.0 kB in   4.1 kB out  line 4: git.example:22

To allow all of it, if you trust it, add to the policy:
  POST https://evil.example/collect  # /usr/bin/node
  evil.example  # /usr/bin/node
  203.0.113.9:123/udp  # /usr/bin/node
  203.0.113.9:4444  # /usr/bin/node
`);
});

test('the step and the action of a process are told, and so is root', async () => {
  const event: LogEvent = {
    ts,
    type: 'tcp',
    policy: 'deny',
    dst_ip: '203.0.113.9',
    dst_port: 1,
    exe: '/bin/nc',
    uid: 0,
    step: '__run',
    action: 'o/n',
  };
  expect(renderText(await summarise([event]))).toContain('by   /bin/nc (step __run, o/n, root)');
});

test('what audit mode let through is called so', async () => {
  const event: LogEvent = { ts, type: 'https', policy: 'deny', audit: true, host: 'e.example', dst_port: 443, suggestion: 'e.example' };
  const text = renderText(await summarise([event]));
  expect(text).toMatch(
    /^Egress Filter: nothing denied, 1 would be denied, 1 connection allowed\n\nWould be denied \(audit: it was let through\)\n/,
  );
  expect(text).toContain('add: e.example\n');
});

test('a look-up that the same line allows is not told twice, and a reason that names the request neither', async () => {
  const who = { exe: '/usr/bin/npm', pid: 1 };
  const text = renderText(
    await summarise([
      { ts, type: 'dns', policy: 'deny', audit: true, name: 'e.example', suggestion: 'e.example', ...who },
      { ts, type: 'dns', policy: 'deny', audit: true, name: 'other.example', suggestion: 'other.example', ...who },
      {
        ts,
        type: 'https',
        policy: 'deny',
        audit: true,
        host: 'e.example',
        dst_port: 443,
        method: 'GET',
        url: 'https://e.example/x',
        reason: 'No rule allows GET https://e.example/x.',
        suggestion: 'e.example',
        ...who,
      },
    ]),
  );
  expect(text.match(/add: e\.example$/gm)).toHaveLength(1);
  expect(text).toContain('add: other.example\n');
  expect(text).not.toContain('for  GET');
});

test('an error is told once a connection, with what to do; a client that hangs up is none', async () => {
  const verdict = (conn: string, host: string, error: string): LogEvent[] => [
    { ts, type: 'https', conn, policy: 'allow', host, dst_port: 443, rule: 'line 1: x', error },
    { ts, type: 'close', conn, bytes_in: 1, bytes_out: 1, duration_ms: 1, error },
  ];
  const summary = await summarise([
    ...verdict('c1', 'self.example', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
    ...verdict('c2', 'pinned.example', 'tls_client_rejected_ca'),
    ...verdict('c3', 'fine.example', 'client: read ECONNRESET'),
    { ts, type: 'http', conn: 'c4', policy: 'deny', dst_ip: '192.0.2.7', dst_port: 3128, reason: 'refused: CONNECT' },
    { ts, type: 'close', conn: 'c4', error: 'refused: CONNECT' },
  ]);
  expect(summary.totals.errors).toBe(2);
  expect(summary.errors.map(({ destination, count }) => [destination, count])).toEqual([
    ['pinned.example:443', 1],
    ['self.example:443', 1],
  ]);
  const text = renderText(summary, { columns: 200 });
  expect(text).toContain('uninspected: pinned.example passthrough\n');
  expect(text).toContain('--upstream-ca FILE), or do without: self.example insecure\n');
});

test('an attribute that the rule names is not told again', async () => {
  const event: LogEvent = { ts, type: 'https', conn: 'c', policy: 'allow', host: 'p.example', dst_port: 443, passthrough: true };
  expect(renderText(await summarise([{ ...event, rule: 'line 1: p.example passthrough' }]))).not.toContain('(passthrough)');
  expect(renderText(await summarise([{ ...event, rule: 'line 1: [passthrough]' }]))).toContain('(passthrough)');
});

test('the policy is named where lines for it are told', async () => {
  const denied = (host: string): LogEvent => ({ ts, type: 'https', policy: 'deny', host, dst_port: 443, suggestion: host });
  const text = renderText(await summarise([denied('a.example'), denied('b.example')]), { policy: 'my.policy' });
  expect(text).toContain('To allow all of it, if you trust it, add to my.policy:\n');
});

test('losses are told, those of the writer too', async () => {
  expect(renderText(await summarise([]), { lostEvents: 2 })).toContain(
    '\n2 events could not be written to the log and are missing here.\n',
  );
});

test('long lists end in a count', async () => {
  const events = Array.from(
    { length: 30 },
    (_, at): LogEvent => ({ ts, type: 'dns', policy: 'deny', name: `n${at}.example`, suggestion: `n${at}.example` }),
  );
  const text = renderText(await summarise(events), { limit: 5 });
  expect(text.match(/ DNS /g)).toHaveLength(5);
  expect(text).toContain('  and 25 more; the log and --report have them all\n');
});

describe('colours', () => {
  test('come only when asked for, and change nothing else', async () => {
    const summary = await summarise(sample);
    const plain = renderText(summary);
    const coloured = renderText(summary, { color: true });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31mDenied\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out.
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });
});

const safe = (text: string, options: { columns: number }) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there.
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u);
  expect(text).not.toContain('##[');
  expect(text.split('\n').filter((line) => /^\s*::/.test(line) || line.length > options.columns * 12)).toEqual([]);
};

describe('what a process or a server says', () => {
  test('cannot steer the terminal, forge a line or give the runner a command', async () => {
    for (const columns of [40, 100, 400]) safe(renderText(await summarise(hostile), { columns, limit: 1000 }), { columns });
  });

  test('nor can anything else', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, async (events) =>
        safe(renderText(await summarise(events), { columns: 80, limit: 1000 }), { columns: 80 }),
      ),
      { numRuns: 60 },
    );
  });

  test('gives the same lines whatever its words are', async () => {
    const shape = (text: string) => text.split('\n').map((line) => /^ *(?:by|why|for|add:)?/.exec(line)?.[0]);
    const one = (words: string): LogEvent => ({
      ts,
      type: 'tcp',
      policy: 'deny',
      dst_ip: '203.0.113.9',
      dst_port: 1,
      exe: words,
      reason: words,
    });
    const wanted = shape(renderText(await summarise([one('x')])));
    for (const words of ['a\nadd: evil.example', '\r\n\r\nAllowed', '\u2028\u2029', '\u001b[1A\u001b[2K']) {
      expect(shape(renderText(await summarise([one(words)])))).toEqual(wanted);
    }
  });
});
