/**
 * A strict walk over a DNS message (RFC 1035, section 4) before anything else reads it: every count, label, pointer and length
 * must fit exactly. It says where things are and of what kind; values are read by dns-packet afterwards (`message.ts`).
 */

export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

export interface Header {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  readonly rcode: number;
}

export interface WireName {
  /** Labels joined with dots, bytes as Latin-1; empty for the root. */
  readonly text: string;
  /** Letters, digits, hyphens and underscores only: text and labels stand for each other. */
  readonly hostname: boolean;
  /** Offset behind the name as it stands here (behind the pointer, if it ends in one). */
  readonly end: number;
}

export interface WireQuestion {
  readonly name: WireName;
  readonly type: number;
  readonly class: number;
  readonly end: number;
}

export interface WireRecord {
  readonly name: WireName;
  /** Offset of the type field. */
  readonly at: number;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly dataAt: number;
  readonly dataLength: number;
}

export interface WireMessage {
  readonly header: Header;
  readonly questions: readonly WireQuestion[];
  readonly answers: readonly WireRecord[];
  readonly authorities: readonly WireRecord[];
  readonly additionals: readonly WireRecord[];
}

export const HEADER_LENGTH = 12;
const MAX_LABEL = 63;
const MAX_NAME = 255;
const MIN_RECORD = 11;
/** In one name. A label goes before a pointer where anything is saved, and there are no more labels. Thousands in each of thousands of names would take a second. */
const MAX_POINTERS = MAX_NAME >> 1;
const HOSTNAME_LABEL = /^[A-Za-z0-9_-]+$/;

/** Throws MalformedMessage. */
export function walk(bytes: Buffer): WireMessage {
  const header = readHeader(bytes);
  const counts = [4, 6, 8, 10].map((at) => bytes.readUInt16BE(at));
  const [questionCount = 0, answerCount = 0, authorityCount = 0, additionalCount = 0] = counts;
  const records = answerCount + authorityCount + additionalCount;
  // Nothing is allocated for records that cannot be there.
  if (HEADER_LENGTH + questionCount * 5 + records * MIN_RECORD > bytes.length)
    throw new MalformedMessage('more records announced than fit');

  let offset = HEADER_LENGTH;
  const questions = times(questionCount, () => {
    const question = readQuestion(bytes, offset);
    offset = question.end;
    return question;
  });
  const section = (count: number): WireRecord[] =>
    times(count, () => {
      const record = readRecord(bytes, offset);
      offset = record.dataAt + record.dataLength;
      return record;
    });
  const answers = section(answerCount);
  const authorities = section(authorityCount);
  const additionals = section(additionalCount);
  if (offset !== bytes.length) throw new MalformedMessage(`${bytes.length - offset} bytes behind the message`);
  return { header, questions, answers, authorities, additionals };
}

/** Throws MalformedMessage if there is no whole header. */
export function readHeader(bytes: Buffer): Header {
  if (bytes.length < HEADER_LENGTH) throw new MalformedMessage('shorter than a header');
  const flags = bytes.readUInt16BE(2);
  return {
    id: bytes.readUInt16BE(0),
    response: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    checkingDisabled: (flags & 0x0010) !== 0,
    rcode: flags & 15,
  };
}

function readQuestion(bytes: Buffer, offset: number): WireQuestion {
  const name = readName(bytes, offset);
  if (name.end + 4 > bytes.length) throw new MalformedMessage('question cut off');
  return { name, type: bytes.readUInt16BE(name.end), class: bytes.readUInt16BE(name.end + 2), end: name.end + 4 };
}

function readRecord(bytes: Buffer, offset: number): WireRecord {
  const name = readName(bytes, offset);
  const at = name.end;
  if (at + 10 > bytes.length) throw new MalformedMessage('record cut off');
  const dataLength = bytes.readUInt16BE(at + 8);
  const dataAt = at + 10;
  if (dataAt + dataLength > bytes.length) throw new MalformedMessage('record data cut off');
  // RFC 2181, section 8: a TTL with the top bit set counts as zero.
  const ttl = bytes.readUInt32BE(at + 4);
  return { name, at, type: bytes.readUInt16BE(at), class: bytes.readUInt16BE(at + 2), ttl: ttl > 0x7fffffff ? 0 : ttl, dataAt, dataLength };
}

/** RFC 1035, sections 3.1 and 4.1.4. Pointers lead strictly backwards, so that they cannot loop. Throws MalformedMessage. */
export function readName(bytes: Buffer, start: number): WireName {
  const labels: string[] = [];
  let hostname = true;
  let length = 1;
  let end: number | undefined;
  let offset = start;
  let lowest = start;
  let pointers = 0;
  for (;;) {
    const first = bytes[offset];
    if (first === undefined) throw new MalformedMessage('name cut off');
    if (first === 0) break;
    if (first >= 0xc0) {
      const second = bytes[offset + 1];
      if (second === undefined) throw new MalformedMessage('pointer cut off');
      const target = ((first & 0x3f) << 8) | second;
      if (target >= lowest) throw new MalformedMessage('pointer does not lead backwards');
      if (++pointers > MAX_POINTERS) throw new MalformedMessage('too many pointers in a name');
      end ??= offset + 2;
      lowest = target;
      offset = target;
      continue;
    }
    if (first > MAX_LABEL) throw new MalformedMessage('unknown kind of label');
    if (offset + 1 + first > bytes.length) throw new MalformedMessage('label cut off');
    length += first + 1;
    if (length > MAX_NAME) throw new MalformedMessage('name too long');
    const label = bytes.toString('latin1', offset + 1, offset + 1 + first);
    hostname &&= HOSTNAME_LABEL.test(label);
    labels.push(label);
    offset += first + 1;
  }
  return { text: labels.join('.'), hostname, end: end ?? offset + 1 };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
