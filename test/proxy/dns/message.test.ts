import { decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../src/policy/index.ts';
import type { Flow } from '../../../src/proxy/context.ts';
import { createHandler } from '../../../src/proxy/dns/handle.ts';
import { readQuery } from '../../../src/proxy/dns/query.ts';
import { createResolver } from '../../../src/proxy/dns/resolver.ts';
import { readResponse, writeQuery } from '../../../src/proxy/dns/upstream.ts';
import { MalformedMessage, walk } from '../../../src/proxy/dns/wire.ts';
import { writeReply } from '../../../src/proxy/dns/write.ts';
import { createNameTable } from '../../../src/proxy/names.ts';
import { query } from './clients.ts';
import { a, cname, reply, soa, startWorld, type World } from './world.ts';

const header = (fields: { id?: number; flags?: number; counts?: [number, number, number, number] } = {}): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(fields.id ?? 7, 0);
  bytes.writeUInt16BE(fields.flags ?? 0x0100, 2);
  (fields.counts ?? [1, 0, 0, 0]).forEach((count, i) => void bytes.writeUInt16BE(count, 4 + i * 2));
  return bytes;
};
const labels = (...parts: string[]): Buffer =>
  Buffer.concat([...parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')])), Buffer.from([0])]);
const tail = (type = 1, klass = 1): Buffer => Buffer.from([type >> 8, type & 255, klass >> 8, klass & 255]);
const opt = (...options: Buffer[]): Buffer => {
  const data = Buffer.concat(options);
  return Buffer.concat([Buffer.from([0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, data.length >> 8, data.length & 255]), data]);
};
const ok = Buffer.concat([labels('ok', 'test'), tail()]);
const record = Buffer.concat([labels('ok', 'test'), Buffer.from([0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1])]);

describe('a query that is not plain', () => {
  it.each<[string, Buffer, RegExp]>([
    ['empty', Buffer.alloc(0), /shorter than a header/],
    ['shorter than a header', header().subarray(0, 11), /shorter than a header/],
    ['a response', Buffer.concat([header({ flags: 0x8180 }), ok]), /a response/],
    ['another opcode', Buffer.concat([header({ flags: 0x2800 }), ok]), /opcode 5/],
    ['no question', header({ counts: [0, 0, 0, 0] }), /0 questions/],
    ['two questions', Buffer.concat([header({ counts: [2, 0, 0, 0] }), ok, ok]), /2 questions/],
    ['more questions than bytes', Buffer.concat([header({ counts: [65535, 0, 0, 0] }), ok]), /announced/],
    ['more records than bytes', Buffer.concat([header({ counts: [1, 0, 0, 65535] }), ok]), /announced/],
    ['an answer', Buffer.concat([header({ counts: [1, 1, 0, 0] }), ok, record]), /records in a query/],
    ['an authority record', Buffer.concat([header({ counts: [1, 0, 1, 0] }), ok, record]), /records in a query/],
    ['an additional record', Buffer.concat([header({ counts: [1, 0, 0, 1] }), ok, record]), /additional/],
    ['two OPT records', Buffer.concat([header({ counts: [1, 0, 0, 2] }), ok, opt(), opt()]), /additional/],
    ['OPT with an option too long', Buffer.concat([header({ counts: [1, 0, 0, 1] }), ok, opt(Buffer.from([0, 10, 0, 9, 1]))]), /option/],
    ['OPT with an option cut off', Buffer.concat([header({ counts: [1, 0, 0, 1] }), ok, opt(Buffer.from([0, 10, 0]))]), /option/],
    ['bytes behind the question', Buffer.concat([header(), ok, Buffer.from('secret')]), /6 bytes behind/],
    ['bytes behind OPT', Buffer.concat([header({ counts: [1, 0, 0, 1] }), ok, opt(), Buffer.from('x')]), /1 bytes behind/],
    ['a question cut off', Buffer.concat([header(), ok.subarray(0, -1)]), /cut off|announced/],
    ['a label cut off', Buffer.concat([header(), Buffer.from([9, 97, 98, 99, 0, 0, 1])]), /cut off/],
    ['an empty name', Buffer.concat([header(), labels(), tail()]), /empty/],
    ['a label of 64 bytes', Buffer.concat([header(), labels('a'.repeat(64), 'test'), tail()]), /kind of label/],
    ['a name of 256 bytes', Buffer.concat([header(), labels(...Array(4).fill('a'.repeat(63))), tail()]), /too long/],
    ['a pointer to itself', Buffer.concat([header(), Buffer.from([0xc0, 12]), tail()]), /backwards/],
    ['a pointer forwards', Buffer.concat([header(), Buffer.from([0xc0, 14]), labels('ok', 'test'), tail()]), /backwards/],
    [
      'a pointer into the header',
      Buffer.concat([header({ id: 0x0161 }), Buffer.from([2, 111, 107, 0xc0, 0]), tail()]),
      /compressed|host name|long|cut/,
    ],
    ['an upper byte', Buffer.concat([header(), labels('o\xe9k', 'test'), tail()]), /host name/],
    ['a NUL', Buffer.concat([header(), labels('ok\0', 'test'), tail()]), /host name/],
    ['a dot in a label', Buffer.concat([header(), labels('ok.test'), tail()]), /host name/],
    ['a blank in a label', Buffer.concat([header(), labels('ok test'), tail()]), /host name/],
    ['class ANY', Buffer.concat([header(), labels('ok', 'test'), tail(1, 255)]), /class 255/],
    ['class IN with the mDNS bit', Buffer.concat([header(), labels('ok', 'test'), tail(1, 0x8001)]), /class 32769/],
  ])('%s', (_, bytes, why) => {
    const read = readQuery(bytes);
    expect('why' in read && read.why).toMatch(why);
  });

  it.each([
    [100, undefined],
    [200, 'too many pointers'],
    [5000, 'too many pointers'],
  ])('with a name by way of %i pointers, each of which leads to the one before', (count, why) => {
    // The second record has its name in the data of the first, where the pointers are: each of thousands of records could have that name.
    const at = 12 + ok.length + 12;
    const pointers = Buffer.alloc(2 * count);
    for (let i = 0; i < count; i++) pointers.writeUInt16BE(0xc000 | (i === 0 ? 12 : at + 2 * (i - 1)), 2 * i);
    const text = Buffer.concat([Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 9, 0, 0]), pointers]);
    text.writeUInt16BE(pointers.length, 10);
    const named = Buffer.from([0, 0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1]);
    named.writeUInt16BE(0xc000 | (at + 2 * (count - 1)), 0);
    const message = Buffer.concat([header({ flags: 0x8180, counts: [1, 2, 0, 0] }), ok, text, named]);
    if (why) expect(() => walk(message)).toThrow(why);
    else expect(walk(message).answers[1]?.name.text).toBe('ok.test');
  });

  it('of 253 bytes of name is still one', () => {
    const parts = ['a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(61)];
    expect(readQuery(Buffer.concat([header(), labels(...parts), tail()]))).toMatchObject({ question: { name: parts.join('.'), type: 1 } });
  });
});

describe('any bytes', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  /** A good query with some bytes changed, added or cut. */
  const mutated = fc
    .tuple(
      fc.constantFrom(
        query('ok.test'),
        query('www.evil.test', 'TXT'),
        encode({
          questions: [{ name: 'evil.test', type: 'A' }],
          additionals: [
            { type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] },
          ],
        }),
      ),
      fc.array(fc.tuple(fc.nat(64), fc.nat(255)), { maxLength: 6 }),
      fc.uint8Array({ maxLength: 12 }),
      fc.nat(8),
    )
    .map(([base, changes, more, cut]) => {
      const bytes = Buffer.concat([base.subarray(0, base.length - (cut > 6 ? cut : 0)), cut === 5 ? more : Buffer.alloc(0)]);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });

  it('that are no allowed query get a reply or none, never an error, and are never forwarded', async () => {
    const names = createNameTable(() => 0);
    const upstream = createResolver({ servers: [world], names, rounds: [50] });
    const lines: unknown[] = [];
    const context = {
      policy: compile('', { resolvers: [world.ip] }),
      audit: false,
      names,
      resolver: upstream,
      log: { write: (line: unknown) => lines.push(line) },
    };
    const handle = createHandler({ context, upstream, isOutside: () => true });
    const flow: Flow = { id: '1', protocol: 'udp', src: { ip: '127.0.0.1', port: 9 }, dst: { ip: world.ip, port: 53 }, who: { pid: 1 } };
    const any = fc.oneof(
      mutated,
      fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(any, fc.boolean(), async (bytes, seen) => {
        const before = lines.length;
        const out = await handle(bytes, { transport: 'udp', srcPort: 9, flow: seen ? flow : undefined });
        expect(lines.length).toBe(before + 1);
        if (out) {
          expect(out.length).toBeLessThanOrEqual(4096);
          expect(out.readUInt16BE(0)).toBe(bytes.readUInt16BE(0));
          expect(decode(out).flag_qr).toBe(true);
          expect(decode(out).answers ?? []).toEqual([]);
        }
      }),
      { numRuns: 3000 },
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([world.seen, world.garbage]).toEqual([[], []]);
  });

  it('that are read as a query have exactly one way to be read, and what is forwarded is built from it', () => {
    fc.assert(
      fc.property(mutated, fc.nat(0xffff), (bytes, id) => {
        const read = readQuery(bytes);
        if ('why' in read) return;
        const sent = decode(writeQuery(id, read.question, true).bytes);
        expect(sent.questions?.[0]?.name).toBe(read.question.name);
        expect(read.question.name).toMatch(/^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*$/);
        expect(decode(bytes).questions?.[0]?.name).toBe(read.question.name);
      }),
      { numRuns: 3000 },
    );
  });

  it('that come as an answer are ignored, refused as malformed, or read', () => {
    const sent = writeQuery(7, { name: 'www.ok.test', type: 1 }, true);
    const good = reply(sent.bytes, {
      answers: [cname('www.ok.test', 'ok.test'), a('ok.test', '192.0.2.1'), { type: 'MX', name: 'ok.test', data: { exchange: 'mx.test' } }],
      authorities: [soa('test', 60)],
      additionals: [{ type: 'SRV', name: 'ok.test', data: { port: 1, target: 'x.test' } }],
    });
    const changed = fc
      .tuple(fc.array(fc.tuple(fc.integer({ min: 2, max: good.length - 1 }), fc.nat(255)), { maxLength: 5 }), fc.nat(good.length))
      .map(([changes, cut]) => {
        const bytes = Buffer.from(cut % 3 ? good : good.subarray(0, cut));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(
        fc.oneof(
          changed,
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          try {
            const read = readResponse(bytes, sent);
            for (const record of [...(read?.answers ?? []), ...(read?.authorities ?? [])]) {
              expect(record.ttl).toBeLessThan(2 ** 31);
              if (record.answer.type === 'A') expect(record.answer.data).toMatch(/^\d{1,3}(\.\d{1,3}){3}$/);
            }
            // What was read can be written, and what was written can be read.
            if (!read) return;
            const question = { name: 'www.ok.test', type: 1 };
            const out = walk(writeReply({ id: 1, recursionDesired: true, checkingDisabled: false, question }, read, 0xffff));
            expect(out.answers.map(({ type }) => type)).toEqual(read.answers.map(({ type }) => type));
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedMessage);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
