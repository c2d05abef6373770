/** Record types by number (IANA DNS parameters), as far as something here depends on them. */
export const TYPE = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  SVCB: 64,
  HTTPS: 65,
  ANY: 255,
} as const;

export const CLASS_IN = 1;

export const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 } as const;

/** RFC 8914, section 4. */
export const EXTENDED_ERROR = { BLOCKED: 15, FILTERED: 17, PROHIBITED: 18 } as const;

const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [6, 'SOA'],
  [10, 'NULL'],
  [12, 'PTR'],
  [13, 'HINFO'],
  [15, 'MX'],
  [16, 'TXT'],
  [28, 'AAAA'],
  [29, 'LOC'],
  [33, 'SRV'],
  [35, 'NAPTR'],
  [39, 'DNAME'],
  [43, 'DS'],
  [44, 'SSHFP'],
  [46, 'RRSIG'],
  [47, 'NSEC'],
  [48, 'DNSKEY'],
  [50, 'NSEC3'],
  [52, 'TLSA'],
  [64, 'SVCB'],
  [65, 'HTTPS'],
  [99, 'SPF'],
  [251, 'IXFR'],
  [252, 'AXFR'],
  [255, 'ANY'],
  [256, 'URI'],
  [257, 'CAA'],
]);

/** `A`, `TXT`; `TYPE4711` for what has no name here (RFC 3597, section 5). */
export const typeName = (type: number): string => NAMES.get(type) ?? `TYPE${type}`;

/** Types whose data may hold compressed names (RFC 3597, section 4) and that nobody asks for any more. */
const OBSOLETE_WITH_NAMES: ReadonlySet<number> = new Set([3, 4, 7, 8, 9, 14, 17, 18, 21, 24, 26, 30, 36, 38]);

/** Why a query of this type is not answered, whatever its name; undefined where it is. */
export function refusedType(type: number): string | undefined {
  if (type === TYPE.ANY) return 'queries for ANY are refused (RFC 8482)';
  if (type === 0 || type === TYPE.OPT || (type >= 128 && type <= 255)) return `${typeName(type)} is no type that a record can have`;
  if (OBSOLETE_WITH_NAMES.has(type)) return `${typeName(type)} is obsolete and not forwarded`;
  return undefined;
}
