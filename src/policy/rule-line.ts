import { noQualifiers, type Qualifiers, readQualifiers } from './attributes.ts';
import type { LineReport } from './findings.ts';
import type { Header } from './headers.ts';
import { joinPaths, readPath, rootPath } from './paths.ts';
import { isNetwork, type Rule, type Target } from './rules.ts';
import type { Attribute, Scope } from './scope.ts';
import { readDestination, reportHost } from './targets.ts';
import type { Token } from './tokens.ts';
import { isMethod, looksLikeMethods, readMethods, readUrl } from './urls.ts';

/** A line that holds a rule, and what holds for it. */
export interface Source {
  readonly report: LineReport;
  readonly header: Header;
  readonly deny: boolean;
  /** As written, without comment and surrounding blanks. */
  readonly text: string;
  /** What follows the target, as read before: most rules of a long policy share few scopes. */
  readonly known: Map<string, Qualifiers>;
}

const defaultPorts: readonly number[] = [443];
const defaultMethods: readonly string[] = ['GET', 'HEAD'];

/** Reads a rule that is no preset: one rule, or none when something is wrong with it. `scopeOf` joins its attributes with the header's. */
export function readRule(source: Source, tokens: readonly Token[], scopeOf: (own: readonly Attribute[]) => Scope): readonly Rule[] {
  const { report, header, deny } = source;
  const first = tokens[0];
  if (first === undefined || hasTornMethods(report, tokens)) return [];
  const hasMethods = startsWithMethods(tokens);
  const methods = hasMethods ? readMethods(report, first) : undefined;
  const target = tokens[hasMethods ? 1 : 0] ?? first;
  const qualifiers = qualifiersOf(source, tokens.slice(hasMethods ? 2 : 1));
  const read = readTarget(source, target, methods);
  if (hasMethods && read !== undefined && read.target.kind !== 'url') {
    report.error('method-without-url', first.start, first.text.length, 'a method stands only before a URL or a path', {
      start: target.start,
      length: target.text.length,
      text: `https://${target.text}/*`,
    });
  }
  const flags = {
    passthrough: !deny && (qualifiers.passthrough || header.passthrough),
    insecure: !deny && (qualifiers.insecure || header.insecure),
  };
  const at = qualifiers.flag ?? target;
  if (read !== undefined) checkFlags(report, read.target, flags, at, qualifiers.flag === undefined);
  if ((qualifiers.passthrough && header.insecure) || (qualifiers.insecure && header.passthrough)) {
    report.error(
      'both-flags',
      at.start,
      at.text.length,
      'passthrough and insecure exclude each other, also when one comes from the header',
    );
  }
  if (deny && qualifiers.flag !== undefined)
    report.error('flag-on-denial', at.start, at.text.length, `a rule that denies takes no ${at.text}`);
  if (read === undefined || report.failed) return [];
  return [
    {
      target: read.target,
      ports: read.ports,
      protocol: read.protocol,
      line: report.line.number,
      text: source.text,
      column: report.line.origin(target.start),
      length: Math.max(1, report.line.origin(target.start + target.text.length) - report.line.origin(target.start)),
      deny,
      passthrough: flags.passthrough,
      insecure: flags.insecure,
      scope: scopeOf(qualifiers.attributes),
      preset: false,
    },
  ];
}

/** What was read without a finding is read once. A flag is told of at its own place, so it is read each time. */
function qualifiersOf({ report, known }: Source, tokens: readonly Token[]): Qualifiers {
  const first = tokens[0];
  const last = tokens[tokens.length - 1];
  if (first === undefined || last === undefined) return noQualifiers;
  const text = report.line.text.slice(first.start, last.start + last.text.length);
  const before = known.get(text);
  if (before !== undefined) return before;
  const { silent } = report;
  const qualifiers = readQualifiers(report, tokens);
  if (silent && report.silent && qualifiers.flag === undefined) known.set(text, qualifiers);
  return qualifiers;
}

function startsWithMethods([first, second]: readonly Token[]): boolean {
  if (first === undefined || second === undefined || !looksLikeMethods(first.text)) return false;
  return second.text.includes('://') || second.text.startsWith('/') || first.text.split('|').every(isMethod);
}

const methodLetters = /^[A-Za-z|]+$/;

/** `GET | POST https://...`: one finding for all of it, since the words after it would only seem wrong. */
function hasTornMethods(report: LineReport, tokens: readonly Token[]): boolean {
  const [first] = tokens;
  if (tokens.length < 3 || first === undefined || !methodLetters.test(first.text)) return false;
  const end = tokens.slice(0, 20).findIndex(({ text }) => !methodLetters.test(text));
  const last = tokens[end - 1];
  if (last === undefined || end < 2) return false;
  const words = tokens.slice(0, end).map((token) => token.text);
  const joined = words.join('|').replace(/\|{2,}/g, '|');
  if (!words.some((word) => word.includes('|')) || !joined.split('|').every(isMethod)) return false;
  const length = last.start + last.text.length - first.start;
  report.error('blank-in-methods', first.start, length, 'methods are separated by | without blanks', joined);
  return true;
}

type Read = Pick<Rule, 'target' | 'ports' | 'protocol'>;

function readTarget(source: Source, token: Token, methods: 'any' | readonly string[] | undefined): Read | undefined {
  const { report, header, deny } = source;
  const { text, start } = token;
  const wanted = methods ?? header.methods ?? (deny ? 'any' : defaultMethods);
  if (text.startsWith('/')) return readPathTarget(source, token, wanted);
  if (text.startsWith('dns:')) return readNameTarget(source, token);
  if (text.includes('://')) {
    const url = readUrl(report, token);
    if (url === undefined) return undefined;
    const { scheme, host, ports, path } = url;
    if (path === undefined) {
      report.error('no-path', start + text.length - 1, 1, 'a URL rule needs a path: /* for all of it, or a header [...] for paths below', {
        start: start + text.length,
        length: 0,
        text: '/*',
      });
      return undefined;
    }
    return { target: { kind: 'url', scheme, host, path, methods: wanted }, ports, protocol: 'tcp' };
  }
  if (text === 'passthrough' || text === 'insecure') {
    report.error('lone-flag', start, text.length, `${text} needs a host before it, or brackets to hold for the rules below`, `[${text}]`);
    return undefined;
  }
  if (text.includes('=') && !text.includes('.')) {
    report.error(
      'lone-attribute',
      start,
      text.length,
      'an attribute needs a target before it, or brackets to hold for the rules below',
      `[${text}]`,
    );
    return undefined;
  }
  const destination = readDestination(report, token);
  if (destination === undefined) return undefined;
  const { host, port } = destination;
  const target: Target = isNetwork(host) ? { kind: 'address', network: host } : { kind: 'host', host };
  const noPort = port === undefined && header.ports === undefined;
  const everything = deny && noPort;
  return {
    target,
    ports: port?.ports ?? header.ports ?? (everything ? 'any' : defaultPorts),
    protocol: port?.protocol ?? header.protocol ?? (everything ? 'any' : 'tcp'),
  };
}

function readPathTarget(source: Source, token: Token, methods: 'any' | readonly string[]): Read | undefined {
  const { report, header } = source;
  const path = readPath(report, token.text, token.start);
  const { url } = header;
  if (url === undefined) {
    if (header.dead) return undefined;
    report.error(
      'path-without-url',
      token.start,
      token.text.length,
      'a path needs a URL header above it, and every other header ends that one',
      `https://example.com${token.text}`,
    );
    return undefined;
  }
  if (path === undefined) return undefined;
  const { scheme, host, ports } = url;
  return { target: { kind: 'url', scheme, host, path: joinPaths(url.path ?? rootPath, path), methods }, ports, protocol: 'tcp' };
}

function readNameTarget(source: Source, token: Token): Read | undefined {
  const { report } = source;
  const name = token.text.slice(4);
  const start = token.start + 4;
  if (name === '') {
    report.error('no-name', token.start, 4, 'a name stands right after dns:, without a blank');
    return undefined;
  }
  const extra = name.search(/[:/]/);
  if (extra !== -1) {
    const host = name.includes('://') ? (name.split(/[/:]+/)[1] ?? '') : name.slice(0, extra);
    report.error(
      'name-only',
      start + extra,
      name.length - extra,
      'dns: takes a name alone: a lookup has no port and no path',
      host === '' ? undefined : { start: token.start, length: token.text.length, text: `dns:${host}` },
    );
    return undefined;
  }
  const host = reportHost(report, name, start);
  return host && { target: { kind: 'name', host }, ports: 'any', protocol: 'any' };
}

function checkFlags(
  report: LineReport,
  target: Target,
  flags: Pick<Rule, 'passthrough' | 'insecure'>,
  at: Token,
  inherited: boolean,
): void {
  const source = inherited ? ' (set by the header above; [] ends it)' : '';
  if (flags.passthrough && target.kind !== 'host') {
    const reasons = {
      url: 'a URL rule must see the request',
      name: 'a lookup has no TLS',
      address: 'an address does not tell which server answers',
    };
    report.error('passthrough-target', at.start, at.text.length, `passthrough is for host rules only: ${reasons[target.kind]}${source}`);
  }
  if (flags.insecure && target.kind === 'name') {
    report.error('insecure-target', at.start, at.text.length, `a dns: rule opens no connection, so insecure says nothing${source}`);
  }
}
