import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';

/** The kernel's name of this process, which Node takes for its main thread, is that of its program again. */
export function nameAfterProgram(): void {
  writeFileSync('/proc/self/comm', process.execPath.split('/').at(-1) ?? '');
}

const systemStore = readFileSync('/etc/ssl/certs/ca-certificates.crt');

/** One request over TLS, with the system's authorities as .NET has them; a new connection each time unless an agent keeps it. */
export function call(
  url: string,
  {
    method = 'POST',
    body,
    headers = {},
    timeoutMs = 10_000,
  }: { method?: string; body?: string; headers?: Record<string, string>; timeoutMs?: number } = {},
): Promise<string> {
  return new Promise((done, failed) => {
    const sent = request(
      url,
      { method, ca: systemStore, headers: { 'content-type': 'application/json', ...headers }, timeout: timeoutMs },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('error', failed);
        response.on('end', () =>
          response.statusCode && response.statusCode < 300 ? done(text) : failed(new Error(`${url}: ${response.statusCode} ${text}`)),
        );
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`${url}: no answer within ${timeoutMs} ms`)));
    sent.on('error', failed);
    sent.end(body);
  });
}
