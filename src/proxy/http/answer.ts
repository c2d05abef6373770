import { STATUS_CODES } from 'node:http';
import type { RequestDecision } from './types.ts';

export type Answer = Exclude<RequestDecision, { forward: true }>;

/** A plain-text answer of the filter's own. */
export function ownAnswer(status: number, message: string): Answer {
  return { forward: false, status, body: `egress-filter: ${message}\n`, contentType: 'text/plain; charset=utf-8' };
}

/** The last response of an HTTP/1 connection. Clients that show no body show the reason phrase, so it names who denied. */
export function serialiseAnswer(answer: Answer, toHead: boolean): Buffer {
  const body = Buffer.from(answer.body);
  const phrase = answer.status === 403 ? 'Forbidden by egress-filter' : (STATUS_CODES[answer.status] ?? 'Error');
  const head =
    `HTTP/1.1 ${answer.status} ${phrase}\r\nContent-Type: ${fieldText(answer.contentType)}\r\nContent-Length: ${body.length}\r\n` +
    'Cache-Control: no-store\r\nConnection: close\r\n\r\n';
  return toHead ? Buffer.from(head, 'latin1') : Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** A value that can end no line. */
export function fieldText(text: string): string {
  return text.replace(/[^\t\x20-\x7e]/g, '?');
}
