import type { Socket } from 'node:net';
import { ipv6Text, socketName } from '../identity/socket.ts';
import type { Identity } from '../identity/types.ts';
import { formatIpv4 } from '../kernel/ip.ts';
import type { KernelEvent } from '../kernel/native.ts';
import type { LogEvent } from '../log/event.ts';
import type { Endpoint, Flow } from './context.ts';
import { identityFields } from './events.ts';

const IPV6_REASON = 'IPv6 is off under the filter, except ::1 and IPv4-mapped addresses; clients fall back to IPv4';
const SOCKET_REASON = 'only TCP and UDP sockets can be filtered; others are refused';
const GROUP_REASON =
  'the kernel would tell the network which multicast group was joined, an address of the choice of who joins it; on the loopback interface groups work';
const PORT_REASON =
  'who has port 53 of this machine could answer in the place of its name server; questions go to the filter, so that no other server would be asked';
const BORROWED_REASON = "a socket of one of the runner's own processes, or its mark, is of no use to any other process";

/** The line of something that a kernel program refused by itself. */
export function kernelEvent(event: KernelEvent, who: Identity, at: number): LogEvent {
  const common = { ts: new Date(at).toISOString(), policy: 'deny' as const, ...identityFields(who), protocol: socketName(event) };
  if (event.kind === 'socket') return { ...common, type: 'socket', reason: event.borrowed ? BORROWED_REASON : SOCKET_REASON };
  if (event.kind === 'group') {
    const group = groupText(event.dstIp);
    return { ...common, type: 'socket', ...(group && { dst_ip: group }), reason: GROUP_REASON };
  }
  if (event.kind === 'port') return { ...common, type: 'socket', src_port: event.dstPort, reason: PORT_REASON };
  const ip = ipv6Text(event.dstIp);
  return {
    ...common,
    type: event.protocol === 17 ? 'udp' : 'tcp',
    ...(ip && { dst_ip: ip }),
    dst_port: event.dstPort,
    reason: IPV6_REASON,
  };
}

/** Undefined where the kernel program could not read it. */
function groupText(bytes: Buffer): string | undefined {
  if (bytes.every((byte) => byte === 0)) return undefined;
  return bytes.subarray(0, MAPPED.length).equals(MAPPED) ? formatIpv4(bytes.readUInt32BE(MAPPED.length)) : ipv6Text(bytes);
}

/** The head of an IPv4-mapped address (RFC 4291, section 2.5.5.2). */
const MAPPED = Buffer.from('00000000000000000000ffff', 'hex');

/** The line of a connection to the proxy that the kernel saw nobody open: somebody outside the scope, or straight to its port. */
export function nobodysConnection(socket: Socket, dst: Endpoint | undefined, at: number): LogEvent {
  return {
    ts: new Date(at).toISOString(),
    type: 'tcp',
    policy: 'deny',
    src_port: socket.remotePort ?? 0,
    ...(dst && { dst_ip: dst.ip, dst_port: dst.port }),
    reason: dst ? 'the kernel has no record of who opened this connection' : 'a connection to the port of the proxy itself',
  };
}

/** The line of a connection that the proxy has no descriptors for. */
export const crowdedOut = (flow: Flow, at: number): LogEvent => ({
  ts: new Date(at).toISOString(),
  type: 'tcp',
  conn: flow.id,
  policy: 'deny',
  ...identityFields(flow.who),
  src_port: flow.src.port,
  dst_ip: flow.dst.ip,
  dst_port: flow.dst.port,
  reason: 'too many connections are open at a time: the proxy may open no more files',
});
