import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf, UserError } from '../guard/errors.ts';
import { CONTROL_SOCKET, ControlAnswer, type ControlRequest } from '../guard/job/protocol.ts';

export interface ControlOptions {
  readonly socket?: string;
  /** Owner of the directory of the socket: whoever else it belongs to could answer for the guard. */
  readonly owner?: number;
  readonly timeoutMs?: number;
}

export type Answer = Extract<ControlAnswer, { status: 'ok' }>;

const MOST_BYTES = 256 * 1024;

/** Asks the guard. Throws UserError with one sentence where it does not answer, refuses, or fails. */
export async function ask(request: ControlRequest, options: ControlOptions = {}): Promise<Answer> {
  const { socket = CONTROL_SOCKET, owner = 0, timeoutMs = 30_000 } = options;
  requireOwner(dirname(socket), owner);
  const answer = parse(await exchangeInCrowd(`${JSON.stringify(request)}\n`, socket, timeoutMs));
  if (answer.status === 'ok') return answer;
  throw new UserError(answer.status === 'refused' ? `The guard of Egress Filter refused: ${answer.message}` : answer.message);
}

function requireOwner(directory: string, owner: number): void {
  let stat: ReturnType<typeof statSync>;
  try {
    stat = statSync(directory);
  } catch (error) {
    throw new UserError(`The guard of Egress Filter is not there (${directory}: ${codeOf(error) ?? messageOf(error)}).`, { cause: error });
  }
  if (stat.uid !== owner || (stat.mode & 0o022) !== 0)
    throw new UserError(`${directory} does not belong to root alone, so that whoever answers there is not believed.`);
}

/** While others fill the queue of the socket, connect(2) fails with EAGAIN: sooner or later there is room. */
async function exchangeInCrowd(line: string, path: string, timeoutMs: number): Promise<string> {
  for (const deadline = Date.now() + timeoutMs; ; await sleep(5 + Math.random() * 10)) {
    try {
      return await exchange(line, path, Math.max(1, deadline - Date.now()));
    } catch (error) {
      const crowded = error instanceof UserError && codeOf(error.cause) === 'EAGAIN';
      if (!crowded || Date.now() > deadline) throw error;
    }
  }
}

function exchange(line: string, path: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    const fail = (why: string, cause?: unknown): void => {
      socket.destroy();
      reject(new UserError(`The guard of Egress Filter does not answer (${why}).`, { cause }));
    };
    // Of the whole exchange: a trickle of bytes must not keep the job waiting.
    const timer = setTimeout(() => fail(`nothing within ${timeoutMs / 1000} s`), timeoutMs);
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(line));
    socket.on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\n');
      if (end >= 0) {
        socket.destroy();
        resolve(text.slice(0, end));
      } else if (text.length > MOST_BYTES) fail('its answer is too long');
    });
    socket.on('error', (error) => fail(codeOf(error) ?? messageOf(error), error));
    socket.on('close', () => {
      clearTimeout(timer);
      fail('it closed the connection');
    });
  });
}

function parse(line: string): ControlAnswer {
  try {
    return ControlAnswer.parse(JSON.parse(line));
  } catch (error) {
    throw new UserError('The guard of Egress Filter gave an answer that cannot be read.', { cause: error });
  }
}
