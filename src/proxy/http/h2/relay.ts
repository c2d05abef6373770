import type { Duplex } from 'node:stream';
import { messageOf } from '../../../kernel/errors.ts';
import { type Answer, ownAnswer } from '../answer.ts';
import { closeSoon, endLingering, isOver, reset, usable } from '../closing.ts';
import { HeadTimer } from '../head-timer.ts';
import { IdleTimer } from '../idle-timer.ts';
import { Input } from '../input.ts';
import { H2_PREFACE } from '../sniff.ts';
import { DEFAULT_LIMITS, type HttpSession, type RelayLimits, type RelayResult, type RequestDecision } from '../types.ts';
import { ClientSide } from './client-side.ts';
import { Connection } from './connection.ts';
import { ConnectionError, DEFAULT_WINDOW, INTERNAL_ERROR, NO_ERROR } from './constants.ts';
import { FrameCarrier } from './frame-carrier.ts';
import { goAway, settingsFrame, windowUpdate } from './frames.ts';
import type { Requests } from './requests.ts';
import { settingsForUpstream } from './settings.ts';
import { UpstreamSide } from './upstream-side.ts';

/** Frames that the client has not read, or that wait for the end of one of the server's; beyond that nothing is read from the client, who causes them. */
const MOST_UNREAD = 262_144;

/**
 * Relays HTTP/2 between a client and one upstream connection, frame by frame; each request is decided before any of it is forwarded.
 * Without `upstream` we are the server, until a request is allowed and `openUpstream` connects one that speaks HTTP/2, too.
 */
export function relayHttp2(session: HttpSession & { readonly upstream?: Duplex }): Promise<RelayResult> {
  return new Promise((resolve) => new Http2Relay(session, resolve).start(session.upstream));
}

class Http2Relay {
  readonly #session: HttpSession;
  readonly #limits: RelayLimits;
  readonly #client: Duplex;
  readonly #finish: (result: RelayResult) => void;
  readonly #connection: Connection;
  readonly #fromClient = new Input();
  readonly #clientSide: ClientSide;
  readonly #requests: Requests;
  readonly #upstreamSide: UpstreamSide;
  #upstream: Duplex | undefined;
  #down: FrameCarrier | undefined;
  #deciding = false;
  #upstreamFull = false;
  #clientFull = false;
  #clientPaused = false;
  #upstreamPaused = false;
  #clientEnded = false;
  #over = false;
  #error: string | undefined;
  readonly #headTimer: HeadTimer;
  readonly #idleTimer: IdleTimer;
  #lingerTimer: NodeJS.Timeout | undefined;

  constructor(session: HttpSession, finish: (result: RelayResult) => void) {
    this.#session = session;
    this.#limits = { ...DEFAULT_LIMITS, ...session.limits };
    this.#client = session.client;
    this.#finish = finish;
    const now = () => performance.now();
    this.#connection = new Connection(this.#limits.lingerMs, now);
    this.#clientSide = new ClientSide(this.#connection, this.#fromClient, session.scheme, session.port, this.#limits, now);
    this.#requests = this.#clientSide.requests;
    this.#upstreamSide = new UpstreamSide(this.#connection, new Input());
    this.#headTimer = new HeadTimer(
      this.#limits.headTimeoutMs,
      () => ({
        incomplete: this.#clientSide.incomplete && !this.#deciding && !this.#over,
        count: this.#clientSide.count,
        excused: this.#clientPaused,
      }),
      () => this.#onHeadTimeout(),
    );
    this.#idleTimer = new IdleTimer(
      this.#limits.idleMs,
      () => this.#down?.progress ?? 0,
      () => this.#onIdle(),
    );
  }

  start(upstream: Duplex | undefined): void {
    const client = this.#client;
    client.on('data', (chunk: Buffer) => this.#onClientData(chunk));
    client.on('end', () => this.#guarded(() => this.#onClientEnd()));
    client.on('drain', () => {
      this.#clientFull = false;
      this.#regulate();
      this.#down?.consider();
    });
    client.on('error', (error) => {
      if (this.#underWay) this.#fail(`client: ${messageOf(error)}`);
    });
    client.on('close', () => this.#onClientClose());
    if (client.destroyed) {
      this.#onClientClose();
      return;
    }
    this.#guarded(() => {
      if (upstream !== undefined) {
        this.#connection.attached = true;
        this.#adopt(upstream);
      } else {
        // Some clients wait for the server's settings before they say what they want.
        this.#connection.beServer();
        this.#flush();
      }
      // An end that was emitted before anyone listened is not emitted again.
      if (client.readableEnded) this.#onClientEnd();
      else client.resume();
    });
  }

  /** A violation ends the connection with its code; anything else that is thrown ends it, too: in doubt, nothing flows. */
  #guarded(action: () => void): void {
    if (this.#over) return;
    try {
      action();
    } catch (error) {
      this.#fail(error instanceof ConnectionError ? error.message : `internal: ${messageOf(error)}`);
      this.#goAway(error instanceof ConnectionError ? error.code : INTERNAL_ERROR, messageOf(error));
    }
  }

  #onClientData(chunk: Buffer): void {
    if (this.#over) return;
    this.#idleTimer.touch();
    this.#fromClient.append(chunk);
    this.#guarded(() => this.#pump());
  }

  #pump(): void {
    while (!this.#deciding && !this.#over) {
      this.#clientSide.run();
      if (this.#requests.undecided === undefined) break;
      this.#decide();
    }
    // The client may have opened the window that DATA of the upstream waits for.
    if (this.#upstreamSide.waitsForWindow) this.#upstreamSide.run();
    this.#down?.update();
    this.#flush();
    this.#headTimer.check();
    this.#watchLingering();
    if (this.#clientEnded && !this.#deciding) this.#endUpstream();
  }

  #decide(): void {
    const head = this.#requests.undecided?.request.head;
    if (head === undefined) return;
    let decision: RequestDecision | Promise<RequestDecision>;
    try {
      decision = this.#session.authorize(head);
    } catch (error) {
      this.#requests.deny(undecidable(error));
      return;
    }
    if (!(decision instanceof Promise)) {
      this.#onDecision(decision);
      return;
    }
    this.#deciding = true;
    decision.then(
      (settled) => this.#continueWith(() => this.#onDecision(settled)),
      (error: unknown) => this.#continueWith(() => this.#requests.deny(undecidable(error))),
    );
  }

  #continueWith(action: () => void): void {
    this.#guarded(() => {
      this.#deciding = false;
      action();
      this.#pump();
    });
  }

  #onDecision(decision: RequestDecision): void {
    if (!decision.forward) this.#requests.deny(decision);
    else if (this.#connection.attached) this.#requests.forward();
    else this.#connect();
  }

  #connect(): void {
    const head = this.#requests.undecided?.request.head;
    if (head === undefined) return;
    this.#deciding = true;
    this.#session
      .openUpstream(head)
      .then(usable)
      .then(
        (upstream) => {
          if (this.#over) return void upstream.destroy();
          this.#continueWith(() => {
            this.#adopt(upstream);
            this.#introduce();
            this.#requests.forward();
          });
        },
        (error: unknown) => {
          this.#fail(messageOf(error));
          this.#continueWith(() => this.#requests.deny(ownAnswer(502, messageOf(error))));
        },
      );
  }

  /** Tells a new upstream what the client has said so far. */
  #introduce(): void {
    const connection = this.#connection;
    const { answers, toUpstream } = connection;
    connection.attached = true;
    connection.acknowledgedByUs++;
    toUpstream.push(H2_PREFACE);
    toUpstream.push(settingsFrame(settingsForUpstream([...connection.clientSettings.all])));
    const more = answers.connectionWindow - DEFAULT_WINDOW;
    if (more > 0) toUpstream.push(windowUpdate(0, more));
    answers.debt = Math.max(0, -more);
  }

  #adopt(upstream: Duplex): void {
    this.#upstream = upstream;
    this.#down = FrameCarrier.between(upstream, this.#client, this.#upstreamSide, this.#connection, (action) =>
      this.#guarded(() => {
        action();
        this.#flush();
        this.#checkWindow();
      }),
    );
    upstream.on('data', (chunk: Buffer) => {
      if (this.#over) return;
      this.#idleTimer.touch();
      this.#upstreamSide.input.append(chunk);
      this.#guarded(() => this.#follow());
      if (!this.#over) this.#down?.consider();
    });
    upstream.on('end', () => this.#guarded(() => this.#onUpstreamEnd()));
    upstream.on('drain', () => {
      this.#upstreamFull = false;
      this.#regulate();
    });
    upstream.on('error', (error) => {
      if (this.#over) return;
      this.#fail(`upstream: ${messageOf(error)}`);
      if (this.#upstreamSide.settled) this.#abort();
      else this.#guarded(() => this.#upstreamUnusable(messageOf(error)));
    });
    upstream.on('close', () => this.#guarded(() => this.#onUpstreamEnd()));
    if (isOver(upstream)) this.#onUpstreamEnd();
    else upstream.resume();
  }

  #follow(): void {
    try {
      this.#upstreamSide.run();
    } catch (error) {
      if (this.#upstreamSide.settled || !(error instanceof ConnectionError)) throw error;
      this.#fail(`upstream: ${error.message}`);
      this.#upstreamUnusable(error.message);
      return;
    }
    this.#flush();
    this.#checkWindow();
  }

  /** Not a frame of it has reached the client: every request that waits for it can still be told why. */
  #upstreamUnusable(reason: string): void {
    const { streams } = this.#connection;
    if (!this.#clientHasSettings) this.#connection.beServer();
    for (const [id, stream] of streams) {
      streams.delete(id);
      this.#requests.answer(id, ownAnswer(502, reason), stream.clientDone, stream.toHead);
    }
    this.#goAway(NO_ERROR, reason);
  }

  #onUpstreamEnd(): void {
    if (this.#over) return;
    if (!this.#upstreamSide.settled) {
      this.#fail('upstream: closed before it said anything');
      this.#upstreamUnusable('the server closed the connection before it said anything');
      return;
    }
    if (this.#connection.streams.size > 0) this.#fail('upstream: closed with requests under way');
    this.#flush();
    this.#stop();
    this.#upstream?.destroy();
    endLingering(this.#client, undefined, this.#limits.lingerMs);
  }

  #onClientEnd(): void {
    this.#clientEnded = true;
    if (!this.#deciding) this.#endUpstream();
  }

  #endUpstream(): void {
    this.#checkWindow();
    if (this.#over) return;
    if (this.#upstream === undefined) this.#client.end();
    else if (!this.#upstream.writableEnded) this.#upstream.end();
  }

  /** A client that resets the connection now loses something; else it has only left. */
  get #underWay(): boolean {
    return this.#connection.streams.size > 0 || this.#deciding || this.#clientSide.incomplete || this.#client.writableLength > 0;
  }

  /** A client that has ended opens no window: while DATA waits for one the upstream is not read, so its end would not be seen either. */
  #checkWindow(): void {
    if (this.#clientEnded && !this.#deciding && this.#upstreamSide.waitsForWindow) {
      throw new ConnectionError(NO_ERROR, 'the client ended while the server waited for its window');
    }
  }

  #onClientClose(): void {
    this.#stop();
    clearTimeout(this.#lingerTimer);
    if (this.#upstream !== undefined) {
      if (this.#clientEnded) closeSoon(this.#upstream, this.#limits.lingerMs);
      else reset(this.#upstream);
    }
    const error = this.#error ?? this.#connection.note;
    this.#finish(error === undefined ? {} : { error });
  }

  /** Somebody's SETTINGS have been sent to the client. */
  get #clientHasSettings(): boolean {
    return this.#upstreamSide.settled || this.#connection.isServer;
  }

  /** Says why and closes both sides. */
  #goAway(code: number, reason: string): void {
    if (this.#over) return;
    const connection = this.#connection;
    if (!this.#clientHasSettings) connection.beServer();
    // Inside a relayed frame there is no place for one of ours.
    if (connection.clientAtBoundary) connection.toClient.push(goAway(connection.lastStream, code, reason));
    connection.toClient.flush(this.#client);
    this.#stop();
    this.#upstream?.destroy();
    endLingering(this.#client, undefined, this.#limits.lingerMs);
  }

  #stop(): void {
    this.#over = true;
    this.#headTimer.stop();
    this.#idleTimer.stop();
  }

  #abort(): void {
    this.#stop();
    this.#upstream?.destroy();
    reset(this.#client);
  }

  #flush(): void {
    if (this.#over) return;
    const { toUpstream, toClient } = this.#connection;
    if (this.#upstream !== undefined && !toUpstream.flush(this.#upstream)) this.#upstreamFull = true;
    if (!toClient.flush(this.#client)) this.#clientFull = true;
    this.#regulate();
  }

  /** Backpressure: who may not write makes the other side wait. */
  #regulate(): void {
    if (this.#over) return;
    const unread = (this.#clientFull ? this.#client.writableLength : 0) + this.#connection.waiting;
    const pauseClient = this.#deciding || this.#upstreamFull || unread > MOST_UNREAD;
    if (pauseClient !== this.#clientPaused) {
      this.#clientPaused = pauseClient;
      if (pauseClient) this.#client.pause();
      else this.#client.resume();
    }
    const pauseUpstream = this.#clientFull || this.#upstreamSide.waitsForWindow;
    if (pauseUpstream !== this.#upstreamPaused) {
      this.#upstreamPaused = pauseUpstream;
      if (pauseUpstream) this.#upstream?.pause();
      else this.#upstream?.resume();
    }
  }

  #onHeadTimeout(): void {
    this.#fail('the client did not complete a request head in time');
    this.#guarded(() => this.#goAway(NO_ERROR, 'timeout'));
  }

  #onIdle(): void {
    this.#fail('nothing has moved for too long');
    this.#guarded(() => this.#goAway(NO_ERROR, 'idle'));
  }

  /** Clients that go on sending to an answered stream are told to stop, after a while. */
  #watchLingering(): void {
    const due = this.#connection.answers.nextExpiry;
    if (due === undefined || this.#lingerTimer !== undefined || this.#over) return;
    this.#lingerTimer = setTimeout(
      () => {
        this.#lingerTimer = undefined;
        this.#guarded(() => {
          this.#connection.answers.expire();
          this.#flush();
          this.#watchLingering();
        });
      },
      due - performance.now() + 1,
    );
  }

  #fail(error: string): void {
    this.#error ??= error;
  }
}

function undecidable(error: unknown): Answer {
  return ownAnswer(403, `the request could not be decided: ${messageOf(error)}`);
}
