import { decode, type RecordClass } from 'dns-packet';
import type { BadQuery, ClientQuery, ReplyTo } from './message.ts';
import { withOpaqueRecords } from './packet.ts';
import { CLASS_IN, RCODE, TYPE } from './types.ts';
import { HEADER_LENGTH, type Header, MalformedMessage, readHeader, type WireMessage, type WireRecord, walk } from './wire.ts';

/** Classes that can be repeated in a refusal. */
const OTHER_CLASSES: Readonly<Record<number, RecordClass>> = { 2: 'CS', 3: 'CH', 4: 'HS', 255: 'ANY' };

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

const reasonOf = (error: unknown): string => {
  if (error instanceof MalformedMessage) return error.message;
  throw error;
};
