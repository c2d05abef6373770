import { parseIpv4 } from '../../kernel/ip.ts';
import type { Ipv4 } from '../../kernel/native.ts';
import type { Verdict } from '../../policy/types.ts';
import type { Flow, ProxyContext } from '../context.ts';
import { normalizeName } from '../names.ts';
import { type Asked, createQueryReader, encode, replyOf } from './asked.ts';
import { createLines, type Lines, type Sender, what } from './lines.ts';
import type { BadQuery, Reply } from './message.ts';
import { denied, empty, extendedError, loopback, replyLimit, resolved } from './reply.ts';
import { type DnsAnswer, type DnsResolver, ResolveError } from './resolver.ts';
import { EXTENDED_ERROR, RCODE, TYPE, typeName } from './types.ts';
import { writeReply } from './write.ts';

export type { Sender } from './lines.ts';

export interface HandlerOptions {
  readonly context: ProxyContext;
  readonly upstream: DnsResolver;
  /** Addresses that stand for the machine's resolvers, beside their own. */
  readonly aliases?: readonly string[] | undefined;
  /** Is a server at this address none that the job could be (`outside.ts`)? */
  readonly isOutside: (ip: Ipv4) => boolean;
  /** Milliseconds since the epoch, for the log. */
  readonly now?: () => number;
  /** Queries that wait for an answer from upstream, in all and per process. */
  readonly maxWaiting?: number;
  readonly maxPerProcess?: number;
}

/**
 * Bytes of one query in, bytes of one reply out; undefined when there is nothing to reply to. At once where nobody else has to be asked. Never throws
 * or rejects.
 */
export type DnsHandler = (bytes: Buffer, sender: Sender) => Buffer | undefined | Promise<Buffer | undefined>;

interface Answered {
  readonly reply: Reply;
  readonly error?: string | undefined;
}

/**
 * Decides and answers one query. A query that is not allowed costs no upstream query, and what an allowed one sends upstream is
 * built here from name and type. Addresses are learned before the reply is released.
 */
export function createHandler(options: HandlerOptions): DnsHandler {
  const { context, upstream, aliases = [], isOutside, now = Date.now, maxWaiting = 1024, maxPerProcess = 64 } = options;
  const waiting = new Map<number, number>();
  let allWaiting = 0;

  const read = createQueryReader();
  const lines = createLines(context.log, now);

  /** Counts what one process waits for, so that it cannot use up the answers of all others. */
  const bounded = async <T>(pid: number, work: () => Promise<T>): Promise<T> => {
    const count = waiting.get(pid) ?? 0;
    if (count >= maxPerProcess) throw new ResolveError('SERVFAIL', `${maxPerProcess} queries of this process are already waiting`);
    if (allWaiting >= maxWaiting) throw new ResolveError('SERVFAIL', `${maxWaiting} queries are already waiting`);
    waiting.set(pid, count + 1);
    allWaiting++;
    try {
      return await work();
    } finally {
      allWaiting--;
      const left = (waiting.get(pid) ?? 1) - 1;
      if (left > 0) waiting.set(pid, left);
      else waiting.delete(pid);
    }
  };

  /** An allowed question, or a denied one in audit: the reply and what the log is to say of it. */
  const answer = (asked: Asked, flow: Flow, transport: 'udp' | 'tcp'): Answered | Promise<Answered> => {
    const { question } = asked.query;
    // Only the runner's own processes may use IPv6.
    if (question.type === TYPE.AAAA && !flow.trusted) return { reply: replyOf(asked, EMPTY, () => empty(question.name)) };
    if (!asked.isPublic) return { reply: { rcode: RCODE.NXDOMAIN }, error: 'not a public name: not asked upstream' };
    const machines = aliases.includes(flow.dst.ip) || upstream.servers.some(({ ip }) => ip === flow.dst.ip);
    const teaches = (): boolean => question.type === TYPE.A && (machines || mayTeach(flow, transport));
    const via = machines ? undefined : { server: flow.dst, transport, mayTeach: teaches() };
    const conclude = (found: DnsAnswer): Answered => {
      // Asked again, for the way to the server may have changed since.
      if (via?.mayTeach !== false && teaches()) context.names.learn(asked.name, found.addresses, found.ttl);
      const reply = replyOf(asked, found, () => resolved(question.name, found));
      return found.rcode === RCODE.NXDOMAIN ? { reply, error: 'NXDOMAIN' } : { reply };
    };
    const wanted = { name: asked.name, type: question.type };
    const known = upstream.known(wanted, via);
    if (known) return conclude(known);
    return bounded(flow.who.pid, () => upstream.query(wanted, via)).then(conclude, (error: unknown) => {
      if (!(error instanceof ResolveError)) throw error;
      return { reply: { rcode: RCODE.SERVFAIL }, error: `${error.code}: ${error.message}` };
    });
  };

  /**
   * May a server other than the machine's resolver bind names to addresses? Only one that an address rule names: the others could
   * belong to the job. So could any that is not outside, which a rule for a network covers without meaning it.
   */
  const mayTeach = ({ dst, who }: Flow, transport: 'udp' | 'tcp'): boolean => {
    const address = parseIpv4(dst.ip);
    if (address === undefined || !isOutside(address)) return false;
    const { allow, by } = context.policy.decide({ type: transport, dstIp: dst.ip, dstPort: dst.port, names: [] }, who);
    return allow && by === 'address';
  };

  const decide = (asked: Asked, sender: Sender): Reply | Promise<Reply> => {
    const { flow, transport } = sender;
    const { name, unanswerable, purpose } = asked;
    const { question } = asked.query;
    if (!flow) {
      const reason = 'the kernel saw no process send this query';
      lines.note(sender, malformed(reason), what(asked));
      return { rcode: RCODE.REFUSED, extendedError: extendedError(EXTENDED_ERROR.PROHIBITED, reason) };
    }
    if (isLocalhost(name)) {
      lines.note(sender, LOOPBACK, what(asked));
      return question.type === TYPE.A ? loopback(question.name) : empty(question.name);
    }
    const asking = { type: 'dns', name, protocol: transport, dstIp: flow.dst.ip, dstPort: flow.dst.port, purpose } as const;
    const verdict = flow.trusted ? TRUSTED : context.policy.decide(asking, flow.who);
    const letPass = context.audit && !verdict.allow && verdict.denial !== 'guardrail' && verdict.denial !== 'malformed';
    if (!verdict.allow && !letPass) {
      lines.note(sender, verdict, what(asked));
      return denied(name, verdict);
    }
    if (unanswerable) {
      lines.note(sender, malformed(unanswerable), what(asked));
      return { rcode: RCODE.REFUSED, extendedError: extendedError(EXTENDED_ERROR.PROHIBITED, unanswerable) };
    }
    const tell = ({ reply, error }: Answered, duration_ms: number): Reply => {
      const audit = letPass ? { audit: true as const } : {};
      lines.note(sender, verdict, { ...what(asked), ...audit, ...(error ? { error } : {}), duration_ms });
      return reply;
    };
    const start = performance.now();
    const answered = answer(asked, flow, transport);
    if (answered instanceof Promise) return answered.then((late) => tell(late, Math.round(performance.now() - start)));
    if (letPass) return tell(answered, 0);
    lines.answered(asked, { ...sender, flow }, verdict, answered.error);
    return answered.reply;
  };

  return (bytes, sender) => {
    let asked: Asked | BadQuery | undefined;
    let id = 0;
    const reply = (to: Asked, made: Reply): Buffer => encode(to, id, made, replyLimit(sender.transport, to.query.udpSize));
    const failed = (error: unknown): Buffer | undefined => {
      // Nothing was released, and nothing more is sent upstream: the client hears that it failed.
      lines.note(sender, malformed('an error in the filter'), { error: error instanceof Error ? error.message : String(error) });
      return !asked || 'why' in asked ? undefined : reply(asked, { rcode: RCODE.SERVFAIL });
    };
    try {
      asked = read(bytes);
      if ('why' in asked) return refuse(asked, sender, lines);
      id = bytes.readUInt16BE(0);
      const to = asked;
      const decided = decide(asked, sender);
      return decided instanceof Promise ? decided.then((late) => reply(to, late)).catch(failed) : reply(to, decided);
    } catch (error) {
      return failed(error);
    }
  };
}

function refuse(bad: BadQuery, sender: Sender, lines: Lines): Buffer | undefined {
  const { question, reply, why } = bad;
  lines.note(
    sender,
    malformed(`malformed query: ${why}`),
    question ? { name: normalizeName(question.name), query_type: typeName(question.type) } : {},
  );
  return reply && writeReply(reply, { rcode: reply.rcode }, replyLimit(sender.transport, reply.udpSize));
}

const malformed = (reason: string): Verdict => ({ allow: false, passthrough: false, insecure: false, reason, denial: 'malformed' });

const LOOPBACK: Verdict = {
  allow: true,
  by: 'name',
  rule: { line: 0, text: 'loopback' },
  passthrough: false,
  insecure: false,
  reason: 'localhost is this machine: answered here',
};

/** Without it the job dies, or the machine under it (design, section 9). */
const TRUSTED: Verdict = {
  allow: true,
  by: 'default',
  rule: { line: 0, text: "the runner's own traffic" },
  passthrough: false,
  insecure: false,
  reason: "the runner's own processes are not filtered",
};

/** Stands for the answer that the name has nothing of a type. */
const EMPTY = {};

const isLocalhost = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');
