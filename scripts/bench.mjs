// @ts-check
// `npm run bench`: sets up what the benchmark needs and runs it. Plain Node without packages, because it runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installPackages } from './apt.mjs';
import { installNpmPackages } from './npm-packages.mjs';

const root = join(import.meta.dirname, '..');

/** Without these nothing can be measured. @type {readonly import('./packages.mjs').SystemPackage[]} */
const needed = [
  { name: 'iptables', has: 'iptables', why: 'the chains of the filter' },
  { name: 'iproute2', has: 'ip', why: 'network namespaces and veth pairs' },
  { name: 'nginx-light', has: 'nginx', services: ['nginx.service'], why: 'the origin server' },
  { name: 'wrk', has: 'wrk', why: 'load: many small HTTP/1 requests' },
  { name: 'nghttp2-client', has: 'h2load', why: 'load: many small HTTP/2 requests' },
  { name: 'curl', has: 'curl', why: 'load: downloads' },
  { name: 'conntrack', has: 'conntrack', why: 'no contender inherits the connections of the one before' },
  { name: 'openssl', has: 'openssl', why: "the origin's certificates" },
];

/** Each of these serves one contender or workload, which is reported as missing without it. */
const optional = [
  { name: 'mitmproxy', has: 'mitmdump', why: 'contender: mitmproxy' },
  { name: 'squid-openssl', has: 'squid', services: ['squid.service'], why: 'contender: squid ssl-bump' },
  { name: 'dnsperf', has: 'dnsperf', why: 'load: DNS queries' },
  { name: 'iperf3', has: 'iperf3', why: 'load: a UDP flow' },
  { name: 'git', has: 'git', why: 'work: git clone' },
];

/** @param {string} line */
const say = (line) => console.log(`npm run bench: ${line}`);

try {
  const help = process.argv.includes('--help') || process.argv.includes('-h');
  installNpmPackages(say);
  if (!help) {
    if (process.getuid?.() !== 0) throw new Error('network namespaces need root: sudo npm run bench');
    installPackages(needed, say);
    for (const each of optional) {
      try {
        installPackages([each], say);
      } catch (error) {
        say(`${each.name} cannot be installed: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      }
    }
  }
  const bundles = join(root, '.cache', 'bench');
  const entries = ['main.ts', 'log-lines.ts'].map((name) => join(root, 'bench', name));
  const built = spawnSync(
    join(root, 'node_modules', '.bin', 'rolldown'),
    [...entries, '--format', 'esm', '--platform', 'node', '--dir', bundles, '--log-level', 'silent'],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (built.status !== 0) throw new Error('bench/ cannot be bundled');
  const { status } = spawnSync(process.execPath, [join(bundles, 'main.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, EGF_ROOT: root },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(`npm run bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
