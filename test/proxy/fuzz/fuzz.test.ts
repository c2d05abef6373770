import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { readQuery } from '../../../src/proxy/dns/query.ts';
import { MalformedMessage, walk } from '../../../src/proxy/dns/wire.ts';
import { AuthorityReader } from '../../../src/proxy/http/authority.ts';
import { RequestFramer } from '../../../src/proxy/http/h1/request-framer.ts';
import { ClientSide } from '../../../src/proxy/http/h2/client-side.ts';
import { Connection } from '../../../src/proxy/http/h2/connection.ts';
import { ConnectionError } from '../../../src/proxy/http/h2/constants.ts';
import { HpackDecoder } from '../../../src/proxy/http/h2/hpack-decoder.ts';
import { Input } from '../../../src/proxy/http/input.ts';
import { DEFAULT_LIMITS } from '../../../src/proxy/http/types.ts';
import { createClientHelloReader } from '../../../src/proxy/tcp/clienthello.ts';
import { createClassifier } from '../../../src/proxy/tcp/sniff.ts';
import { cpuTime } from '../../cpu-time.ts';
import { createRandom, cut, mutate } from './mutate.ts';
import { seeds } from './seeds.ts';

/**
 * Changes what real peers say, for a second per parser (EGRESS_FILTER_FUZZ_SECONDS: longer). What ends in a way not seen before is mutated
 * further, and with EGRESS_FILTER_FUZZ_KEEP=1 kept in corpus/, with which every run begins. A failure names the line to add there.
 */
const SECONDS = Number(process.env.EGRESS_FILTER_FUZZ_SECONDS ?? 1);
const KEEP = process.env.EGRESS_FILTER_FUZZ_KEEP === '1';
const CORPUS = join(import.meta.dirname, 'corpus');
/** Another each time where a person watches; the same in CI. */
const SEED = Number(process.env.EGRESS_FILTER_TEST_SEED ?? (process.env.CI ? 20_261_122 : Date.now() & 0xffff_ffff));

interface Target {
  readonly name: keyof Awaited<ReturnType<typeof seeds>>;
  readonly what: string;
  /** Reads input that comes in these pieces; the text tells how it ended. Throws what is a fault. */
  read(pieces: readonly Buffer[]): string;
  /** The text has to be the same whatever the pieces. */
  readonly pieces: boolean;
}

const hello: Target = {
  name: 'hello',
  what: 'a ClientHello is read, refused or incomplete',
  pieces: true,
  read: (pieces) => {
    const read = createClientHelloReader();
    const classify = createClassifier({ tls: true });
    let bytes = Buffer.alloc(0);
    for (const piece of pieces) {
      bytes = Buffer.concat([bytes, piece]);
      const result = read(bytes);
      const { kind } = classify(bytes);
      // What the reader refuses may never count as bytes that nobody has to look at.
      if (result.status === 'hello' && kind !== 'tls') throw new Error(`a ClientHello counts as ${kind}`);
      if (result.status === 'malformed') return result.reason.replace(/\d+/g, 'N');
      if (result.status === 'hello') {
        const { serverName, alpn, ech, versions } = result.hello;
        if (serverName !== undefined && !/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(serverName)) throw new Error(`a name like ${serverName}`);
        return `hello ${serverName === undefined ? 'without' : 'with'} name, ${alpn.length} protocols, ${versions.length} versions${ech ? ', ECH' : ''}`;
      }
    }
    return 'more';
  },
};

const h1: Target = {
  name: 'h1',
  what: 'HTTP/1 requests are framed or refused',
  pieces: true,
  read: (pieces) => {
    const framer = new RequestFramer('http', new AuthorityReader(80), 65_536);
    const input = new Input();
    const events: string[] = [];
    for (const piece of pieces) {
      input.append(piece);
      for (let event = framer.next(input); event !== 'more'; event = framer.next(input)) {
        if (event === 'refused') return [...events, `refused: ${framer.refusal?.reason}`].join('; ');
        events.push(event === 'head' ? `${framer.request?.body}` : event);
        if (events.length > 100_000) throw new Error('no end');
      }
      input.take(framer.inHead ? input.headStart : input.pos);
    }
    return events.join('; ');
  },
};

const h2: Target = {
  name: 'h2',
  what: 'HTTP/2 frames pass, or end in a ConnectionError',
  pieces: true,
  read: (pieces) => {
    const connection = new Connection(0, () => 0);
    connection.attached = true;
    connection.clientAtBoundary = true;
    const up = new PassThrough({ highWaterMark: 1e9 });
    const side = new ClientSide(connection, new Input(), 'http', 80, DEFAULT_LIMITS, () => 0);
    try {
      for (const piece of pieces) {
        side.input.append(piece);
        for (side.run(); side.requests.undecided !== undefined; side.run()) {
          const { host } = side.requests.undecided.request.head;
          if (host === 'ok.test') side.requests.forward();
          else side.requests.deny({ forward: false, status: 403, body: 'no', contentType: 'text/plain' });
        }
      }
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      return `${error.code} ${error.message}`;
    }
    connection.toUpstream.flush(up);
    return createHash('sha256')
      .update(up.read() ?? '')
      .digest('hex')
      .slice(0, 1);
  },
};

const hpack: Target = {
  name: 'hpack',
  what: 'header blocks are decoded, or end in a ConnectionError',
  pieces: false,
  read: (pieces) => {
    const decoder = new HpackDecoder(4096);
    const bytes = Buffer.concat(pieces);
    try {
      const { fields } = decoder.decode(bytes, 0, bytes.length);
      return `${Math.min(fields.length, 20)} fields`;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      return error.message;
    }
  },
};

const dns: Target = {
  name: 'dns',
  what: 'DNS messages are read, or malformed',
  pieces: false,
  read: (pieces) => {
    const bytes = Buffer.concat(pieces);
    const query = readQuery(bytes);
    const asked = 'why' in query ? `no query: ${query.why}` : `type ${Math.min(query.question.type, 70)}`;
    if (!('why' in query) && !/^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*$/.test(query.question.name)) {
      throw new Error(`a name like ${query.question.name}`);
    }
    try {
      const { answers } = walk(bytes);
      return `${asked}, ${Math.min(answers.length, 5)} answers`;
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      return `${asked}, ${error.message.replace(/\d+/g, 'N')}`;
    }
  },
};

const alike = (outcome: string): string => outcome.replace(/refused: .*/s, 'refused');

let begin: Awaited<ReturnType<typeof seeds>>;
beforeAll(async () => {
  begin = await seeds();
});

/** One input a line. */
const fileOf = (name: string): string => join(CORPUS, `${name}.hex`);

const kept = (name: string): Buffer[] => {
  const lines = existsSync(fileOf(name)) ? readFileSync(fileOf(name), 'latin1').split('\n') : [];
  return lines.filter(Boolean).map((line) => Buffer.from(line, 'hex'));
};

/** Ways to end that differ in a number or in how often something came are one. */
const wayOf = (outcome: string): string => outcome.replace(/\d+/g, 'N').replace(/(?:^|; )(\w+)(?:; \1)+/g, '; $1...');

describe(`any bytes (seed ${SEED})`, () => {
  test.each([hello, h1, h2, hpack, dns])(
    '$what',
    ({ name, read, pieces }) => {
      const random = createRandom(SEED);
      const grown = [...begin[name], ...kept(name)];
      const seen = new Set<string>();
      let runs = 0;
      const check = (bytes: Buffer): string => {
        runs++;
        const slices = cut(bytes, random);
        try {
          const started = cpuTime();
          const outcome = read([bytes]);
          if (cpuTime() - started > 2000) throw new Error('took more than 2 s');
          // Which of two faults is found first may depend on the pieces.
          if (pieces) expect(alike(read(slices)), 'the pieces make a difference').toBe(alike(outcome));
          return wayOf(outcome);
        } catch (error) {
          const what = `seed ${SEED}, run ${runs}: ${error instanceof Error ? error.stack : error}`;
          throw new Error(`${what}\na line for corpus/${name}.hex:\n${bytes.toString('hex')}`, { cause: error });
        }
      };
      for (const bytes of grown) seen.add(check(bytes));
      for (const end = performance.now() + SECONDS * 1000; performance.now() < end; ) {
        const bytes = mutate(grown, random);
        const way = check(bytes);
        if (seen.has(way) || seen.size > 1000) continue;
        seen.add(way);
        grown.push(bytes);
        if (KEEP && bytes.length < 600) appendFileSync(fileOf(name), `${bytes.toString('hex')}\n`);
      }
      // Both what is understood and what is refused were met.
      expect(runs).toBeGreaterThan(100);
      expect(seen.size).toBeGreaterThan(3);
    },
    (SECONDS + 20) * 1000,
  );
});
