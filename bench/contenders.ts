import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, end, type Lab, ORIGIN, PROGRAMS, ROOT } from './lab.ts';
import { descendants } from './processes.ts';
import { openShell, type Shell } from './shell.ts';

/** A way out of the job, and a shell behind it. */
export interface Session {
  readonly shell: Shell;
  /** The processes whose time and memory are the contender's, as they are now: a proxy's whole tree, of ours guard and proxy. */
  pids(): number[];
  /** Of ours: the process that the bytes go through. */
  readonly proxyPid?: number;
  close(): Promise<void>;
}

export interface Contender {
  readonly id: string;
  readonly title: string;
  /** Protocols that it relays. */
  readonly h2: boolean;
  /** It looks at every request, or carries bytes only. */
  readonly inspects: boolean;
  readonly ours: boolean;
  /** Too slow for loads of full length. */
  readonly slow?: boolean;
  /** Why it cannot take part here. */
  missing(): string | undefined;
  open(lab: Lab, options?: { rules?: number }): Promise<Session>;
}

const onPath = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const needs = (command: string) => (): string | undefined => (onPath(command) ? undefined : `${command} is not installed`);

/** Debian's own user for proxies: what it opens is not redirected to itself. */
const PROXY_USER = 'proxy';
const PORT = 3130;

/** The same user for all contenders: npm does more as root. */
const asNobody = (lab: Lab): string[] => [
  'ip',
  'netns',
  'exec',
  lab.job,
  'setpriv',
  '--reuid=nobody',
  '--regid=nogroup',
  '--clear-groups',
  'sh',
];

const none: Contender = {
  id: 'none',
  title: 'no filter',
  h2: true,
  inspects: false,
  ours: false,
  missing: () => undefined,
  open: async (lab) => {
    const shell = await openShell(lab, asNobody(lab));
    return { shell, pids: () => [], close: () => shell.close() };
  },
};

let opened = 0;

/** `egress-filter run -- sh`. */
const ours = (id: string, title: string, flag: string): Contender => ({
  id,
  title,
  h2: true,
  inspects: flag === '',
  ours: true,
  missing: () => (existsSync(CLI) ? undefined : `${CLI} is not there: npm run build`),
  open: async (lab, { rules = 0 } = {}) => {
    // Two of them may be open at a time.
    const name = `${id}-${++opened}`;
    const policy = join(lab.directory, `${name}.policy`);
    const others = Array.from({ length: rules }, (_, index) => `svc${index}.team${index % 97}.example.com`);
    writeFileSync(
      policy,
      `${[...others, `origin.test${flag}`, `*.many.test${flag}`, `${ORIGIN.address}:5201`, `${ORIGIN.address}:5201/udp`].join('\n')}\n`,
    );
    const log = join(lab.directory, `${name}.jsonl`);
    const own = ['run', '--quiet', '--policy', policy, '--upstream-ca', lab.caPath, '--user', 'nobody', '--log', log];
    const shell = await openShell(lab, ['ip', 'netns', 'exec', lab.job, CLI, ...own, '--', 'sh']);
    const proxyPid = descendants(shell.pid).find(({ cmdline }) => cmdline.startsWith('egress-filter-proxy'))?.pid;
    if (proxyPid === undefined) throw new Error('no proxy runs below `egress-filter run`');
    return {
      shell,
      pids: () => [shell.pid, proxyPid],
      proxyPid,
      close: async () => {
        await shell.close();
        rmSync(log, { force: true });
      },
    };
  },
});

/** Starts a proxy in the job's namespace as its own user and sends everybody else's connections to port 443 there. */
async function redirected(lab: Lab, argv: readonly string[], ready: string | number, env: NodeJS.ProcessEnv = {}): Promise<Session> {
  const rule = ['-p', 'tcp', '--dport', '443', '-m', 'owner', '!', '--uid-owner', PROXY_USER, '-j', 'REDIRECT', '--to-ports', `${PORT}`];
  const nat = (action: string): void =>
    void execFileSync('ip', ['netns', 'exec', lab.job, 'iptables', '-t', 'nat', action, 'OUTPUT', ...rule], { stdio: 'pipe' });
  const proxy = await lab.start(lab.job, argv, ready, env);
  nat('-A');
  const shell = await openShell(lab, asNobody(lab));
  const pid = proxy.pid ?? 0;
  return {
    shell,
    pids: () => [pid, ...descendants(pid).map((each) => each.pid)],
    close: async () => {
      await shell.close();
      nat('-D');
      await end(proxy);
    },
  };
}

const asProxyUser = ['setpriv', `--reuid=${PROXY_USER}`, `--regid=${PROXY_USER}`, '--clear-groups'];

function privateDirectory(lab: Lab, name: string): string {
  const path = join(lab.directory, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o777);
  return path;
}

const mitmproxy: Contender = {
  id: 'mitmproxy',
  title: 'mitmproxy',
  h2: true,
  inspects: true,
  ours: false,
  slow: true,
  missing: needs('mitmdump'),
  open: (lab) => {
    const home = privateDirectory(lab, 'mitmproxy');
    const settings = [`confdir=${home}`, `ssl_verify_upstream_trusted_ca=${lab.caPath}`, 'stream_large_bodies=1m', 'flow_detail=0'];
    const sets = settings.flatMap((setting) => ['--set', setting]);
    const argv = ['mitmdump', '--mode', 'transparent', '--listen-host', '127.0.0.1', '--listen-port', `${PORT}`, '-q', ...sets];
    return redirected(lab, [...asProxyUser, ...argv], 4000, { HOME: home });
  },
};

const httpMitmProxy: Contender = {
  id: 'http-mitm-proxy',
  title: 'http-mitm-proxy',
  h2: false,
  inspects: true,
  ours: false,
  slow: true,
  missing: () =>
    existsSync(join(ROOT, 'node_modules/http-mitm-proxy')) ? undefined : 'the npm package http-mitm-proxy is not installed: npm ci',
  open: (lab) => {
    const home = privateDirectory(lab, 'http-mitm-proxy');
    const argv = [process.execPath, join(PROGRAMS, 'http-mitm-proxy.mjs'), `${PORT}`, ORIGIN.name, home];
    return redirected(lab, [...asProxyUser, ...argv], 'ready', { HOME: home, NODE_EXTRA_CA_CERTS: lab.caPath });
  },
};

const squid: Contender = {
  id: 'squid',
  title: 'squid ssl-bump',
  h2: false,
  inspects: true,
  ours: false,
  slow: true,
  missing: () => needs('squid')() ?? (existsSync(CERTGEN) ? undefined : 'this squid has no ssl-bump: install squid-openssl'),
  open: (lab) => {
    const home = privateDirectory(lab, 'squid');
    rmSync(join(home, 'certs'), { recursive: true, force: true });
    execFileSync(CERTGEN, ['-c', '-s', join(home, 'certs'), '-M', '4MB'], { stdio: 'pipe' });
    execFileSync('chown', ['-R', `${PROXY_USER}:${PROXY_USER}`, home]);
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', join(home, 'ca.pem'), '-out', join(home, 'ca.crt')];
    execFileSync('openssl', ['req', '-x509', ...key, '-days', '2', '-subj', '/CN=squid'], { stdio: 'pipe' });
    execFileSync('sh', ['-c', `cat ${home}/ca.crt >> ${home}/ca.pem && chown ${PROXY_USER} ${home}/ca.pem`]);
    writeFileSync(join(home, 'squid.conf'), squidConf(home, lab.caPath));
    return redirected(lab, ['squid', '-N', '-f', join(home, 'squid.conf')], 3000);
  },
};

const CERTGEN = '/usr/lib/squid/security_file_certgen';

const squidConf = (home: string, caPath: string): string => `
http_port 127.0.0.1:${PORT + 1}
https_port 127.0.0.1:${PORT} intercept ssl-bump tls-cert=${home}/ca.pem generate-host-certificates=on dynamic_cert_mem_cache_size=4MB
sslcrtd_program ${CERTGEN} -s ${home}/certs -M 4MB
acl step1 at_step SslBump1
ssl_bump peek step1
ssl_bump bump all
tls_outgoing_options cafile=${caPath}
http_access allow all
cache deny all
access_log none
cache_log ${home}/cache.log
pid_filename ${home}/squid.pid
cache_effective_user ${PROXY_USER}
dns_nameservers ${ORIGIN.dns}
coredump_dir ${home}
max_filedescriptors 16384
`;

export const contenders: readonly Contender[] = [
  none,
  ours('ours', 'ours, inspected', ''),
  ours('ours-passthrough', 'ours, passthrough', ' passthrough'),
  mitmproxy,
  httpMitmProxy,
  squid,
];
