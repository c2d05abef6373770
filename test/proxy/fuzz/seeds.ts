import { connect as connectHttp2, constants } from 'node:http2';
import { duplexPair } from 'node:stream';
import packet from 'dns-packet';
import { alpn, hello, helloMessage, realHello, records, sni } from '../tcp/hello.ts';

/** What real peers say: where each target's mutations begin. */
export const seeds = async (): Promise<Readonly<Record<'hello' | 'h1' | 'h2' | 'hpack' | 'dns', Buffer[]>>> => ({
  hello: [
    await realHello({ servername: 'www.ok.test', ALPNProtocols: ['h2', 'http/1.1'] }),
    await realHello({}),
    hello(sni('ok.test'), alpn('h2'), { type: 43, body: Buffer.from([4, 3, 4, 3, 3]) }, { type: 0xfe0d, body: Buffer.alloc(40) }),
    // Post-quantum key shares make it span records and segments.
    records(helloMessage({ extensions: [sni('ok.test'), { type: 51, body: Buffer.alloc(1300, 9) }] }), 1, 500),
  ],
  h1: [
    'GET /a HTTP/1.1\r\nHost: ok.test\r\nUser-Agent: x\r\nAccept: */*\r\n\r\nGET /b HTTP/1.1\r\nHost: ok.test\r\n\r\n',
    'POST /a HTTP/1.1\r\nHost: ok.test\r\nContent-Length: 11\r\n\r\nhello worldGET /b HTTP/1.1\r\nHost: ok.test\r\n\r\n',
    'POST /a HTTP/1.1\r\nHost: ok.test\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-T: t\r\n\r\nGET /b HTTP/1.1\r\nHost: ok.test\r\n\r\n',
    'PUT http://ok.test/a HTTP/1.1\r\nHost: ok.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi',
    'GET /ws HTTP/1.1\r\nHost: ok.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
    'GET /old HTTP/1.0\r\nHost: ok.test\r\nConnection: keep-alive\r\n\r\n',
  ].map((text) => Buffer.from(text, 'latin1')),
  h2: [await realHttp2()],
  hpack: [
    '828684410f7777772e6578616d706c652e636f6d',
    '828684418cf1e3c2e5f23a6ba0ab90f4ff',
    '828684be5886a8eb10649cbf',
    '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    '3fe11f828684',
    '0004666f6f0103626172',
    '10086e6576657265640373656e',
  ].map((hex) => Buffer.from(hex, 'hex')),
  dns: [
    packet.encode({ type: 'query', id: 7, flags: packet.RECURSION_DESIRED, questions: [{ type: 'A', name: 'www.ok.test' }] }),
    packet.encode({
      type: 'query',
      id: 8,
      questions: [{ type: 'HTTPS' as 'A', name: 'ok.test' }],
      additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] } as never],
    }),
    packet.encode({
      type: 'response',
      id: 9,
      flags: packet.RECURSION_AVAILABLE,
      questions: [{ type: 'A', name: 'www.ok.test' }],
      answers: [
        { type: 'CNAME', name: 'www.ok.test', data: 'ok.test' },
        { type: 'A', name: 'ok.test', ttl: 60, data: '192.0.2.1' },
        { type: 'TXT', name: 'ok.test', data: 'text' },
      ],
    }),
  ].map((bytes) => Buffer.from(bytes)),
});

/** What Node's HTTP/2 client sends for three requests, one with a body. */
const realHttp2 = async (): Promise<Buffer> => {
  const [near, far] = duplexPair();
  const chunks: Buffer[] = [];
  far.on('data', (chunk: Buffer) => chunks.push(chunk));
  const session = connectHttp2('http://ok.test', { createConnection: () => near });
  session.on('error', () => {});
  for (const path of ['/a', '/b']) session.request({ [constants.HTTP2_HEADER_PATH]: path, 'user-agent': 'fuzz' }).on('error', () => {});
  session
    .request({ [constants.HTTP2_HEADER_METHOD]: 'POST', [constants.HTTP2_HEADER_PATH]: '/c' })
    .on('error', () => {})
    .end('hello');
  await new Promise((resolve) => setTimeout(resolve, 50));
  session.destroy();
  return Buffer.concat(chunks);
};
