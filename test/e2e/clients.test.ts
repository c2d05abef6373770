import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab, type RunResult, reached, WORLD } from './lab.ts';

/** Real clients, as builds use them. Each once where it is allowed and, where it is worth it, once where it is not. */
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

const https = (result: RunResult) => result.log.filter(({ type }) => type === 'https');
const python = '/usr/bin/python3';
/** A client that is not on this machine is skipped with its name; `npm test` installs all but the exotic ones. */
const has = (file: string, ...args: string[]): boolean => spawnSync(file, args, { stdio: 'ignore' }).status === 0;

test('Node fetch', async () => {
  const result = await lab.run([process.execPath, '-e', "fetch('https://ok.test/n').then(r => r.text()).then(console.log)"], {
    policy: 'ok.test',
  });
  expect(result.stdout).toContain('hello from ok.test/n');
  const denied = await lab.run([process.execPath, '-e', "fetch('https://evil.test/n').catch(e => console.log(e.cause.code))"], {
    policy: 'ok.test',
  });
  expect(denied.stdout).toBe('ENOTFOUND\n');
  expect(reached(denied, WORLD.evil)).toEqual([]);
});

test('Python requests', async () => {
  const program =
    "import requests; r = requests.get('https://ok.test/p'); print(r.status_code, r.text); print(requests.post('https://ok.test/upload', data=b'x'*100000).text)";
  const result = await lab.run([python, '-c', program], { policy: 'ok.test' });
  expect(result.stdout).toMatch(/200 hello from ok\.test\/p[\s\S]*got 100000/);
});

test('git over https: clone allowed, push refused by a rule that allows reading only', async () => {
  lab.repository('project', { 'README.md': 'hello\n', 'big.bin': 'x'.repeat(300_000) });
  const policy = 'GET https://ok.test/git/project/info/refs\nPOST https://ok.test/git/project/git-upload-pack';
  const script =
    'rm -rf clone && git clone -q https://ok.test/git/project clone && cat clone/README.md && cd clone && git -c user.name=t -c user.email=t@e.test commit -q --allow-empty -m x && git push -q origin main';
  const result = await lab.run(['sh', '-c', `cd "$HOME" && ${script}`], { policy });
  expect(result.stdout).toBe('hello\n');
  expect(result.status).not.toBe(0);
  expect(result.stderr).toMatch(/403/);
  expect(result.seen.some(({ url }) => url?.includes('git-receive-pack') && !url.includes('info/refs'))).toBe(false);
  expect(
    https(result).some(({ url, policy: verdict, exe }) => verdict === 'allow' && url?.endsWith('/git-upload-pack') && exe?.includes('git')),
  ).toBe(true);
});

describe('npm', () => {
  const settings = (): Record<string, string> => ({
    npm_config_registry: 'https://www.ok.test/npm/',
    npm_config_cache: join(lab.home, `npm-${Math.random()}`),
  });
  const project = (): string => {
    const source = join(lab.directory, 'package-a');
    mkdirSync(source, { recursive: true });
    const manifest = { name: 'a', version: '1.0.0', license: 'MIT' };
    writeFileSync(join(source, 'package.json'), JSON.stringify(manifest));
    execFileSync('npm', ['pack', '--silent', '--pack-destination', lab.directory], { cwd: source, stdio: 'pipe' });
    lab.publish('a', '1.0.0', readFileSync(join(lab.directory, 'a-1.0.0.tgz')), manifest);
    return 'mkdir -p "$HOME/p" && cd "$HOME/p" && rm -rf node_modules package*.json && npm install --no-audit --no-fund a 2>&1';
  };

  test('installs from an allowed registry', async () => {
    const result = await lab.run(['sh', '-c', project()], { policy: 'https://www.ok.test/npm/*', env: settings() });
    expect(result.stdout).toContain('added 1 package');
    expect(https(result).map(({ url }) => url)).toEqual(
      expect.arrayContaining(['https://www.ok.test/npm/a', 'https://www.ok.test/npm/a/-/1.0.0.tgz']),
    );
  });

  test('fails with a clear 403 where only other paths are allowed', async () => {
    const result = await lab.run(['sh', '-c', project()], { policy: 'https://www.ok.test/other', env: settings() });
    expect(result.stdout).toMatch(/403/);
    expect(result.status).not.toBe(0);
    expect(result.seen.filter(({ kind }) => kind === 'request')).toEqual([]);
  });
});

test.skipIf(!has(python, '-m', 'pip', '--version'))('pip (skipped without pip)', async () => {
  const result = await lab.run(
    [python, '-m', 'pip', 'download', '--no-cache-dir', '--index-url', 'https://ok.test/simple', 'nothing-there'],
    { policy: 'https://ok.test/simple/*' },
  );
  // It trusts us and gets the world's answer, which is no package index.
  expect(result.stderr).toMatch(/No matching distribution/);
  expect(result.seen.some(({ url }) => url === '/simple/nothing-there/')).toBe(true);
});

test.skipIf(!has('apt-get', '--version'))('apt over https (skipped without apt-get)', async () => {
  const options = [
    '-o',
    'Dir::Etc::sourcelist=/dev/null',
    '-o',
    'Dir::Etc::sourceparts=/dev/null',
    '-o',
    'Debug::NoLocking=1',
    '-o',
    'APT::Sandbox::User=root',
  ];
  const fetch = ['/usr/lib/apt/apt-helper', ...options, 'download-file', 'https://ok.test/a', './got'];
  const result = await lab.run(['sh', '-c', `cd "$HOME" && ${fetch.join(' ')} && cat got`], { policy: 'ok.test', user: 'root' });
  expect(result.stdout).toContain('hello from ok.test/a');
});

test.skipIf(!has('javac', '-version'))('a JVM: IPv4-mapped sockets, trust store (skipped without a JDK)', async () => {
  const source = join(lab.directory, 'Get.java');
  writeFileSync(
    source,
    `import java.net.URI; import java.net.http.*;
     public class Get { public static void main(String[] a) throws Exception {
       try (var s = new java.net.Socket("${WORLD.ok}", 9999)) { s.getOutputStream().write("raw".getBytes()); System.out.println(new String(s.getInputStream().readNBytes(3))); }
       System.out.println(HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(a[0])).build(), HttpResponse.BodyHandlers.ofString()).body());
       try { new java.net.Socket("${WORLD.evil}", 9999).getInputStream().read(); System.out.println("read"); } catch (java.io.IOException e) { System.out.println("refused"); } } }`,
  );
  execFileSync('javac', ['-d', lab.directory, source]);
  const argv = ['java', '-Xshare:auto', '-cp', lab.directory, 'Get', 'https://ok.test/j'];
  const result = await lab.run(argv, { policy: `ok.test\n${WORLD.ok}:9999` });
  expect(result.stdout).toMatch(/^raw\nhello from ok\.test\/j by GET HTTP\/2\.0\n\n(refused|read)\n/);
  expect(reached(result, WORLD.evil)).toEqual([]);
  expect(https(result)[0]).toMatchObject({ policy: 'allow', protocol: 'h2', exe: expect.stringContaining('java') });
});

test('a WebSocket client', async () => {
  const program = `import ssl, socket, base64, os
s = ssl.create_default_context().wrap_socket(socket.create_connection(('ok.test', 443)), server_hostname='ok.test')
s.sendall(b'GET /chat HTTP/1.1\\r\\nHost: ok.test\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: ' + base64.b64encode(os.urandom(16)) + b'\\r\\n\\r\\n')
head = b''
while not head.endswith(b'\\r\\n\\r\\n'): head += s.recv(1)
print(head.split(b'\\r\\n')[0].decode())
for text in (b'one', b'two'):
    mask = os.urandom(4)
    s.sendall(bytes([0x81, 0x80 | len(text)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text)))
    print(s.recv(100)[2:].decode())
s.close()`;
  const result = await lab.run([python, '-c', program], { policy: 'https://ok.test/chat' });
  expect(result.stdout).toBe('HTTP/1.1 101 Switching Protocols\none\ntwo\n');
  expect(https(result)[0]).toMatchObject({ policy: 'allow', protocol: 'ws', url: expect.stringMatching(/ok\.test\/chat$/) });
});

test.skipIf(!has(python, '-c', 'import grpc'))('a gRPC call, with trailers (skipped without python3-grpcio)', async () => {
  const program = `import grpc
channel = grpc.secure_channel('ok.test:443', grpc.ssl_channel_credentials())
call = channel.unary_unary('/echo.Echo/Say')
print(call(b'hello', timeout=10))
try: channel.unary_unary('/echo.Echo/Other')(b'x', timeout=10)
except grpc.RpcError as error: print(error.code())`;
  const result = await lab.run([python, '-c', program], { policy: 'POST https://ok.test/echo.Echo/Say' });
  expect(result.stdout).toMatch(/^b'hello'\nStatusCode\.PERMISSION_DENIED\n/);
  expect(result.seen.filter(({ grpc }) => grpc).map(({ url }) => url)).toEqual(['/echo.Echo/Say']);
});

test.skipIf(!has(python, '-c', 'import grpc'))(
  'a gRPC stream: each message is answered before the next is sent, and a denied one ends alone (skipped without python3-grpcio)',
  async () => {
    const program = `import grpc, queue
channel = grpc.secure_channel('ok.test:443', grpc.ssl_channel_credentials())
messages = queue.Queue()
answers = channel.stream_stream('/echo.Echo/Chat')(iter(messages.get, None), timeout=60)
for number in range(200):
    message = b'%d' % number * (number + 1)
    messages.put(message)
    assert next(answers) == message, number
    if number == 100:
        try: next(channel.stream_stream('/echo.Echo/Other')(iter([b'x'])))
        except grpc.RpcError as error: print(error.code())
messages.put(None)
print(list(answers), answers.code(), answers.details())`;
    const result = await lab.run([python, '-c', program], { policy: 'POST https://ok.test/echo.Echo/Chat', timeoutMs: 100_000 });
    expect(result.stdout, result.stderr).toMatch(/^StatusCode\.PERMISSION_DENIED\n\[\] StatusCode\.OK done\n/);
    expect(result.seen.filter(({ grpc }) => grpc).map(({ url }) => url)).toEqual(['/echo.Echo/Chat']);
  },
);

test('a large download and a large upload arrive whole', async () => {
  const script =
    "curl -sS 'https://ok.test/big?size=30000000' | wc -c; head -c 20000000 /dev/zero | curl -sS -T - https://ok.test/upload; curl -sS --http1.1 'https://ok.test/big?size=30000000' | wc -c";
  const result = await lab.run(['sh', '-c', script], { policy: '* https://ok.test/*' });
  expect(result.stdout).toBe('30000000\ngot 20000000\n30000000\n');
});

test('what is denied tells the client which line to add', async () => {
  const result = await lab.run(['curl', '-sS', 'https://ok.test/forbidden'], { policy: 'https://ok.test/allowed' });
  expect(result.stdout).toMatch(/https:\/\/ok\.test\/forbidden/);
  expect(result.stdout).toMatch(/curl/);
  expect(result.stdout).toMatch(/GET https:\/\/ok\.test\/forbidden|https:\/\/ok\.test\/forbidden|ok\.test/);
  expect(result.stderr).toMatch(/ok\.test/);
});
