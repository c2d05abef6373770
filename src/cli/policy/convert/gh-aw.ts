import { isIPv4 } from 'node:net';
import type { Draft, Entry, Refusal } from './draft.ts';
import { CROSSES_DOTS, fromFreeGlob, isIPv6Range, isLoopback, NO_IPV6, NO_SUCH_PATTERN, withPort, withSubdomains } from './hosts.ts';
import { type Located, type Source, split, withoutComments } from './source.ts';

/**
 * github/gh-aw: `network:` of a workflow's front matter, `allowed`, `blocked` and `firewall.allow-urls` (docs/src/content/docs/reference/network.md);
 * github/gh-aw-firewall: `network.allowDomains` and `blockDomains` of its configuration (docs/awf-config.schema.json), files of domains
 * (src/domain-utils.ts, parseDomainsFile), and --allow-domains, --block-domains, --allow-urls on a command line. A name covers its subdomains
 * (src/squid/domain-acl.ts); `*` crosses dots (src/domain-patterns.ts); ports 80 and 443 are open (src/squid/config-sections.ts); denials win.
 */
export function fromGhAw(source: Source, draft: Draft): void {
  const lists = [...fromKeys(source), ...fromFlags(source)];
  if (lists.length === 0 && !source.isStructured) lists.push({ kind: 'allow', texts: [withoutComments(source.whole)] });
  const of = (kind: List['kind']): Entry[] => lists.filter((list) => list.kind === kind).flatMap(({ texts }) => texts.flatMap(entriesOf));
  const [allowed, blocked, urls] = [of('allow'), of('block'), of('url')];
  if (urls.length > 0) {
    draft.section('From allow-urls of gh-aw');
    draft.convert(urls, url);
    // src/squid/config-sections.ts: requests to allowed domains are denied unless a URL matches.
    if (allowed.length > 0)
      draft.note(
        `With allow-urls a request must match one of them, so the ${allowed.length} allowed domains open nothing of their own there, and have no rules here.`,
      );
  } else if (allowed.length > 0) {
    draft.section('From the allowed domains of gh-aw');
    draft.convert(allowed, (entry) => domain(entry, draft, ''));
  }
  if (blocked.length > 0) draft.section('From the blocked domains of gh-aw');
  draft.convert(blocked, (entry) => domain(entry, draft, '!'));
}

interface List {
  readonly kind: 'allow' | 'block' | 'url';
  readonly texts: readonly Located[];
}

const KEYS: Readonly<Record<string, List['kind']>> = {
  allowed: 'allow',
  allowDomains: 'allow',
  blocked: 'block',
  blockDomains: 'block',
  'allow-urls': 'url',
  allowUrls: 'url',
};

function fromKeys(source: Source): List[] {
  // `network: defaults` is the short form of one entry.
  const short = source.find(['network']).flatMap(({ of }) => of.get('network')?.texts ?? []);
  const long = source.find(Object.keys(KEYS)).flatMap(({ of }) => [...of.values()]);
  return [
    ...(short.length > 0 ? [{ kind: 'allow' as const, texts: short }] : []),
    ...long.map(({ key, texts }) => ({ kind: KEYS[key] ?? 'allow', texts })),
  ];
}

const FLAG = /--(allow-domains|block-domains|allow-urls)(?:=|[ \t]+)(?:'([^'\n]*)'|"([^"\n]*)"|([^\s'"]+))/g;
const FLAGS: Readonly<Record<string, List['kind']>> = { 'allow-domains': 'allow', 'block-domains': 'block', 'allow-urls': 'url' };

function fromFlags(source: Source): List[] {
  return [...source.text.matchAll(FLAG)].map(({ index, 0: written, 1: flag = '', 2: single, 3: double, 4: bare }) => {
    const text = single ?? double ?? bare ?? '';
    const start = index + written.length - text.length - (bare === undefined ? 1 : 0);
    return { kind: FLAGS[flag] ?? 'allow', texts: [{ text, lineOf: (at) => source.lines.at(start + at).line }] };
  });
}

function entriesOf(text: Located): Entry[] {
  return split(text, /[\s,]+/);
}

/** What comes nearest; their lists are in pkg/workflow/data/ecosystem_domains.json. */
const ECOSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  node: ['@npm'],
  python: ['@pypi'],
  'python-native': ['@pypi', '@crates'],
  go: ['@go'],
  rust: ['@crates'],
  java: ['@maven'],
  ruby: ['@rubygems'],
  dotnet: ['@nuget'],
  containers: ['@docker-hub', '@ghcr'],
  github: ['@github-git'],
  'github-actions': ['@github-actions'],
  'linux-distros': ['@apt-ubuntu'],
};

function domain(entry: Entry, draft: Draft, sign: '' | '!'): Refusal {
  const { text } = entry;
  const [, scheme, rest = ''] = /^(?:(https?):\/\/)?(.*?)\/?$/i.exec(text) ?? [];
  const name = rest.replace(/^\./, '').replace(/\.$/, '');
  if (isLoopback(name) || name === 'local') return draft.note('Loopback is never filtered here and needs no rule.');
  if (isIPv6Range(name)) return NO_IPV6;
  if (/^[a-z][a-z0-9-]*$/.test(name)) return ecosystem(entry, name, draft, sign);
  const port = scheme === undefined ? '80|443' : scheme.toLowerCase() === 'http' ? '80' : '443';
  const hosts = name.includes('*') ? fromFreeGlob(name) : { patterns: isIPv4(name) ? [name] : withSubdomains(name), exact: true };
  if (hosts === undefined) return NO_SUCH_PATTERN;
  // Without a scheme a denial there is of every request; here one without a port is of every connection.
  draft.rules(
    entry,
    ...hosts.patterns.map((pattern) => (sign === '!' && scheme === undefined ? `!${pattern}` : `${sign}${withPort(pattern, port)}`)),
  );
  if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
}

function ecosystem(entry: Entry, name: string, draft: Draft, sign: '' | '!'): Refusal {
  // `constructor` is a word that a list may hold, too.
  const presets = Object.hasOwn(ECOSYSTEMS, name) ? ECOSYSTEMS[name] : undefined;
  if (sign === '!') return 'a list of hosts cannot be denied here: deny the hosts that you mean';
  if (presets === undefined) return 'there is no preset for this ecosystem: write the hosts that are needed';
  draft.rules(entry, ...presets);
  draft.warn(entry, `the hosts of ${presets.join(' and ')} are not those of the ecosystem there: egress-filter presets lists them`);
}

const URL_FORM = /^(https?):\/\/([^/]+)(.*)$/i;

/** `*` matches any characters, slashes included; without one at the end the whole URL must match (src/domain-matchers.ts, parseUrlPatterns). */
function url(entry: Entry, draft: Draft): Refusal {
  const [, scheme = '', host = '', rest = ''] = URL_FORM.exec(entry.text.replaceAll('.*', '*')) ?? [];
  if (scheme === '') return 'a URL starts with https:// or http://';
  const hosts = fromFreeGlob(host);
  if (hosts === undefined) return NO_SUCH_PATTERN;
  const path = rest.replace(/\/$/, '') || '/';
  // `/a*` covers `/ab` and `/a/b`; `/a/*` what is below.
  const pattern = /[^/*]\*$/.test(path) ? `${path}/*` : path;
  draft.rules(entry, ...hosts.patterns.map((name) => `* ${scheme.toLowerCase()}://${name}${pattern}`));
  if (path.replace(/\*$/, '').includes('*'))
    draft.warn(entry, '* stands for slashes, too, there; here it keeps within one segment of the path, so this rule matches fewer URLs');
  if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
  draft.note('URLs allow every method there, so these rules start with *: leave it out where GET and HEAD are enough.');
}
