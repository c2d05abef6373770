import { type Answer, decode, encode, type Packet } from 'dns-packet';
import { normalizeName } from '../names.ts';
import { type DnsQuestion, type DnsRecord, UDP_SIZE, type UpstreamMessage } from './message.ts';
import { packetType, READABLE, readable, withOpaqueRecords } from './packet.ts';
import { CLASS_IN, TYPE } from './types.ts';
import { HEADER_LENGTH, MalformedMessage, readHeader, readName, type WireRecord, walk } from './wire.ts';

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
