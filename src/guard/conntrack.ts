import type { Native } from '../kernel/native.ts';
import type { ProxyProcess } from './proxy-process.ts';

/** Or the next run, whose proxy has other ports, would see a connection from the same source port refused by nobody. */
export function forgetRedirected(native: Native, { tcpPort, tcpPorts, dnsUdpPort, dnsTcpPort }: ProxyProcess['ready']): void {
  try {
    native.forgetRedirected({ ports: [...Array.from({ length: tcpPorts }, (_, index) => tcpPort + index), dnsUdpPort, dnsTcpPort] });
  } catch {
    // A kernel without ctnetlink: the entries end by themselves within two minutes.
  }
}
