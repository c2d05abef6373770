import type { Identity } from '../../identity/types.ts';
import { ALLOW_MARK, ALLOW_ONCE_MARK, DENY_MARK } from '../../kernel/marks.ts';
import type { FlowReader, FlowRecord, Queue, QueuedPacket } from '../../kernel/native.ts';
import type { LogEvent } from '../../log/event.ts';
import type { Verdict } from '../../policy/types.ts';
import type { Flow, ProxyContext } from '../context.ts';
import { identityFields, verdictEvent } from '../events.ts';
import { createHolds } from './holds.ts';
import { type GatePacket, type PacketEnd, parsePacket } from './packet.ts';
import { createRepeatLog } from './repeats.ts';

export interface UdpOptions {
  readonly queue: Pick<Queue, 'drop' | 'repeat'>;
  readonly context: ProxyContext;
  readonly flows: Pick<FlowReader, 'lookup'>;
  readonly identify: (record: FlowRecord) => Identity;
  /** Begins the ids of all flows, where several proxies write one log. */
  readonly idPrefix?: string | undefined;
  /** Milliseconds: `clock` monotonic, `now` since the epoch. */
  readonly clock?: () => number;
  readonly now?: () => number;
}

/** Takes every packet of the queue and answers it with exactly one verdict. Never throws. */
export interface UdpHandler {
  (packet: QueuedPacket): void;
  /** Writes the lines that are still counted. */
  flush(): void;
  /** The same, and lets go of the names. */
  close(): void;
}

const UDP = 17;
const TCP = 6;

/**
 * Decides what reaches the gate: the first packets of UDP flows by the policy, everything else is refused. An allowed packet goes
 * through the gate again with the mark that lets its flow pass from then on (or, by a rule for certain processes, this packet), a denied one with
 * the mark that rejects it.
 * Whatever goes wrong here drops the packet.
 */
export function startUdp({
  queue,
  context,
  flows,
  identify,
  idPrefix = '',
  clock = () => performance.now(),
  now = Date.now,
}: UdpOptions): UdpHandler {
  const repeats = createRepeatLog({ log: context.log, clock });
  const holds = createHolds(context.names, clock);
  let count = 0;

  const flowOf = ({ src, dst }: Extract<GatePacket, { kind: 'udp' }>): Flow | undefined => {
    const record = flows.lookup(UDP, src.address, src.port, dst.address, dst.port);
    if (!record) return undefined;
    const ends = { src: { ip: src.ip, port: src.port }, dst: { ip: dst.ip, port: dst.port } };
    return { id: `${idPrefix}udp-${++count}`, protocol: 'udp', ...ends, who: identify(record) };
  };

  /** The mark that answers the gate. */
  const decideUdp = (parsed: Extract<GatePacket, { kind: 'udp' }>, packet: QueuedPacket): number => {
    const { src, dst } = parsed;
    const flow = flowOf(parsed);
    const names = context.names.namesOf(dst.ip);
    const question = { type: 'udp', dstIp: dst.ip, dstPort: dst.port, names } as const;
    const ruling = context.policy.decide(question, flow?.who ?? {});
    // Of nobody, no rule can be said to be meant for him.
    const verdict = flow ? ruling : NOBODY;
    const letPass = context.audit && !verdict.allow && ruling.denial !== 'guardrail' && ruling.denial !== 'malformed';
    const key = `${src.ip}:${src.port}>${dst.ip}:${dst.port}`;
    if (verdict.allow && verdict.by === 'name' && verdict.name) holds.keep(key, verdict.name, dst.ip);

    const at = now();
    const more = { type: 'udp' as const, ...(names.length > 0 && { dst_names: [...names] }), ...(letPass && { audit: true as const }) };
    repeats.note(`${key} ${verdict.allow} ${flow?.who.pid}`, () =>
      flow ? verdictEvent(flow, verdict, { ...more, at }) : { ...nobodysLine(parsed, packet, verdict.reason, at), ...more },
    );
    if (letPass) return ALLOW_MARK;
    if (!verdict.allow) return DENY_MARK;
    // What everybody may do, whoever has the port next may go on with.
    return context.policy.decide(question, {}).allow ? ALLOW_MARK : ALLOW_ONCE_MARK;
  };

  /**
   * A packet that was redirected before it came here shows the proxy's address. If it is a query, its record is under the source port alone;
   * the user tells it from one that somebody outside the scope sent from the same port.
   */
  const recordOf = (number: 6 | 17, src: PacketEnd, dst: PacketEnd, uid: number | undefined): FlowRecord | undefined => {
    const record = flows.lookup(number, src.address, src.port, dst.address, dst.port);
    if (record || number === TCP || dst.address >>> 24 !== 127) return record;
    const query = flows.lookup(UDP, src.address, src.port, 0, 0);
    return query?.uid === uid ? query : undefined;
  };

  const refuse = (parsed: Extract<GatePacket, { kind: 'refused' }>, packet: QueuedPacket): void => {
    const { src, dst, protocol, why } = parsed;
    const number = protocol === 'tcp' ? TCP : protocol === 'udp' ? UDP : undefined;
    const who = number && src && dst && src.port > 0 ? recordOf(number, src, dst, packet.uid) : undefined;
    const at = now();
    repeats.note(`${protocol} ${why} ${src?.ip}:${src?.port}>${dst?.ip}:${dst?.port} ${packet.uid}`, () => ({
      ...nobodysLine(parsed, packet, why, at),
      type: 'ip',
      protocol,
      ...(who ? identityFields(identify(who)) : {}),
    }));
  };

  const handle = (packet: QueuedPacket): void => {
    try {
      const parsed = parsePacket(packet);
      if (parsed.kind === 'refused') refuse(parsed, packet);
      queue.repeat(packet.id, parsed.kind === 'udp' ? decideUdp(parsed, packet) : DENY_MARK);
    } catch (error) {
      drop(packet, error);
    }
  };

  const drop = (packet: QueuedPacket, cause: unknown): void => {
    const error = cause instanceof Error ? cause.message : String(cause);
    const line = { ts: new Date(now()).toISOString(), type: 'ip', policy: 'deny', reason: 'an error in the filter', error } as const;
    repeats.note(`error ${error}`, () => line);
    try {
      queue.drop(packet.id);
    } catch {
      // A queue that is closed has dropped it already (nfqnl_flush in the kernel); without a verdict no packet leaves.
    }
  };

  return Object.assign(handle, {
    flush: () => repeats.flush(),
    close() {
      repeats.close();
      holds.close();
    },
  });
}

const NOBODY: Verdict = {
  allow: false,
  passthrough: false,
  insecure: false,
  denial: 'malformed',
  reason: 'the kernel saw no process send this packet',
};

/** A packet without a flow: addresses, and the user if the kernel knew him. */
const nobodysLine = ({ src, dst }: Pick<GatePacket, 'src' | 'dst'>, { uid }: QueuedPacket, reason: string, at: number): LogEvent => ({
  ts: new Date(at).toISOString(),
  type: 'udp',
  policy: 'deny',
  ...(dst ? { dst_ip: dst.ip } : {}),
  ...(dst && dst.port > 0 ? { dst_port: dst.port } : {}),
  ...(src && src.port > 0 ? { src_port: src.port } : {}),
  ...(uid === undefined ? {} : { uid }),
  reason,
});
