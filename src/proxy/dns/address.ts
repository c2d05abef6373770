import { parseIpv4 } from '../../kernel/ip.ts';

const prefixes = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '168.63.129.16/32', '224.0.0.0/4', '255.255.255.255/32'].map((text) => {
  const [ip = '', bits = '32'] = text.split('/');
  return { network: parseIpv4(ip) ?? 0, size: 2 ** (32 - Number(bits)) };
});

/**
 * Addresses that no public name has: this host, link-local and cloud metadata, the Azure wireserver, multicast. In an answer they
 * are an attempt to reach these under an allowed name (DNS rebinding), so they are left out and never learned.
 */
export function isForbiddenAnswer(ip: string): boolean {
  const value = parseIpv4(ip);
  return value === undefined || prefixes.some(({ network, size }) => value >= network && value < network + size);
}
