import { normalizeName } from '../names.ts';
import { isForbiddenAnswer } from './address.ts';
import type { DnsRecord, UpstreamMessage } from './message.ts';
import { withoutHints } from './svcb.ts';
import { TYPE } from './types.ts';
import { MalformedMessage } from './wire.ts';

const MAX_ALIASES = 16;
/** Far more than any service uses; bounds what one answer can put into the learned-names table. */
const MAX_RECORDS = 512;

/** What of an upstream answer is passed on: the aliases from the name asked to the last one, and its records of the type asked. */
export interface Chain {
  readonly aliases: readonly DnsRecord[];
  readonly records: readonly DnsRecord[];
  /** Usable addresses in the order of the answer, when the type asked is A. */
  readonly addresses: readonly string[];
  /** The SOA record that says how long a negative answer holds (RFC 2308). */
  readonly soa: DnsRecord | undefined;
}

/** Follows CNAME records inside one message. Throws MalformedMessage on a loop and on a chain that is too long. */
export function followChain(name: string, type: number, message: UpstreamMessage): Chain {
  const aliases: DnsRecord[] = [];
  const seen = new Set([name]);
  let last = name;
  while (type !== TYPE.CNAME) {
    const alias = message.answers.find((record) => record.type === TYPE.CNAME && record.name === last);
    const target = alias && aliasTarget(alias);
    if (!alias || target === undefined) break;
    if (seen.has(target)) throw new MalformedMessage(`CNAME loop at ${target}`);
    if (aliases.length === MAX_ALIASES) throw new MalformedMessage(`more than ${MAX_ALIASES} aliases`);
    seen.add(target);
    aliases.push(alias);
    last = target;
  }

  const addresses = new Set<string>();
  const records: DnsRecord[] = [];
  for (const record of message.answers) {
    if (record.name !== last || record.type !== type || records.length === MAX_RECORDS) continue;
    if (record.answer.type === 'A') {
      if (isForbiddenAnswer(record.answer.data) || addresses.has(record.answer.data)) continue;
      addresses.add(record.answer.data);
    }
    const safe = type === TYPE.HTTPS || type === TYPE.SVCB ? withoutHints(record) : record;
    if (safe) records.push(safe);
  }
  const soa = message.authorities.find((record) => record.type === TYPE.SOA && isAtOrBelow(last, record.name));
  return { aliases, records, addresses: [...addresses], soa: records.length === 0 ? soa : undefined };
}

const aliasTarget = ({ answer }: DnsRecord): string | undefined => (answer.type === 'CNAME' ? normalizeName(answer.data) : undefined);

const isAtOrBelow = (name: string, zone: string): boolean => zone === '' || name === zone || name.endsWith(`.${zone}`);
