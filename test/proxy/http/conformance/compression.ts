import { type Case, COMPRESSION, coded, GET, get, HUFFMAN, headers, OK, octets, plain } from './case.ts';

const request = (stream: number, ...parts: readonly Uint8Array[]): Buffer => headers(stream, 5, Buffer.concat(parts));
/** GET /, without an authority yet. */
const LINE = octets(0x82, 0x86, 0x84);
/** `:authority: ok.test` enters the table. */
const AUTHORITY = Buffer.concat([octets(0x41), plain('ok.test')]);
/** The newest entry of the dynamic table, and the one before. */
const [FIRST, SECOND] = [octets(0xbe), octets(0xbf)];
const THIRD_STREAM = { status: 200, stream: 3 } as const;

/** A dynamic table size update (section 6.3). */
function resize(size: number): Buffer {
  const rest = size - 31;
  if (rest < 0) return octets(0x20 | size);
  return rest < 128 ? octets(0x3f, rest) : octets(0x3f, 0x80 | (rest & 0x7f), rest >> 7);
}

/** Literals: the octet in front with a name of the table (`cache-control`, index 24), and with a new name. */
const forms: readonly (readonly [name: string, section: string, known: Buffer, fresh: Buffer])[] = [
  ['with incremental indexing', '6.2.1', octets(0x58), octets(0x40)],
  ['without indexing', '6.2.2', octets(0x0f, 24 - 15), octets(0x00)],
  ['never indexed', '6.2.3', octets(0x1f, 24 - 15), octets(0x10)],
];
const literals = forms.flatMap(([name, section, known, fresh]): Case[] => [
  [`${section} of RFC 7541`, `a literal ${name}, indexed name`, [get(1, known, plain('no-cache'))], OK],
  [`${section} of RFC 7541`, `a literal ${name}, indexed name, Huffman code`, [get(1, known, coded('no-cache'))], OK],
  [`${section} of RFC 7541`, `a literal ${name}, new name`, [get(1, fresh, plain('custom-key'), plain('custom-value'))], OK],
  [`${section} of RFC 7541`, `a literal ${name}, new name, Huffman code`, [get(1, fresh, coded('custom-key'), coded('custom-value'))], OK],
]);

/** A value in Huffman code, or what claims to be. */
const huffman = (value: Uint8Array) => [get(1, octets(0x00), plain('x-test'), octets(0x80 | value.length), value)];

export const compression: readonly Case[] = [
  ...literals,
  [
    '2.3.1 of RFC 7541',
    'every entry of the static table that may be in a request',
    [get(1, Buffer.from([15, 16, 17, 18, 19, 21, 24, 25, 26, 27, 29, 30, 31, 50, 51, 58, 60, 61].map((index) => 0x80 | index)))],
    OK,
  ],
  ['2.3.2 of RFC 7541', 'an entry that the block before has made', [request(1, LINE, AUTHORITY), request(3, LINE, FIRST)], THIRD_STREAM],
  [
    '2.3.2 of RFC 7541',
    'a new entry comes first and moves the others',
    [request(1, LINE, AUTHORITY, octets(0x40), plain('x-a'), plain('b')), request(3, LINE, SECOND, FIRST)],
    THIRD_STREAM,
  ],
  ['2.3.3 of RFC 7541', 'an index behind both tables', [get(1, octets(0xc6))], COMPRESSION],
  ['2.3.3 of RFC 7541', 'a literal whose name is behind both tables', [get(1, octets(0x7f, 0x07), plain('x'))], COMPRESSION],
  ['2.3.3 of RFC 7541', 'an index just behind the newest entries', [request(1, LINE, AUTHORITY, SECOND)], COMPRESSION],

  ['4.2 of RFC 7541', 'a size update at the end of a block', [get(1, resize(1))], COMPRESSION],
  ['4.2 of RFC 7541', 'a size update between fields', [request(1, octets(0x82), resize(0), octets(0x86, 0x84), AUTHORITY)], COMPRESSION],
  ['4.3 of RFC 7541', 'a smaller table evicts', [request(1, LINE, AUTHORITY), request(3, resize(0), LINE, FIRST)], COMPRESSION],
  [
    '4.3 of RFC 7541',
    'a smaller table that still holds its entry',
    [request(1, LINE, AUTHORITY), request(3, resize(49), LINE, FIRST)],
    THIRD_STREAM,
  ],
  [
    '4.3 of RFC 7541',
    'a table one octet too small for its entry',
    [request(1, LINE, AUTHORITY), request(3, resize(48), LINE, FIRST)],
    COMPRESSION,
  ],
  ['4.4 of RFC 7541', 'an entry larger than the table empties it, and is no error', [request(1, resize(40), LINE, AUTHORITY)], OK],
  [
    '4.4 of RFC 7541',
    'an entry larger than the table cannot be referred to',
    [request(1, resize(40), LINE, AUTHORITY, FIRST)],
    COMPRESSION,
  ],

  ['5.1 of RFC 7541', 'an integer without its end', [get(1, octets(0xff))], COMPRESSION],
  ['5.1 of RFC 7541', 'an integer beyond all bounds', [get(1, octets(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f))], COMPRESSION],
  ['5.1 of RFC 7541', 'an integer of needless octets', [get(1, octets(0x00, 0x7f, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00))], COMPRESSION],
  ['5.2 of RFC 7541', 'a string longer than its block', [get(1, octets(0x00, 0x0a), Buffer.from('short'))], COMPRESSION],
  ['5.2 of RFC 7541', 'a literal without its value', [get(1, octets(0x00), plain('x-test'))], COMPRESSION],
  ['5.2 of RFC 7541', 'Huffman code, padded by more than 7 bits', huffman(Buffer.concat([HUFFMAN['no-cache'], octets(0xff)])), COMPRESSION],
  ['5.2 of RFC 7541', 'Huffman code, padded by zeros', huffman(octets(0x18)), COMPRESSION],
  ['5.2 of RFC 7541', 'Huffman code that holds EOS', huffman(octets(0xff, 0xff, 0xff, 0xff)), COMPRESSION],

  ['6.1 of RFC 7541', 'index 0', [get(1, octets(0x80))], COMPRESSION],
  ['6.3 of RFC 7541', 'a size update', [request(1, resize(128), GET)], OK],
  ['6.3 of RFC 7541', 'two size updates', [request(1, resize(128), resize(4_096), GET)], OK],
  ['6.3 of RFC 7541', 'a size update to 0', [request(1, resize(0), GET)], OK],
  ['6.3 of RFC 7541', 'a size update beyond what was announced', [request(1, resize(4_097), GET)], COMPRESSION],
];
