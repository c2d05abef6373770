import type { Duplex } from 'node:stream';
import { type Answer, ownAnswer, serialiseAnswer } from '../answer.ts';
import { AuthorityReader } from '../authority.ts';
import { closeSoon, endLingering, messageOf, reset } from '../closing.ts';
import { Input } from '../input.ts';
import { DEFAULT_LIMITS, type HttpSession, type RelayLimits, type RelayResult, type RequestDecision } from '../types.ts';
import { RequestFramer } from './request-framer.ts';
import type { ParsedRequest } from './request-head.ts';
import { ResponseFramer } from './response-framer.ts';

/** A forwarded request whose response is not complete. */
interface Pending {
  readonly toHead: boolean;
  readonly upgrade: string | undefined;
  /** Its body waits, or waited, for a 100. */
  readonly expectsContinue: boolean;
  continued: boolean;
}

/** Why nothing more is read from the client for now. */
type Hold = 'decision' | 'upstream' | 'pipeline' | 'upgrade' | 'continue' | undefined;

/**
 * Relays HTTP/1 between a client and one upstream connection: the client's octets are forwarded as they came, each request after
 * its head was decided; the upstream's octets are followed only to know which request they answer.
 */
export function relayHttp1(session: HttpSession): Promise<RelayResult> {
  return new Promise((resolve) => new Http1Relay(session, resolve).start());
}

class Http1Relay {
  readonly #session: HttpSession;
  readonly #limits: RelayLimits;
  readonly #client: Duplex;
  readonly #finish: (result: RelayResult) => void;
  readonly #requests: RequestFramer;
  readonly #responses = new ResponseFramer();
  readonly #fromClient = new Input();
  readonly #fromUpstream = new Input();
  readonly #pending: Pending[] = [];
  #upstream: Duplex | undefined;
  #hold: Hold;
  /** The request that `#hold` is about. */
  #held: ParsedRequest | undefined;
  /** The forwarded request whose body is still coming. */
  #open: Pending | undefined;
  #upstreamFull = false;
  #clientPaused = false;
  #clientEnded = false;
  /** Nothing more is taken from the client; this is its last answer once the earlier ones are complete. */
  #last: { answer: Answer; toHead: boolean } | undefined;
  #raw = false;
  /** The upstream speaks unasked: its bytes go to the client until it ends, and no request follows. */
  #unasked = false;
  #over = false;
  #error: string | undefined;
  #upgraded: string | undefined;
  #headTimer: NodeJS.Timeout | undefined;
  #continueTimer: NodeJS.Timeout | undefined;

  constructor(session: HttpSession, finish: (result: RelayResult) => void) {
    this.#session = session;
    this.#limits = { ...DEFAULT_LIMITS, ...session.limits };
    this.#client = session.client;
    this.#finish = finish;
    this.#requests = new RequestFramer(session.scheme, new AuthorityReader(session.port), this.#limits.headBytes);
  }

  start(): void {
    const client = this.#client;
    client.on('data', (chunk: Buffer) => this.#guarded(() => this.#onClientData(chunk)));
    client.on('end', () => this.#guarded(() => this.#onClientEnd()));
    client.on('drain', () => this.#upstream?.resume());
    client.on('error', (error) => this.#fail(`client: ${messageOf(error)}`));
    client.on('close', () => this.#onClientClose());
    if (client.destroyed) this.#onClientClose();
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

  // The way up: client to upstream.

  #onClientData(chunk: Buffer): void {
    if (this.#last !== undefined || this.#over) return;
    if (this.#unasked) {
      this.#finishClient();
      return;
    }
    if (this.#raw) {
      this.#writeUpstream(chunk);
      return;
    }
    this.#fromClient.append(chunk);
    this.#pump();
  }

  /** Parses and forwards until input runs out or something has to be waited for. */
  #pump(): void {
    const input = this.#fromClient;
    while (this.#hold === undefined && this.#last === undefined && !this.#raw && !this.#over) {
      const event = this.#requests.next(input);
      if (event === 'more') break;
      if (event === 'head') this.#decide();
      else if (event === 'refused') this.#refuse();
      else this.#onBodyEnd();
    }
    this.#flushUp();
    this.#watchHead();
    if (this.#clientEnded && this.#hold === undefined) this.#endUpstream();
    this.#regulateClient();
  }

  /** Everything parsed goes up, except a head: it waits for its verdict in `#held`, or for its remaining octets. */
  #flushUp(): void {
    const input = this.#fromClient;
    const to = this.#held !== undefined || this.#requests.inHead ? input.headStart : input.pos;
    if (this.#raw || to <= input.keep || this.#last !== undefined) return;
    this.#writeUpstream(input.take(to));
  }

  #writeUpstream(bytes: Buffer): void {
    if (this.#upstream === undefined || this.#upstream.destroyed) return;
    if (this.#upstream.write(bytes)) return;
    this.#upstreamFull = true;
    this.#regulateClient();
  }

  #onBodyEnd(): void {
    const sent = this.#open;
    this.#open = undefined;
    if (sent?.upgrade !== undefined && this.#pending.includes(sent)) this.#hold = 'upgrade';
  }

  #decide(): void {
    const request = this.#requests.request;
    if (request === undefined) return;
    this.#held = request;
    let decision: RequestDecision | Promise<RequestDecision>;
    try {
      decision = this.#session.authorize(request.head);
    } catch (error) {
      this.#deny(ownAnswer(403, `the request could not be decided: ${messageOf(error)}`));
      return;
    }
    if (!(decision instanceof Promise)) {
      this.#onDecision(decision);
      return;
    }
    this.#hold = 'decision';
    decision.then(
      (settled) => this.#continueWith(() => this.#onDecision(settled)),
      (error: unknown) => this.#continueWith(() => this.#deny(ownAnswer(403, `the request could not be decided: ${messageOf(error)}`))),
    );
  }

  /** Goes on after a wait, unless the connection is gone by now. */
  #continueWith(action: () => void): void {
    if (this.#over || this.#unasked) return;
    this.#guarded(() => {
      this.#hold = undefined;
      action();
      this.#pump();
    });
  }

  #onDecision(decision: RequestDecision): void {
    if (!decision.forward) {
      this.#deny(decision);
      return;
    }
    if (this.#upstream === undefined) {
      this.#connect();
      return;
    }
    this.#admit();
  }

  #connect(): void {
    const head = this.#held?.head;
    if (head === undefined) return;
    this.#hold = 'upstream';
    this.#session.openUpstream(head).then(
      (upstream) => {
        if (this.#over) return void upstream.destroy();
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
    // After a 101 the octets are another protocol's: nothing may be in flight around it, so that the 101 cannot be mistaken.
    if (this.#pending.length >= (request.upgrade ? 1 : this.#limits.pipelined)) {
      this.#hold = 'pipeline';
      return;
    }
    const expectsContinue = request.expectsContinue && request.body !== 'none';
    const pending = { toHead: request.head.method === 'HEAD', upgrade: request.head.upgrade, expectsContinue, continued: false };
    this.#pending.push(pending);
    this.#open = request.body === 'none' ? undefined : pending;
    this.#held = undefined;
    if (request.cut.length > 0) this.#forwardCut(request);
    if (request.upgrade && request.body === 'none') this.#hold = 'upgrade';
    else if (expectsContinue) this.#awaitContinue();
  }

  #forwardCut(request: ParsedRequest): void {
    const input = this.#fromClient;
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

  #refuse(): void {
    const refusal = this.#requests.refusal ?? { status: 400, reason: 'a request that cannot be read' };
    this.#fail(`refused the client's request: ${refusal.reason}`);
    if (this.#open !== undefined && !this.#retract(this.#open)) {
      this.#abort();
      return;
    }
    this.#deny(ownAnswer(refusal.status, `${refusal.reason}; the request was not forwarded`));
  }

  /** Takes back a request whose body turned out bad; false when its response has begun, so that no other can be given. */
  #retract(request: Pending): boolean {
    if (this.#pending.at(-1) !== request) return false;
    if (this.#pending.length === 1 && (this.#responses.inHead || this.#responses.body !== 'none')) return false;
    this.#pending.pop();
    return true;
  }

  #deny(answer: Answer): void {
    const input = this.#fromClient;
    const toHead = this.#held?.head.method === 'HEAD';
    // Complete requests before this one still go up.
    if (input.headStart > input.keep) this.#writeUpstream(input.take(input.headStart));
    this.#held = undefined;
    this.#last = { answer, toHead };
    input.clear();
    clearTimeout(this.#headTimer);
    this.#answerIfDue();
  }

  #answerIfDue(): void {
    if (this.#last === undefined || this.#pending.length > 0 || this.#over) return;
    this.#over = true;
    this.#upstream?.destroy();
    endLingering(this.#client, serialiseAnswer(this.#last.answer, this.#last.toHead), this.#limits.lingerMs);
  }

  #onClientEnd(): void {
    this.#clientEnded = true;
    if (this.#hold === undefined && !this.#over) this.#endUpstream();
  }

  #endUpstream(): void {
    if (!this.#raw && this.#last === undefined && this.#requests.inMessage) this.#fail('the client ended inside a request');
    clearTimeout(this.#headTimer);
    if (this.#upstream === undefined) this.#client.end();
    else if (!this.#upstream.writableEnded) this.#upstream.end();
  }

  #onClientClose(): void {
    this.#over = true;
    clearTimeout(this.#headTimer);
    clearTimeout(this.#continueTimer);
    if (this.#upstream !== undefined) {
      if (this.#clientEnded) closeSoon(this.#upstream, this.#limits.lingerMs);
      else reset(this.#upstream);
    }
    this.#finish({
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#upgraded === undefined ? {} : { upgraded: this.#upgraded }),
    });
  }

  #watchHead(): void {
    const waiting = this.#requests.inHead && this.#last === undefined && !this.#over;
    if (waiting === (this.#headTimer !== undefined)) return;
    clearTimeout(this.#headTimer);
    this.#headTimer = undefined;
    if (!waiting) return;
    const { count } = this.#requests;
    this.#headTimer = setTimeout(() => {
      this.#headTimer = undefined;
      // Another head by now than the one that was awaited; or not the client's fault, as we do not read.
      if (this.#clientPaused || this.#requests.count !== count) {
        this.#watchHead();
        return;
      }
      this.#fail('the client did not complete a request head in time');
      this.#guarded(() => this.#deny(ownAnswer(408, 'the request head was not complete in time')));
    }, this.#limits.headTimeoutMs);
  }

  #regulateClient(): void {
    const pause = !this.#over && (this.#upstreamFull || this.#hold !== undefined || (this.#last !== undefined && this.#pending.length > 0));
    if (pause === this.#clientPaused) return;
    this.#clientPaused = pause;
    if (pause) this.#client.pause();
    else this.#client.resume();
  }

  // The way down: upstream to client.

  #adopt(upstream: Duplex): void {
    this.#upstream = upstream;
    upstream.on('data', (chunk: Buffer) => this.#guarded(() => this.#onUpstreamData(chunk)));
    upstream.on('end', () => this.#guarded(() => this.#onUpstreamEnd()));
    upstream.on('drain', () => {
      this.#upstreamFull = false;
      this.#regulateClient();
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
    if (upstream.destroyed) this.#abort();
    else upstream.resume();
  }

  #onUpstreamData(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#raw || this.#unasked) {
      this.#writeClient(chunk);
      return;
    }
    this.#fromUpstream.append(chunk);
    this.#follow();
    this.#flushDown();
    this.#answerIfDue();
  }

  #follow(): void {
    const input = this.#fromUpstream;
    while (!this.#raw && !this.#unasked && !this.#over) {
      if (this.#pending.length === 0 && input.pos < input.end) {
        this.#takeUnasked();
        return;
      }
      const event = this.#responses.next(input);
      if (event === 'more') return;
      if (event === 'bad') {
        this.#badGateway(this.#responses.error ?? 'no HTTP response');
        return;
      }
      if (event === 'end') this.#completed();
      else this.#onResponseHead(this.#responses.status);
    }
  }

  #onResponseHead(status: number): void {
    const pending = this.#pending[0];
    if (pending === undefined) return;
    if (status === 101) {
      this.#switchProtocols(pending);
      return;
    }
    if (status >= 100 && status < 200) {
      if (status === 100) this.#onContinue(pending);
      return;
    }
    if (this.#awaitsContinue(pending)) clearTimeout(this.#continueTimer);
    const hasBody = !pending.toHead && status !== 204 && status !== 304;
    if (this.#responses.expectBody(hasBody)) this.#completed();
  }

  #onContinue(pending: Pending): void {
    const awaited = this.#awaitsContinue(pending);
    pending.continued = true;
    if (!awaited) return;
    clearTimeout(this.#continueTimer);
    this.#continueWith(() => {});
  }

  #awaitsContinue(pending: Pending): boolean {
    return this.#hold === 'continue' && this.#open === pending && !pending.continued;
  }

  /** The first pending response is complete. */
  #completed(): void {
    const done = this.#pending.shift();
    if (done === undefined) return;
    const cutShort = this.#awaitsContinue(done);
    if (!cutShort && this.#hold !== 'upgrade' && this.#hold !== 'pipeline') return;
    // What goes on now may answer the client itself: after this response, not before it.
    this.#flushDown();
    // A body that is still to come, or never will, must not be taken for a request by anyone.
    if (cutShort) this.#finishClient();
    else if (this.#hold === 'upgrade') this.#continueWith(() => {});
    else this.#continueWith(() => this.#admit());
  }

  #switchProtocols(pending: Pending): void {
    if (pending.upgrade === undefined || this.#hold !== 'upgrade') {
      this.#badGateway('101 to a request that asked for no upgrade');
      return;
    }
    this.#raw = true;
    this.#upgraded = pending.upgrade;
    this.#pending.length = 0;
    this.#hold = undefined;
    this.#writeClient(this.#fromUpstream.take(this.#fromUpstream.end));
    const early = this.#fromClient;
    if (early.end > early.keep) this.#writeUpstream(early.take(early.end));
    if (this.#clientEnded) this.#endUpstream();
    this.#regulateClient();
  }

  /** A response that nobody asked for (a 408 before the server closes an idle connection): the last thing on this connection. */
  #takeUnasked(): void {
    this.#unasked = true;
    this.#flushDown();
  }

  /** All parsed octets go down; a head waits until it is complete. */
  #flushDown(): void {
    const input = this.#fromUpstream;
    const to = this.#unasked ? input.end : this.#responses.inHead ? input.headStart : input.pos;
    if (to > input.keep && !this.#over) this.#writeClient(input.take(to));
  }

  #writeClient(bytes: Buffer): void {
    if (this.#client.destroyed || this.#client.writableEnded) return;
    if (!this.#client.write(bytes)) this.#upstream?.pause();
  }

  #badGateway(reason: string): void {
    this.#fail(`upstream: ${reason}`);
    // Inside a body there is no place for another answer.
    if (this.#responses.body !== 'none') {
      this.#abort();
      return;
    }
    const input = this.#fromUpstream;
    if (input.headStart > input.keep) this.#writeClient(input.take(input.headStart));
    input.clear();
    this.#answerInstead(reason);
  }

  /** A 502 in place of the response that is due. */
  #answerInstead(reason: string): void {
    const toHead = this.#pending[0]?.toHead ?? false;
    this.#pending.length = 0;
    this.#last = { answer: ownAnswer(502, `bad answer of the server: ${reason}`), toHead };
    this.#fromClient.clear();
    this.#answerIfDue();
  }

  #onUpstreamEnd(): void {
    if (this.#over) return;
    if (this.#responses.inHead && !this.#raw && !this.#unasked) {
      this.#fail('upstream: closed inside a response head');
      this.#answerInstead('it closed the connection inside a response head');
      return;
    }
    // Only after an upgrade may the client still have something to say to an upstream that has finished.
    if (this.#raw) return void this.#client.end();
    if (this.#responses.body === 'counted') {
      this.#fail('upstream: closed inside a response body');
    }
    this.#finishClient();
  }

  /** The upstream is gone for good: what was received is delivered, then the client's side closes, too. */
  #finishClient(): void {
    this.#over = true;
    this.#upstream?.destroy();
    endLingering(this.#client, undefined, this.#limits.lingerMs);
  }

  #abort(): void {
    this.#over = true;
    this.#upstream?.destroy();
    reset(this.#client);
  }

  #fail(error: string): void {
    this.#error ??= error;
  }
}
