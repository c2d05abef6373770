import type { Draft, Entry, Refusal } from './draft.ts';
import { CROSSES_DOTS, fromFreeGlob, isIPv6Range, NO_IPV6, NO_SUCH_PATTERN } from './hosts.ts';
import { type Source, split, withoutComments } from './source.ts';

/**
 * bullfrogsec/bullfrog: the inputs `allowed-domains` and `allowed-ips`, one entry a line (action/src/inputs.ts). Domains are matched by Go's
 * path.Match, whose `*` crosses dots; an address that an allowed name was resolved to is open on every port, UDP included
 * (bullfrogsec/agent pkg/agent/agent.go, isDomainAllowed and loadAllowedIp).
 */
export function fromBullfrog(source: Source, draft: Draft): void {
  const found = source.find(['allowed-domains', 'allowed-ips', 'dns-policy', 'egress-policy']);
  for (const { of, job } of found) {
    draft.section(`From bullfrog${job === undefined ? '' : `, job ${job}`}`);
    draft.convert(of.get('allowed-domains')?.texts.flatMap((text) => split(text, /\r?\n/)) ?? [], domain);
    draft.convert(of.get('allowed-ips')?.texts.flatMap((text) => split(text, /\r?\n/)) ?? [], address);
    const names = of.get('dns-policy')?.texts[0];
    if (names?.text === 'any')
      draft.warnAbout('dns-policy: any cannot be kept: only names that a rule knows may be looked up', names.lineOf(0));
    if (of.get('egress-policy')?.texts[0]?.text !== 'block')
      draft.note('Without egress-policy: block everything passes there; here that is the input audit: true.');
  }
  if (found.length === 0 && !source.isStructured) {
    draft.section('From a list of bullfrog');
    draft.convert(split(withoutComments(source.whole), /\r?\n/), (entry) =>
      (/^[\d./]+$/.test(entry.text) ? address : domain)(entry, draft),
    );
  }
  draft.note(
    'Every port is open there, UDP included, so these rules have :* and :*/udp: where HTTPS is enough, leave both out. Mail ports (25, 465, 587) stay closed here until a rule names them.',
  );
}

function domain(entry: Entry, draft: Draft): Refusal {
  if (entry.text === '*') return 'it allows everything: here that is the input default: allow';
  const hosts = fromFreeGlob(entry.text);
  if (hosts === undefined) return NO_SUCH_PATTERN;
  draft.rules(entry, ...hosts.patterns.flatMap((pattern) => [`${pattern}:*`, `${pattern}:*/udp`]));
  if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
}

function address(entry: Entry, draft: Draft): Refusal {
  if (isIPv6Range(entry.text)) return NO_IPV6;
  draft.rules(entry, `${entry.text}:*`, `${entry.text}:*/udp`);
}
