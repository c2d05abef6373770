import { readQualifiers } from './attributes.ts';
import { LineReport } from './findings.ts';
import { deadHeader, type Header, noHeader, readHeader } from './headers.ts';
import { parseRepository, readLines } from './lines.ts';
import { joinPaths, readPath, rootPath } from './paths.ts';
import { readPreset } from './preset-lines.ts';
import { presetNamed } from './presets/index.ts';
import { isNetwork, type Rule, type Target } from './rules.ts';
import { type Attribute, everyone, makeScope, name, type Scope } from './scope.ts';
import { readDestination, reportHost } from './targets.ts';
import { isBlank, type Token, tokenize } from './tokens.ts';
import type { Finding } from './types.ts';
import { isMethod, looksLikeMethods, readMethods, readUrl } from './urls.ts';

export interface Parsed {
  /** Only what was understood: a line with an error gives no rule. */
  readonly rules: readonly Rule[];
  readonly findings: Finding[];
  /** Lines that hold rules, a preset counted once. */
  readonly ruleLines: number;
}

interface State {
  readonly findings: Finding[];
  readonly rules: Rule[];
  readonly scopes: Map<string, Scope>;
  readonly presets: Map<string, readonly Rule[]>;
  ruleLines: number;
}

/** Far more than a person writes; it bounds what a single line can cost. */
const longestLine = 16_384;
const defaultPorts: readonly number[] = [443];
const defaultMethods: readonly string[] = ['GET', 'HEAD'];

/** Reads a whole policy. Never throws: whatever the text holds ends as rules and findings. */
export function parse(text: string, repository?: string): Parsed {
  const state: State = { findings: [], rules: [], scopes: new Map(), presets: new Map(), ruleLines: 0 };
  let header = noHeader;
  for (const line of readLines(text, parseRepository(repository))) {
    const start = firstInk(line.text);
    if (start === -1 || line.text[start] === '#') continue;
    const report = new LineReport(line, state.findings);
    if (line.text.length > longestLine) {
      report.error('long-line', start, line.text.length - start, `a line has at most ${longestLine} characters`);
      if (line.text[start] === '[') header = deadHeader;
    } else if (line.text[start] === '[') {
      header = readHeader(report, start);
      if (header.dead && !report.failed) warnUnresolved(report, start);
    } else {
      readRuleLine(state, report, header, start);
    }
  }
  return { rules: state.rules, findings: state.findings, ruleLines: state.ruleLines };
}

function firstInk(text: string): number {
  for (let index = 0; index < text.length; index++) if (!isBlank(text.charCodeAt(index))) return index;
  return -1;
}

function warnUnresolved(report: LineReport, start: number): void {
  const { text } = report.line;
  report.warning(
    'unknown-repository',
    start,
    text.trimEnd().length - start,
    'the repository is not known, so {owner} and {repo} stand for nothing and this line matches nothing',
  );
}

function readRuleLine(state: State, report: LineReport, header: Header, start: number): void {
  const { line } = report;
  const deny = line.text[start] === '!';
  const { tokens, end } = tokenize(report, start + (deny ? 1 : 0), false);
  state.ruleLines++;
  const [first] = tokens;
  if (deny && (first === undefined || first.start > start + 1)) {
    report.error(
      'lone-bang',
      start,
      1,
      'the ! stands right before the rule that it turns into a denial',
      first && `!${line.text.slice(first.start, end)}`,
    );
  }
  if (first === undefined) return;
  const source: Source = { report, header, deny, text: line.written(start, end) };
  const rules = first.text.startsWith('@') ? readPresetLine(state, source, tokens) : readRule(state, source, tokens);
  if (report.failed || header.dead) return;
  if (line.unresolved) warnUnresolved(report, start);
  else for (const rule of rules) state.rules.push(rule);
}

interface Source {
  readonly report: LineReport;
  readonly header: Header;
  readonly deny: boolean;
  readonly text: string;
}

function readPresetLine(state: State, source: Source, tokens: readonly Token[]): readonly Rule[] {
  const { report, header, deny, text } = source;
  const [first, ...rest] = tokens;
  const preset = first && readPreset(report, first, rest, header, deny);
  if (preset === undefined || report.failed) return [];
  const scope = scopeOf(state, header, preset.attributes);
  let rules = state.presets.get(preset.name);
  if (rules === undefined) {
    rules = parse(presetNamed(preset.name)?.policy ?? '').rules;
    state.presets.set(preset.name, rules);
  }
  const { line } = report;
  return rules.map((rule) => ({ ...rule, line: line.number, text: `${text}: ${rule.text}`, scope, preset: true }));
}

function readRule(state: State, source: Source, tokens: readonly Token[]): readonly Rule[] {
  const { report, header, deny } = source;
  const first = tokens[0];
  if (first === undefined) return [];
  const hasMethods = startsWithMethods(report, tokens);
  const methods = hasMethods ? readMethods(report, first) : undefined;
  const target = tokens[hasMethods ? 1 : 0] ?? first;
  const qualifiers = readQualifiers(report, tokens.slice(hasMethods ? 2 : 1));
  const read = readTarget(source, target, methods);
  if (hasMethods && read !== undefined && read.target.kind !== 'url') {
    report.error(
      'method-without-url',
      first.start,
      first.text.length,
      'a method stands only before a URL or a path',
      `${first.text} https://${target.text.replace(/:.*/s, '')}/*`,
    );
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
      scope: scopeOf(state, header, qualifiers.attributes),
      preset: false,
    },
  ];
}

function startsWithMethods(report: LineReport, tokens: readonly Token[]): boolean {
  const [first, second] = tokens;
  if (first === undefined || !looksLikeMethods(first.text)) return false;
  if (second?.text === '|' || (first.text.endsWith('|') && second !== undefined)) {
    report.error('blank-in-methods', first.start, first.text.length, 'methods are separated by | without blanks', 'GET|POST https://...');
    return false;
  }
  return second !== undefined && (second.text.includes('://') || second.text.startsWith('/') || first.text.split('|').every(isMethod));
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
      const meant = `${text}/*`;
      report.error(
        'no-path',
        start + text.length - 1,
        1,
        'a URL rule needs a path: /* for all of it, or a header [...] for paths below',
        meant,
      );
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
    const meant = `[https://example.com]\n${token.text}`;
    report.error(
      'path-without-url',
      token.start,
      token.text.length,
      'a path needs a URL header above it, and every other header ends that one',
      meant,
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
      host === '' ? undefined : `dns:${host}`,
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

/** A rule's attributes override the header's, key by key. */
function scopeOf(state: State, header: Header, own: readonly Attribute[]): Scope {
  if (own.length === 0 && header.attributes.length === 0) return everyone;
  const keys = new Set(own.map(name));
  return makeScope([...header.attributes.filter((attribute) => !keys.has(name(attribute))), ...own], state.scopes);
}
