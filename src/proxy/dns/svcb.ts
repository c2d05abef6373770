import type { DnsRecord } from './message.ts';
import { MalformedMessage, readName } from './wire.ts';

const MANDATORY = 0;
/** ECH hides the name that is decided on; hints are addresses that were not resolved for the name by an A query. */
const STRIPPED: ReadonlySet<number> = new Set([4 /* ipv4hint */, 5 /* ech */, 6 /* ipv6hint */]);

/** An HTTPS or SVCB record (RFC 9460, section 2.2) without ECH and address hints; undefined if its data is in any way in doubt. */
export function withoutHints(record: DnsRecord): DnsRecord | undefined {
  const data = 'data' in record.answer ? record.answer.data : undefined;
  if (!Buffer.isBuffer(data)) return undefined;
  const stripped = strip(data);
  if (!stripped) return undefined;
  return { ...record, answer: { ...record.answer, data: stripped } as DnsRecord['answer'] };
}

function strip(data: Buffer): Buffer | undefined {
  if (data.length < 3) return undefined;
  let offset = targetEnd(data);
  if (offset === undefined) return undefined;
  const kept = [data.subarray(0, offset)];
  let lastKey = -1;
  while (offset < data.length) {
    if (offset + 4 > data.length) return undefined;
    const key = data.readUInt16BE(offset);
    const end: number = offset + 4 + data.readUInt16BE(offset + 2);
    // Keys come in strictly increasing order, each once.
    if (end > data.length || key <= lastKey) return undefined;
    const value = data.subarray(offset + 4, end);
    if (key === MANDATORY && !mandatoryKeysAreKept(value)) return undefined;
    if (!STRIPPED.has(key)) kept.push(data.subarray(offset, end));
    lastKey = key;
    offset = end;
  }
  return Buffer.concat(kept);
}

/** Behind priority and target name, which is never compressed. */
function targetEnd(data: Buffer): number | undefined {
  try {
    const target = readName(data, 2);
    const plain = target.text === '' ? 3 : target.text.length + 4;
    return target.end === plain && (target.hostname || target.text === '') ? target.end : undefined;
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
}

/** A client must ignore a record without a mandatory key, so such a record is of no use to it without what is stripped. */
function mandatoryKeysAreKept(value: Buffer): boolean {
  if (value.length === 0 || value.length % 2 !== 0) return false;
  for (let at = 0; at < value.length; at += 2) if (STRIPPED.has(value.readUInt16BE(at))) return false;
  return true;
}
