import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AuthorityReader } from '../../../src/proxy/http/authority.ts';
import { joinWires, literalWire } from '../../../src/proxy/http/h2/field.ts';
import { HeaderBlocks } from '../../../src/proxy/http/h2/header-blocks.ts';
import { HpackDecoder } from '../../../src/proxy/http/h2/hpack-decoder.ts';
import { readRequest } from '../../../src/proxy/http/h2/request-fields.ts';
import { PeerSettings } from '../../../src/proxy/http/h2/settings.ts';

/** :path in a literal that enters the table. */
const indexed = (path: string) => Buffer.concat([Buffer.of(0x44, path.length), Buffer.from(path)]);
const path = (text: string) => Buffer.from(literalWire(0, 4, ':path', Buffer.from(text), false));
const authority = (text: string) => Buffer.from(literalWire(0, 1, ':authority', Buffer.from(text), false));

/** GET, https; a path by literal or from whatever the dynamic table holds at the time; a host. */
const block = fc
  .tuple(
    fc.constantFrom(0x82, 0x83),
    fc.constantFrom(
      indexed('/in'),
      indexed('/on'),
      Buffer.of(0xbe),
      Buffer.of(0xbe),
      Buffer.of(0xbf),
      path('/a'),
      path('/b'),
      Buffer.of(0x84),
    ),
    fc.constantFrom(authority('one.example'), authority('one.example'), authority('two.example')),
    fc.constantFrom(Buffer.alloc(0), Buffer.alloc(0), Buffer.alloc(0), Buffer.of(0x20), Buffer.of(0x3f, 0xe1, 0x1f)),
  )
  .map(([method, target, host, resize]) => Buffer.concat([resize, Buffer.of(method, 0x87), target, host]));

test('a block whose octets have come before is read as the tables say now', () => {
  let same = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(block, fc.constantFrom(1, 3)), { minLength: 5, maxLength: 40 }), (runs) => {
      const blocks = runs.flatMap(([bytes, times]) => Array.from({ length: times }, () => bytes));
      const rules = { scheme: 'https' as const, authorities: new AuthorityReader(443), upstream: new PeerSettings() };
      const blocksOfOne = new HeaderBlocks(rules, 65_536);
      const decoder = new HpackDecoder(65_536);
      let last: unknown;
      for (const bytes of blocks) {
        let expected: unknown;
        try {
          const { fields } = decoder.decode(bytes, 0, bytes.length);
          expected = { request: readRequest(fields, { ...rules, extendedConnect: false }), block: joinWires(fields) };
        } catch (error) {
          expected = error;
        }
        // The input's own buffer goes on to hold other octets.
        const borrowed = Buffer.from(bytes);
        blocksOfOne.begin(1, true, undefined, borrowed);
        if (expected instanceof Error) {
          expect(() => blocksOfOne.readRequest()).toThrow(expected.message);
          return;
        }
        const read = blocksOfOne.readRequest();
        borrowed.fill(0);
        expect(read).toEqual(expected);
        if (read === last) same++;
        last = read;
      }
    }),
    { numRuns: 500 },
  );
  expect(same).toBeGreaterThan(50);
});
