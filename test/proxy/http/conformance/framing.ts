import { frame, u32 } from '../frames.ts';
import { until } from '../lab.ts';
import { DATA, GOAWAY, HEADERS, PING, PRIORITY, PUSH, type RawClient, RST, SETTINGS, WINDOW } from '../raw-client.ts';
import {
  ALIVE,
  type Case,
  CLOSED,
  CODE,
  COMPRESSION,
  continuation,
  data,
  denied,
  END_HEADERS,
  END_STREAM,
  FLOW,
  GET,
  get,
  headers,
  OK,
  octets,
  PADDED,
  POST,
  PROTOCOL,
  ping,
  post,
  priority,
  SIZE,
  settings,
  stricter,
  WITH_PRIORITY,
} from './case.ts';

/** Sends, waits until the response on stream 1 has ended, and sends more. */
const afterResponse =
  (first: Uint8Array, ...then: readonly Uint8Array[]) =>
  async (client: RawClient): Promise<void> => {
    client.send(first);
    await until(() => client.frames().some(({ type, stream, flags }) => type <= HEADERS && stream === 1 && (flags & END_STREAM) !== 0));
    client.send(...then);
  };

const reset = (stream: number, code: number = CODE.CANCEL) => frame(RST, 0, stream, u32(code));
const windowUpdate = (stream: number, increment: number) => frame(WINDOW, 0, stream, u32(increment));

/** Frames and their format: sections 4 and 6. */
export const frames: readonly Case[] = [
  ['4.1', 'a frame of an unknown type is ignored', [frame(0xff, 0, 0, 'ignored')], ALIVE],
  ['4.1', 'undefined flags are ignored', [ping('undefine', 0xfe)], ALIVE],
  ['4.1', 'the reserved bit is ignored', [frame(PING, 0, 0x8000_0000, 'reserved')], ALIVE],
  ['4.1', 'the reserved bit of a request is ignored', [headers(0x8000_0001, 5, GET)], OK],
  ['4.2', 'DATA of 2^14 octets', [post(1), data(1, Buffer.alloc(16_384))], OK],
  ['4.2', 'DATA over the largest frame', [post(1), data(1, Buffer.alloc(16_385))], stricter(SIZE)],
  ['4.2', 'HEADERS over the largest frame', [headers(1, 5, Buffer.alloc(16_385))], SIZE],
  ['4.2', 'SETTINGS over the largest frame', [frame(SETTINGS, 0, 0, Buffer.alloc(16_386))], SIZE],
  ['4.2', 'HEADERS too short for their priority', [headers(1, 0x25, Buffer.alloc(4))], SIZE],
  ['4.2', 'padded DATA without a length of the padding', [post(1), data(1, '', PADDED)], stricter(SIZE)],
  ['4.3', 'a header block that does not decode', [headers(1, 5, octets(0x82, 0x86, 0xff, 0xff))], COMPRESSION],
  ['4.3', 'PRIORITY inside a header block', [headers(1, 1, GET), frame(PRIORITY, 0, 1, priority(0, 1)), continuation(1)], PROTOCOL],
  ['4.3', 'HEADERS of another stream inside a header block', [headers(1, 1, GET), get(3), continuation(1)], PROTOCOL],
  ['4.3', 'DATA of the same stream inside a header block', [headers(1, 0, POST), data(1)], PROTOCOL],

  ['6.1', 'DATA', [post(1), data(1)], OK],
  ['6.1', 'several DATA, the last one empty', [post(1), data(1, 'a', 0), data(1, 'b', 0), data(1, '')], OK],
  ['6.1', 'padded DATA', [post(1), data(1, '\x06test\0\0\0\0\0\0', PADDED | END_STREAM)], OK],
  ['6.1', 'DATA that is nothing but padding', [post(1), data(1, '\x03\0\0\0', PADDED | END_STREAM)], OK],
  ['6.1', 'DATA without a stream', [data(0)], PROTOCOL],
  ['6.1', 'as much padding as frame', [post(1), data(1, '\x05test', PADDED)], PROTOCOL],
  ['6.1', 'more padding than frame', [post(1), data(1, '\xfftest', PADDED)], PROTOCOL],

  ['6.2', 'HEADERS', [get(1)], OK],
  ['6.2', 'padded HEADERS', [headers(1, 0x0d, Buffer.concat([octets(4), GET, Buffer.alloc(4)]))], OK],
  ['6.2', 'HEADERS with a priority', [headers(1, 0x25, Buffer.concat([priority(0, 256), GET]))], OK],
  ['6.2', 'padded HEADERS with a priority', [headers(1, 0x2d, Buffer.concat([octets(4), priority(0, 1, true), GET, Buffer.alloc(4)]))], OK],
  ['6.2', 'undefined flags of HEADERS', [headers(1, 0xd7 & ~PADDED & ~WITH_PRIORITY, GET)], OK],
  ['6.2', 'HEADERS without a stream', [headers(0, 5, GET)], PROTOCOL],
  ['6.2', 'more padding than HEADERS', [headers(1, 0x0d, Buffer.concat([octets(200), GET]))], PROTOCOL],

  ['6.3', 'PRIORITY of weight 1', [frame(PRIORITY, 0, 1, priority(0, 1)), get(1)], OK],
  ['6.3', 'PRIORITY of weight 256', [frame(PRIORITY, 0, 1, priority(0, 256)), get(1)], OK],
  ['6.3', 'PRIORITY with a dependency', [frame(PRIORITY, 0, 3, priority(1, 16)), get(1)], OK],
  ['6.3', 'exclusive PRIORITY', [frame(PRIORITY, 0, 3, priority(1, 16, true)), get(1)], OK],
  ['6.3', 'PRIORITY of an idle stream opens none: a lower one may follow', [frame(PRIORITY, 0, 7, priority(0, 16)), get(1)], OK],
  ['6.3', 'PRIORITY without a stream', [frame(PRIORITY, 0, 0, priority(0, 1))], PROTOCOL],
  ['6.3', 'PRIORITY of 4 octets', [get(1), frame(PRIORITY, 0, 1, Buffer.alloc(4))], stricter(SIZE)],
  ['6.3', 'PRIORITY of 6 octets', [get(1), frame(PRIORITY, 0, 1, Buffer.alloc(6))], stricter(SIZE)],

  ['6.4', 'RST_STREAM', [post(1), reset(1)], ALIVE],
  ['6.4', 'RST_STREAM without a stream', [reset(0)], PROTOCOL],
  ['6.4', 'RST_STREAM of 3 octets', [post(1), frame(RST, 0, 1, 'abc')], SIZE],
  ['6.4', 'RST_STREAM of 5 octets', [post(1), frame(RST, 0, 1, 'abcde')], SIZE],

  ['6.5', 'SETTINGS are acknowledged', [settings([3, 100], [4, 100_000])], ALIVE],
  ['6.5', 'SETTINGS ACK that nobody asked for', [frame(SETTINGS, 1, 0), frame(SETTINGS, 1, 0)], ALIVE],
  ['6.5', 'SETTINGS ACK with a payload', [frame(SETTINGS, 1, 0, Buffer.alloc(6))], SIZE],
  ['6.5', 'SETTINGS on a stream', [frame(SETTINGS, 0, 1, '')], PROTOCOL],
  ['6.5', 'SETTINGS of 3 octets', [frame(SETTINGS, 0, 0, 'abc')], SIZE],
  ['6.5.2', 'ENABLE_PUSH of 2', [settings([2, 2])], PROTOCOL],
  ['6.5.2', 'ENABLE_PUSH of 1 is taken, and yet nothing is pushed', [settings([2, 1]), get(1)], OK],
  ['6.5.2', 'INITIAL_WINDOW_SIZE of 2^31', [settings([4, 0x8000_0000])], FLOW],
  ['6.5.2', 'MAX_FRAME_SIZE below 2^14', [settings([5, 16_383])], PROTOCOL],
  ['6.5.2', 'MAX_FRAME_SIZE over 2^24-1', [settings([5, 0x100_0000])], PROTOCOL],
  ['6.5.2', 'MAX_FRAME_SIZE at its bounds', [settings([5, 16_384]), settings([5, 0xff_ffff]), get(1)], OK],
  ['6.5.2', 'an unknown setting is ignored', [settings([0xfe, 0xffff_ffff]), get(1)], OK],
  ['6.5.2', 'MAX_CONCURRENT_STREAMS of 0 is about pushes only', [settings([3, 0]), get(1)], OK],

  ['6.6', 'PUSH_PROMISE of a client', [get(1), frame(PUSH, END_HEADERS, 1, Buffer.concat([u32(2), GET]))], PROTOCOL],
  ['8.4', 'PUSH_PROMISE of a client on an open stream', [post(1), frame(PUSH, END_HEADERS, 1, Buffer.concat([u32(4), GET]))], PROTOCOL],

  ['6.7', 'PING', [ping('pingpong')], ALIVE],
  ['6.7', 'PING with ACK is not answered', [ping('answered', 1)], ALIVE],
  ['6.7', 'PING on a stream', [frame(PING, 0, 1, '12345678')], PROTOCOL],
  ['6.7', 'PING of 6 octets', [frame(PING, 0, 0, '123456')], SIZE],
  ['6.7', 'PING of 9 octets', [frame(PING, 0, 0, '123456789')], SIZE],

  ['6.8', 'GOAWAY on a stream', [frame(GOAWAY, 0, 1, u32(0, 0))], PROTOCOL],
  ['6.8', 'GOAWAY of 7 octets', [frame(GOAWAY, 0, 0, '1234567')], SIZE],

  ['6.9', 'WINDOW_UPDATE of the connection', [windowUpdate(0, 1)], ALIVE],
  ['6.9', 'WINDOW_UPDATE of a stream', [post(1), windowUpdate(1, 1), data(1)], OK],
  ['6.9', 'WINDOW_UPDATE of 0', [windowUpdate(0, 0)], PROTOCOL],
  ['6.9', 'WINDOW_UPDATE of 0 on a stream', [post(1), windowUpdate(1, 0)], stricter(PROTOCOL)],
  ['6.9', 'WINDOW_UPDATE of 3 octets', [frame(WINDOW, 0, 0, 'abc')], SIZE],
  ['6.9', 'WINDOW_UPDATE of 5 octets on a stream', [post(1), frame(WINDOW, 0, 1, 'abcde')], SIZE],

  ['6.10', 'CONTINUATION', [headers(1, END_STREAM, GET.subarray(0, 5)), continuation(1, GET.subarray(5))], OK],
  [
    '6.10',
    'several CONTINUATION, cut inside a field',
    [headers(1, END_STREAM, GET.subarray(0, 2)), continuation(1, GET.subarray(2, 6), 0), continuation(1, GET.subarray(6))],
    OK,
  ],
  ['6.10', 'CONTINUATION behind empty HEADERS', [headers(1, END_STREAM, octets()), continuation(1, GET)], OK],
  ['6.10', 'another frame behind CONTINUATION', [headers(1, 1, GET), continuation(1, octets(), 0), ping()], PROTOCOL],
  ['6.10', 'CONTINUATION without a stream', [headers(1, 1, GET), continuation(0)], PROTOCOL],
  ['6.10', 'CONTINUATION of another stream', [headers(1, 1, GET), continuation(3)], PROTOCOL],
  ['6.10', 'CONTINUATION behind whole HEADERS', [get(1), continuation(1)], PROTOCOL],
  ['6.10', 'CONTINUATION behind the last CONTINUATION', [headers(1, 1, GET), continuation(1), continuation(1)], PROTOCOL],
  ['6.10', 'CONTINUATION behind DATA', [post(1), data(1, 'x', 0), continuation(1)], PROTOCOL],
];

/** Streams and the errors about them: sections 5 and 7. */
export const streams: readonly Case[] = [
  ['5.1', 'idle: DATA', [data(1)], PROTOCOL],
  ['5.1', 'idle: RST_STREAM', [reset(1)], PROTOCOL],
  ['5.1', 'idle: WINDOW_UPDATE', [windowUpdate(1, 100)], PROTOCOL],
  ['5.1', 'idle: CONTINUATION', [continuation(1, GET)], PROTOCOL],
  ['5.1', 'idle: PRIORITY', [frame(PRIORITY, 0, 1, priority(0, 16))], ALIVE],
  ['5.1', 'half-closed: DATA', [get(1), data(1)], stricter(CLOSED)],
  ['5.1', 'half-closed: HEADERS', [get(1), get(1)], stricter(CLOSED)],
  ['5.1', 'half-closed: CONTINUATION', [get(1), continuation(1, GET)], PROTOCOL],
  ['5.1', 'half-closed: WINDOW_UPDATE', [get(1), windowUpdate(1, 100)], OK],
  ['5.1', 'half-closed: PRIORITY', [get(1), frame(PRIORITY, 0, 1, priority(0, 16))], OK],
  ['5.1', 'half-closed: RST_STREAM', [get(1), reset(1)], ALIVE],
  ['5.1', 'reset by the client: DATA', [post(1), reset(1), data(1)], stricter(CLOSED)],
  ['5.1', 'reset by the client: HEADERS', [post(1), reset(1), get(1)], stricter(CLOSED)],
  ['5.1', 'reset by the client: CONTINUATION', [post(1), reset(1), continuation(1, GET)], PROTOCOL],
  ['5.1', 'reset by the client: PRIORITY', [post(1), reset(1), frame(PRIORITY, 0, 1, priority(0, 16))], ALIVE],
  ['5.1', 'closed: DATA', afterResponse(get(1), data(1)), CLOSED],
  ['5.1', 'closed: HEADERS', afterResponse(get(1), get(1)), CLOSED],
  ['5.1', 'closed: CONTINUATION', afterResponse(get(1), continuation(1, GET)), PROTOCOL],
  ['5.1', 'closed: PRIORITY', afterResponse(get(1), frame(PRIORITY, 0, 1, priority(0, 16))), ALIVE],
  ['5.1', 'closed: WINDOW_UPDATE and RST_STREAM may cross its end', afterResponse(get(1), windowUpdate(1, 5), reset(1)), ALIVE],
  ['5.1.1', 'an even stream', [get(2)], PROTOCOL],
  ['5.1.1', 'streams may be skipped', [get(9)], { status: 200, stream: 9 }],
  ['5.1.1', 'a stream that was skipped', [get(5), get(3)], PROTOCOL],
  ['5.1.1', 'DATA of a stream that was skipped', [get(5), data(3)], PROTOCOL],
  [
    '5.1.2',
    "more streams than the server's limit of 20",
    async (client) => {
      client.send(get(1));
      await until(() => client.statuses().has(1));
      client.send(frame(SETTINGS, 1, 0), frame(SETTINGS, 1, 0), ...Array.from({ length: 25 }, (_, i) => post(2 * i + 3)));
      await client.find(RST, 51);
      client.send(reset(3), ping('released'));
      await until(() => client.frames().some(({ type, payload }) => type === PING && payload.toString() === 'released'));
    },
    { reset: [CODE.REFUSED_STREAM, CODE.PROTOCOL_ERROR], stream: 51 },
  ],
  ['5.3.1 of RFC 7540', 'HEADERS that depend on themselves', [headers(1, 0x25, Buffer.concat([priority(1, 1), GET]))], stricter(PROTOCOL)],
  ['5.3.1 of RFC 7540', 'PRIORITY that depends on itself', [frame(PRIORITY, 0, 3, priority(3, 1))], stricter(PROTOCOL)],
  ['5.4.1', 'GOAWAY names the last stream', [get(1), get(7), frame(PING, 0, 1, '12345678')], { goaway: CODE.PROTOCOL_ERROR, last: 7 }],
  ['5.5', 'unknown frames, of any size and stream', [frame(0x16, 0, 0, '12345678'), frame(0xee, 0xff, 5, Buffer.alloc(16_384))], ALIVE],
  ['5.5', 'an unknown frame inside a header block', [headers(1, 1, GET), frame(0x16, 0, 1, '12345678'), continuation(1)], PROTOCOL],
  ['7', 'RST_STREAM with an unknown code', [post(1), reset(1, 0xff)], ALIVE],
];

/** Windows: section 6.9. */
export const flow: readonly Case[] = [
  ['6.9.1', 'a connection window over 2^31-1', [windowUpdate(0, 0x7fff_ffff)], FLOW],
  ['6.9.1', 'a connection window over 2^31-1, bit by bit', [windowUpdate(0, 0x4000_0000), windowUpdate(0, 0x4000_0000)], FLOW],
  ['6.9.1', 'a stream window over 2^31-1', [post(1), windowUpdate(1, 0x7fff_ffff)], { reset: [CODE.FLOW_CONTROL_ERROR] }],
  [
    '6.9.1',
    'a window of 1: DATA comes octet by octet',
    async (client) => {
      client.send(settings([4, 1]), get(1));
      for (const seen of [1, 2, 3, 4]) {
        await until(() => client.of(DATA, 1).length === seen);
        client.send(windowUpdate(1, 1));
      }
      if (client.of(DATA, 1).some(({ payload }) => payload.length > 1)) throw new Error('more than the window');
    },
    OK,
  ],
  [
    '6.9.1',
    'a window of 1 for an answer of the relay itself',
    async (client) => {
      client.send(settings([4, 1]), denied(1));
      for (const seen of [1, 2, 3]) {
        await until(() => client.of(DATA, 1).length === seen);
        client.send(windowUpdate(1, 1));
      }
      if (client.of(DATA, 1).some(({ payload }) => payload.length > 1)) throw new Error('more than the window');
    },
    { status: 403 },
  ],
  ['6.9.2', 'SETTINGS that move a window over 2^31-1', [post(1), windowUpdate(1, 0x7fff_0000), settings([4, 65_536])], FLOW],
  [
    '6.9.2',
    'INITIAL_WINDOW_SIZE moves the windows of open streams',
    async (client) => {
      client.send(settings([4, 0]), get(1));
      await until(() => client.statuses().has(1));
      if (client.of(DATA, 1).length > 0) throw new Error('DATA without a window');
      client.send(settings([4, 1]));
      await until(() => client.of(DATA, 1)[0]?.payload.length === 1);
    },
    OK,
  ],
  [
    '6.9.2',
    'a window may become negative',
    async (client) => {
      client.send(settings([4, 3]), get(1));
      await until(() => client.of(DATA, 1)[0]?.payload.length === 3);
      client.send(settings([4, 2]), windowUpdate(1, 1), ping('negative'));
      await until(() => client.frames().some(({ type, payload }) => type === PING && payload.toString() === 'negative'));
      if (client.of(DATA, 1).length !== 1) throw new Error('DATA into a negative window');
      client.send(windowUpdate(1, 1));
      await until(() => client.of(DATA, 1)[1]?.payload.length === 1);
    },
    OK,
  ],
  ['6.9.2', 'an initial window over 2^31-1', [settings([4, 0xffff_ffff])], FLOW],
  [
    '6.5.3',
    'of several INITIAL_WINDOW_SIZE the last one counts',
    async (client) => {
      client.send(settings([4, 100], [4, 1]), get(1));
      await until(() => client.of(DATA, 1).length === 1);
      if (client.of(DATA, 1)[0]?.payload.length !== 1) throw new Error('not the last value');
    },
    OK,
  ],
];
