import { formatIPv4, mask, type Network, parseAddress, parseIPv4 } from './address.ts';
import { type LineReport, quote } from './findings.ts';
import { type HostPattern, readHost } from './hosts.ts';
import type { PortSpec } from './ports.ts';
import { readPorts } from './ports.ts';
import type { Token } from './tokens.ts';

export interface Destination {
  readonly host: HostPattern | Network;
  readonly port?: PortSpec;
}

const braces = /[{}]/;
const addressForm = /^[0-9][0-9.]*(?:\*[0-9.*]*)?$/;
const ipv6Form = /^[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.%/]*$/;
const prefixLength = /^(?:0|[1-9]\d?)$/;
const protocolName = /^(?:tcp|udp)$/i;

/** Reads `api.example.com:8443`, `10.0.0.0/8:*`, `8.8.8.8:53/udp`. */
export function readDestination(report: LineReport, token: Token): Destination | undefined {
  const { text, start } = token;
  const hash = text.indexOf('#');
  if (hash !== -1) {
    report.error('comment-without-blank', start + hash, 1, 'a comment needs a blank before it', {
      start: start + hash,
      length: 0,
      text: ' ',
    });
    return undefined;
  }
  if (looksLikeIPv6(text)) return ipv6(report, token);
  const colon = text.indexOf(':');
  const before = colon === -1 ? text : text.slice(0, colon);
  const slash = before.indexOf('/');
  const name = slash === -1 ? before : before.slice(0, slash);
  const host = isAddressLike(name)
    ? readNetwork(report, before, start)
    : slash === -1
      ? reportHost(report, before, start)
      : afterSlash(report, token, slash);
  const port = colon === -1 ? undefined : readPorts(report, text.slice(colon + 1), start + colon + 1);
  if (host === undefined || (colon !== -1 && port === undefined)) return undefined;
  return { host, ...(port === undefined ? {} : { port }) };
}

/** Reads a host, and reports what is wrong with it at its place in the line. */
export function reportHost(report: LineReport, text: string, start: number): HostPattern | undefined {
  const brace = braces.exec(text);
  if (brace !== null) {
    report.error('unknown-placeholder', start + brace.index, 1, 'placeholders are written {owner} and {repo}, in lower case');
    return undefined;
  }
  const host = readHost(text);
  if ('base' in host) return host;
  const fix = host.suggestion === undefined ? undefined : { start, length: text.length, text: host.suggestion };
  report.error(host.code, start + host.start, Math.max(1, host.length), host.message, fix);
  return undefined;
}

/** Digits and dots alone are meant as an address: no host name ends in a number. */
export function isAddressLike(text: string): boolean {
  return addressForm.test(text);
}

function readNetwork(report: LineReport, text: string, start: number): Network | undefined {
  const slash = text.indexOf('/');
  const quad = slash === -1 ? text : text.slice(0, slash);
  if (quad.includes('*')) {
    const octets = quad.split('.');
    const kept = octets.slice(0, octets.indexOf('*'));
    const isPrefix =
      octets.length <= 4 && octets.slice(kept.length).every((octet) => octet === '*') && kept.every((octet) => /^\d{1,3}$/.test(octet));
    const range = isPrefix && kept.length > 0 ? `${[...kept, '0', '0', '0', '0'].slice(0, 4).join('.')}/${kept.length * 8}` : undefined;
    report.error('address-wildcard', start, quad.length, 'addresses have no wildcards: write a range', range);
    return undefined;
  }
  const address = parseIPv4(quad);
  if (address === undefined) {
    report.error(
      'bad-address',
      start,
      quad.length,
      `${quote(quad)} is neither an IPv4 address (four numbers from 0 to 255, no leading zeros) nor a host name`,
    );
    return undefined;
  }
  if (slash === -1) return { base: address, length: 32 };
  const bits = text.slice(slash + 1);
  if (protocolName.test(bits)) {
    protocolWithoutPort(report, bits, start + slash);
    return undefined;
  }
  const length = prefixLength.test(bits) ? Number(bits) : 33;
  if (length > 32) {
    report.error('bad-range', start + slash, bits.length + 1, `a range ends in /0 to /32, not ${quote(`/${bits}`)}`);
    return undefined;
  }
  const base = mask(address, length);
  if (base !== address) {
    const meant = `${formatIPv4(base)}/${length}`;
    report.warning('host-bits', start, text.length, `the range of this address is ${meant}`, meant);
  }
  return { base, length };
}

function afterSlash(report: LineReport, token: Token, slash: number): undefined {
  const { text, start } = token;
  const host = text.slice(0, slash);
  const rest = text.slice(slash + 1);
  if (protocolName.test(rest)) return protocolWithoutPort(report, rest, start + slash);
  reportHost(report, host, start);
  report.error('path-without-scheme', start + slash, text.length - slash, 'a path needs a scheme', { start, length: 0, text: 'https://' });
}

function protocolWithoutPort(report: LineReport, protocol: string, start: number): undefined {
  const port = protocol.toLowerCase() === 'udp' ? 53 : 443;
  const meant = `:${port}/${protocol.toLowerCase()}`;
  report.error('protocol-without-port', start, protocol.length + 1, `/${protocol} needs a port: write ${meant}`, meant);
}

function looksLikeIPv6(text: string): boolean {
  return ipv6Form.test(text);
}

function ipv6(report: LineReport, token: Token): undefined {
  const address = parseAddress(token.text);
  const mapped = typeof address === 'number' ? formatIPv4(address) : undefined;
  const message =
    mapped === undefined ? 'IPv6 is switched off, so no rule can name it' : 'an IPv4-mapped address is written as its IPv4 address';
  report.error('ipv6', token.start, token.text.length, message, mapped);
}
