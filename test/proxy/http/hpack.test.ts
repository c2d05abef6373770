import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../../src/proxy/http/h2/constants.ts';
import { literalWire } from '../../../src/proxy/http/h2/field.ts';
import { HpackDecoder } from '../../../src/proxy/http/h2/hpack-decoder.ts';
import { decodeHuffman } from '../../../src/proxy/http/h2/huffman.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');
const list = (decoder: HpackDecoder, block: Buffer) =>
  decoder.decode(block, 0, block.length).fields.map(({ name, value }) => `${name}: ${value}`);

describe('RFC 7541 appendix C', () => {
  it.each([
    ['C.2.1 literal with indexing', '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572', ['custom-key: custom-header']],
    ['C.2.2 literal without indexing', '040c 2f73 616d 706c 652f 7061 7468', [':path: /sample/path']],
    ['C.2.3 literal never indexed', '1008 7061 7373 776f 7264 0673 6563 7265 74', ['password: secret']],
    ['C.2.4 indexed', '82', [':method: GET']],
  ])('%s', (_name, block, expected) => expect(list(new HpackDecoder(65_536), hex(block))).toEqual(expected));

  const requests: readonly (readonly [plain: string, huffman: string, expected: string[]])[] = [
    [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'],
    ],
    [
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8286 84be 5886 a8eb 1064 9cbf',
      [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com', 'cache-control: no-cache'],
    ],
    [
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
      [':method: GET', ':scheme: https', ':path: /index.html', ':authority: www.example.com', 'custom-key: custom-value'],
    ],
  ];
  it('C.3 and C.4: requests on one connection, plain and with Huffman code', () => {
    const plain = new HpackDecoder(65_536);
    const coded = new HpackDecoder(65_536);
    for (const [text, huffman, expected] of requests) {
      expect(list(plain, hex(text))).toEqual(expected);
      expect(list(coded, hex(huffman))).toEqual(expected);
    }
  });

  it('C.6: responses in a table of 256 octets, with evictions', () => {
    const decoder = new HpackDecoder(65_536);
    const first =
      '3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3';
    expect(list(decoder, hex(first))).toEqual([
      ':status: 302',
      'cache-control: private',
      'date: Mon, 21 Oct 2013 20:13:21 GMT',
      'location: https://www.example.com',
    ]);
    expect(list(decoder, hex('4883 640e ffc1 c0bf'))[0]).toBe(':status: 307');
    const third =
      '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07';
    expect(list(decoder, hex(third))).toEqual([
      ':status: 200',
      'cache-control: private',
      'date: Mon, 21 Oct 2013 20:13:22 GMT',
      'location: https://www.example.com',
      'content-encoding: gzip',
      'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
    ]);
  });
});

describe('what is sent on', () => {
  const name = fc.stringMatching(/^[a-z0-9-]{1,40}$/);
  const value = fc.stringMatching(/^[\x20-\x7e]{0,300}$/);

  it('says the same without a dynamic table, however it was encoded', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value, fc.constantFrom(0x00, 0x10, 0x40), fc.boolean()), { maxLength: 40 }), (fields) => {
        const decoder = new HpackDecoder(1_000_000);
        const parts: Uint8Array[] = [];
        for (const [fieldName, fieldValue, form, repeated] of fields) {
          const literal = literalWire(0, 0, fieldName, Buffer.from(fieldValue), false);
          literal[0] = form;
          parts.push(literal);
          const size = fieldName.length + fieldValue.length + 32;
          if (form === 0x40 && repeated && size <= 4_096) parts.push(Uint8Array.of(0xbe));
        }
        const block = Buffer.concat(parts);
        const decoded = decoder.decode(block, 0, block.length).fields;
        const wire = Buffer.concat(decoded.map((field) => field.wire));
        const fresh = new HpackDecoder(1_000_000);
        expect(list(fresh, wire)).toEqual(decoded.map((field) => `${field.name}: ${field.value}`));
        expect(fresh.generation).toBe(0);
      }),
    );
  });

  it('keeps never-indexed fields never indexed', () => {
    const { fields } = new HpackDecoder(65_536).decode(hex('1008 7061 7373 776f 7264 0673 6563 7265 74'), 0, 17);
    expect(fields[0]?.wire[0]).toBe(0x10);
  });
});

describe('bad blocks', () => {
  it.each([
    ['index 0', '80'],
    ['an index that no table holds', 'be'],
    ['a name index that no table holds', '7f00 0161'],
    ['a block that ends inside an integer', 'ff'],
    ['an integer of too many octets', 'ff80 8080 8080 8080 8001'],
    ['a string longer than its block', '0003 61'],
    ['Huffman padding of eight bits', '0001 6182 1fff'],
    ['Huffman padding of zeros', '0001 6181 18'],
    ['EOS inside a Huffman string', '0001 6184 ffff ffff'],
    ['a table larger than allowed', '3fe2 1f'],
    ['a table size update behind a field', '8220'],
  ])('%s', (_name, block) => {
    const bytes = hex(block);
    expect(() => new HpackDecoder(65_536).decode(bytes, 0, bytes.length)).toThrow(ConnectionError);
  });

  it('a bomb of references is cut short, and costs no memory', () => {
    const decoder = new HpackDecoder(65_536);
    const entry = literalWire(0, 0, 'bomb', Buffer.alloc(4_000, 'x'), false);
    entry[0] = 0x40;
    const block = Buffer.concat([entry, Buffer.alloc(60_000, 0xbe)]);
    const { fields, tooLarge } = decoder.decode(block, 0, block.length);
    expect(tooLarge).toBe(true);
    expect(fields.length).toBeLessThan(20);
    expect(list(decoder, hex('be'))[0]).toMatch(/^bomb: x/);
  });

  it('random octets give fields or a ConnectionError', () => {
    const decoder = new HpackDecoder(4_096);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decoder.decode(Buffer.from(bytes), 0, bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectionError);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('random octets never break the Huffman decoder', () => {
    const out = new Uint8Array(64);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const length = decodeHuffman(bytes, 0, bytes.length, out);
        expect(length >= -2 && length <= out.length).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
