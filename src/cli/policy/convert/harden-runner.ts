import type { Draft, Entry, Refusal } from './draft.ts';
import { CROSSES_DOTS, fromFreeGlob, isIPv6Range, NO_IPV6, NO_SUCH_PATTERN, splitPort, withPort } from './hosts.ts';
import { type Source, split, withoutComments } from './source.ts';

/**
 * step-security/harden-runner: the input `allowed-endpoints` (action.yml), `allowed_endpoints` in its policy store (src/interfaces.ts).
 * Entries are parted by blanks, the port is 443 unless given (step-security/agent config.go, parseEndpoints). A `*` stands for anything
 * between a prefix and a suffix, dots included (dnsproxy.go, matchWildcardDomain). TCP only (firewall.go).
 */
export function fromHardenRunner(source: Source, draft: Draft): void {
  const found = source.find(['allowed-endpoints', 'allowed_endpoints', 'egress-policy', 'egress_policy', 'use-policy-store']);
  for (const { of, job } of found) {
    const list = of.get('allowed-endpoints') ?? of.get('allowed_endpoints');
    draft.section(`From allowed-endpoints of harden-runner${job === undefined ? '' : `, job ${job}`}`);
    draft.convert(list?.texts.flatMap((text) => split(text, /\s+/)) ?? [], endpoint);
    const mode = (of.get('egress-policy') ?? of.get('egress_policy'))?.texts[0];
    if (mode?.text === 'audit') draft.note('egress-policy: audit lets everything pass there; here that is the input audit: true.');
    const store = of.get('use-policy-store')?.texts[0];
    if (store?.text === 'true')
      draft.warnAbout('the endpoints in the policy store are not in this file: export them and convert them, too', store.lineOf(0));
  }
  if (found.length === 0 && !source.isStructured) {
    draft.section('From allowed-endpoints of harden-runner');
    draft.convert(split(withoutComments(source.whole), /\s+/), endpoint);
  }
  // agent.go, addImplicitEndpoints.
  draft.note(
    'Hosts of GitHub Actions itself (*.actions.githubusercontent.com and others) need no entry there; here @github-actions opens them.',
  );
}

function endpoint(entry: Entry, draft: Draft): Refusal {
  if (isIPv6Range(entry.text)) return NO_IPV6;
  const { host, port = '443' } = splitPort(entry.text);
  const hosts = fromFreeGlob(host.replace(/\.$/, ''));
  if (hosts === undefined) return NO_SUCH_PATTERN;
  draft.rules(entry, ...hosts.patterns.map((pattern) => withPort(pattern, port)));
  if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
}
