import type { LogEvent } from '../../log/event.ts';
import { lookupPurpose } from '../../policy/index.ts';
import type { Verdict } from '../../policy/types.ts';
import type { Flow, ProxyContext } from '../context.ts';
import { type EventExtra, verdictEvent } from '../events.ts';
import { normalizeName } from '../names.ts';
import type { BadQuery, ClientQuery, Reply } from './message.ts';
import { readQuery } from './query.ts';
import { denied, empty, extendedError, loopback, replyLimit, resolved } from './reply.ts';
import { type DnsResolver, isPublicName, ResolveError } from './resolver.ts';
import { EXTENDED_ERROR, RCODE, refusedType, TYPE, typeName } from './types.ts';
import { writeReply } from './write.ts';

export interface HandlerOptions {
  readonly context: ProxyContext;
  readonly upstream: DnsResolver;
  /** Addresses that stand for the machine's resolvers, beside their own. */
  readonly aliases?: readonly string[] | undefined;
  /** Milliseconds since the epoch, for the log. */
  readonly now?: () => number;
  /** Queries that wait for an answer from upstream, in all and per process. */
  readonly maxWaiting?: number;
  readonly maxPerProcess?: number;
}

/** What the server knows of who sends: the flow, or only the source port when the kernel saw nobody. */
export interface Sender {
  readonly transport: 'udp' | 'tcp';
  readonly srcPort: number;
  readonly flow: Flow | undefined;
}

/** Bytes of one query in, bytes of one reply out; undefined when there is nothing to reply to. Never rejects. */
export type DnsHandler = (bytes: Buffer, sender: Sender) => Promise<Buffer | undefined>;

/**
 * Decides and answers one query. A query that is not allowed costs no upstream query, and what an allowed one sends upstream is
 * built here from name and type. Addresses are learned before the reply is released.
 */
export function createHandler(options: HandlerOptions): DnsHandler {
  const { context, upstream, aliases = [], now = Date.now, maxWaiting = 1024, maxPerProcess = 64 } = options;
  const waiting = new Map<number, number>();
  let allWaiting = 0;

  const note = (sender: Sender, verdict: Verdict, extra: Omit<EventExtra, 'type' | 'at'> = {}): void => {
    const common = { type: 'dns', protocol: sender.transport, ...extra } as const;
    context.log.write(
      sender.flow ? verdictEvent(sender.flow, verdict, { ...common, at: now() }) : nobodysEvent(sender, verdict, common, now()),
    );
  };

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

  /** An allowed question, or a denied one in audit. Returns the reply and what the log is to say of it. */
  const answer = async (query: ClientQuery, flow: Flow, transport: 'udp' | 'tcp'): Promise<{ reply: Reply; error?: string }> => {
    const { name: asked, type } = query.question;
    const name = normalizeName(asked);
    // Only the runner's own processes may use IPv6.
    if (type === TYPE.AAAA && !flow.trusted) return { reply: empty(asked) };
    if (!isPublicName(name)) return { reply: { rcode: RCODE.NXDOMAIN }, error: 'not a public name: not asked upstream' };
    const machines = aliases.includes(flow.dst.ip) || upstream.servers.some(({ ip }) => ip === flow.dst.ip);
    try {
      const found = await bounded(flow.who.pid, () =>
        upstream.query({ name, type }, machines ? undefined : { server: flow.dst, transport }),
      );
      if (type === TYPE.A && (machines || mayTeach(flow, transport))) context.names.learn(name, found.addresses, found.ttl);
      return found.rcode === RCODE.NXDOMAIN ? { reply: resolved(asked, found), error: 'NXDOMAIN' } : { reply: resolved(asked, found) };
    } catch (error) {
      if (!(error instanceof ResolveError)) throw error;
      return { reply: { rcode: RCODE.SERVFAIL }, error: `${error.code}: ${error.message}` };
    }
  };

  /**
   * May a server other than the machine's resolver bind names to addresses? Only one that an address rule names: the others could
   * belong to the job, above all those on this machine.
   */
  const mayTeach = ({ dst, who }: Flow, transport: 'udp' | 'tcp'): boolean => {
    if (dst.ip.startsWith('127.')) return false;
    const { allow, by } = context.policy.decide({ type: transport, dstIp: dst.ip, dstPort: dst.port, names: [] }, who);
    return allow && by === 'address';
  };

  const decide = async (query: ClientQuery, sender: Sender): Promise<Reply> => {
    const { flow, transport } = sender;
    const name = normalizeName(query.question.name);
    const what = { name, query_type: typeName(query.question.type) };
    const unanswerable = refusedType(query.question.type);
    if (!flow) {
      const reason = 'the kernel saw no process send this query';
      note(sender, malformed(reason), what);
      return { rcode: RCODE.REFUSED, extendedError: extendedError(EXTENDED_ERROR.PROHIBITED, reason) };
    }
    if (isLocalhost(name)) {
      note(sender, LOOPBACK, what);
      return query.question.type === TYPE.A ? loopback(query.question.name) : empty(query.question.name);
    }
    const purpose = lookupPurpose(what.query_type);
    const question = { type: 'dns', name, protocol: transport, dstIp: flow.dst.ip, dstPort: flow.dst.port, purpose } as const;
    const verdict = flow.trusted ? TRUSTED : context.policy.decide(question, flow.who);
    const letPass = context.audit && !verdict.allow && verdict.denial !== 'guardrail' && verdict.denial !== 'malformed';
    if (!verdict.allow && !letPass) {
      note(sender, verdict, what);
      return denied(name, verdict);
    }
    if (unanswerable) {
      note(sender, malformed(unanswerable), what);
      return { rcode: RCODE.REFUSED, extendedError: extendedError(EXTENDED_ERROR.PROHIBITED, unanswerable) };
    }
    const start = performance.now();
    const { reply, error } = await answer(query, flow, transport);
    note(sender, verdict, {
      ...what,
      ...(letPass ? { audit: true as const } : {}),
      ...(error ? { error } : {}),
      duration_ms: Math.round(performance.now() - start),
    });
    return reply;
  };

  return async (bytes, sender) => {
    let query: ClientQuery | BadQuery | undefined;
    try {
      query = readQuery(bytes);
      if ('why' in query) return refuse(query, sender, note);
      return writeReply(query, await decide(query, sender), replyLimit(sender.transport, query.udpSize));
    } catch (error) {
      // Nothing was released, and nothing more is sent upstream: the client hears that it failed.
      note(sender, malformed('an error in the filter'), { error: error instanceof Error ? error.message : String(error) });
      if (!query || 'why' in query) return undefined;
      return writeReply(query, { rcode: RCODE.SERVFAIL }, replyLimit(sender.transport, query.udpSize));
    }
  };
}

function refuse(
  bad: BadQuery,
  sender: Sender,
  note: (sender: Sender, verdict: Verdict, extra: Partial<LogEvent>) => void,
): Buffer | undefined {
  const { question, reply, why } = bad;
  note(
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

const isLocalhost = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');

/** A line about nobody: without a flow there is a source port and no destination. */
const nobodysEvent = (sender: Sender, verdict: Verdict, extra: Omit<EventExtra, 'at'>, at: number): LogEvent => ({
  ts: new Date(at).toISOString(),
  src_port: sender.srcPort,
  policy: 'deny',
  reason: verdict.reason,
  ...extra,
});
