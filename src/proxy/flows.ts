import type { Socket } from 'node:net';
import type { Identity } from '../identity/types.ts';
import { formatIpv4, parseIpv4, unmapIpv4 } from '../kernel/ip.ts';
import { MOVED_MARK } from '../kernel/marks.ts';
import type { FlowReader, FlowRecord, Native } from '../kernel/native.ts';
import type { Endpoint, Flow } from './context.ts';

export interface FlowSource {
  /** The flow of an accepted connection; the destination alone when the kernel saw nobody open it. */
  ofSocket(socket: Socket): { flow: Flow } | { dst: Endpoint | undefined };
  /** The flow of a datagram that was redirected to the DNS server. `mark`: its own, where the kernel tells it. */
  ofDnsDatagram(srcIp: string, srcPort: number, mark?: number): Flow | undefined;
}

export interface FlowSourceOptions {
  readonly native: Native;
  readonly reader: Pick<FlowReader, 'lookup'>;
  readonly identify: (record: FlowRecord) => Identity;
  /** Begins the ids of all flows, where several proxies write one log. */
  readonly idPrefix?: string | undefined;
  /** Of the sockets of trusted processes. */
  readonly trustMark?: number | undefined;
}

/** Joins what the socket says (original destination) with what the kernel recorded of its opener. */
export function createFlowSource({ native, reader, identify, idPrefix = '', trustMark }: FlowSourceOptions): FlowSource {
  let count = 0;
  /** By the record, which is the same object for all datagrams of a flow (native.ts). */
  const destinations = new WeakMap<FlowRecord, Endpoint>();
  const destinationOf = (record: FlowRecord): Endpoint => {
    const known = destinations.get(record);
    if (known) return known;
    const dst = { ip: formatIpv4(record.dstIp), port: record.dstPort };
    destinations.set(record, dst);
    return dst;
  };
  const build = (protocol: Flow['protocol'], src: Endpoint, dst: Endpoint, record: FlowRecord, trusted = record.trusted): Flow => ({
    id: `${idPrefix}${(++count).toString(36)}`,
    protocol,
    src,
    dst,
    who: identify(record),
    ...(trusted && { trusted: true }),
  });
  return {
    ofSocket(socket) {
      const fd = descriptorOf(socket);
      const original = fd === undefined ? undefined : native.originalDestination(fd);
      // Not of Node, who no longer knows it where the client has reset the connection: who did that must be told all the same.
      const peer = fd === undefined ? undefined : native.peerOf(fd);
      if (!original || !peer) return { dst: undefined };
      const src = { ip: formatIpv4(peer.ip), port: peer.port };
      const dst = { ip: formatIpv4(original.ip), port: original.port };
      const record = reader.lookup(6, peer.ip, peer.port, original.ip, original.port);
      return record ? { flow: build('tcp', src, dst, record) } : { dst };
    },
    ofDnsDatagram(ip, port, mark) {
      if (mark === MOVED_MARK) return undefined;
      const srcIp = parseIpv4(unmapIpv4(ip));
      const record = srcIp === undefined ? undefined : reader.lookup(17, srcIp, port, 0, 0);
      if (!record) return undefined;
      // The record is that of whoever sent last from this port, at whatever address: a question that waits here may be another's.
      const trusted = record.trusted && (mark === undefined || mark === trustMark);
      return build('udp', { ip, port }, destinationOf(record), record, trusted);
    },
  };
}

/** Node keeps the descriptor of a socket in its handle, which has no public name. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return undefined;
  return typeof handle.fd === 'number' && handle.fd >= 0 ? handle.fd : undefined;
}
