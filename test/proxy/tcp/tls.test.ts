import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { closes, createLab, curl, EVIL_IP, type LabOptions, OK_IP, OTHER_IP, verdicts, worldCa } from './lab.ts';

interface Seen {
  connections: number;
  requests: string[];
}

/** A server for every name, HTTP/1.1 and HTTP/2. */
const createOrigin = async () => {
  const seen: Seen = { connections: 0, requests: [] };
  const server = createSecureServer({
    allowHTTP1: true,
    SNICallback: (name, done) => done(null, worldCa.contextFor([name, `alt.${name}`])),
  });
  server.on('connection', () => {
    seen.connections += 1;
  });
  server.on('request', (request, response) => {
    seen.requests.push(`${request.method} ${request.headers[':authority'] ?? request.headers.host}${request.url}`);
    response.end(`hello over ${request.httpVersion}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, seen, close: () => server.close() };
};

const open: { close(): unknown }[] = [];
const setUp = async (options: Partial<LabOptions> & Pick<LabOptions, 'policy'>) => {
  const origin = await createOrigin();
  const evil = await createOrigin();
  const lab = await createLab({
    dst: { ip: OK_IP, port: 443 },
    learned: { 'ok.test': [OK_IP] },
    dns: { 'ok.test': [OK_IP] },
    world: { [`${OK_IP}:443`]: origin.port, [`${OTHER_IP}:443`]: origin.port, [`${EVIL_IP}:443`]: evil.port },
    ...options,
  });
  open.push(origin, evil, lab);
  return { origin, evil, lab };
};
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

for (const [flag, version] of [
  ['--http1.1', '1.1'],
  ['--http2', '2.0'],
] as const) {
  describe(`curl ${flag}`, () => {
    test('an allowed host is intercepted: body, log with URL and method', async () => {
      const { lab, origin } = await setUp({ policy: 'ok.test' });
      const answer = await curl(lab, 'https://ok.test/a/b?c=d', flag);
      expect(answer).toMatchObject({ code: 0, stdout: `hello over ${version}` });
      await lab.idle();
      expect(origin.seen.requests).toEqual(['GET ok.test/a/b?c=d']);
      expect(verdicts(lab)).toMatchObject([
        {
          type: 'https',
          policy: 'allow',
          method: 'GET',
          url: 'https://ok.test/a/b?c=d',
          host: 'ok.test',
          rule: 'line 1: ok.test',
          protocol: version === '2.0' ? 'h2' : 'h1',
        },
      ]);
      expect(closes(lab)).toMatchObject([{ conn: 'c1', bytes_in: expect.any(Number) }]);
    });

    test('a host that no rule names: 403 over a finished handshake, nothing upstream, not even DNS', async () => {
      const { lab, evil } = await setUp({ policy: 'ok.test', dst: { ip: EVIL_IP, port: 443 } });
      const answer = await curl(lab, 'https://evil.test/steal', flag, '-w', '%{http_code}');
      expect(answer.stdout).toContain('egress-filter denied this request');
      expect(answer.stdout).toMatch(/403$/);
      await lab.idle();
      expect(evil.seen.connections).toBe(0);
      expect(lab.dialled).toEqual([]);
      expect(lab.resolved).toEqual([]);
      expect(verdicts(lab)).toMatchObject([
        { type: 'https', policy: 'deny', url: 'https://evil.test/steal', suggestion: expect.any(String) },
      ]);
    });
  });
}
