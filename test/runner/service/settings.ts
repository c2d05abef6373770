import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Settings {
  /** File for what was seen. */
  log: string;
  key: string;
  cert: string;
  /** Where uploaded artifacts are put, as `NAME.zip`. */
  artifacts: string;
  /** Bearer token of the job. */
  token: string;
  /** Origin of the storage. */
  storage: string;
  /** Files of octo-org/repo. */
  repository: Record<string, string>;
  /** Address by role: broker, run, results, storage, watchdog, api; another role answers nothing but 401. */
  addresses: Record<string, string>;
}

/** `github.token` of the job. */
export const GITHUB_TOKEN = 'ghs_016C7a2pVd8kXr4mZ0qJtB5nLyE3wQ9sUf1h';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

export async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
