import {
  chmodSync,
  closeSync,
  copyFileSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { CAP } from '../kernel/capabilities.ts';
import type { Child, Native, Scope } from '../kernel/native.ts';
import { encodeEvent } from '../log/encode.ts';
import { cutHalfLine } from '../log/open.ts';
import { FromProxy, PROXY_FDS, type ProxyConfig, type ProxyJob, type ToProxy } from '../proxy/control.ts';
import { messageOf, UserError } from './errors.ts';
import type { ProxySockets } from './proxy-sockets.ts';

export interface ProxyOptions {
  readonly native: Native;
  /** The bundle `dist/proxy.js` and the addon, both as files of ours. */
  readonly bundle: string;
  readonly addon: string;
  /** A directory that the proxy's user can read; the bundle is copied there, as a checkout in a private home could not be read. */
  readonly directory: string;
  readonly uid: number;
  readonly cgroupFd: number;
  readonly logFd: number;
  readonly maps: Scope['fds'];
  readonly config: Omit<ProxyConfig, 'job'>;
  /** In a job: what this proxy takes over from the one before it and hands on to the next. */
  readonly job?: Omit<ProxyJob, 'inherited'> & { readonly sockets: ProxySockets };
  /** Called when the process is there, before its configuration reaches it: nothing has been sent yet. May throw; then it is ended. */
  readonly onSpawn?: (pid: number) => void;
}

export interface ProxyProcess {
  readonly pid: number;
  readonly ready: Extract<FromProxy, { type: 'ready' }>;
  /** Resolves when the process has ended, however. */
  readonly exited: Promise<string>;
  /**
   * Resolves when everything that had arrived is in the log; undefined when the proxy ended or did not answer within 5 s. `lostEvents`: what the kernel
   * could not tell the proxy of, and was not told here before. `problem`: why lines wait in memory.
   */
  flush(lostEvents: number): Promise<{ lostEvents: number; problem?: string | undefined } | undefined>;
  /** Asks for a last flush and the end; kills after 5 s. `lostEvents` as in `flush`. */
  stop(lostEvents: number): Promise<{ lostEvents: number } | undefined>;
}

/** Two a connection: what the caller's shell has would not do for many. */
const MAX_FDS = 131_072;
/** V8's default of 16 keeps what ended connections leave, and OpenSSL's memory with it, so long that 1000 open ones cost 37 MB more. */
const YOUNG_MB = 4;
/** V8's helpers, that compile and collect beside the one thread that JavaScript has. Of four each keeps an arena of malloc that is of no use to the others. */
const HELPERS = 1;
/** Its third compiler leaves as much behind as 100 open connections take (Node 24; Node 20 has none): 10 MB, for nothing that was seen in a request's cost. */
const NO_MAGLEV = '--no-maglev';
const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const FLUSH_TIMEOUT_MS = 5_000;

/**
 * Starts the proxy as a user of its own and waits until it listens. Throws UserError with its own words when it cannot.
 *
 * A job's proxy that ended is followed by another call with the same `job`, but for `ca: { keyPem: ready.caKeyPem, certPem: ready.caPem }`.
 */
export async function startProxy(options: ProxyOptions): Promise<ProxyProcess> {
  const { native, directory, job } = options;
  const script = `${directory}/proxy.mjs`;
  copyFileSync(options.bundle, script);
  // A clone made under a strict umask has files that only root can read.
  chmodSync(script, 0o644);
  const [ours, theirs] = native.socketPair();
  const addonFd = openForAnybody(options.addon);
  // The program that this process runs, whatever its path leads to by now.
  const nodeFd = openSync('/proc/self/exe', 'r');
  const fds: number[] = [];
  fds[0] = openSync('/dev/null', 'r');
  fds[1] = 2;
  fds[2] = 2;
  fds[PROXY_FDS.control] = theirs;
  fds[PROXY_FDS.log] = options.logFd;
  fds[PROXY_FDS.addon] = addonFd;
  fds[PROXY_FDS.flows] = options.maps.flows;
  fds[PROXY_FDS.procs] = options.maps.procs;
  fds[PROXY_FDS.sockets] = options.maps.sockets;
  fds[PROXY_FDS.events] = options.maps.events;
  if (job) inheritJob(fds, job, options.maps.steps ?? fds[0]);
  let child: Child;
  try {
    child = native.spawn({
      file: process.execPath,
      fileFd: nodeFd,
      argv: ['egress-filter-proxy', `--max-semi-space-size=${YOUNG_MB}`, `--v8-pool-size=${HELPERS}`, NO_MAGLEV, script],
      env: ['PATH=/usr/bin:/bin', 'LANG=C.UTF-8', 'NODE_ENV=production', 'UV_THREADPOOL_SIZE=4'],
      cwd: '/',
      cgroupFd: options.cgroupFd,
      uid: options.uid,
      gid: options.uid,
      groups: [],
      fds,
      maxFds: MAX_FDS,
      noNewPrivs: true,
      // NET_ADMIN: verdicts on NFQUEUE (netlink_net_capable() in nfnetlink). BPF: map look-ups by descriptor, which kernels before
      // 5.19 refuse to others where kernel.unprivileged_bpf_disabled is set.
      boundingCaps: [CAP.NET_ADMIN, CAP.BPF],
      ambientCaps: [CAP.NET_ADMIN, CAP.BPF],
      dieWithParent: true,
    });
  } finally {
    for (const fd of [theirs, addonFd, nodeFd, fds[0]]) if (fd !== undefined) closeSync(fd);
  }

  try {
    options.onSpawn?.(child.pid);
  } catch (error) {
    child.kill(9);
    closeSync(ours);
    await child.exited;
    throw error;
  }
  spareFromOom(child.pid);
  const control = new Socket({ fd: ours, readable: true, writable: true });
  // The end of the proxy is told by `exited`; a reset of this socket says nothing more.
  control.on('error', () => {});
  const send = (message: ToProxy): boolean => control.write(`${JSON.stringify(message)}\n`);
  const answers = readAnswers(control);
  const exited = child.exited.then(({ code, signal }) => {
    control.destroy();
    endLastLine(options.logFd);
    return signal === null ? `exit status ${code}` : `signal ${signal}`;
  });

  send({ type: 'config', config: { ...options.config, ...(job && { job: jobConfig(job) }) } });
  const first = await Promise.race([answers.next('ready'), exited, timeout(READY_TIMEOUT_MS)]);
  if (typeof first === 'string' || first === undefined || first.type !== 'ready') {
    child.kill(9);
    await exited;
    const reason =
      typeof first === 'string' ? `it ended with ${first}` : first?.type === 'failed' ? first.message : 'it did not answer in time';
    throw new UserError(`The proxy did not start: ${reason}`);
  }
  return {
    pid: child.pid,
    ready: first,
    exited,
    async flush(lostEvents) {
      const answer = answers.next('flushed');
      send({ type: 'flush', lostEvents });
      const flushed = await Promise.race([answer, exited, timeout(FLUSH_TIMEOUT_MS)]);
      return typeof flushed === 'object' && flushed.type === 'flushed' ? flushed : undefined;
    },
    async stop(lostEvents) {
      const answer = answers.next('stopped');
      send({ type: 'stop', lostEvents });
      const last = await Promise.race([answer, exited, timeout(STOP_TIMEOUT_MS)]);
      // After its answer nothing is left to be done.
      child.kill(9);
      await exited;
      return typeof last === 'object' && last.type === 'stopped' ? { lostEvents: last.lostEvents } : undefined;
    },
  };
}

type JobOptions = NonNullable<ProxyOptions['job']>;

function inheritJob(fds: number[], { sockets }: JobOptions, steps: number): void {
  fds[PROXY_FDS.steps] = steps;
  fds[PROXY_FDS.dnsUdp] = sockets.dnsUdp.fd;
  fds[PROXY_FDS.dnsTcp] = sockets.dnsTcp.fd;
  sockets.tcp.forEach(({ fd }, index) => {
    fds[PROXY_FDS.tcp + index] = fd;
  });
}

const jobConfig = ({ sockets, ...job }: JobOptions): ProxyJob => ({
  ...job,
  inherited: {
    tcpPort: sockets.tcp[0]?.port ?? 0,
    tcpPorts: sockets.tcp.length,
    dnsUdpPort: sockets.dnsUdp.port,
    dnsTcpPort: sockets.dnsTcp.port,
  },
});

/**
 * The proxy opens it again below /proc/self/fd, which asks the file's mode: where a strict umask left it to its owner, a copy with another mode takes its
 * place. The copy has no name, and lies where code may be mapped from: /run is often mounted `noexec`.
 */
function openForAnybody(path: string): number {
  const fd = openSync(path, 'r');
  if ((fstatSync(fd).mode & 0o004) !== 0) return fd;
  const copy = `${path}.${process.pid}`;
  try {
    writeFileSync(copy, readFileSync(fd), { flag: 'wx', mode: 0o600 });
    const copyFd = openSync(copy, 'r');
    fchmodSync(copyFd, 0o444);
    return copyFd;
  } catch (error) {
    throw new UserError(`${path} can be read by its owner only, and no copy can be made beside it (${messageOf(error)}): chmod o+r it.`, {
      cause: error,
    });
  } finally {
    rmSync(copy, { force: true });
    closeSync(fd);
  }
}

/** What a process wrote when it was killed may end within a line: that is taken away, and told. */
function endLastLine(fd: number): void {
  try {
    if (!cutHalfLine(fd)) return;
    const { size } = fstatSync(fd);
    const told = encodeEvent({ ts: new Date().toISOString(), type: 'lost', lost: 1, reason: 'the proxy ended while it wrote this line' });
    if (writeSync(fd, told) < Buffer.byteLength(told)) ftruncateSync(fd, size);
  } catch {
    // Closed, or a full disk: readers report a line that is broken.
  }
}

/** As unlikely a victim as a system service: an out-of-memory kill of the proxy shuts the network of the whole command. */
function spareFromOom(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '-500');
  } catch {
    // Needs CAP_SYS_RESOURCE, which root in a container may lack; then it is as likely a victim as any.
  }
}

interface Answers {
  /**
   * The next message of this type, or one that says that none will come: `failed`, or undefined at the end. A line that is no message counts as the
   * end: the proxy is not itself. Several may be waited for at a time.
   */
  next(type: FromProxy['type']): Promise<FromProxy | undefined>;
}

function readAnswers(control: Socket): Answers {
  let waiting: { readonly type: FromProxy['type']; readonly resolve: (message: FromProxy | undefined) => void }[] = [];
  let ended = false;
  const end = (message?: FromProxy): void => {
    ended = true;
    for (const { resolve } of waiting.splice(0)) resolve(message);
  };
  const take = (line: string): void => {
    const message = parse(line);
    if (!message || message.type === 'failed') return void end(message);
    const found = waiting.find(({ type }) => type === message.type);
    waiting = waiting.filter((waiter) => waiter !== found);
    found?.resolve(message);
  };
  createInterface({ input: control, crlfDelay: Number.POSITIVE_INFINITY })
    .on('line', take)
    // A proxy that is killed with messages unread resets the socket; readline passes that on as an error of its own.
    .on('error', () => end())
    .on('close', () => end());
  return {
    next: (type) =>
      new Promise((resolve) => {
        if (ended) resolve(undefined);
        else waiting.push({ type, resolve });
      }),
  };
}

function parse(line: string): FromProxy | undefined {
  try {
    const parsed = FromProxy.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // No JSON: no message.
    return undefined;
  }
}

function timeout(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}
