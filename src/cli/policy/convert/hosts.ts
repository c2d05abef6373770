import { isIPv4, isIPv6 } from 'node:net';

/**
 * A host pattern whose `*` stands for any characters, dots included, in our patterns, whose `*` keeps within a label but for a leading `*.`:
 * the same names where that is possible (`exact`), else fewer. `undefined` where no pattern comes near.
 */
export function fromFreeGlob(host: string): { readonly patterns: readonly string[]; readonly exact: boolean } | undefined {
  if (!host.includes('*')) return { patterns: [host], exact: true };
  const [first = '', ...rest] = host.split('.');
  const others = rest.join('.');
  if (others.includes('*') && !(first === '*' && !rest.slice(1).join('.').includes('*'))) return undefined;
  if (rest.length === 0) return undefined;
  // `*.example.com`, and `*.x*.example.com` but for the dots that its second star crosses.
  if (first === '*') return { patterns: [host], exact: !others.includes('*') || rest[0] === '*' };
  // `*example.com`: what ends so, at any depth.
  if (/^\*[^*]+$/.test(first)) return { patterns: [host, `*.${host}`], exact: true };
  return { patterns: [host], exact: false };
}

/** Names at any depth below a name, and the name itself. */
export function withSubdomains(host: string): readonly string[] {
  return isIPv4(host) ? [host] : [host, `*.${host}`];
}

/** `host`, `host:port`, `[::1]:port`: the parts as written. */
export function splitPort(text: string): { readonly host: string; readonly port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] };
  if (isIPv6(text)) return { host: text, port: undefined };
  const colon = text.lastIndexOf(':');
  return colon === -1 ? { host: text, port: undefined } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

export function isIPv6Range(text: string): boolean {
  return isIPv6(text.replace(/\/\d+$/, ''));
}

/** Names of this machine itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
}

/** `:443` need not be written. */
export function withPort(target: string, port: string): string {
  return port === '443' ? target : `${target}:${port}`;
}

export const NO_IPV6 = 'IPv6 is switched off while the filter runs';
export const CROSSES_DOTS = '* stands for dots, too, there; here it keeps within one label, so this rule matches fewer names';
export const NO_SUCH_PATTERN = 'a * may stand in the first label only, here, or in the second behind *.';
