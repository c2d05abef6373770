import { isIPv6 } from 'node:net';

export interface Authority {
  /** Lower case, one trailing dot removed, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

const NAME = /^([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(?::([1-9][0-9]{0,4}))?$/;
const LITERAL = /^\[([0-9a-f:.]+)\](?::([1-9][0-9]{0,4}))?$/;

/**
 * Reads the authority of a request (RFC 3986 section 3.2) and nothing wider: no userinfo, no percent-encoding, no empty port,
 * no octet outside letters, digits, `-`, `_`, `.`; names that servers may read in two ways are undefined, and refused by the caller.
 */
export function parseAuthority(text: string, defaultPort: number): Authority | undefined {
  if (text.length === 0 || text.length > 262) return undefined;
  const lower = text.toLowerCase();
  const name = NAME.exec(lower);
  const literal = name === null ? LITERAL.exec(lower) : null;
  const host = (name ?? literal)?.[1];
  if (host === undefined || (literal !== null && !isIPv6(host))) return undefined;
  const digits = (name ?? literal)?.[2];
  const port = digits === undefined ? defaultPort : Number(digits);
  return port <= 65_535 ? { host, port } : undefined;
}

/** Remembers the last authority of a connection: nearly always the next one, too. */
export class AuthorityReader {
  readonly defaultPort: number;
  #text = '';
  #last: Authority | undefined;

  constructor(defaultPort: number) {
    this.defaultPort = defaultPort;
  }

  read(text: string): Authority | undefined {
    if (text !== this.#text) {
      this.#last = parseAuthority(text, this.defaultPort);
      this.#text = text;
    }
    return this.#last;
  }
}

/** `https://host[:port]/path`, the port only where it is not the scheme's own. */
export function formatUrl(scheme: 'http' | 'https', authority: Authority, target: string): string {
  const host = authority.host.includes(':') ? `[${authority.host}]` : authority.host;
  const usual = scheme === 'https' ? 443 : 80;
  const port = authority.port === usual ? '' : `:${authority.port}`;
  return `${scheme}://${host}${port}${target === '*' ? '' : target}`;
}
