import type { RecordType } from 'dns-packet';
import { CLASS_IN, TYPE } from './types.ts';
import { readName, type WireRecord } from './wire.ts';

const OPAQUE_TYPE = 0xff00;
/** Of these dns-packet reads and writes the data, names in it included; the data of all others stays the bytes it is (RFC 3597). */
export const READABLE: ReadonlyMap<number, RecordType> = new Map<number, RecordType>([
  [TYPE.A, 'A'],
  [TYPE.NS, 'NS'],
  [TYPE.CNAME, 'CNAME'],
  [TYPE.SOA, 'SOA'],
  [TYPE.PTR, 'PTR'],
  [TYPE.MX, 'MX'],
  [TYPE.SRV, 'SRV'],
]);

/** The types of dns-packet leave out the names that its encoder takes for all other numbers. */
export const packetType = (type: number): RecordType => READABLE.get(type) ?? (`UNKNOWN_${type}` as RecordType);

/**
 * dns-packet trusts record lengths and parses some types loosely. It gets a copy in which everything that it need not or must not
 * interpret has a type that it takes as opaque bytes.
 */
export function withOpaqueRecords(bytes: Buffer, records: readonly WireRecord[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const record of records) {
    if (record.class !== CLASS_IN || !READABLE.has(record.type) || !readable(bytes, record)) copy.writeUInt16BE(OPAQUE_TYPE, record.at);
  }
  return copy;
}

/** The data has exactly the shape of its type, and its names are made of bytes that survive being text. */
export function readable(bytes: Buffer, { type, dataAt, dataLength }: WireRecord): boolean {
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
