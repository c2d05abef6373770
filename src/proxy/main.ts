import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { IdentityMemory, identify } from '../identity/identify.ts';
import { cgroupMounts, procReader } from '../identity/proc.ts';
import type { Identity } from '../identity/types.ts';
import { loadNative } from '../kernel/load.ts';
import type { FlowRecord, KernelEvent, Native, Queue, QueuedPacket } from '../kernel/native.ts';
import { openLogWriter } from '../log/writer.ts';
import { compile } from '../policy/index.ts';
import type { ProxyContext } from './context.ts';
import { type FromProxy, PROXY_FDS, type ProxyConfig, ToProxy } from './control.ts';
import { outside } from './dns/outside.ts';
import { createResolver } from './dns/resolver.ts';
import { startDnsServer } from './dns/server.ts';
import { createFlowSource } from './flows.ts';
import { listenForRedirected } from './listen.ts';
import { localAddresses, lookUpByOrigin } from './local-addresses.ts';
import { createNameTable } from './names.ts';
import { crowdedOut, kernelEvent, nobodysConnection } from './refused.ts';
import { connectionPlaces } from './room.ts';
import { createCertificateAuthority } from './tcp/ca.ts';
import { createCaRejections, handleConnection } from './tcp/index.ts';
import { createTlsEngine } from './tcp/tls-engine.ts';
import { createTrust } from './tcp/trust.ts';
import { startUdp } from './udp/index.ts';

/** The proxy process: started by the guard with its descriptors in place (control.ts), as a user without rights over files. */

const control = new Socket({ fd: PROXY_FDS.control, readable: true, writable: true });
const tell = (message: FromProxy): Promise<void> =>
  new Promise((resolve) => void control.write(`${JSON.stringify(message)}\n`, () => resolve()));
// Without the guard nobody would take the chains down; ending leaves them shut.
control.on('error', () => process.exit(1));
control.on('close', () => process.exit(1));
// Signals for the whole group, as of a terminal or timeout(1), are meant for the command, which may need its network to end; the guard tells us by message.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

const lines = createInterface({ input: control, crlfDelay: Number.POSITIVE_INFINITY });
lines.on('error', () => process.exit(1));
let running: Running | undefined;
lines.on('line', async (line) => {
  try {
    const message = ToProxy.parse(JSON.parse(line));
    if (message.type === 'config') running = await start(message.config);
    else if (message.type === 'flush') {
      await tell({ type: 'flushed', ...((await running?.flush(message.lostEvents ?? 0)) ?? { lostEvents: 0 }) });
    } else {
      await tell({ type: 'stopped', lostEvents: (await running?.stop(message.lostEvents ?? 0)) ?? 0 });
      process.exit(0);
    }
  } catch (error) {
    await tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
});

/** Both answer the number of events that the log lost. `unheard`: those that the kernel could not tell of. */
interface Running {
  /** Resolves when what has arrived so far is in the log; `problem`: why it is not. */
  flush(unheard: number): Promise<{ lostEvents: number; problem?: string | undefined }>;
  stop(unheard: number): Promise<number>;
}

/** Brings everything up and says `ready`. */
async function start(config: ProxyConfig): Promise<Running> {
  const native = loadNative(`/proc/self/fd/${PROXY_FDS.addon}`);
  const log = openLogWriter({
    fd: PROXY_FDS.log,
    full: config.logFull,
    onError: (error) => process.stderr.write(`egress-filter: the log: ${error.message}\n`),
  });
  // However this process ends, the lines of its last turn are written.
  process.on('exit', () => log.closeSync());
  const names = createNameTable(() => performance.now());
  const resolver = createResolver({ servers: config.resolvers, names });
  const { audit, repository, job } = config;
  const aliases = [...(config.resolverAlias ? [config.resolverAlias] : []), ...(job?.stubs ?? [])];
  const policy = compile(config.policy, { repository, default: config.default, resolvers: [...config.resolvers, ...(job?.stubs ?? [])] });
  const context: ProxyContext = { policy, audit, names, resolver, log };
  const reader = native.openFlows({
    flows: PROXY_FDS.flows,
    procs: PROXY_FDS.procs,
    sockets: PROXY_FDS.sockets,
    events: PROXY_FDS.events,
    ...(job && { steps: PROXY_FDS.steps }),
  });
  const sources = {
    cgroups: new Map(Object.entries(config.cgroups).map(([id, path]) => [BigInt(id), path])),
    cgroupMounts: cgroupMounts(),
    proc: procReader(),
    // The scope of a run was empty when the programs were attached: nobody in it is older.
    attachedAt: job?.attachedAt ?? 0,
    steps: job && ((stepId: number) => reader.step(stepId)),
    memory: new IdentityMemory(),
  };
  const whoIs = (record: FlowRecord | KernelEvent): Identity => identify(record, sources);
  // The log of a job may have had other proxies before this one.
  const idPrefix = job && `${process.pid.toString(36)}-`;
  const lookups = job ? lookUpByOrigin(reader, localAddresses()) : reader;
  const flows = createFlowSource({ native, reader: lookups, identify: whoIs, idPrefix, trustMark: job?.trustMark });
  /** Whatever came from the command: connections, packets, refusals. */
  let arrivals = 0;
  reader.onEvent((event) => {
    arrivals++;
    log.write(kernelEvent(event, whoIs(event), Date.now()));
  });

  const dns = await startDnsServer({
    native,
    port: 0,
    context,
    upstream: resolver,
    aliases,
    isOutside: outside(native),
    inherited: job && { udpFd: PROXY_FDS.dnsUdp, udpPort: job.inherited.dnsUdpPort, tcpFd: PROXY_FDS.dnsTcp },
    flowOf: (_transport, ip, port, from) => {
      arrivals++;
      if (from === undefined || typeof from === 'number') return flows.ofDnsDatagram(ip, port, from);
      const found = flows.ofSocket(from);
      return 'flow' in found ? found.flow : undefined;
    },
  });

  const ca = createCertificateAuthority(native, { existing: job?.ca && { keyPem: job.ca.keyPem, certPem: job.ca.certPem } });
  const tcp = {
    ...context,
    ca,
    trust: createTrust(config.trust),
    tls: createTlsEngine(native),
    passages: native.openPassages(),
    sniffMs: SNIFF_MS,
    ...(audit && { caRejections: createCaRejections() }),
  };
  /** Not held here: of what has been taken over nothing but the promise is left. */
  const open = new Map<Promise<void>, WeakRef<Socket>>();
  const inherited = job && { firstFd: PROXY_FDS.tcp, firstPort: job.inherited.tcpPort, count: job.inherited.tcpPorts };
  const places = connectionPlaces();
  const accept = (socket: Socket): void => {
    arrivals++;
    const found = flows.ofSocket(socket);
    const hasRoom = open.size < places;
    if ('flow' in found && hasRoom) {
      const done = handleConnection(socket, found.flow, tcp).finally(() => open.delete(done));
      return void open.set(done, new WeakRef(socket));
    }
    log.write('flow' in found ? crowdedOut(found.flow, Date.now()) : nobodysConnection(socket, found.dst, Date.now()));
    socket.on('error', () => {});
    socket.resetAndDestroy();
  };
  const listener = await listenForRedirected(native, accept, inherited);

  const onPacket = (packet: QueuedPacket): void => {
    arrivals++;
    handlePacket(packet);
  };
  const queue = job ? openQueue(native, job.queue, onPacket) : openFreeQueue(native, onPacket);
  const handlePacket = startUdp({ queue, context, flows: lookups, identify: whoIs, idPrefix });
  await tell({
    type: 'ready',
    tcpPort: listener.port,
    tcpPorts: listener.count,
    dnsUdpPort: dns.udpPort,
    dnsTcpPort: dns.tcpPort,
    queue: queue.number,
    caPem: ca.caPem,
    ...(job && { caKeyPem: ca.keyPem() }),
  });
  // While the guard sees to the chains.
  tcp.tls.prepareTrust(tcp.trust);

  /** Who did it may have ended, but not all that he did has been looked at: it waits in the kernel, and is to be told as well. */
  const settle = async (): Promise<void> => {
    for (let waited = 0; waited < SETTLING_MS; waited += SETTLED_MS) {
      const before = arrivals;
      await setTimeout(SETTLED_MS);
      if (arrivals === before) return;
    }
  };

  const tellUnheard = (unheard: number): void => {
    if (unheard > 0) log.write({ ts: new Date().toISOString(), type: 'lost', lost: unheard, reason: UNHEARD });
  };

  const flush: Running['flush'] = async (unheard) => {
    await settle();
    // A client that has said nothing yet is decided about then.
    await Promise.race([Promise.allSettled([...open.keys()]), setTimeout(2 * SNIFF_MS, undefined, { ref: false })]);
    handlePacket.flush();
    tellUnheard(unheard);
    await log.flush();
    return { lostEvents: log.lost, problem: log.problem };
  };

  const stop = async (unheard: number): Promise<number> => {
    await settle();
    listener.close();
    // Each open connection writes its closing line.
    const last = [...open.keys()];
    for (const socket of open.values()) socket.deref()?.destroy();
    tcp.tls.breakAll();
    tcp.passages.close();
    await Promise.race([Promise.allSettled(last), setTimeout(CLOSING_MS, undefined, { ref: false })]);
    handlePacket.close();
    queue.close();
    resolver.close();
    await dns.close();
    reader.close();
    tellUnheard(unheard);
    await log.close();
    return log.lost;
  };
  return { flush, stop };
}

/** How long a client may be silent before it is taken to wait for the server. */
const SNIFF_MS = 300;
const CLOSING_MS = 2000;
const SETTLING_MS = 2000;
const SETTLED_MS = 20;
const UNHEARD = 'sockets and IPv6 connections that were refused in the kernel, more at a time than it could tell of';

const openQueue = (native: Native, number: number, onPacket: (packet: QueuedPacket) => void): Queue =>
  native.openQueue({ number, copyRange: 256, maxLength: 4096 }, onPacket);

/** A queue number that nobody in this network namespace has: several runs may be going on. */
function openFreeQueue(native: Native, onPacket: (packet: QueuedPacket) => void): Queue {
  for (let attempt = 0; ; attempt++) {
    const number = 1024 + Math.floor(Math.random() * (65535 - 1024));
    try {
      return openQueue(native, number, onPacket);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EBUSY';
      if (!taken || attempt === 20) throw error;
    }
  }
}
