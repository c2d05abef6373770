import { connect, Socket } from 'node:net';
import type { LogEvent } from '../../log/event.ts';
import type { Question, Verdict } from '../../policy/types.ts';
import type { Endpoint, Flow } from '../context.ts';
import { closeEvent, verdictEvent } from '../events.ts';
import type { RequestHead } from '../http/index.ts';
import { limitsOf, type TcpContext, type TcpLimits } from './context.ts';
import { createRequestLines, namesFor, type RequestExtra, requestFields } from './request-lines.ts';
import type { TlsStream } from './tls-stream.ts';

/** Everything that belongs to one client connection and must be gone when it is. There are thousands of them: what one holds, each holds. */
export class Connection {
  readonly flow: Flow;
  readonly context: TcpContext;
  readonly limits: TcpLimits;
  /** For `context.tls`: both sides of this connection belong together. */
  readonly lane: number;
  // What the clock of the machine does meanwhile is of no matter.
  readonly #started = performance.now();
  #client: Socket;
  #upstreams: readonly Socket[] = [];
  /** The client's TLS, and the servers'. */
  #inside: TlsStream | undefined;
  #outside: readonly TlsStream[] = [];
  #releases: readonly (() => void)[] = [];
  #passedIn = 0;
  #passedOut = 0;
  #logged = 0;
  #failure: string | undefined;
  #abandoned = false;
  #closed = false;
  readonly #recall = {};
  #requestLines: ReturnType<typeof createRequestLines> | undefined;

  /** `accepted` belongs to the connection from now on. */
  constructor(accepted: Socket, flow: Flow, context: TcpContext) {
    this.flow = flow;
    this.context = context;
    this.limits = limitsOf(context);
    this.lane = context.tls.lane();
    this.#client = accepted;
    prepare(accepted);
    // Nobody is left to connect for.
    accepted.once('close', () => {
      if (!this.#inside) for (const upstream of this.#upstreams) if (upstream.connecting) upstream.destroy();
    });
  }

  /** Destroyed, and no longer the client's own, once TLS has taken it over. */
  get client(): Socket {
    return this.#client;
  }

  decide(question: Question): Verdict {
    return this.context.policy.decide(question, this.flow.who, this.#recall);
  }

  /** Does this verdict let traffic through: allowed, or only watched (audit)? Guardrails hold in audit too. */
  passes(verdict: Verdict): boolean {
    return verdict.allow || (this.context.audit && verdict.denial !== 'guardrail');
  }

  /** Writes a verdict's line. */
  log(verdict: Verdict, extra: Partial<LogEvent> & Pick<LogEvent, 'type'>): void {
    this.#logged += 1;
    const watched = !verdict.allow && this.passes(verdict);
    this.context.log.write(
      verdictEvent(this.flow, verdict, {
        at: this.#now(),
        dst_names: namesFor(extra.dst_ip ?? this.flow.dst.ip, this.context),
        ...(watched && { audit: true }),
        ...extra,
      }),
    );
  }

  /** As `log`, of one request. */
  logRequest(verdict: Verdict, head: RequestHead, extra?: RequestExtra): void {
    this.#requestLines ??= createRequestLines(this.flow, this.context, this.context.now ?? Date.now);
    if (this.#requestLines(head, verdict, extra)) this.#logged += 1;
    else this.log(verdict, { ...requestFields(head), ...extra });
  }

  /** Verdict lines so far. */
  get logged(): number {
    return this.#logged;
  }

  /** Opens an upstream socket that is counted and closed with this connection. Resolves when it is connected. @throws Error with `code` */
  async dial(endpoint: Endpoint): Promise<Socket> {
    this.requireClient();
    const socket = (this.context.dial ?? dial)(endpoint);
    this.#upstreams = [...this.#upstreams, socket];
    prepare(socket);
    return connected(socket, this.limits.connectMs);
  }

  /** @throws Error when nobody is left to connect for. */
  requireClient(): void {
    if (this.#closed || this.#abandoned || (this.#inside ?? this.#client).destroyed) throw new Error('the client is gone');
  }

  /** Ends what was opened upstream: nobody is left whom it could serve. */
  abandon(): void {
    this.#abandoned = true;
    for (const upstream of this.#upstreams) upstream.destroy();
    for (const upstream of this.#outside) upstream.destroy();
  }

  /** Keeps (name, ip) bound while this connection lives. */
  hold(name: string, ip: string): void {
    this.#releases = [...this.#releases, this.context.names.hold(name, ip)];
  }

  /** Bytes that went between client and upstream without passing through a socket of Node's, for the closing line. */
  carried({ toUpstream, toClient }: { readonly toUpstream: number; readonly toClient: number }): void {
    this.#passedOut += toUpstream;
    this.#passedIn += toClient;
  }

  /** TLS has taken over the client's socket, which Node knows no more of, or opened one to a server. */
  secured(side: 'client' | 'upstream', stream: TlsStream): void {
    if (side === 'client') {
      this.#inside = stream;
      this.#client = TAKEN;
    } else this.#outside = [...this.#outside, stream];
    stream.on('error', ignore);
  }

  /** Remembers why the connection failed, for its closing line. The first reason counts. */
  fail(error: string): void {
    this.#failure ??= error;
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  /** The client sees a reset, as from a closed port. */
  reset(): void {
    if (this.#inside) this.#inside.resetAndDestroy();
    else if (!this.#client.destroyed) this.#client.resetAndDestroy();
  }

  /** Ends everything and writes the closing line. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.destroy();
    this.#inside?.destroy();
    let [received, sent] = [this.#passedIn, this.#passedOut];
    for (const upstream of this.#upstreams) {
      upstream.destroy();
      received += upstream.bytesRead;
      sent += upstream.bytesWritten;
    }
    for (const upstream of this.#outside) {
      const { traffic } = upstream.destroy();
      received += traffic.received;
      sent += traffic.sent;
    }
    for (const release of this.#releases) release();
    this.context.log.write(
      closeEvent(this.flow, {
        at: this.#now(),
        bytes_in: received,
        bytes_out: sent,
        duration_ms: Math.round(performance.now() - this.#started),
        error: this.#failure,
      }),
    );
  }

  #now(): number {
    return (this.context.now ?? Date.now)();
  }
}

const TAKEN = new Socket().destroy();
const KEEP_ALIVE_MS = 60_000;

/** Every stream needs a listener, or its error ends the process; those who use the stream hear of it by their own. */
const ignore = (): void => {};

/** A half-closed side is served until the other has said all; without this, Node answers a FIN by a FIN. */
const prepare = (socket: Socket): void => {
  socket.allowHalfOpen = true;
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.on('error', ignore);
};

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
