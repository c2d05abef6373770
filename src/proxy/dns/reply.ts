import type { Verdict } from '../../policy/types.ts';
import { normalizeName } from '../names.ts';
import type { DnsRecord, ExtendedError, Reply } from './message.ts';
import type { DnsAnswer } from './resolver.ts';
import { EXTENDED_ERROR, RCODE, TYPE } from './types.ts';

/** Larger datagrams stay on this machine, so there is no path to fragment them; still a bound. */
const MAX_UDP_REPLY = 4096;
const MAX_TEXT = 200;

/** What one reply may measure: over UDP what the client announced (RFC 6891, section 6.2.3). */
export const replyLimit = (transport: 'udp' | 'tcp', udpSize: number | undefined): number =>
  transport === 'tcp' ? 0xffff : Math.min(Math.max(udpSize ?? 512, 512), MAX_UDP_REPLY);

/** The name does not exist here, and an extended error (RFC 8914) says why and what would change that. */
export function denied(name: string, verdict: Verdict): Reply {
  const add = verdict.suggestion ? `; to allow it add the line: ${verdict.suggestion}` : '';
  const code = verdict.denial === 'no-rule' ? EXTENDED_ERROR.FILTERED : EXTENDED_ERROR.BLOCKED;
  return { rcode: RCODE.NXDOMAIN, extendedError: extendedError(code, `egress-filter: ${name} is denied${add}`) };
}

export const extendedError = (code: number, text: string): ExtendedError => ({
  code,
  text: text.replace(/[^ -~]/g, '?').slice(0, MAX_TEXT),
});

/** The name exists and has nothing of this type. The SOA lets clients keep that for a minute (RFC 2308). */
export function empty(name: string): Reply {
  const data = {
    mname: 'egress-filter.invalid',
    rname: 'nobody.invalid',
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: 60,
  };
  return { rcode: RCODE.NOERROR, authorities: [{ name, type: TYPE.SOA, ttl: 60, answer: { type: 'SOA', name, data } }] };
}

/** RFC 6761, section 6.3: `localhost` is answered here. */
export function loopback(name: string): Reply {
  return { rcode: RCODE.NOERROR, answers: [{ name, type: TYPE.A, ttl: 60, answer: { type: 'A', name, data: '127.0.0.1' } }] };
}

/** What upstream said, with the name in the case in which the client wrote it. */
export function resolved(asked: string, answer: DnsAnswer): Reply {
  const normal = normalizeName(asked);
  const recased = (record: DnsRecord): DnsRecord =>
    record.name === normal ? { ...record, answer: { ...record.answer, name: asked } } : record;
  return {
    rcode: answer.rcode,
    truncated: answer.truncated,
    answers: [...answer.aliases, ...answer.records].map(recased),
    authorities: answer.soa ? [answer.soa] : [],
  };
}
