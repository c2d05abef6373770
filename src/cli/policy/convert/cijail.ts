import type { Draft, Entry, Refusal } from './draft.ts';
import { CROSSES_DOTS, fromFreeGlob, isIPv6Range, isLoopback, NO_IPV6, NO_SUCH_PATTERN, splitPort } from './hosts.ts';
import { type Located, type Source, split, withoutComments } from './source.ts';

/**
 * staex-io/cijail: the variable `CIJAIL_ENDPOINTS`, entries parted by blanks (README.md; src/endpoint_set.rs, parse). A URL allows what starts with it,
 * by any method (contains_uri); a name alone its lookup; a name or address with a port TCP and UDP; a name with `*`, which crosses dots, the
 * lookup only (glob_to_regex).
 */
export function fromCijail(source: Source, draft: Draft): void {
  const found = source.find(['CIJAIL_ENDPOINTS']);
  for (const { of, job } of found) {
    draft.section(`From CIJAIL_ENDPOINTS${job === undefined ? '' : ` of job ${job}`}`);
    draft.convert(of.get('CIJAIL_ENDPOINTS')?.texts.flatMap((text) => split(text, /\s+/)) ?? [], endpoint);
  }
  if (found.length === 0 && !source.isStructured) {
    draft.section('From CIJAIL_ENDPOINTS');
    draft.convert(split(assignedIn(source.whole), /\s+/), endpoint);
  }
}

/** Of a shell script, an env file or a Dockerfile: what is assigned; else the whole text. */
function assignedIn(whole: Located): Located {
  const match = /\bCIJAIL_ENDPOINTS=(?:'([^']*)'|"([^"]*)"|(\S*))/.exec(whole.text);
  if (match === null) return withoutComments(whole);
  const text = match[1] ?? match[2] ?? match[3] ?? '';
  const start = match.index + match[0].length - text.length - (match[3] === undefined ? 1 : 0);
  return { text, lineOf: (index) => whole.lineOf(start + index) };
}

function endpoint(entry: Entry, draft: Draft): Refusal {
  const { text } = entry;
  if (/^[@/]/.test(text) || text === '[netlink]')
    return draft.note('Unix and netlink sockets do not leave the machine and need no rule here.');
  if (text.includes('://')) return url(entry, draft);
  if (isIPv6Range(text) || text.startsWith('[')) return NO_IPV6;
  if (text.includes('*')) {
    const hosts = fromFreeGlob(text);
    if (hosts === undefined) return NO_SUCH_PATTERN;
    draft.rules(entry, ...hosts.patterns.map((pattern) => `dns:${pattern}`));
    if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
    return;
  }
  const { host, port } = splitPort(text);
  if (isLoopback(host)) return draft.note('Loopback is never filtered here and needs no rule.');
  if (port === undefined) draft.rules(entry, `dns:${host}`);
  else draft.rules(entry, `${host}:${port}`, `${host}:${port}/udp`);
}

const URL_FORM = /^(https?):\/\/(?:[^/@]*@)?([^/?#]+)([^?#]*)(\?[^#]*)?/i;

/** `https://host/a` allows `/ab` and `/a/b`, too: as a path of ours, a last segment that starts so, and anything below. */
function url(entry: Entry, draft: Draft): Refusal {
  const [, scheme = '', authority = '', path = '', query] = URL_FORM.exec(entry.text) ?? [];
  if (scheme === '') return 'only http and https URLs can be rules';
  if (path.includes('*')) return '* is an ordinary character there, and here it never is';
  const below = path === '' || path.endsWith('/') ? `${path || '/'}*` : `${path}*/*`;
  draft.rules(entry, `* ${scheme.toLowerCase()}://${authority}${below}`);
  if (query !== undefined) draft.warn(entry, 'a query is not compared here, so the rule allows every query');
  if (/^[^/]*@/.test(entry.text.replace(/^[a-z]+:\/\//i, ''))) draft.warn(entry, 'user and password are no part of a rule here');
  draft.note('URLs allow every method there, so these rules start with *: leave it out where GET and HEAD are enough.');
}
