import type { Duplex } from 'node:stream';
import { messageOf } from '../../../kernel/errors.ts';
import { type Answer, ownAnswer, serialiseAnswer } from '../answer.ts';
import { AuthorityReader } from '../authority.ts';
import { BodyCarrier } from '../carrying.ts';
import { closeSoon, endAlike, endLingering, isCut, reset, usable } from '../closing.ts';
import { HeadTimer } from '../head-timer.ts';
import { IdleTimer } from '../idle-timer.ts';
import { Input } from '../input.ts';
import { DEFAULT_LIMITS, type HttpSession, type RelayLimits, type RelayResult, type RequestDecision } from '../types.ts';
import { RequestFramer } from './request-framer.ts';
import type { ParsedRequest } from './request-head.ts';
import { type Pending, type ResponseHandler, Responses } from './responses.ts';

/** Why nothing more is read from the client for now. */
type Hold = 'decision' | 'upstream' | 'pipeline' | 'upgrade' | 'continue' | undefined;

/**
 * Relays HTTP/1 between a client and one upstream connection: the client's octets are forwarded as they came, each request after
 * its head was decided; the upstream's octets are followed only to know which request they answer.
 */
export function relayHttp1(session: HttpSession): Promise<RelayResult> {
  return new Promise((resolve) => new Http1Relay(session, resolve).start());
}

class Http1Relay implements ResponseHandler {
  readonly #session: HttpSession;
  readonly #limits: RelayLimits;
  readonly #client: Duplex;
  readonly #finish: (result: RelayResult) => void;
  readonly #input = new Input();
  readonly #requests: RequestFramer;
  readonly #responses = new Responses(this);
  readonly #headTimer: HeadTimer;
  readonly #responseTimer: HeadTimer;
  readonly #idleTimer: IdleTimer;
  #upstream: Duplex | undefined;
  /** Large bodies, past this relay. */
  #up: BodyCarrier | undefined;
  #down: BodyCarrier | undefined;
  #hold: Hold;
  /** The request that waits for its verdict, or its turn. */
  #held: ParsedRequest | undefined;
  /** The forwarded request whose body is still coming. */
  #open: Pending | undefined;
  /** Nothing more is taken from the client; this is its last answer once the earlier ones are complete. */
  #last: { answer: Answer; toHead: boolean } | undefined;
  #upstreamFull = false;
  #clientPaused = false;
  #clientEnded = false;
  #over = false;
  #error: string | undefined;
  #upgraded: string | undefined;
  #continueTimer: NodeJS.Timeout | undefined;

  constructor(session: HttpSession, finish: (result: RelayResult) => void) {
    this.#session = session;
    this.#limits = { ...DEFAULT_LIMITS, ...session.limits };
    this.#client = session.client;
    this.#finish = finish;
    this.#requests = new RequestFramer(session.scheme, new AuthorityReader(session.port), this.#limits.headBytes);
    this.#headTimer = new HeadTimer(
      this.#limits.headTimeoutMs,
      () => ({ incomplete: this.#awaitsHead, count: this.#requests.count, excused: this.#clientPaused }),
      () => this.#onHeadTimeout(),
    );
    this.#responseTimer = new HeadTimer(
      this.#limits.responseHeadTimeoutMs,
      () => ({ incomplete: this.#responses.place === 'head', count: this.#responses.heads, excused: this.#upstream?.isPaused() === true }),
      () => this.#onResponseTimeout(),
    );
    this.#idleTimer = new IdleTimer(
      this.#limits.idleMs,
      () => (this.#up?.progress ?? 0) + (this.#down?.progress ?? 0),
      () => this.#onIdle(),
    );
  }

  start(): void {
    const client = this.#client;
    client.on('data', (chunk: Buffer) => this.#guarded(() => this.#onClientData(chunk)));
    client.on('end', () => this.#guarded(() => this.#onClientEnd()));
    client.on('drain', () => {
      this.#upstream?.resume();
      this.#down?.consider();
    });
    client.on('error', (error) => {
      if (this.#underWay) this.#fail(`client: ${messageOf(error)}`);
    });
    client.on('close', () => this.#onClientClose());
    if (client.destroyed) this.#onClientClose();
    // An end that was emitted before anyone listened is not emitted again.
    else if (client.readableEnded) this.#guarded(() => this.#onClientEnd());
    else client.resume();
  }

  /** Whatever is thrown here closes both sides: a connection whose state is in doubt carries nothing. */
  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(`internal: ${messageOf(error)}`);
      this.#abort();
    }
  }

  #onClientData(chunk: Buffer): void {
    this.#idleTimer.touch();
    if (this.#last !== undefined || this.#over) return;
    if (this.#responses.mode === 'unasked') this.#finishClient();
    else if (this.#responses.mode === 'switched') this.#writeUpstream(chunk);
    else {
      this.#input.append(chunk);
      this.#pump();
    }
    this.#up?.consider();
  }

  #onRequestCarried(octets: number): void {
    if (this.#over || this.#last !== undefined) return;
    this.#requests.skip(octets);
    this.#pump();
  }

  /** Parses and forwards until input runs out or something has to be waited for. */
  #pump(): void {
    while (this.#hold === undefined && this.#last === undefined && this.#responses.mode === 'framed' && !this.#over) {
      const event = this.#requests.next(this.#input);
      if (event === 'more') break;
      if (event === 'head') this.#decide();
      else if (event === 'refused') this.#refuse();
      else this.#onBodyEnd();
    }
    this.#flushUp();
    this.#headTimer.check();
    if (this.#clientEnded && this.#hold === undefined) this.#endUpstream();
    this.#regulateClient();
  }

  /** Everything parsed goes up, except a head: it waits for its verdict in `#held`, or for its remaining octets. */
  #flushUp(): void {
    const input = this.#input;
    const to = this.#held !== undefined || this.#requests.inHead ? input.headStart : input.pos;
    if (to > input.keep && this.#last === undefined) this.#writeUpstream(input.take(to));
  }

  #writeUpstream(bytes: Buffer): void {
    if (this.#upstream === undefined || this.#upstream.destroyed || this.#upstream.write(bytes)) return;
    this.#upstreamFull = true;
    this.#regulateClient();
  }

  #decide(): void {
    const request = this.#requests.request;
    if (request === undefined) return;
    this.#held = request;
    let decision: RequestDecision | Promise<RequestDecision>;
    try {
      decision = this.#session.authorize(request.head);
    } catch (error) {
      this.#deny(undecidable(error));
      return;
    }
    if (!(decision instanceof Promise)) {
      this.#onDecision(decision);
      return;
    }
    this.#hold = 'decision';
    decision.then(
      (settled) => this.#continueWith(() => this.#onDecision(settled)),
      (error: unknown) => this.#continueWith(() => this.#deny(undecidable(error))),
    );
  }

  /** Goes on after a wait, unless the connection is gone by now. */
  #continueWith(action: () => void): void {
    if (this.#over || this.#responses.mode === 'unasked') return;
    this.#guarded(() => {
      this.#hold = undefined;
      action();
      this.#pump();
    });
  }

  #onDecision(decision: RequestDecision): void {
    if (!decision.forward) this.#deny(decision);
    else if (this.#upstream === undefined) this.#connect();
    else this.#admit();
  }

  #connect(): void {
    const head = this.#held?.head;
    if (head === undefined) return;
    this.#hold = 'upstream';
    this.#session
      .openUpstream(head)
      .then(usable)
      .then(
        (upstream) => {
          if (this.#over) {
            reset(upstream);
            return;
          }
          this.#continueWith(() => {
            this.#adopt(upstream);
            this.#admit();
          });
        },
        (error: unknown) => {
          this.#fail(messageOf(error));
          this.#continueWith(() => this.#deny(ownAnswer(502, messageOf(error))));
        },
      );
  }

  /** Forwards the held head, now or when its turn has come. */
  #admit(): void {
    const request = this.#held;
    if (request === undefined) return;
    const { pending } = this.#responses;
    // After a 101 the octets are another protocol's: nothing may be in flight around it, so that the 101 cannot be mistaken.
    if (pending.length >= (request.upgrade ? 1 : this.#limits.pipelined)) {
      this.#hold = 'pipeline';
      return;
    }
    const hasBody = request.body !== 'none';
    const waits = request.expectsContinue && hasBody;
    const added: Pending = { toHead: request.head.method === 'HEAD', upgrade: request.head.upgrade, continued: !waits };
    pending.push(added);
    this.#held = undefined;
    if (request.cut.length > 0) this.#forwardCut(request);
    if (hasBody) this.#open = added;
    else if (request.upgrade) this.#hold = 'upgrade';
    if (waits) this.#awaitContinue();
  }

  #forwardCut(request: ParsedRequest): void {
    const input = this.#input;
    if (input.headStart > input.keep) this.#writeUpstream(input.take(input.headStart));
    const head = input.take(input.pos);
    let from = 0;
    const parts: Buffer[] = [];
    for (const [cutFrom, cutTo] of request.cut) {
      parts.push(head.subarray(from, cutFrom));
      from = cutTo;
    }
    parts.push(head.subarray(from));
    this.#writeUpstream(Buffer.concat(parts));
  }

  /** A server may answer without reading the body and take it for the next request; so the body waits for the 100, a while. */
  #awaitContinue(): void {
    this.#hold = 'continue';
    this.#continueTimer = setTimeout(() => this.#continueWith(() => {}), this.#limits.continueTimeoutMs);
  }

  #awaitsContinue(pending: Pending): boolean {
    return this.#hold === 'continue' && this.#open === pending && !pending.continued;
  }

  #onBodyEnd(): void {
    const sent = this.#open;
    this.#open = undefined;
    if (sent?.upgrade !== undefined && this.#responses.pending.includes(sent)) this.#hold = 'upgrade';
  }

  #refuse(): void {
    const refusal = this.#requests.refusal ?? { status: 400, reason: 'a request that cannot be read' };
    this.#fail(`refused the client's request: ${refusal.reason}`);
    if (this.#open === undefined || this.#retract(this.#open)) {
      this.#deny(ownAnswer(refusal.status, `${refusal.reason}; the request was not forwarded`));
    } else this.#abort();
  }

  /** Takes back a request whose body turned out bad; false when its response has begun, so that no other can be given. */
  #retract(request: Pending): boolean {
    const { pending } = this.#responses;
    if (pending.at(-1) !== request || (pending.length === 1 && this.#responses.begun)) return false;
    pending.pop();
    return true;
  }

  #deny(answer: Answer): void {
    const input = this.#input;
    const toHead = this.#held?.head.method === 'HEAD';
    // Complete requests before this one still go up.
    if (input.headStart > input.keep) this.#writeUpstream(input.take(input.headStart));
    this.#held = undefined;
    this.#last = { answer, toHead };
    input.clear();
    this.#headTimer.stop();
    this.#answerIfDue();
  }

  #answerIfDue(): void {
    if (this.#last === undefined || this.#responses.pending.length > 0 || this.#over) return;
    const { answer, toHead } = this.#last;
    this.#finishClient(serialiseAnswer(answer, toHead));
  }

  #onClientEnd(): void {
    this.#clientEnded = true;
    if (this.#over) return;
    // Nothing of the client's waits to be forwarded, and nothing more will come: the server may wait for that to give its answer.
    const saidAll = this.#input.end === this.#input.keep && (this.#hold === 'upgrade' || this.#hold === 'continue');
    if (this.#hold === undefined || saidAll) this.#endUpstream();
  }

  #endUpstream(): void {
    if (this.#responses.mode === 'framed' && this.#last === undefined && this.#requests.inMessage) {
      this.#fail('the client ended inside a request');
    }
    this.#headTimer.stop();
    if (this.#upstream === undefined) this.#client.end();
    else if (!this.#upstream.writableEnded) this.#upstream.end();
  }

  #onClientClose(): void {
    this.#stop();
    if (this.#upstream !== undefined) {
      if (this.#clientEnded) closeSoon(this.#upstream, this.#limits.lingerMs);
      else reset(this.#upstream);
    }
    const error = this.#error === undefined ? {} : { error: this.#error };
    const upgraded = this.#upgraded === undefined ? {} : { upgraded: this.#upgraded };
    this.#finish({ ...error, ...upgraded });
  }

  /** A client that resets the connection now loses something; else it has only left. */
  get #underWay(): boolean {
    const { mode, pending } = this.#responses;
    return pending.length > 0 || mode === 'switched' || this.#requests.inMessage || this.#client.writableLength > 0;
  }

  get #awaitsHead(): boolean {
    return this.#requests.inHead && this.#last === undefined && !this.#over;
  }

  #onHeadTimeout(): void {
    this.#fail('the client did not complete a request head in time');
    this.#guarded(() => this.#deny(ownAnswer(408, 'the request head was not complete in time')));
  }

  #onResponseTimeout(): void {
    this.#fail('upstream: did not complete a response head in time');
    this.#guarded(() => this.#answerInstead('its head was not complete in time'));
  }

  #onIdle(): void {
    this.#fail('nothing has moved for too long');
    this.#abort();
  }

  #regulateClient(): void {
    if (this.#over) return;
    const answering = this.#last !== undefined && this.#responses.pending.length > 0;
    const pause = this.#upstreamFull || this.#hold !== undefined || answering;
    if (pause === this.#clientPaused) return;
    this.#clientPaused = pause;
    if (pause) this.#client.pause();
    else this.#client.resume();
  }

  #adopt(upstream: Duplex): void {
    this.#upstream = upstream;
    this.#up = BodyCarrier.between(
      this.#client,
      upstream,
      () => (this.#open === undefined || this.#hold !== undefined || this.#last !== undefined || this.#over ? 0 : this.#requests.left),
      (octets) => this.#guarded(() => this.#onRequestCarried(octets)),
    );
    this.#down = BodyCarrier.between(
      upstream,
      this.#client,
      () => this.#responses.left,
      (octets) =>
        this.#guarded(() => {
          this.#responses.carried(octets);
          this.#onResponses();
        }),
    );
    upstream.on('data', (chunk: Buffer) => {
      if (this.#over) return;
      this.#idleTimer.touch();
      this.#guarded(() => {
        this.#responses.push(chunk);
        this.#onResponses();
      });
    });
    upstream.on('end', () => this.#guarded(() => this.#onUpstreamEnd()));
    upstream.on('drain', () => {
      this.#upstreamFull = false;
      this.#regulateClient();
      this.#up?.consider();
    });
    upstream.on('error', (error) => {
      if (this.#over) return;
      this.#fail(`upstream: ${messageOf(error)}`);
      this.#abort();
    });
    upstream.on('close', () => {
      if (this.#over) return;
      if (upstream.readableEnded) this.#finishClient();
      else this.#abort();
    });
    upstream.resume();
  }

  #onResponses(): void {
    this.#responseTimer.check();
    this.#answerIfDue();
    this.#down?.consider();
  }

  write(bytes: Buffer): void {
    if (this.#client.destroyed || this.#client.writableEnded) return;
    if (!this.#client.write(bytes)) this.#upstream?.pause();
  }

  onContinue(pending: Pending): void {
    const awaited = this.#awaitsContinue(pending);
    pending.continued = true;
    if (!awaited) return;
    clearTimeout(this.#continueTimer);
    this.#continueWith(() => {});
  }

  onFinal(pending: Pending): void {
    if (this.#awaitsContinue(pending)) clearTimeout(this.#continueTimer);
  }

  onComplete(pending: Pending): void {
    const cutShort = this.#awaitsContinue(pending);
    if (!cutShort && this.#hold !== 'upgrade' && this.#hold !== 'pipeline') return;
    // What goes on now may answer the client itself: after this response, not before it.
    this.#responses.flush();
    // A body that is still to come, or never will, must not be taken for a request by anyone.
    if (cutShort) this.#finishClient();
    else if (this.#hold === 'upgrade') this.#continueWith(() => {});
    else this.#continueWith(() => this.#admit());
  }

  onSwitch(pending: Pending): boolean {
    if (pending.upgrade === undefined || this.#hold !== 'upgrade') return false;
    this.#upgraded = pending.upgrade;
    this.#responses.pending.length = 0;
    this.#hold = undefined;
    const early = this.#input;
    if (early.end > early.keep) this.#writeUpstream(early.take(early.end));
    if (this.#clientEnded) this.#endUpstream();
    this.#regulateClient();
    return true;
  }

  onBad(reason: string, midway: boolean): void {
    this.#fail(`upstream: ${reason}`);
    // Inside a body there is no place for another answer.
    if (midway) this.#abort();
    else this.#answerInstead(reason);
  }

  /** A 502 in place of the response that is due. */
  #answerInstead(reason: string): void {
    const { pending } = this.#responses;
    const toHead = pending[0]?.toHead ?? false;
    pending.length = 0;
    this.#last = { answer: ownAnswer(502, `bad answer of the server: ${reason}`), toHead };
    this.#input.clear();
    this.#answerIfDue();
  }

  #onUpstreamEnd(): void {
    if (this.#over) return;
    const { mode, place } = this.#responses;
    endAlike(this.#upstream, this.#client);
    // Only after an upgrade may the client still have something to say to an upstream that has finished.
    if (mode === 'switched') this.#client.end();
    else if (place === 'head') {
      this.#fail('upstream: closed inside a response head');
      this.#answerInstead('it closed the connection inside a response head');
    } else {
      if (place === 'closes' && isCut(this.#upstream)) this.#fail('upstream: closed inside a response body, without a close_notify');
      if (place === 'counted') this.#fail('upstream: closed inside a response body');
      this.#finishClient();
    }
  }

  /** The last the client gets; the upstream is gone, or of no more use. */
  #finishClient(last?: Buffer): void {
    this.#stop();
    this.#upstream?.destroy();
    endLingering(this.#client, last, this.#limits.lingerMs);
  }

  #abort(): void {
    this.#stop();
    this.#upstream?.destroy();
    reset(this.#client);
  }

  #stop(): void {
    this.#over = true;
    this.#responses.stop();
    this.#up?.stop();
    this.#down?.stop();
    this.#headTimer.stop();
    this.#responseTimer.stop();
    this.#idleTimer.stop();
    clearTimeout(this.#continueTimer);
  }

  #fail(error: string): void {
    this.#error ??= error;
  }
}

function undecidable(error: unknown): Answer {
  return ownAnswer(403, `the request could not be decided: ${messageOf(error)}`);
}
