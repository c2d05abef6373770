import { formatIPv4 } from './address.ts';
import type { Engine } from './decide.ts';
import type { Objection } from './explain.ts';
import type { Asked, AskedName, AskedRequest } from './questions.ts';
import { isMethod } from './urls.ts';

/** The line that would lift a denial, attributes left out; `undefined` where no line can. */
export function suggestLine(engine: Engine, asked: Asked, objection: Objection): string | undefined {
  const { address } = asked;
  if (address === 'ipv6') return undefined;
  if (asked.type === 'dns') return suggestName(asked, objection, address);
  if (asked.contradicts) return undefined;
  if (objection.guard?.address) return withPort(formatIPv4(address), asked.port, asked.type);
  if (asked.type === 'request') {
    const { host } = asked;
    if (host === undefined) return withPort(formatIPv4(address), asked.port, 'request');
    if (!canBeWritten(host)) return undefined;
    return hasUrlRules(engine, host) ? suggestUrl(asked, host) : withPort(host, asked.port, 'request');
  }
  const host = asked.hosts.find(canBeWritten);
  if (host === undefined && asked.sni !== undefined) return undefined;
  return withPort(host ?? formatIPv4(address), asked.port, asked.type);
}

/** Where both the name and the server are missing, the name first: a lookup of the machine's own resolver needs no more. */
function suggestName(asked: AskedName, objection: Objection, address: number): string | undefined {
  const nameIsMissing = objection.nameRule === undefined && !objection.guard;
  if (objection.server && !nameIsMissing) return withPort(formatIPv4(address), asked.port, asked.protocol);
  return canBeWritten(asked.host) ? lookupLine(asked) : undefined;
}

/**
 * A host rule allows the lookup and the connection that it is for. Where none is to follow, a `dns:` rule opens no more than was asked:
 * by the record type, or by a name that no host has, as of reverse lookups (RFC 1035, section 3.5) and services (RFC 2782).
 */
function lookupLine({ host, connects }: AskedName): string {
  return connects && !host.endsWith('.arpa') && !host.includes('_') ? host : `dns:${host}`;
}

function withPort(target: string, port: number, type: Asked['type']): string {
  if (type === 'udp') return `${target}:${port}/udp`;
  return port === 443 ? target : `${target}:${port}`;
}

/** A canonical name that is also one in a policy, where labels keep to RFC 952 and the last is no number. */
function canBeWritten(host: string): boolean {
  return writable.test(host);
}

const writable = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

function hasUrlRules(engine: Engine, host: string): boolean {
  for (const bucket of engine.allow.byHost(host)) if (bucket.hasUrls) return true;
  return false;
}

/** The request's own path as far as it can be written; what cannot becomes `/*`. */
function suggestUrl(asked: AskedRequest, host: string): string | undefined {
  if (asked.path === undefined || !asked.target.startsWith('/')) return withPort(host, asked.port, 'request');
  const method =
    asked.method === 'GET' || asked.method === 'HEAD'
      ? ''
      : isMethod(asked.method) && asked.method !== 'CONNECT' && asked.method !== 'TRACE'
        ? `${asked.method} `
        : '* ';
  const port = asked.port === (asked.scheme === 'https' ? 443 : 80) ? '' : `:${asked.port}`;
  return `${method}${asked.scheme}://${host}${port}${writablePath(asked.path)}`;
}

const plainSegment = /^[A-Za-z0-9\-._~!$&'()+,;=:@%]+$/;

function writablePath({ main, others }: NonNullable<AskedRequest['path']>): string {
  const written = others.find((other) => !other.decoded)?.segments ?? main;
  let result = '';
  for (const segment of written) {
    if (!plainSegment.test(segment) || result.length + segment.length > 200) return `${result}/*`;
    result += `/${segment}`;
  }
  return result === '' ? '/' : result;
}
