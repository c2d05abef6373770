import { connect, Socket } from 'node:net';
import type { LogEvent } from '../../log/event.ts';
import type { Question, Verdict } from '../../policy/types.ts';
import type { Endpoint, Flow } from '../context.ts';
import { closeEvent, verdictEvent } from '../events.ts';
import type { RequestHead } from '../http/index.ts';
import { DEFAULT_LIMITS, type TcpContext, type TcpLimits } from './context.ts';
import { hasDescriptor } from './descriptors.ts';
import { createRequestLines, namesFor, type RequestExtra, requestFields } from './request-lines.ts';
import type { TlsStream } from './tls-stream.ts';

/** Everything that belongs to one client connection and must be gone when it is. */
export interface Connection {
  /** Destroyed, and no longer the client's own, once TLS has taken it over. */
  readonly client: Socket;
  readonly flow: Flow;
  readonly context: TcpContext;
  readonly limits: TcpLimits;
  decide(question: Question): Verdict;
  /** Does this verdict let traffic through: allowed, or only watched (audit)? Guardrails hold in audit too. */
  passes(verdict: Verdict): boolean;
  /** Writes a verdict's line. */
  log(verdict: Verdict, extra: Partial<LogEvent> & Pick<LogEvent, 'type'>): void;
  /** As `log`, of one request. */
  logRequest(verdict: Verdict, head: RequestHead, extra?: RequestExtra): void;
  /** Verdict lines so far. */
  readonly logged: number;
  /** Opens an upstream socket that is counted and closed with this connection. Resolves when it is connected. @throws Error with `code` */
  dial(endpoint: Endpoint): Promise<Socket>;
  /** The same, for code that itself waits for the connection: resolves when the socket has a descriptor. */
  begin(endpoint: Endpoint): Promise<Socket>;
  /** Ends what was opened upstream: nobody is left whom it could serve. */
  abandon(): void;
  /** Keeps (name, ip) bound while this connection lives. */
  hold(name: string, ip: string): void;
  /** Bytes that went between client and upstream without passing through a socket of Node's, for the closing line. */
  carried(bytes: { readonly toUpstream: number; readonly toClient: number }): void;
  /** For `context.tls`: both sides of this connection belong together. */
  readonly lane: number;
  /** TLS has taken over one of the sockets, which Node knows no more of. */
  secured(side: 'client' | 'upstream', stream: TlsStream): void;
  /** Remembers why the connection failed, for its closing line. The first reason counts. */
  fail(error: string): void;
  readonly failure: string | undefined;
  /** The client sees a reset, as from a closed port. */
  reset(): void;
  /** Ends everything and writes the closing line. */
  close(): void;
}

export const openConnection = (accepted: Socket, flow: Flow, context: TcpContext): Connection => {
  const limits = { ...DEFAULT_LIMITS, ...context.limits };
  const now = context.now ?? Date.now;
  // What the clock of the machine does meanwhile is of no matter.
  const started = performance.now();
  let client = accepted;
  let upstreams: readonly Socket[] = [];
  const releases: (() => void)[] = [];
  const spliced = { toUpstream: 0, toClient: 0 };
  const lane = context.tls.lane();
  /** The client's TLS, and the servers'. */
  let inside: TlsStream | undefined;
  const outside: TlsStream[] = [];
  let logged = 0;
  let failure: string | undefined;
  let abandoned = false;
  let closed = false;

  // A half-closed client is served until the server has said all; without this, Node answers a FIN by a FIN.
  client.allowHalfOpen = true;
  client.setNoDelay(true);
  client.setKeepAlive(true, KEEP_ALIVE_MS);
  client.on('error', ignore);
  // Nobody is left to connect for.
  client.once('close', () => {
    if (!inside) for (const upstream of upstreams) if (upstream.connecting) upstream.destroy();
  });

  const open = (endpoint: Endpoint): Socket => {
    if (closed || abandoned || (inside ?? client).destroyed) throw new Error('the client is gone');
    const socket = (context.dial ?? dial)(endpoint);
    upstreams = [...upstreams, socket];
    socket.allowHalfOpen = true;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('error', ignore);
    return socket;
  };

  const passes = (verdict: Verdict): boolean => verdict.allow || (context.audit && verdict.denial !== 'guardrail');

  const log: Connection['log'] = (verdict, extra) => {
    logged += 1;
    const watched = !verdict.allow && passes(verdict);
    context.log.write(
      verdictEvent(flow, verdict, {
        at: now(),
        dst_names: namesFor(extra.dst_ip ?? flow.dst.ip, context),
        ...(watched && { audit: true }),
        ...extra,
      }),
    );
  };
  const requestLines = createRequestLines(flow, context, now);
  const recall = {};

  return {
    get client() {
      return client;
    },
    flow,
    context,
    limits,
    decide: (question) => context.policy.decide(question, flow.who, recall),
    passes,
    log,
    logRequest: (verdict, head, extra) => {
      if (requestLines(head, verdict, extra)) logged += 1;
      else log(verdict, { ...requestFields(head), ...extra });
    },
    get logged() {
      return logged;
    },
    dial: async (endpoint) => connected(open(endpoint), limits.connectMs),
    begin: async (endpoint) => begun(open(endpoint), limits.connectMs),
    abandon: () => {
      abandoned = true;
      for (const upstream of [...upstreams, ...outside]) upstream.destroy();
    },
    hold: (name, ip) => {
      releases.push(context.names.hold(name, ip));
    },
    carried: ({ toUpstream, toClient }) => {
      spliced.toUpstream += toUpstream;
      spliced.toClient += toClient;
    },
    lane,
    secured: (side, stream) => {
      // Nothing is kept of a socket that TLS has taken over, or that never was connected.
      if (side === 'client') {
        inside = stream;
        client = TAKEN;
      } else {
        outside.push(stream);
        upstreams = upstreams.filter(({ destroyed }) => !destroyed);
      }
      stream.on('error', ignore);
    },
    fail: (error) => {
      failure ??= error;
    },
    get failure() {
      return failure;
    },
    reset: () => {
      if (inside) inside.resetAndDestroy();
      else if (!client.destroyed) client.resetAndDestroy();
    },
    close: () => {
      if (closed) return;
      closed = true;
      client.destroy();
      inside?.destroy();
      for (const upstream of [...upstreams, ...outside]) upstream.destroy();
      for (const release of releases) release();
      context.log.write(
        closeEvent(flow, {
          at: now(),
          bytes_in:
            spliced.toClient + sum(upstreams.map(({ bytesRead }) => bytesRead)) + sum(outside.map(({ traffic }) => traffic.received)),
          bytes_out:
            spliced.toUpstream + sum(upstreams.map(({ bytesWritten }) => bytesWritten)) + sum(outside.map(({ traffic }) => traffic.sent)),
          duration_ms: Math.round(performance.now() - started),
          error: failure,
        }),
      );
    },
  };
};

const TAKEN = new Socket().destroy();
const KEEP_ALIVE_MS = 60_000;

/** Every stream needs a listener, or its error ends the process; those who use the stream hear of it by their own. */
const ignore = (): void => {};

const dial = ({ ip, port }: Endpoint): Socket => connect({ host: ip, port, allowHalfOpen: true });

const connected = (socket: Socket, timeoutMs: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    if (!socket.connecting && !socket.destroyed) return resolve(socket);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      socket.removeListener('connect', onConnect).removeListener('error', onError).removeListener('close', onClose);
      act();
    };
    const onConnect = (): void => settle(() => resolve(socket));
    const onError = (error: Error): void => settle(() => reject(error));
    const onClose = (): void => settle(() => reject(new Error('closed while connecting')));
    const timer = setTimeout(() => {
      settle(() => reject(Object.assign(new Error(`no answer within ${timeoutMs / 1000} s`), { code: 'ETIMEDOUT' })));
      socket.destroy();
    }, timeoutMs);
    socket.on('connect', onConnect).on('error', onError).on('close', onClose);
    if (socket.destroyed) onClose();
  });

/** Node connects in its next tick, which was asked for before this one. */
const begun = (socket: Socket, timeoutMs: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    process.nextTick(() => {
      if (socket.errored) reject(socket.errored);
      else if (hasDescriptor(socket)) resolve(socket);
      else connected(socket, timeoutMs).then(resolve, reject);
    });
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
