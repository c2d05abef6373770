import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { closes, createLab, curl, type Lab, listen, OK_IP, run, worldCa } from './lab.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A TLS server whose TCP connection is at hand, too. */
const serve = async (answer: (tls: TLSSocket, tcp: Socket) => void, policy = 'https://ok.test/*'): Promise<Lab> => {
  const secureContext = createSecureContext(worldCa.leafFor(['ok.test']));
  const server = createServer((tcp) => {
    tcp.on('error', () => {});
    const tls = new TLSSocket(tcp, { isServer: true, secureContext });
    tls.on('error', () => {});
    tls.once('data', () => answer(tls, tcp));
  });
  const port = await listen(server);
  open.push({ close: () => void server.close() });
  const lab = await createLab({
    policy,
    dst: { ip: OK_IP, port: 443 },
    learned: { 'ok.test': [OK_IP] },
    dns: { 'ok.test': [OK_IP] },
    world: { [`${OK_IP}:443`]: port },
  });
  open.push(lab);
  return lab;
};

const UNTIL_CLOSE = 'HTTP/1.1 200 OK\r\n\r\nfirst half';
const heads = {
  'that the end of the connection ends': UNTIL_CLOSE,
  'of a length': 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nfirst half',
  'in chunks': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nfirst half\r\n',
} as const;

describe.each(Object.entries(heads))('a response %s', (_what, head) => {
  test('that the server resets is cut for the client, too', async () => {
    const lab = await serve((tls, tcp) => tls.write(head, () => setTimeout(() => tcp.resetAndDestroy(), 50)));
    const answer = await curl(lab, 'https://ok.test/', '--http1.1');
    expect([18, 56]).toContain(answer.code);
    expect(answer.stdout).toBe('first half');

    const servers: Socket[] = [];
    const again = await serve((tls, tcp) => {
      servers.push(tcp);
      tls.write(head);
    });
    const client = connect({ port: again.port, host: '127.0.0.1', servername: 'ok.test', ca: again.ca.caPem, ALPNProtocols: ['http/1.1'] });
    client.write('GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n');
    let heard = '';
    // Not before: Node takes a reset that comes with the last bytes for an end (libuv: POLLHUP after a partial read).
    client.on('data', (chunk) => {
      heard += chunk;
      if (heard.includes('first half')) servers[0]?.resetAndDestroy();
    });
    // Node takes a TCP connection that ends without a close_notify for one that ends: it has to be a reset.
    const [error] = await once(client, 'error');
    expect(error.code).toBe('ECONNRESET');
  });
});

/** What Node's client makes of a response: it does not ask for a close_notify itself. */
const fate = async (lab: Lab): Promise<string> => {
  const client = connect({ port: lab.port, host: '127.0.0.1', servername: 'ok.test', ca: lab.ca.caPem, ALPNProtocols: ['http/1.1'] });
  open.push({ close: () => client.destroy() });
  client.write('GET / HTTP/1.1\r\nHost: ok.test\r\n\r\n');
  client.resume();
  return new Promise((resolve) => {
    client.on('end', () => resolve('ended'));
    client.on('error', (error: NodeJS.ErrnoException) => resolve(`${error.code}`));
  });
};

/** A client that asks for a close_notify: what it says of the end. */
const strictly = async (lab: Lab): Promise<string> => {
  const program = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[2])
# Debian's Python is lenient by itself (SSL_OP_IGNORE_UNEXPECTED_EOF, 1 << 7), others are not.
context.options &= ~(1 << 7)
tls = context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[1]))), server_hostname='ok.test', suppress_ragged_eofs=False)
tls.sendall(b'GET / HTTP/1.1\\r\\nHost: ok.test\\r\\n\\r\\n')
try:
    while part := tls.recv(4096): print(part)
    print('a clean end')
except ssl.SSLError as error: print(error)
`;
  return (await run('python3', ['-c', program, `${lab.port}`, lab.caFile])).stdout;
};

describe('a server whose TCP connection ends without a close_notify', () => {
  test('ends so for its client, too, which decides whether that ends a response that the end of the connection ends', async () => {
    const lab = await serve((tls, tcp) => tls.write(UNTIL_CLOSE, () => setTimeout(() => tcp.end(), 50)));
    expect(await fate(lab)).toBe('ended');
    expect(await curl(lab, 'https://ok.test/', '--http1.1')).toMatchObject({ code: 0, stdout: 'first half' });
    expect(await strictly(lab)).toMatch(/first half'\n.*(EOF occurred in violation of protocol|unexpected eof)/i);
    expect(lab.events.map(({ error }) => error)).toContain('upstream: closed inside a response body, without a close_notify');
  });

  test('has ended a response that is complete', async () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole';
    const lab = await serve((tls, tcp) => tls.write(whole, () => setTimeout(() => tcp.end(), 50)));
    expect(await fate(lab)).toBe('ended');
    expect(await curl(lab, 'https://ok.test/', '--http1.1')).toMatchObject({ code: 0, stdout: 'whole' });
  });
});

test('a response that ends with its connection ends in order', async () => {
  const lab = await serve((tls) => tls.end(UNTIL_CLOSE));
  expect(await strictly(lab)).toMatch(/first half'\na clean end\n$/);
  expect(await curl(lab, 'https://ok.test/', '--http1.1')).toMatchObject({ code: 0, stdout: 'first half' });
});

test.each([3_600_000, -3_600_000])('how long a connection took is told right where the clock jumps by %s ms', async (jump) => {
  const clock = Date.now;
  const jumping = vi.spyOn(Date, 'now');
  try {
    const lab = await serve((tls) => {
      jumping.mockImplementation(() => clock() + jump);
      setTimeout(() => tls.end(UNTIL_CLOSE), 100);
    });
    expect((await curl(lab, 'https://ok.test/', '--http1.1')).code).toBe(0);
    await vi.waitFor(() => expect(closes(lab)).toHaveLength(1), 10_000);
    const [{ duration_ms = 0 } = {}] = closes(lab);
    expect(duration_ms).toBeGreaterThan(90);
    expect(duration_ms).toBeLessThan(60_000);
  } finally {
    jumping.mockRestore();
  }
});

test.each(['Content-Length: 20', 'Transfer-Encoding: chunked'])(
  'a body of %s that ends too early is not whole for the client',
  async (field) => {
    const lab = await serve((tls) => tls.end(`HTTP/1.1 200 OK\r\n${field}\r\n\r\n${field.includes('chunked') ? 'a\r\n' : ''}first half`));
    expect((await curl(lab, 'https://ok.test/', '--http1.1')).code).toBe(18);
  },
);
