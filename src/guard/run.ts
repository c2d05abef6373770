import { chmodSync, closeSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { isatty } from 'node:tty';
import { flowMark } from '../kernel/chains.ts';
import { iptables } from '../kernel/iptables.ts';
import type { Child, Native } from '../kernel/native.ts';
import { writeCaFiles } from './ca-files.ts';
import { startCommand } from './command.ts';
import { forgetRedirected } from './conntrack.ts';
import { messageOf, UserError } from './errors.ts';
import { type OutputPlace, openPlace } from './output-file.ts';
import { requireCapabilities } from './privileges.ts';
import { type ProxyProcess, startProxy } from './proxy-process.ts';
import { authorities, installRules, requireIptables, requireKernel, requireLoopback } from './requirements.ts';
import { ipv4ResolvConf, machineResolvers, RESOLVER_ALIAS } from './resolvers.ts';
import { isAttached, openScope } from './scope.ts';
import { cgroupRoot, createScopeCgroup, drainSockets } from './scope-cgroup.ts';
import { createRunDirectory } from './state.ts';
import { type Account, freeProxyUid } from './user.ts';

/** Files of ours that a run needs. */
export interface Assets {
  readonly proxyBundle: string;
  readonly addon: string;
  readonly bpfObject: string;
}

export interface RunOptions {
  readonly native: Native;
  readonly assets: Assets;
  readonly command: readonly string[];
  readonly account: Account;
  readonly env: NodeJS.ProcessEnv;
  /** Text of a valid policy. */
  readonly policy: string;
  readonly repository?: string | undefined;
  readonly default: 'deny' | 'allow';
  readonly audit: boolean;
  readonly logFull: boolean;
  /** Where the log goes; without one it lives as long as `onLog` needs it. */
  readonly logPath?: string | undefined;
  /** PEM files of further authorities. */
  readonly upstreamCa: readonly string[];
  readonly noKprobes: boolean;
  /** Unix sockets of services outside that the command may use. */
  readonly keepSockets: readonly string[];
  /** One line for a person, while it runs. */
  readonly notify: (line: string) => void;
  /** Called after everything was taken down, with a path under which the finished log can be read, whatever the command did to the file's name. */
  readonly onLog: (path: string, outcome: RunOutcome) => Promise<void>;
}

export interface RunOutcome {
  /** The command's exit status, or 128 + signal. */
  readonly status: number;
  readonly durationMs: number;
  readonly lostEvents: number;
  /** The proxy ended before the command did; from then on there was no network. */
  readonly proxyEnded?: string;
  readonly kprobes: boolean;
}

/** Brings everything up, runs the command, takes everything down again, in reverse order, whatever happens. */
export async function run(options: RunOptions): Promise<RunOutcome> {
  requireKernel();
  requireCapabilities();
  requireLoopback();
  const { native } = options;
  const trust = authorities(options.env, options.upstreamCa);
  const undo: Step[] = [];
  const later = (step: Step['undo'], kind: Step['kind'] = 'plain'): void => void undo.push({ undo: step, kind });
  const signals = catchSignals();
  later(() => signals.release());
  try {
    const rules = iptables();
    requireIptables(() => rules.version());

    const directory = createRunDirectory({
      netns: native.netnsInode().toString(),
      startedAt: new Date().toISOString(),
      command: options.command,
    });
    later(() => directory.remove(), 'opens');
    const logPath = options.logPath ?? `${directory.path}/log.jsonl`;
    const place = openPlace('log', logPath, options.account.gid);
    const logFd = place.create();
    let started = false;
    later(() => {
      // Nothing was run, so there is nothing to tell.
      if (!started) place.remove();
      place.close();
      closeSync(logFd);
    });

    const root = cgroupRoot(native);
    later(() => root.close());
    const cgroup = createScopeCgroup(root.path, directory.id);
    later(() => cgroup.remove(), 'opens');

    const scope = openScope({
      native,
      bpfObject: options.assets.bpfObject,
      cgroupFd: cgroup.commandFd,
      noKprobes: options.noKprobes,
      flowMark: flowMark(directory.id),
    });
    later(() => scope.close(), 'opens');

    const resolvers = machineResolvers();
    const proxy = await startProxy({
      native,
      bundle: options.assets.proxyBundle,
      addon: options.assets.addon,
      directory: directory.path,
      uid: freeProxyUid(directory.id),
      cgroupFd: cgroup.proxyFd,
      logFd,
      maps: scope.fds,
      config: {
        policy: options.policy,
        repository: options.repository,
        default: options.default,
        audit: options.audit,
        logFull: options.logFull,
        resolvers,
        ...(resolvers.every(isIPv6) && { resolverAlias: RESOLVER_ALIAS }),
        trust,
        cgroups: { [cgroup.commandId.toString()]: `/${cgroup.commandPath}` },
      },
    });
    let lostEvents = 0;
    let stopping: Promise<void> | undefined;
    const stopProxy = async (): Promise<void> => {
      const unheard = scope.lostEvents();
      lostEvents = unheard + ((await proxy.stop(unheard))?.lostEvents ?? 0);
    };
    const stopOnce = (): Promise<void> => {
      stopping ??= stopProxy();
      return stopping;
    };
    later(stopOnce);

    installRules(() => rules.install({ id: directory.id, cgroupPath: cgroup.commandPath, ...proxy.ready }));
    later(async () => {
      // In this order: what the proxy leaves open ends at closed ports, and what is still open then can send nothing any more.
      await stopOnce();
      await drainSockets(native, cgroup.commandId);
      forgetRedirected(native, proxy.ready);
      rules.remove(directory.id);
    }, 'opens');

    const ca = writeCaFiles(directory.path, proxy.ready.caPem, options.env);
    signals.throwIfCaught();
    const startedAt = performance.now();
    const child = startCommand({
      native,
      argv: options.command,
      account: options.account,
      env: options.env,
      caEnv: ca.env,
      coverFiles: [...ca.coverFiles, ...resolvConf(directory.path)],
      evidence: [resolve(logPath)],
      keepSockets: options.keepSockets,
      cgroupFd: cgroup.commandFd,
      kernelRefusesSockets: isAttached(scope, 'socket_create'),
    });
    started = true;
    // Whatever it left behind ends before its chains do.
    later(() => cgroup.killCommand(), 'kills');

    const proxyEnded = watchProxy(proxy, options.notify);
    signals.passTo(child);
    const { code, signal } = await child.exited;
    const durationMs = Math.round(performance.now() - startedAt);
    const ended = proxyEnded();
    await unwind(undo, KEEP_FOR_THE_SUMMARY, options.notify);
    const outcome = {
      status: signal === null ? (code ?? 1) : 128 + signal,
      durationMs,
      lostEvents,
      ...ended,
      kprobes: isAttached(scope, 'kprobe/'),
    };
    keepAt(place, logFd, logPath, options.notify);
    await options.onLog(`/proc/self/fd/${logFd}`, outcome);
    return outcome;
  } finally {
    await unwind(undo, 0, options.notify);
  }
}

/** Signals, the directory and the log's descriptor: the first three steps. */
const KEEP_FOR_THE_SUMMARY = 3;

interface Step {
  readonly undo: () => void | Promise<void>;
  /** `kills`: ends the command's processes. `opens`: takes away what shuts them in, or what `clean` goes by. */
  readonly kind: 'plain' | 'kills' | 'opens';
}

/**
 * Undoes the newest steps until `keep` are left: the log's file outlives the proxy that writes it. Where processes or connections of the command
 * may live on, what shuts them in stays.
 */
async function unwind(steps: Step[], keep: number, notify: (line: string) => void): Promise<void> {
  while (steps.length > keep) {
    const step = steps.pop();
    try {
      await step?.undo();
    } catch (error) {
      notify(`Clean-up was not complete: ${messageOf(error)} Run "egress-filter clean" as root.`);
      if (step && step.kind !== 'plain') steps.splice(0, Number.POSITIVE_INFINITY, ...steps.filter(({ kind }) => kind !== 'opens'));
    }
  }
}

/** Source and target, where the machine's file names IPv6 servers. */
function resolvConf(directory: string): string[] {
  const target = '/etc/resolv.conf';
  if (!existsSync(target)) return [];
  const text = ipv4ResolvConf(readFileSync(target, 'utf8'));
  if (text === undefined) return [];
  const source = `${directory}/resolv.conf`;
  writeFileSync(source, text);
  chmodSync(source, 0o644);
  return [source, realpathSync(target)];
}

/** The command's user may own the directory and so have moved the log away, or put another in its place. */
function keepAt(place: OutputPlace, logFd: number, path: string, notify: (line: string) => void): void {
  const moved = place.movedTo();
  if (moved !== undefined)
    notify(`The command moved the directory of the log ${path}: the log is in ${moved} now. What is at the old path is not ours.`);
  if (place.holds(logFd)) return;
  try {
    place.restore(logFd);
    notify(`The command removed or replaced the log ${path}: it was put back.`);
  } catch (error) {
    notify(`The command removed or replaced the log, and it cannot be put back. ${messageOf(error)}`);
  }
}

function watchProxy(proxy: ProxyProcess, notify: (line: string) => void): () => { proxyEnded?: string } {
  let ended: string | undefined;
  let stopped = false;
  void proxy.exited.then((how) => {
    if (stopped) return;
    ended = how;
    notify(`The proxy ended (${how}): the command has no network from here on.`);
  });
  return () => {
    stopped = true;
    return ended === undefined ? {} : { proxyEnded: ended };
  };
}

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1, SIGQUIT: 3 } as const;

interface Signals {
  passTo(child: Child): void;
  /** A signal that came while the filter was brought up: everything is undone, and nothing was run. */
  throwIfCaught(): void;
  release(): void;
}

/** Passes signals on to the command. From a terminal, SIGINT and SIGQUIT have reached it already: it is in the foreground group, too. */
function catchSignals(): Signals {
  let child: Child | undefined;
  let caught: string | undefined;
  const handlers = Object.entries(SIGNALS).map(([name, number]) => {
    const handler = (): void => {
      caught = name;
      const fromTerminal = isatty(0) && (name === 'SIGINT' || name === 'SIGQUIT');
      if (!fromTerminal) child?.kill(number);
    };
    process.on(name, handler);
    return () => void process.off(name, handler);
  });
  const throwIfCaught = (): void => {
    if (caught) throw new UserError(`${caught} came before the command was started: it was not run.`);
  };
  return {
    passTo: (started) => {
      child = started;
    },
    throwIfCaught,
    release: () => {
      for (const off of handlers) off();
    },
  };
}
