import { z } from 'zod';
import type { Draft, Entry, Refusal } from './draft.ts';
import { isIPv6Range, NO_IPV6, splitPort, withPort, withSubdomains } from './hosts.ts';
import { type Located, type Settings, type Source, split, withoutComments } from './source.ts';

/**
 * code-cargo/cargowall-action: the inputs `allowed-hosts`, `allowed-cidrs`, `search-domains`, `github-service-hosts`, `azure-infra-hosts`
 * (action.yml), entries parted by line breaks and commas (src/start.ts, parseList), ports as `host:443;80` (code-cargo/cargowall
 * pkg/config/config.go, parseHostWithPorts); and the configuration file of `config-file` (config.go, FirewallConfig). A plain name covers its
 * subdomains; `*` is one label and `**` one or more (pkg/config/pattern.go). Without ports all are meant, of TCP and UDP.
 */
export function fromCargowall(source: Source, draft: Draft): void {
  const config = Config.safeParse(source.plain());
  if (config.success) fromConfig(config.data, source, draft);
  else fromLists(source, draft);
  if (draft.ruleCount > 0) {
    draft.note(
      'Where no port is given all are open there, UDP included, so these rules have :* and :*/udp: where HTTPS is enough, leave both out. Mail ports (25, 465, 587) stay closed here until a rule names them.',
    );
  }
}

function fromLists(source: Source, draft: Draft): void {
  const found = source.find([...LISTS, 'search-domains', 'config-file']);
  for (const settings of found) fromInputs(settings, draft);
  if (found.length === 0 && !source.isStructured) {
    draft.section('From a list of cargowall');
    draft.convert(entriesOf(withoutComments(source.whole)), (entry) => host(entry, draft, '*'));
  }
}

const LISTS = ['allowed-hosts', 'allowed-cidrs', 'github-service-hosts', 'azure-infra-hosts'] as const;

function entriesOf(text: Located): Entry[] {
  return split(text, /[\r\n,]+/);
}

function fromInputs({ of, job }: Settings, draft: Draft): void {
  draft.section(`From cargowall${job === undefined ? '' : `, job ${job}`}`);
  for (const list of LISTS) {
    // Hosts of services are open on port 443 only (README.md, "Automatically Allowed Traffic").
    const port = list.startsWith('allowed-') ? '*' : '443';
    draft.convert(of.get(list)?.texts.flatMap(entriesOf) ?? [], (entry) => host(entry, draft, port));
  }
  draft.convert(of.get('search-domains')?.texts.flatMap(entriesOf) ?? [], searchDomain);
  const file = of.get('config-file')?.texts[0];
  if (file !== undefined) draft.warnAbout(`the rules of ${file.text} are not in this file: convert it, too`, file.lineOf(0));
}

/** A name, an address or a range, with its ports. */
function host(entry: Entry, draft: Draft, fallback: string): Refusal {
  if (isIPv6Range(entry.text) || entry.text.startsWith('[')) return NO_IPV6;
  const { host: name, port } = splitPort(entry.text);
  const ports =
    (port ?? '')
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .join('|') || fallback;
  const protocols = fallback === '443' && port === undefined ? (['tcp'] as const) : (['tcp', 'udp'] as const);
  return open(
    entry,
    name,
    protocols.map((protocol) => ({ ports, protocol })),
    draft,
  );
}

interface Opening {
  /** As rules write them: `80|443`, `*`. */
  readonly ports: string;
  readonly protocol: 'tcp' | 'udp';
}

function open(entry: Entry, name: string, openings: readonly Opening[], draft: Draft): Refusal {
  const targets = targetsOf(entry, name, draft);
  if (targets === undefined) return NO_LABEL_PATTERN;
  const rules = targets.flatMap((target) =>
    openings.map(({ ports, protocol }) => (protocol === 'udp' ? `${target}:${ports}/udp` : withPort(target, ports))),
  );
  draft.rules(entry, ...rules);
}

/** A denial without ports is one of every port and protocol. */
function close(entry: Entry, name: string, openings: readonly Opening[] | undefined, draft: Draft): Refusal {
  const targets = targetsOf(entry, name, draft);
  if (targets === undefined) return NO_LABEL_PATTERN;
  const suffixes = openings?.map(({ ports, protocol }) => `:${ports}/${protocol}`) ?? [''];
  draft.rules(entry, ...targets.flatMap((target) => suffixes.map((suffix) => `!${target}${suffix}`)));
}

const NO_LABEL_PATTERN = 'a * may stand for the first label only, here';

/** `undefined` where no pattern of ours comes near. */
function targetsOf(entry: Entry, name: string, draft: Draft): readonly string[] | undefined {
  if (/^[\d./]+$/.test(name)) return [name];
  if (!name.includes('*')) return withSubdomains(name.toLowerCase());
  const [, stars = '', rest = ''] = /^(\*\*?)\.([^*]+)$/.exec(name) ?? [];
  if (stars === '') return undefined;
  if (stars === '*') draft.warn(entry, '* is one label there; here *. stands for any number of labels, so this rule matches more names');
  return [`*.${rest}`];
}

/** Names below it may be looked up, and are matched without it (config.go, StripSearchDomains). */
function searchDomain(entry: Entry, draft: Draft): undefined {
  draft.rules(entry, `dns:*.${entry.text.replace(/^\./, '')}`);
  draft.warn(entry, 'rules for a name without this suffix do not match the name with it here: write those names in full');
}

const Port = z.union([z.number(), z.object({ port: z.number(), protocol: z.enum(['all', 'tcp', 'udp', 'icmp']).default('all') })]);

const Config = z.object({
  defaultAction: z.enum(['allow', 'deny']).optional(),
  rules: z.array(
    z.object({
      type: z.enum(['hostname', 'cidr']),
      value: z.string(),
      ports: z.array(Port).nullish(),
      action: z.enum(['allow', 'deny']),
    }),
  ),
  searchDomains: z.array(z.string()).nullish(),
});

function fromConfig({ defaultAction, rules, searchDomains }: z.infer<typeof Config>, source: Source, draft: Draft): void {
  draft.section('From the configuration of cargowall');
  if (defaultAction === 'allow')
    draft.warnAbout('defaultAction: allow is no line of a policy: give the input default: allow, or --default allow');
  const lines = source.find(['value']).map(({ line }) => line);
  const allowed = rules.filter(({ action }) => action === 'allow').map(({ value }) => value);
  for (const [index, { value, action, ports }] of rules.entries()) {
    const entry = { text: action === 'deny' ? `deny ${value}` : value, line: lines[index] ?? 1 };
    const openings = openingsOf(ports ?? [], entry, draft);
    draft.convert([entry], () => {
      if (isIPv6Range(value)) return NO_IPV6;
      if (action === 'allow') return open(entry, value, openings ?? ALL, draft);
      warnOfPrecedence(entry, value, allowed, draft);
      return close(entry, value, openings, draft);
    });
  }
  const suffixes = (searchDomains ?? []).map((text) => ({ text, line: source.find(['searchDomains'])[0]?.line ?? 1 }));
  draft.convert(suffixes, searchDomain);
}

const ALL: readonly Opening[] = [
  { ports: '*', protocol: 'tcp' },
  { ports: '*', protocol: 'udp' },
];

/** `undefined` where no port is given: all of them are meant. */
function openingsOf(ports: readonly z.infer<typeof Port>[], entry: Entry, draft: Draft): readonly Opening[] | undefined {
  if (ports.length === 0) return undefined;
  const full = ports.map((port) => (typeof port === 'number' ? { port, protocol: 'all' as const } : port));
  if (full.some(({ protocol }) => protocol === 'icmp')) draft.warn(entry, 'ICMP never leaves here, so its part is left out');
  return (['tcp', 'udp'] as const)
    .map((protocol) => ({ protocol, ports: portsOf(full.filter((one) => one.protocol === protocol || one.protocol === 'all')) }))
    .filter((opening) => opening.ports !== '');
}

function portsOf(list: readonly { readonly port: number }[]): string {
  return list.map(({ port }) => (port === 0 ? '*' : port)).join('|');
}

/** There the most specific rule wins (config.go, MatchHostnameRule, CheckIPRuleConflict); here a denial always does. */
function warnOfPrecedence(entry: Entry, denied: string, allowed: readonly string[], draft: Draft): void {
  const base = denied.replace(/^\*\*?\./, '');
  const lost = allowed.find((value) => value !== denied && (value.endsWith(`.${base}`) || (value.includes('/') && denied.includes('/'))));
  if (lost !== undefined)
    draft.warn(entry, `there a more specific rule, such as that for ${lost}, may win over this one; here a denial always wins`);
}
