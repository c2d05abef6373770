import { type Answer, decode, encode, type Packet, type PacketOpt, type RecordClass, type RecordType } from 'dns-packet';
import { normalizeName } from '../names.ts';
import { CLASS_IN, RCODE, TYPE } from './types.ts';
import { HEADER_LENGTH, type Header, MalformedMessage, readHeader, readName, type WireMessage, type WireRecord, walk } from './wire.ts';

export interface DnsQuestion {
  /** No trailing dot; the root is empty. */
  readonly name: string;
  readonly type: number;
}

export interface ClientQuery {
  readonly id: number;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  /** The name in the case in which it was asked, to be repeated so. */
  readonly question: DnsQuestion;
  /** Largest datagram the client takes, when it speaks EDNS (RFC 6891); at least 512. */
  readonly udpSize?: number;
}

/** What was sent is no query that is answered. Without `reply` it gets no answer at all, else this one. */
export interface BadQuery {
  readonly why: string;
  readonly question?: DnsQuestion;
  readonly reply?: ReplyTo & { readonly rcode: number };
}

export interface ReplyTo {
  readonly id: number;
  /** Repeated in the reply; 0 if absent. */
  readonly opcode?: number;
  /** Of the question; IN if absent. */
  readonly class?: RecordClass;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  readonly question?: DnsQuestion;
  readonly udpSize?: number;
}

/** One record of an answer: `name` is normalised, `answer` is what dns-packet read and can write. */
export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  /** Seconds. */
  readonly ttl: number;
  readonly answer: Answer;
}

export interface UpstreamMessage {
  readonly rcode: number;
  readonly truncated: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
}

/** What our own queries and answers announce: no fragmentation on any path (DNS flag day 2020). */
export const UDP_SIZE = 1232;
/** Classes that can be repeated in a refusal. */
const OTHER_CLASSES: Readonly<Record<number, RecordClass>> = { 2: 'CS', 3: 'CH', 4: 'HS', 255: 'ANY' };
const OPAQUE_TYPE = 0xff00;
/** Of these dns-packet reads and writes the data, names in it included; the data of all others stays the bytes it is (RFC 3597). */
const READABLE: ReadonlyMap<number, RecordType> = new Map<number, RecordType>([
  [TYPE.A, 'A'],
  [TYPE.NS, 'NS'],
  [TYPE.CNAME, 'CNAME'],
  [TYPE.SOA, 'SOA'],
  [TYPE.PTR, 'PTR'],
  [TYPE.MX, 'MX'],
  [TYPE.SRV, 'SRV'],
]);

/** Total: whatever the bytes are, the result says what to do with them. */
export function readQuery(bytes: Buffer): ClientQuery | BadQuery {
  let header: Header;
  try {
    header = readHeader(bytes);
  } catch (error) {
    return { why: reasonOf(error) };
  }
  // Answering answers would make two servers talk for ever.
  if (header.response) return { why: 'a response, not a query' };
  const to: ReplyTo = { id: header.id, recursionDesired: header.recursionDesired, checkingDisabled: header.checkingDisabled };
  if (header.opcode !== 0) {
    return { why: `opcode ${header.opcode} is not a query`, reply: { ...to, opcode: header.opcode, rcode: RCODE.NOTIMP } };
  }
  const refuse = (why: string, rcode: number, more: Omit<Partial<ReplyTo>, 'id'> = {}): BadQuery => ({
    why,
    ...(more.question ? { question: more.question } : {}),
    reply: { ...to, ...more, rcode },
  });

  let message: WireMessage;
  try {
    message = walk(bytes);
  } catch (error) {
    return refuse(reasonOf(error), RCODE.FORMERR);
  }
  const { questions, answers, authorities, additionals } = message;
  const [asked] = questions;
  if (!asked || questions.length !== 1) return refuse(`${questions.length} questions instead of one`, RCODE.FORMERR);
  if (answers.length > 0 || authorities.length > 0) return refuse('records in a query', RCODE.FORMERR);
  const edns = readEdns(bytes, additionals);
  if (typeof edns === 'string') return refuse(edns, RCODE.FORMERR);
  if (asked.name.end !== HEADER_LENGTH + asked.name.text.length + 2)
    return refuse('a compressed or empty name in the question', RCODE.FORMERR);
  if (!asked.name.hostname) return refuse('a name with bytes that no host name has', RCODE.FORMERR);
  const question = { name: asked.name.text, type: asked.type };
  const more = { question, ...(edns ? { udpSize: edns.udpSize } : {}) };
  if (asked.class !== CLASS_IN) {
    const name = OTHER_CLASSES[asked.class];
    return refuse(`class ${asked.class} is not IN`, RCODE.REFUSED, name ? { ...more, class: name } : {});
  }
  if (edns && edns.version > 0) return refuse(`EDNS version ${edns.version}`, RCODE.BADVERS, more);
  const [read] = decode(withOpaqueRecords(bytes, additionals)).questions ?? [];
  if (read?.name !== question.name) return refuse('a name that reads in two ways', RCODE.FORMERR);
  return { ...to, ...more };
}

interface Edns {
  readonly udpSize: number;
  readonly version: number;
}

/** The OPT record of a query, or what is wrong with its additional section. Options are checked for their lengths and not used. */
function readEdns(bytes: Buffer, additionals: readonly WireRecord[]): Edns | undefined | string {
  const [opt] = additionals;
  if (!opt) return undefined;
  if (additionals.length > 1 || opt.type !== TYPE.OPT || opt.name.text !== '') return 'additional records other than one OPT';
  const end = opt.dataAt + opt.dataLength;
  let offset = opt.dataAt;
  while (offset < end) {
    if (offset + 4 > end) return 'EDNS option cut off';
    offset += 4 + bytes.readUInt16BE(offset + 2);
  }
  if (offset !== end) return 'EDNS option longer than its record';
  // For OPT the class is the size, and the second byte of the TTL the version (RFC 6891, section 6.1.2).
  return { udpSize: Math.max(512, opt.class), version: bytes[opt.at + 5] ?? 255 };
}

export interface SentQuery {
  readonly id: number;
  readonly bytes: Buffer;
}

/** A query of our own: nothing of a client's bytes but name and type is in it. */
export function writeQuery(id: number, { name, type }: DnsQuestion, edns: boolean): SentQuery {
  const opt: Answer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: UDP_SIZE,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  const packet: Packet = {
    type: 'query',
    id,
    flags: 0x0100,
    questions: [{ name, type: packetType(type) }],
    additionals: edns ? [opt] : [],
  };
  return { id, bytes: encode(packet) };
}

/**
 * An answer to `query`; undefined if it is none (another id, another question, no response), which a forger may send at any time.
 * Throws MalformedMessage when it is one and cannot be used.
 */
export function readResponse(bytes: Buffer, query: SentQuery): UpstreamMessage | undefined {
  if (bytes.length < HEADER_LENGTH) return undefined;
  const header = readHeader(bytes);
  if (!header.response || header.id !== query.id || header.opcode !== 0) return undefined;
  const question = query.bytes.subarray(HEADER_LENGTH, readName(query.bytes, HEADER_LENGTH).end + 4);
  const repeated = bytes.subarray(HEADER_LENGTH, HEADER_LENGTH + question.length);
  if (bytes.readUInt16BE(4) !== 1 || !repeated.equals(question)) return undefined;
  // RFC 2181, section 9: what a truncated message holds is not used, so it need not even be well-formed.
  if (header.truncated) return { rcode: header.rcode, truncated: true, answers: [], authorities: [] };

  const message = walk(bytes);
  const sections = [message.answers, message.authorities, message.additionals];
  const read = decode(withOpaqueRecords(bytes, sections.flat()));
  if (decode.bytes !== bytes.length) throw new MalformedMessage('the message reads in two ways');
  const opt = message.additionals.find((record) => record.type === TYPE.OPT);
  const extended = opt ? (bytes[opt.at + 4] ?? 0) << 4 : 0;
  return {
    rcode: header.rcode | extended,
    truncated: false,
    answers: usable(bytes, message.answers, read.answers),
    authorities: usable(bytes, message.authorities, read.authorities),
  };
}

/** The records of a section that mean something here; others (another class, odd names) are left out. */
function usable(bytes: Buffer, wire: readonly WireRecord[], read: readonly Answer[] | undefined): DnsRecord[] {
  const records: DnsRecord[] = [];
  wire.forEach((record, index) => {
    const answer = read?.[index];
    if (!answer || record.class !== CLASS_IN || record.type === TYPE.OPT || !record.name.hostname) return;
    if (answer.name !== (record.name.text || '.')) throw new MalformedMessage('a name reads in two ways');
    if (READABLE.has(record.type) && !readable(bytes, record)) return;
    answer.type = packetType(record.type);
    // A copy, so that a kept record does not keep the whole message.
    if ('data' in answer && Buffer.isBuffer(answer.data)) answer.data = Buffer.from(answer.data);
    records.push({ name: normalizeName(record.name.text), type: record.type, ttl: record.ttl, answer });
  });
  return records;
}

/**
 * dns-packet trusts record lengths and parses some types loosely. It gets a copy in which everything that it need not or must not
 * interpret has a type that it takes as opaque bytes.
 */
function withOpaqueRecords(bytes: Buffer, records: readonly WireRecord[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const record of records) {
    if (record.class !== CLASS_IN || !READABLE.has(record.type) || !readable(bytes, record)) copy.writeUInt16BE(OPAQUE_TYPE, record.at);
  }
  return copy;
}

/** The data has exactly the shape of its type, and its names are made of bytes that survive being text. */
function readable(bytes: Buffer, { type, dataAt, dataLength }: WireRecord): boolean {
  const end = dataAt + dataLength;
  const nameFrom = (offset: number): number => {
    if (offset >= end) return Number.NaN;
    const name = readName(bytes, offset);
    return name.hostname || name.text === '' ? name.end : Number.NaN;
  };
  try {
    switch (type) {
      case TYPE.A:
        return dataLength === 4;
      case TYPE.NS:
      case TYPE.CNAME:
      case TYPE.PTR:
        return nameFrom(dataAt) === end;
      case TYPE.MX:
        return nameFrom(dataAt + 2) === end;
      case TYPE.SRV:
        return nameFrom(dataAt + 6) === end;
      case TYPE.SOA:
        return nameFrom(nameFrom(dataAt)) + 20 === end;
      default:
        return false;
    }
  } catch {
    // A name in the data that leads nowhere: the record is left out, the message may still be good.
    return false;
  }
}

export interface ExtendedError {
  readonly code: number;
  readonly text: string;
}

export interface Reply {
  readonly rcode: number;
  readonly answers?: readonly DnsRecord[];
  readonly authorities?: readonly DnsRecord[];
  readonly extendedError?: ExtendedError | undefined;
  /** The rest is to be had over TCP. */
  readonly truncated?: boolean;
}

/** The answer to a client in at most `limit` bytes (512 or more): what it can do without goes first, then records from the end, with TC set. */
export function writeReply(to: ReplyTo, reply: Reply, limit: number): Buffer {
  const answers = (reply.answers ?? []).map(written);
  const authorities = (reply.authorities ?? []).map(written);
  const whole = encodeReply(to, reply, answers, authorities, reply.truncated ?? false);
  if (whole.length <= limit) return whole;
  const slim = encodeReply(to, { rcode: reply.rcode }, answers, [], reply.truncated ?? false);
  if (slim.length <= limit) return slim;
  // Some clients cannot ask again over TCP and use what there is, so as much as fits goes out.
  let [fits, tooMany] = [0, answers.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (encodeReply(to, { rcode: reply.rcode }, answers.slice(0, middle), [], true).length <= limit) fits = middle;
    else tooMany = middle;
  }
  return encodeReply(to, { rcode: reply.rcode }, answers.slice(0, fits), [], true);
}

function encodeReply(to: ReplyTo, reply: Reply, answers: Answer[], authorities: Answer[], truncated: boolean): Buffer {
  const flags =
    ((to.opcode ?? 0) << 11) |
    (truncated ? 0x0200 : 0) |
    (to.recursionDesired ? 0x0100 : 0) |
    0x0080 |
    (to.checkingDisabled ? 0x0010 : 0) |
    (reply.rcode & 15);
  return encode({
    type: 'response',
    id: to.id,
    flags,
    questions: to.question ? [{ name: to.question.name, type: packetType(to.question.type), class: to.class ?? 'IN' }] : [],
    answers,
    authorities,
    additionals: to.udpSize === undefined ? [] : [replyOpt(reply)],
  });
}

/** RFC 8914, section 2: option 15, two bytes of code, then text. */
function replyOpt({ rcode, extendedError }: Reply): Answer {
  const opt = {
    type: 'OPT' as const,
    name: '.',
    udpPayloadSize: UDP_SIZE,
    extendedRcode: rcode >> 4,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
  };
  if (!extendedError) return { ...opt, options: [] };
  const data = Buffer.alloc(2 + Buffer.byteLength(extendedError.text));
  data.writeUInt16BE(extendedError.code, 0);
  data.write(extendedError.text, 2);
  // The types of dns-packet know no extended errors; its encoder writes any numeric option that comes with data.
  return { ...opt, options: [{ code: 15, data } as unknown as PacketOpt] };
}

const written = (record: DnsRecord): Answer => ({ ...record.answer, ttl: record.ttl }) as Answer;

/** The types of dns-packet leave out the names that its encoder takes for all other numbers. */
const packetType = (type: number): RecordType => READABLE.get(type) ?? (`UNKNOWN_${type}` as RecordType);

const reasonOf = (error: unknown): string => {
  if (error instanceof MalformedMessage) return error.message;
  throw error;
};
