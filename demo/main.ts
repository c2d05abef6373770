import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, exit, Lab, ROOT } from '../test/e2e/lab.ts';

/** `npm run demo`: a small CI job with a malicious dependency, without and with the filter, against servers of its own. */
const here = join(ROOT, 'demo');
const say = (text: string): void => void process.stdout.write(`\n${text}\n`);

const SECRET = 'ghs_demo0secret0of0this0job';
const JOB = 'npm install --no-audit --no-fund --foreground-scripts --loglevel=error && npm test --silent';

const lab = await Lab.start();
try {
  publish(lab);
  const settings = {
    npm_config_registry: 'https://www.ok.test/npm/',
    DEPLOY_TOKEN: SECRET,
  };

  say('1. The job as it is today: nothing watches what leaves.\n   $ npm install && npm test');
  await job(lab, 'open', ['ip', 'netns', 'exec', lab.job], { ...settings, NODE_EXTRA_CA_CERTS: lab.caPath, npm_config_cafile: lab.caPath });
  const open = lab.witnessed();
  say(`   What the attacker's server received: ${open.length} packets and requests, the secret among them.`);

  say(
    `2. The same job under the filter.\n   $ sudo egress-filter run --policy demo.policy -- sh -c 'npm install && npm test'\n\n${indent(readFileSync(join(here, 'demo.policy'), 'utf8'))}`,
  );
  const run = [CLI, 'run', '--policy', join(here, 'demo.policy'), '--upstream-ca', lab.caPath, '--user', 'nobody', '--'];
  const status = await job(lab, 'filtered', ['ip', 'netns', 'exec', lab.job, ...run], settings);
  const filtered = lab.witnessed().slice(open.length);
  say(`   What the attacker's server received: ${filtered.length === 0 ? 'nothing, not one packet' : JSON.stringify(filtered)}.`);
  if (open.length === 0) throw new Error('The demo shows nothing: without the filter the attack should have worked.');
  if (filtered.length > 0 || status !== 0) process.exitCode = 1;
} finally {
  await lab.stop();
}

/** Publishes the dependency in the world's registry. */
function publish(target: Lab): void {
  const name = 'telemetry-helper';
  execFileSync('npm', ['pack', '--silent', '--pack-destination', target.directory], { cwd: join(here, name), stdio: 'pipe' });
  target.publish(
    name,
    '1.0.3',
    readFileSync(join(target.directory, `${name}-1.0.3.tgz`)),
    JSON.parse(readFileSync(join(here, name, 'package.json'), 'utf8')),
  );
}

async function job(target: Lab, name: string, wrapper: string[], env: Record<string, string>): Promise<number | null> {
  const directory = join(target.directory, name);
  cpSync(join(here, 'app'), directory, { recursive: true });
  execFileSync('chown', ['-R', 'nobody', directory]);
  const [file = '', ...args] = [...wrapper, 'sh', '-c', JOB];
  const child = spawn(file, args, {
    cwd: directory,
    env: {
      PATH: process.env.PATH ?? '',
      npm_config_cache: join(directory, '.npm'),
      HOME: target.home,
      TERM: process.env.TERM ?? 'dumb',
      ...env,
    },
    stdio: 'inherit',
  });
  return await exit(child, 120_000);
}

function indent(text: string): string {
  return text.replace(/^/gm, '     ').trimEnd();
}
