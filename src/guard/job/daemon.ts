import { closeSync, fchmodSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowMark } from '../../kernel/chains.ts';
import { iptables } from '../../kernel/iptables.ts';
import type { Bridges } from '../../kernel/job-chains.ts';
import { jobMarks } from '../../kernel/marks.ts';
import type { JobOptions, JobScope, Native, Scope } from '../../kernel/native.ts';
import { routeLocalnet } from '../../kernel/route-localnet.ts';
import { writeCaFiles, writeContainerFiles } from '../ca-files.ts';
import { forgetRedirected } from '../conntrack.ts';
import { codeOf, messageOf, UserError } from '../errors.ts';
import { startProxy } from '../proxy-process.ts';
import { bindProxySockets } from '../proxy-sockets.ts';
import { authorities, installRules, requireKernel, requireLoopback } from '../requirements.ts';
import { jobResolvers } from '../resolvers.ts';
import { openScope } from '../scope.ts';
import { cgroupRoot } from '../scope-cgroup.ts';
import { lockSudo } from '../sudo/lock.ts';
import { containerBridges, listeningPorts } from '../surroundings.ts';
import { accountOfUid, freeProxyUid } from '../user.ts';
import { trustInSystem } from './authority.ts';
import { takeBack } from './clean.ts';
import { coverRuntimes } from './containers.ts';
import { guardAction } from './guarded.ts';
import { harden } from './hardening.ts';
import type { Handover } from './launcher.ts';
import { openGuardLog } from './log.ts';
import { openPins } from './pins.ts';
import { readProcess, readProcesses } from './processes.ts';
import { CONTROL_SOCKET, JOB_DIRECTORY, type LaunchResult } from './protocol.ts';
import { openRequests } from './requests.ts';
import { guardRunnerFiles } from './runner-files.ts';
import { codeDirectory, logDirectory, type MachineChange, openState, removeJobFiles, sudoBackup } from './state.ts';
import { watchSteps } from './steps.ts';
import { supervise } from './supervise.ts';
import { trustedProcesses } from './trusted.ts';
import { Undo } from './undo.ts';

export interface Guard {
  readonly result: Extract<LaunchResult, { status: 'enforcing' }>;
  readonly job: JobScope;
  /** Everything as it was before, but for the log. In this order: what is left of the job first has to be dead. */
  takeDown(): Promise<string[]>;
}

/**
 * Brings up the filter of a job. The order is that of what depends on what; the proxy comes up while this process goes on with the rest. The chains are last:
 * from then on nothing leaves undecided. Rejects with everything undone.
 */
export async function bringUp(handover: Handover, native: Native): Promise<Guard> {
  const undo = new Undo();
  try {
    return await start(handover, native, undo);
  } catch (error) {
    const problems = await undo.run();
    throw new UserError([messageOf(error), ...problems].join(' '), { cause: error });
  }
}

async function start(
  { id, config, store, worker, environment, workspace, spelled, launcherPid }: Handover,
  native: Native,
  undo: Undo,
): Promise<Guard> {
  const watch = new Stopwatch();
  const warnings: string[] = [];
  const state = openState(id, config.hosted);
  undo.later(() => removeJobFiles(id));
  const proxyUid = freeProxyUid(id);
  const code = codeDirectory(store, id);
  const arch = join(code, 'native', `${process.platform}-${process.arch}`);
  requireKernel();
  requireLoopback();

  const log = makeLog(id);
  undo.later(() => closeSync(log.fd));
  const lines = openGuardLog({ path: log.path, full: config.logFull });
  undo.later(() => lines.close());

  const sockets = bindProxySockets(native);
  undo.later(() => sockets.close());
  const marks = jobMarks();
  const scope = openJobScope({
    native,
    bpfObject: join(arch, 'egress.bpf.o'),
    id,
    job: { workerPid: worker.pid, guarded: spelled, ...marks },
    undo,
  });
  const { job, cgroupFd } = scope;
  let trust: string[] = [];
  const attachedAt = ticksSinceBoot();
  watch.mark('kernel');

  // Before the chains, which would cut them off.
  const runner = trustRunner(job, worker);
  watch.mark('trust');

  const resolvers = jobResolvers();
  const starting = supervise({
    start: (ca) =>
      startProxy({
        native,
        bundle: join(code, 'proxy.js'),
        addon: join(arch, 'egress.node'),
        directory: JOB_DIRECTORY,
        uid: proxyUid,
        cgroupFd,
        logFd: log.fd,
        maps: scope.scope.fds,
        onSpawn(pid) {
          job.trust(pid, { mark: 'proxy', inherit: false });
          // Takes a moment, in which the process comes up.
          if (trust.length === 0) trust = authorities(config.env, upstreamFiles(config.upstreamCa));
        },
        config: {
          policy: config.policy,
          repository: config.repository,
          default: config.default,
          audit: config.audit,
          logFull: config.logFull,
          resolvers: resolvers.upstream,
          // Sent after onSpawn.
          get trust() {
            return trust;
          },
          cgroups: {},
        },
        job: { name: config.job, queue: queueOf(id), trustMark: marks.trustMark, sockets, attachedAt, stubs: resolvers.stubs, ca },
      }),
    unheard: () => scope.scope.lostEvents(),
    onEnd: (how) => lines.note(`${how}: what was going through it has ended, and another one is started`),
  });
  // It is awaited below; what goes wrong before that is the error that counts.
  starting.catch(() => {});
  undo.later(async () => (await starting.catch(() => undefined))?.stop());

  const change = (made: MachineChange): void => {
    state.add(made);
    undo.later(() => takeBack(made));
  };
  // While the proxy comes up.
  const hardened = harden(runner);
  warnings.push(...hardened.warnings);
  hardened.changes.forEach(change);

  const mounts = {
    add: (path: string) => state.add({ type: 'mount', path }),
    remove: (path: string) => state.remove({ type: 'mount', path }),
  };
  const containerFiles = join(JOB_DIRECTORY, 'containers');
  const covering = config.containerCerts
    ? coverRuntimes({ program: join(arch, 'egress-runtime'), directory: join(code, 'runtimes'), files: containerFiles, mounts })
    : undefined;
  undo.later(async () => (await covering)?.undo());

  const pins = openPins({ scope: scope.scope, job, mounts, workspace });
  undo.later(() => pins.undo());
  if (pins.warning) warnings.push(pins.warning);
  undo.later(guardRunnerFiles(worker.pid, pins, mounts, change));
  let ours: Readonly<Record<string, string>> = {};
  const action = guardAction({
    directory: config.action.directory,
    spelled,
    workspace,
    environment,
    ours: () => ours,
    mounts,
    pins,
    seal: sealing(scope.scope, native),
    isWoken: (pid) => job.lineage(pid)?.isWoken !== false,
  });
  undo.later(() => action.undo());
  const endJob = (): void => {
    if (readProcess(worker.pid)?.start === worker.start) process.kill(worker.pid, 'SIGKILL');
  };
  const steps = watchSteps({ native, job, guarded: action, action: config.action, lines, endJob });
  undo.later(() => steps.close());
  watch.mark('files');

  const backupDirectory = sudoBackup(store);
  state.add({ type: 'sudo', path: backupDirectory });
  const sudo = lockSudo({
    user: accountOfUid(worker.uid),
    allow: config.allowSudo,
    backupDirectory,
    workerPid: worker.pid,
    ours: launcherPid,
  });
  undo.later(() => sudo.undo());
  warnings.push(...sudo.warnings);
  let sudoOpen = config.allowSudo;
  job.onPrivilegedExec((event) => lines.privileged(event, { step: job.step(event.stepId), locked: !sudoOpen }));
  watch.mark('sudo');

  const proxy = await starting;
  watch.mark('proxy');
  const ca = writeCaFiles(JOB_DIRECTORY, proxy.ready.caPem, config.env);
  ours = ca.env;
  const covered = await covering;
  if (covered) {
    writeContainerFiles(JOB_DIRECTORY, ca, containerFiles);
    warnings.push(...covered.warnings);
  }
  const untrusted = trustInSystem(proxy.ready.caPem, change);
  if (untrusted) warnings.push(untrusted);
  watch.mark('authority');

  const rules = iptables();
  const chains = { id, ...marks, ...proxy.ready, inbound: listeningPorts() };
  installRules(() => rules.installJob({ ...chains, bridges: containerBridges() }));
  undo.later(async () => {
    // What it leaves open ends at closed ports, and then has nobody to go to.
    await proxy.stop();
    forgetRedirected(native, proxy.ready);
    rules.remove(id);
  });
  const since = new Date().toISOString();
  watch.mark('chains');
  state.add({ type: 'setting', path: ROUTE_LOCALNET, before: readFileSync(ROUTE_LOCALNET, 'utf8').trim() });
  undo.later(routeLocalnet(ROUTE_LOCALNET));
  undo.later(followBridges((bridges) => rules.refreshJob({ ...chains, bridges })));

  const control = await openRequests({
    native,
    job,
    steps,
    path: CONTROL_SOCKET,
    status: () => ({
      status: 'ok',
      mode: config.audit ? 'audit' : 'enforce',
      sudo: sudoOpen ? 'open' : 'locked',
      since,
      log: log.path,
      restarts: proxy.restarts,
      lostEvents: proxy.lostEvents,
      problems: [...warnings, ...(proxy.problem === undefined ? [] : [proxy.problem])],
    }),
    flush: () => proxy.flush(),
    kept: config.keep,
    setSudo(enable) {
      sudo.setSudo(enable);
      sudoOpen = enable;
      lines.note(enable ? 'sudo was opened by a step of enable-sudo' : 'sudo was locked by a step of disable-sudo');
    },
  });
  undo.later(() => control.close());
  watch.mark('control');
  // Takes longer than anybody should wait for; what it finds is in the answers.
  const known = [...warnings];
  void sudo.search().then((roads) => warnings.push(...roads.flatMap(({ state: road, detail }) => (road === 'open' ? [detail] : []))));
  return {
    result: { status: 'enforcing', id, env: ca.env, log: log.path, since, timings: watch.phases, warnings: known },
    job,
    takeDown: () => undo.run(),
  };
}

/** Milliseconds by phase, each since the one before. */
class Stopwatch {
  readonly phases: Record<string, number> = {};
  #last = performance.now();

  mark(phase: string): void {
    const now = performance.now();
    this.phases[phase] = Math.round(now - this.#last);
    this.#last = now;
  }
}

/** Root's, readable by everybody: it is evidence, and the job's report. */
function makeLog(id: string): { path: string; fd: number } {
  const directory = logDirectory(id);
  const path = join(directory, 'log.jsonl');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    const fd = openSync(path, 'ax', 0o644);
    fchmodSync(fd, 0o644);
    return { path, fd };
  } catch (error) {
    throw new UserError(`The log cannot be made at ${path} (${codeOf(error) ?? messageOf(error)}).`, { cause: error });
  }
}

interface JobScopeOptions {
  readonly native: Native;
  readonly bpfObject: string;
  readonly id: string;
  readonly job: JobOptions;
  readonly undo: Undo;
}

/** The scope is the whole hierarchy that this process sees: containers and services of the machine included. */
function openJobScope({ native, bpfObject, id, job: options, undo }: JobScopeOptions): { scope: Scope; job: JobScope; cgroupFd: number } {
  const root = cgroupRoot(native);
  undo.later(() => root.close());
  const rootFd = openSync(root.path, 'r');
  undo.later(() => closeSync(rootFd));
  const own = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/';
  const cgroupFd = openSync(`${root.path}${own}`, 'r');
  undo.later(() => closeSync(cgroupFd));
  const scope = openScope({ native, bpfObject, cgroupFd: rootFd, flowMark: flowMark(id), job: options });
  undo.later(() => scope.close());
  if (!scope.job) throw new UserError('The addon is not of this version: it knows of no jobs.');
  return { scope, job: scope.job, cgroupFd };
}

/** USER_HZ is 100 on every architecture that we run on (times(2), proc_uptime(5)). */
const ticksSinceBoot = (): number => Math.floor(Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 100);

/** The pids of the runner's own processes. Throws where Runner.Worker has ended by now. */
function trustRunner(job: JobScope, worker: Handover['worker']): number[] {
  const all = trustedProcesses(readProcesses(), worker.pid);
  if (all[0]?.start !== worker.start) throw new UserError('Runner.Worker has ended while the filter was started.');
  for (const { pid, start, inherit } of all) {
    try {
      job.trust(pid, { mark: 'trust', inherit });
      // The number may have become another process's between the look and now.
      if (readProcess(pid)?.start !== start) job.distrust(pid);
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error;
    }
  }
  return all.filter(({ why }) => why.startsWith('Runner.')).map(({ pid }) => pid);
}

/** Where a program in the kernel refuses all looks into the action's scripts (egf_ptrace), there is nothing to do. */
function sealing({ report }: Pick<Scope, 'report'>, native: Pick<Native, 'sealProcess'>): (pid: number) => void {
  const isRefused = report.some(({ program, status }) => program.startsWith('egf_ptrace') && status !== 'unavailable');
  return isRefused ? () => {} : (pid) => native.sealProcess(pid);
}

/** One number a job: its proxies follow each other on it. */
const queueOf = (id: string): number => 1024 + (Number.parseInt(id, 16) % (65_536 - 1024));

function upstreamFiles(pems: readonly string[]): string[] {
  return pems.map((pem, index) => {
    const path = join(JOB_DIRECTORY, `upstream-ca-${index + 1}.pem`);
    writeFileSync(path, pem);
    return path;
  });
}

/** Networks of containers come and go: their bridges are looked for again and again. */
function followBridges(refresh: (bridges: Bridges) => void): () => void {
  let known = JSON.stringify(containerBridges());
  const timer = setInterval(() => {
    const bridges = containerBridges();
    const now = JSON.stringify(bridges);
    if (now === known) return;
    try {
      refresh(bridges);
      known = now;
    } catch {
      // Somebody else changes the tables at the moment: what is there goes on to hold, and the next round tries again.
    }
  }, BRIDGES_MS);
  return () => clearInterval(timer);
}

const BRIDGES_MS = 250;
const ROUTE_LOCALNET = '/proc/sys/net/ipv4/conf/all/route_localnet';
