import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { Question, Verdict } from '../../policy/types.ts';
import { denialBody, type RequestDecision, type RequestHead } from '../http/index.ts';
import type { Connection } from './connection.ts';
import type { RequestExtra } from './request-lines.ts';

/** One HTTP request as a question; `dstIp` is where it would go. */
export const requestQuestion = (connection: Connection, head: RequestHead, dstIp: string): Extract<Question, { type: 'request' }> => ({
  type: 'request',
  scheme: head.scheme,
  method: head.method,
  host: head.host,
  port: head.port,
  target: head.target,
  dstIp,
  dstPort: connection.flow.dst.port,
});

export const decideRequest = (connection: Connection, head: RequestHead, dstIp: string): Verdict =>
  connection.decide(requestQuestion(connection, head, dstIp));

/** A verdict of ours, on what the policy cannot be asked about. */
export const malformed = (reason: string): Verdict => ({ allow: false, denial: 'malformed', passthrough: false, insecure: false, reason });

/** Writes the line of one request. */
export const logRequest = (connection: Connection, head: RequestHead, verdict: Verdict, extra?: RequestExtra): void =>
  connection.logRequest(verdict, head, extra);

/** The answer to a denied request: 403, or 421 where the connection and not the policy is in the way (RFC 9110, section 15.5.20). */
export const denyRequest = (connection: Connection, head: RequestHead, verdict: Verdict, status: 403 | 421 = 403): RequestDecision => ({
  forward: false,
  status,
  ...denialBody({
    url: head.url,
    method: head.method,
    process: describeProcess(connection),
    reason: verdict.reason,
    suggestion: verdict.suggestion,
    json: readsJson(connection),
  }),
});

/** The answer when the server cannot be reached or not be trusted. */
export const unreachable = (head: RequestHead, message: string): RequestDecision => ({
  forward: false,
  status: 502,
  body: `egress-filter allows ${head.url} but cannot reach it: ${message}.\n`,
  contentType: 'text/plain; charset=utf-8',
});

const describeProcess = ({ flow: { who } }: Connection): string =>
  [`${who.exe ?? 'unknown program'} (pid ${who.pid})`, who.step && `step ${who.step}`, who.action && `action ${who.action}`]
    .filter(Boolean)
    .join(', ');

/** npm and its kin print the `error` member of a JSON body and nothing of any other. */
const readsJson = ({ flow: { who } }: Connection): boolean =>
  (who.cmdline ?? []).slice(0, 2).some((argument) => /(^|\/)(npm|npx|pnpm|yarn)(-cli)?(\.c?js)?$/.test(argument));

/** Does a verified certificate speak for this authority? */
export const covers = (certificate: PeerCertificate | undefined, host: string): boolean =>
  certificate !== undefined && Object.keys(certificate).length > 0 && checkServerIdentity(host, certificate) === undefined;
