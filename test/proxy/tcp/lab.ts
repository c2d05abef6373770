import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNative } from '../../../src/kernel/load.ts';
import type { Passages } from '../../../src/kernel/native.ts';
import { LogEvent } from '../../../src/log/event.ts';
import type { EventSink, SharedFields } from '../../../src/log/types.ts';
import { compile } from '../../../src/policy/index.ts';
import type { Endpoint, Flow } from '../../../src/proxy/context.ts';
import { createNameTable } from '../../../src/proxy/names.ts';
import {
  type CaRejections,
  type CertificateAuthority,
  createCertificateAuthority,
  createTlsEngine,
  createTrust,
  handleConnection,
  type TcpContext,
  type TcpLimits,
} from '../../../src/proxy/tcp/index.ts';
import type { TlsStream } from '../../../src/proxy/tcp/tls-stream.ts';

/** Where the world keeps its servers: addresses of TEST-NET-3, answered by listeners on loopback. */
export const OK_IP = '203.0.113.10';
export const OTHER_IP = '203.0.113.20';
export const EVIL_IP = '203.0.113.66';

/** The authority that the world's servers have their certificates from. */
export const worldCa: CertificateAuthority = createCertificateAuthority(loadNative());

export interface LabOptions {
  readonly policy: string;
  readonly default?: 'allow' | 'deny';
  readonly audit?: boolean;
  /** What the client dialled. */
  readonly dst: Endpoint;
  /** Names that were resolved before: name -> addresses. */
  readonly learned?: Readonly<Record<string, readonly string[]>>;
  /** What the resolver knows: name -> addresses. */
  readonly dns?: Readonly<Record<string, readonly string[]>>;
  /** `ip:port` -> port on loopback. */
  readonly world?: Readonly<Record<string, number>>;
  readonly trust?: readonly string[];
  readonly sniffMs?: number;
  readonly limits?: Partial<TcpLimits>;
  readonly cmdline?: readonly string[];
  /** The program of the next client. */
  readonly exe?: () => string;
  readonly caRejections?: CaRejections;
  /** What carries bytes that nobody looks at: native code unless told. */
  readonly carrier?: 'native' | 'node';
}

export interface Lab {
  /** Connect here as if it were `dst`. */
  readonly port: number;
  readonly ca: CertificateAuthority;
  /** Path of a file with the CA. */
  readonly caFile: string;
  readonly events: LogEvent[];
  /** Every `ip:port` that the proxy dialled, every name it resolved. */
  readonly dialled: string[];
  readonly resolved: string[];
  readonly names: ReturnType<typeof createNameTable>;
  readonly upstreams: (Socket | TlsStream)[];
  /** The proxy's sockets to its clients. */
  readonly clients: Socket[];
  /** Connections so far. */
  accepted(): number;
  /** The end of the proxy, as it breaks what is open. */
  breakAll(): void;
  /** Resolves when all connections so far are over. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A listener that treats every connection as one that was redirected on its way to `dst`. */
export const createLab = async (options: LabOptions): Promise<Lab> => {
  const events: LogEvent[] = [];
  const dialled: string[] = [];
  const resolved: string[] = [];
  const upstreams: Lab['upstreams'] = [];
  const clients: Socket[] = [];
  const running = new Set<Promise<void>>();
  const names = createNameTable(() => performance.now());
  for (const [name, ips] of Object.entries(options.learned ?? {})) names.learn(name, ips, 300);
  const ca = createCertificateAuthority(loadNative());
  const directory = mkdtempSync(join(tmpdir(), 'tcp-lab-'));
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, ca.caPem);
  const native = loadNative();
  const passages: Passages | undefined = options.carrier === 'node' ? undefined : native.openPassages();
  const tls = createTlsEngine(native, 2);
  let count = 0;

  const reach = ({ ip, port }: Endpoint): Endpoint => {
    dialled.push(`${ip}:${port}`);
    // Port 1 of loopback has no listener: what the world does not know refuses.
    return { ip: '127.0.0.1', port: options.world?.[`${ip}:${port}`] ?? 1 };
  };

  const context: TcpContext = {
    policy: compile(options.policy, { default: options.default ?? 'deny' }),
    audit: options.audit ?? false,
    names,
    resolver: {
      resolve: async (name: string) => {
        resolved.push(name);
        const ips = options.dns?.[name];
        if (!ips) throw Object.assign(new Error(`no such name: ${name}`), { code: 'NXDOMAIN' });
        names.learn(name, ips, 300);
        return ips;
      },
    },
    log: sinkTo(events),
    ca,
    tls: {
      ...tls,
      connect: (to, lane, tlsOptions, listener) => {
        const stream = tls.connect(reach(to), lane, tlsOptions, listener);
        upstreams.push(stream);
        return stream;
      },
    },
    trust: createTrust(options.trust ?? [worldCa.caPem]),
    dial: (to: Endpoint) => {
      const { ip, port } = reach(to);
      const socket = connect({ host: ip, port, allowHalfOpen: true });
      upstreams.push(socket);
      return socket;
    },
    sniffMs: options.sniffMs ?? 500,
    limits: options.limits ?? {},
    ...(passages && { passages }),
    ...(options.caRejections && { caRejections: options.caRejections }),
  };

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    count += 1;
    clients.push(socket);
    const flow: Flow = {
      id: `c${count}`,
      protocol: 'tcp',
      src: { ip: '10.0.0.2', port: socket.remotePort ?? 0 },
      dst: options.dst,
      who: { pid: 4711, ppid: 1, uid: 1000, exe: options.exe?.() ?? '/usr/bin/client', cmdline: options.cmdline ?? ['client', 'arg'] },
    };
    const handled = handleConnection(socket, flow, context).finally(() => running.delete(handled));
    running.add(handled);
  });
  const port = await listen(server);

  return {
    port,
    ca,
    caFile,
    events,
    dialled,
    resolved,
    names,
    upstreams,
    clients,
    accepted: () => count,
    breakAll: () => {
      for (const socket of clients) socket.destroy();
      tls.breakAll();
      passages?.close();
    },
    idle: async () => {
      // A connection that the client is done with may still be on its way to the listener.
      do {
        await Promise.all(running);
        await new Promise((resolve) => setTimeout(resolve, 30));
      } while (running.size > 0);
    },
    close: async () => {
      server.close();
      await Promise.all(running);
      passages?.close();
      tls.close();
      rmSync(directory, { recursive: true });
    },
  };
};

export const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** A server that counts who comes and collects what they say. */
export const createWitness = async (onConnection: (socket: Socket) => void = () => {}) => {
  const received: Buffer[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => {});
    onConnection(socket);
  });
  const port = await listen(server);
  return {
    port,
    sockets,
    received: () => Buffer.concat(received).toString('latin1'),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const run = (
  file: string,
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv; timeout?: number } = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { timeout: options.timeout ?? 55_000, env: { ...process.env, ...options.env }, encoding: 'latin1', maxBuffer: 64 << 20 },
      (error, stdout, stderr) => resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });

/** curl that believes in the lab's CA and reaches the lab whatever host and port the URL names. */
export const curl = (lab: Lab, url: string, ...args: readonly string[]): Promise<Ran> => {
  const { hostname, port, protocol } = new URL(url);
  const target = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  return run('curl', [
    '-sS',
    '-q',
    '--noproxy',
    '*',
    '--cacert',
    lab.caFile,
    '--connect-to',
    `${target}:127.0.0.1:${lab.port}`,
    '--max-time',
    '50',
    ...args,
    url,
  ]);
};

export const verdicts = (lab: Lab): LogEvent[] => lab.events.filter(({ type }) => type !== 'close');
export const closes = (lab: Lab): LogEvent[] => lab.events.filter(({ type }) => type === 'close');

/** Collects what a stream says until it ends; `reset` when it breaks. */
export const readAll = (socket: Socket): Promise<{ text: string; reset: boolean }> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let reset = false;
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {
      reset = true;
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve({ text: Buffer.concat(chunks).toString('latin1'), reset }));
  });

/** As the real writer does, it reads what lines share once. */
export const sinkTo = (events: LogEvent[]): Required<EventSink> => {
  const read = new WeakMap<SharedFields, SharedFields>();
  return {
    write: (event) => void events.push(LogEvent.parse(event)),
    writeShared: (own, shared) => {
      const known = read.get(shared) ?? structuredClone(shared);
      read.set(shared, known);
      events.push(LogEvent.parse({ ...own, ...known }));
    },
  };
};

/** A lab whose policy forwards uninspected to ok.test at `port`, where a witness stands; the caller closes both. */
export async function createForwarding(port: number, options: Partial<LabOptions> = {}, onConnection?: (socket: Socket) => void) {
  const witness = await createWitness(onConnection);
  const dst = options.dst ?? { ip: OK_IP, port };
  const lab = await createLab({
    policy: `ok.test:${port}`,
    dst,
    learned: { 'ok.test': [OK_IP] },
    world: { [`${dst.ip}:${dst.port}`]: witness.port },
    sniffMs: 60,
    ...options,
  });
  return { witness, lab };
}
