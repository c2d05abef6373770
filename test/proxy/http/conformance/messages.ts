import { frame } from '../frames.ts';
import { HEADERS } from '../raw-client.ts';
import {
  type Case,
  data,
  denied,
  END_HEADERS,
  END_STREAM,
  extra,
  get,
  headers,
  MALFORMED,
  OK,
  type Outcome,
  octets,
  plain,
  post,
} from './case.ts';

const BAD_REQUEST: Outcome = { status: 400 };

/** A request of literals: names and values as they are. */
const request = (...fields: readonly (readonly [name: string, value: string])[]) => [
  headers(1, END_STREAM | END_HEADERS, Buffer.concat(fields.map(([name, value]) => extra(name, value)))),
];
const [METHOD, SCHEME, PATH, AUTHORITY] = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
  [':authority', 'ok.test'],
] as const;
const trailers = (stream: number, flags: number, ...fields: readonly Uint8Array[]) => frame(HEADERS, flags, stream, Buffer.concat(fields));
const WHOLE = END_STREAM | END_HEADERS;
/** `\x00` and a line end would begin another field behind a server that speaks HTTP/1. */
const value = (text: string) => [get(1, extra('x-test', text))];
const name = (text: string) => [get(1, extra(text, 'value'))];

/** Requests and their fields: section 8, RFC 8441. */
export const messages: readonly Case[] = [
  ['8.1', 'GET', [get(1)], OK],
  ['8.1', 'HEAD', request([':method', 'HEAD'], SCHEME, PATH, AUTHORITY), OK],
  ['8.1', 'POST', [post(1), data(1)], OK],
  ['8.1', 'POST with trailers', [post(1), data(1, 'test', 0), trailers(1, WHOLE, extra('x-test', 'ok'))], OK],
  ['8.1', 'trailers without DATA', [post(1), trailers(1, WHOLE, extra('x-test', 'ok'))], OK],
  ['8.1', 'a request that the relay answers itself', [denied(1)], { status: 403 }],
  ['8.1', 'other methods', request([':method', 'QUERY'], SCHEME, PATH, AUTHORITY), OK],
  [
    '8.1',
    'a second HEADERS that does not end the stream',
    [post(1), data(1, 'x', 0), trailers(1, END_HEADERS, extra('x', 'y')), data(1)],
    MALFORMED,
  ],
  ['8.1', 'trailers with a pseudo field', [post(1), data(1, 'x', 0), trailers(1, WHOLE, extra(':method', 'GET'))], MALFORMED],
  [
    '8.1',
    'trailers with a connection-specific field',
    [post(1), data(1, 'x', 0), trailers(1, WHOLE, extra('connection', 'close'))],
    MALFORMED,
  ],
  ['8.1.1', 'content-length larger than the DATA', [post(1, extra('content-length', '5')), data(1)], MALFORMED],
  ['8.1.1', 'content-length smaller than the DATA', [post(1, extra('content-length', '1')), data(1)], MALFORMED],
  ['8.1.1', 'content-length other than the sum', [post(1, extra('content-length', '1')), data(1, 'ab', 0), data(1)], MALFORMED],
  [
    '8.1.1',
    'content-length and trailers before it is reached',
    [post(1, extra('content-length', '5')), trailers(1, WHOLE, extra('x', 'y'))],
    MALFORMED,
  ],
  ['8.1.1', 'content-length and no DATA at all', [get(1, extra('content-length', '4'))], MALFORMED],
  ['8.1.1', 'content-length twice, alike', [post(1, extra('content-length', '4'), extra('content-length', '4')), data(1)], MALFORMED],
  ['8.1.1', 'content-length that is no number', [post(1, extra('content-length', '4, 4')), data(1)], MALFORMED],
  ['8.1.1', 'content-length as it is', [post(1, extra('content-length', '8')), data(1, 'test', 0), data(1)], OK],

  ['8.2', 'a field name in upper case', name('X-TEST'), MALFORMED],
  ['8.2.1', 'a field name with a blank', name('x test'), MALFORMED],
  ['8.2.1', 'a field name with a control octet', name('x\x01'), MALFORMED],
  ['8.2.1', 'a field name beyond ASCII', name('x\xe4'), MALFORMED],
  ['8.2.1', 'a field name with a colon', name('x:y'), MALFORMED],
  ['8.2.1', 'a field name without octets', name(''), MALFORMED],
  ['8.2.1', 'NUL in a value', value('a\0b'), MALFORMED],
  ['8.2.1', 'LF in a value', value('a\nb'), MALFORMED],
  ['8.2.1', 'CR in a value', value('a\rb'), MALFORMED],
  ['8.2.1', 'a blank before a value', value(' a'), MALFORMED],
  ['8.2.1', 'a tab behind a value', value('a\t'), MALFORMED],
  [
    '8.2.1',
    'blanks inside, octets beyond ASCII, and an empty value',
    [get(1, extra('x-a', 'a \t b'), extra('x-b', '\xe4\xff'), extra('x-c', ''))],
    OK,
  ],
  ['8.2.2', 'connection', [get(1, extra('connection', 'keep-alive'))], MALFORMED],
  ['8.2.2', 'keep-alive', [get(1, extra('keep-alive', 'timeout=5'))], MALFORMED],
  ['8.2.2', 'proxy-connection', [get(1, extra('proxy-connection', 'keep-alive'))], MALFORMED],
  ['8.2.2', 'transfer-encoding', [get(1, extra('transfer-encoding', 'chunked'))], MALFORMED],
  ['8.2.2', 'upgrade', [get(1, extra('upgrade', 'websocket'))], MALFORMED],
  ['8.2.2', 'te: trailers', [get(1, extra('te', 'trailers'))], OK],
  ['8.2.2', 'te: anything else', [get(1, extra('te', 'trailers, deflate;q=0.5'))], MALFORMED],
  ['8.2.3', 'cookie crumbs', [get(1, extra('cookie', 'a=b'), extra('cookie', 'c=d'))], OK],

  ['8.3', 'an unknown pseudo field', [get(1, extra(':test', 'ok'))], MALFORMED],
  ['8.3', 'a pseudo field of responses', [get(1, extra(':status', '200'))], MALFORMED],
  ['8.3', 'a pseudo field behind a regular one', request(METHOD, SCHEME, PATH, ['x', 'y'], AUTHORITY), MALFORMED],
  ['8.3', 'pseudo fields in any order', request(AUTHORITY, PATH, SCHEME, METHOD), OK],
  ['8.3.1', 'no :method', request(SCHEME, PATH, AUTHORITY), MALFORMED],
  ['8.3.1', 'no :scheme', request(METHOD, PATH, AUTHORITY), MALFORMED],
  ['8.3.1', 'no :path', request(METHOD, SCHEME, AUTHORITY), MALFORMED],
  ['8.3.1', 'an empty :path', request(METHOD, SCHEME, [':path', ''], AUTHORITY), MALFORMED],
  ['8.3.1', 'a :path that does not begin with /', request(METHOD, SCHEME, [':path', 'index'], AUTHORITY), MALFORMED],
  ['8.3.1', '* with OPTIONS', request([':method', 'OPTIONS'], SCHEME, [':path', '*'], AUTHORITY), OK],
  ['8.3.1', '* with GET', request(METHOD, SCHEME, [':path', '*'], AUTHORITY), MALFORMED],
  ['8.3.1', ':method twice', request(METHOD, METHOD, SCHEME, PATH, AUTHORITY), MALFORMED],
  ['8.3.1', ':scheme twice', request(METHOD, SCHEME, SCHEME, PATH, AUTHORITY), MALFORMED],
  ['8.3.1', ':path twice', request(METHOD, SCHEME, PATH, PATH, AUTHORITY), MALFORMED],
  ['8.3.1', ':authority twice', request(METHOD, SCHEME, PATH, AUTHORITY, AUTHORITY), MALFORMED],
  ['8.3.1', 'neither :authority nor host', request(METHOD, SCHEME, PATH), MALFORMED],
  ['8.3.1', 'host instead of :authority', request(METHOD, SCHEME, PATH, ['host', 'ok.test']), OK],
  ['8.3.1', 'host that agrees with :authority', request(METHOD, SCHEME, PATH, AUTHORITY, ['host', 'ok.test']), OK],
  ['8.3.1', 'host that names another', request(METHOD, SCHEME, PATH, AUTHORITY, ['host', 'evil.test']), BAD_REQUEST],
  ['8.3.1', 'userinfo in :authority', request(METHOD, SCHEME, PATH, [':authority', 'a@ok.test']), BAD_REQUEST],
  // A request for another scheme would be decided by other rules than those that this connection was opened by.
  ['8.3.1', 'a scheme that is not that of the connection', request(METHOD, [':scheme', 'https'], PATH, AUTHORITY), BAD_REQUEST],
  ['8.5', 'CONNECT: this is no proxy that a client knows of', request([':method', 'CONNECT'], [':authority', 'ok.test:443']), BAD_REQUEST],
  ['4 of RFC 8441', ':protocol without CONNECT', request(METHOD, SCHEME, PATH, AUTHORITY, [':protocol', 'websocket']), MALFORMED],
  [
    '4 of RFC 8441',
    'extended CONNECT that the server has not offered',
    request([':method', 'CONNECT'], [':protocol', 'x'], SCHEME, PATH, AUTHORITY),
    BAD_REQUEST,
  ],
  [
    '10.5.1',
    'a field section over 64 KB, by references to one entry',
    [get(1, octets(0x40), plain('big'), plain('x'.repeat(120)), Buffer.alloc(1_000, 0xbe))],
    { status: 431 },
  ],
];
