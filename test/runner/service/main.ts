/**
 * GitHub's side of a job, in the world: the broker that hands out the job, the service that it is renewed with, the results service with its storage, and the
 * watchdog of the machine. Run as `node main.ts SETTINGS.json`; prints `ready` when all listen, then one JSON line an event; takes commands by standard input.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { Artifacts } from './artifacts.ts';
import { GITHUB_TOKEN, type Handler, read, type Settings } from './settings.ts';

const settings: Settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const say = (event: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
const artifacts = new Artifacts(settings, (artifact) => say({ event: 'artifact', ...artifact }));

/** Messages for the listener, and the answer that waits for one. */
const queue: string[] = [];
let waiting: ServerResponse | undefined;
function deliver(message: string): void {
  if (waiting) waiting.end(message);
  else queue.push(message);
  waiting = undefined;
}

const beats: Record<string, number> = {};
function beat(who: string): void {
  beats[who] = (beats[who] ?? 0) + 1;
  say({ event: 'beat', who, at: Date.now() });
}

/** Long polls end empty after this, as the broker's do after 50 s. */
const HOLD_MS = 1000 * Number(process.env.EGF_RUNNER_PACE ?? 1);

const handlers: Record<string, Handler> = {
  broker: async (_request, response) => {
    beat('Runner.Listener');
    const next = queue.shift();
    if (next !== undefined) return response.end(next);
    waiting = response;
    setTimeout(() => {
      if (waiting === response) waiting = undefined;
      response.end();
    }, HOLD_MS);
  },
  run: async (request, response) => {
    const text = (await read(request)).toString();
    if (!authorized(request)) return refuse(response);
    beat('Runner.Worker');
    if (request.url === '/completejob') say({ event: 'completed', ...JSON.parse(text) });
    response.end('{}');
  },
  results: async (request, response) => {
    if (!authorized(request)) return refuse(response);
    if (await artifacts.service(request, response)) return;
    const body = JSON.parse((await read(request)).toString());
    beat('Runner.Worker');
    if (request.url?.endsWith('/CreateStepSummaryMetadata')) say({ event: 'summary', text: body.summary });
    response.end('{"ok":true}');
  },
  storage: (request, response) => artifacts.storage(request, response),
  /** docs.github.com, REST API, "Get repository content", raw. */
  api: async (request, response) => {
    const [, path = ''] = /^\/repos\/octo-org\/repo\/contents\/([^?]+)\?ref=[0-9a-f]{40}$/.exec(request.url ?? '') ?? [];
    const text = settings.repository[decodeURIComponent(path)];
    const known = request.headers.authorization === `Bearer ${GITHUB_TOKEN}` && text !== undefined;
    response.writeHead(known ? 200 : 404, {
      'content-type': known ? 'application/vnd.github.raw+json; charset=utf-8' : 'application/json',
    });
    response.end(known ? text : '{"message":"Not Found"}');
  },
  watchdog: async (request, response) => {
    await read(request);
    beat('watchdog');
    response.end('{}');
  },
};

function authorized(request: IncomingMessage): boolean {
  return request.headers.authorization === `Bearer ${settings.token}`;
}

function refuse(response: ServerResponse): void {
  response.statusCode = 401;
  response.end();
}

const credentials = { key: readFileSync(settings.key), cert: readFileSync(settings.cert) };
await Promise.all(
  Object.entries(settings.addresses).map(([role, address]) => {
    const handler = handlers[role];
    const server = createServer(credentials, (request, response) => {
      const { method, url, headers } = request;
      appendFileSync(settings.log, `${JSON.stringify({ kind: 'request', server: role, address, method, url, host: headers.host })}\n`);
      if (!handler) return refuse(response);
      handler(request, response).catch((error: unknown) => {
        say({ event: 'error', role, why: String(error) });
        response.statusCode = 500;
        response.end();
      });
    });
    server.on('connection', (socket: Socket) => {
      appendFileSync(
        settings.log,
        `${JSON.stringify({ kind: 'connection', server: role, address, port: 443, from: socket.remotePort })}\n`,
      );
      socket.on('error', () => {});
    });
    return new Promise<void>((ready) => server.listen(443, address, ready));
  }),
);
createInterface(process.stdin).on('line', deliver);
process.stdout.write('ready\n');
