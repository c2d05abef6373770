import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { messageOf } from '../errors.ts';
import { LineReader } from './lines.ts';
import { type ControlAnswer, ControlRequest, MAX_REQUEST_BYTES } from './protocol.ts';

/** Who is at the other end, as the kernel says. */
export interface Asker {
  readonly pid: number;
  readonly uid: number;
}

export interface ControlOptions<Who extends Asker> {
  readonly path: string;
  /** Of a connection as it comes: SO_PEERCRED names who connected, and that process may end and its pid be another's later. */
  readonly identify: (socket: Socket) => Who | undefined;
  /** One of the few whom we do something for: for them there is always room. */
  readonly isPrivileged: (who: Who) => boolean;
  /** Must not reject. */
  readonly answer: (request: ControlRequest, who: Who) => Promise<ControlAnswer>;
}

/** Everybody may connect: so nobody may keep others out for long. */
const LIMITS = {
  /** At a time, of those who are nobody in particular. The oldest makes room for the next. */
  clients: 64,
  /** Of one process. */
  perProcess: 4,
  /** From the connection, or the last answer, to the whole next request. */
  idleMs: 5_000,
  /** From the connection on. */
  lifetimeMs: 60_000,
  requests: 100,
} as const;

export interface Control {
  close(): Promise<void>;
}

/** Answers requests at a Unix socket: one JSON line each, one after the other. Rejects where it cannot listen. */
export async function openControl<Who extends Asker>(options: ControlOptions<Who>): Promise<Control> {
  const clients = new Map<Socket, number>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // A client that is gone is no fault of ours.
    socket.on('error', () => {});
    const who = options.identify(socket);
    if (!who) return void socket.destroy();
    if (!options.isPrivileged(who)) {
      if ([...clients.values()].filter((pid) => pid === who.pid).length >= LIMITS.perProcess) return void socket.destroy();
      if (clients.size >= LIMITS.clients) clients.keys().next().value?.destroy();
      clients.set(socket, who.pid);
      socket.once('close', () => clients.delete(socket));
    }
    void serve(socket, who, options);
  });
  await listen(server, options.path);
  // Out of descriptors: that client waits, the server stays.
  server.on('error', () => {});
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of clients.keys()) socket.destroy();
        server.close(() => resolve());
        rmSync(options.path, { force: true });
        // Whoever is still being answered has had its chance.
        setTimeout(resolve, 200).unref();
      }),
  };
}

async function serve<Who extends Asker>(socket: Socket, who: Who, options: ControlOptions<Who>): Promise<void> {
  const end = setTimeout(() => socket.destroy(), LIMITS.lifetimeMs).unref();
  socket.once('close', () => clearTimeout(end));
  const reader = new LineReader(socket, MAX_REQUEST_BYTES);
  for (let count = 0; count < LIMITS.requests && !socket.destroyed; count++) {
    const idle = setTimeout(() => say(socket, { status: 'failed', message: 'No request came.' }, 'end'), LIMITS.idleMs);
    const line = await reader.next();
    clearTimeout(idle);
    if (line === undefined) {
      const message = `A request is one line of JSON of at most ${MAX_REQUEST_BYTES} bytes.`;
      return say(socket, reader.tooLong ? { status: 'failed', message } : undefined, 'end');
    }
    const request = parse(line);
    say(socket, request ? await answer(request, who, options) : { status: 'failed', message: 'That is no request that is known here.' });
  }
  say(socket, undefined, 'end');
}

async function answer<Who extends Asker>(request: ControlRequest, who: Who, options: ControlOptions<Who>): Promise<ControlAnswer> {
  try {
    return await options.answer(request, who);
  } catch (error) {
    return { status: 'failed', message: messageOf(error) };
  }
}

function parse(line: string): ControlRequest | undefined {
  try {
    return ControlRequest.safeParse(JSON.parse(line)).data;
  } catch {
    // No JSON.
    return undefined;
  }
}

/** A client that does not read what it is told is cut off by its lifetime. */
function say(socket: Socket, what: ControlAnswer | undefined, then?: 'end'): void {
  if (socket.destroyed || socket.writableEnded) return;
  if (what) socket.write(`${JSON.stringify(what)}\n`);
  if (then) {
    socket.end();
    socket.destroySoon();
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    rmSync(path, { force: true });
    server.once('error', reject);
    server.listen({ path, backlog: 4096 }, () => {
      server.removeListener('error', reject);
      chmodSync(path, 0o666);
      resolve();
    });
  });
}
