import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { codeOf, messageOf } from '../../kernel/errors.ts';
import type { Question, Verdict } from '../../policy/types.ts';
import type { Endpoint } from '../context.ts';
import type { Connection } from './connection.ts';

/** Where a connection may go. */
export type Upstream =
  | { readonly status: 'found'; readonly ips: readonly string[]; readonly verdict: Verdict; readonly name?: string }
  /** The addresses of the name are themselves denied. */
  | { readonly status: 'denied'; readonly verdict: Verdict }
  /** The name has no usable address. `error`: for the log; `message`: for a person. */
  | { readonly status: 'unresolved'; readonly error: string; readonly message: string };

type BoundQuestion = Extract<Question, { type: 'tls' | 'request' | 'tcp' }>;

/** What could not be reached, in one sentence; `code` as the log shows it. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Addresses of one name that are tried before giving up. */
const ATTEMPTS = 4;

/**
 * The addresses that a passed verdict may be used for. A verdict by name opens only addresses that we resolved for that name:
 * the client's own if it is one of them, else ours, about which the policy is asked again (deny rules and guardrails look at
 * addresses). In audit the connection goes where the client wanted.
 */
export const findUpstream = async (connection: Connection, question: BoundQuestion, verdict: Verdict): Promise<Upstream> => {
  const { context, flow } = connection;
  const name = verdict.by === 'name' ? (verdict.name ?? hostOf(question)) : undefined;
  const own = { status: 'found', ips: [flow.dst.ip], verdict, ...(name && { name }) } as const;
  // No connection to loopback is ever redirected; this one was made up.
  if (isLoopback(flow.dst.ip)) return { status: 'unresolved', error: 'loopback', message: `${flow.dst.ip} is this machine itself` };
  if (context.audit || name === undefined) return own;
  if (context.names.isBound(name, flow.dst.ip)) {
    connection.hold(name, flow.dst.ip);
    return own;
  }
  return resolveUpstream(connection, question, name);
};

const resolveUpstream = async (connection: Connection, question: BoundQuestion, name: string): Promise<Upstream> => {
  const { context } = connection;
  let resolved: readonly string[];
  try {
    resolved = await context.resolver.resolve(name);
  } catch (error) {
    const code = codeOf(error) ?? 'SERVFAIL';
    return { status: 'unresolved', error: `dns_${code.toLowerCase()}`, message: `cannot resolve ${name}: ${messageOf(error)}` };
  }
  const usable = resolved.filter((ip) => !isOwnAddress(ip));
  if (usable.length === 0) {
    const message = resolved.length === 0 ? `${name} has no IPv4 address` : `${name} resolves to an address of this machine`;
    return { status: 'unresolved', error: 'dns_no_address', message };
  }
  const answers = usable.map((ip) => ({ ip, verdict: connection.decide(at(question, ip, context.names.namesOf(ip))) }));
  // The verdict for the new address has to rest on the same name, or on the address itself.
  const allowed = answers.filter(
    (answer) => answer.verdict.allow && (answer.verdict.by !== 'name' || context.names.isBound(name, answer.ip)),
  );
  const first = allowed[0];
  if (first === undefined) {
    const denied = answers.find((answer) => !answer.verdict.allow)?.verdict;
    return denied
      ? { status: 'denied', verdict: denied }
      : { status: 'unresolved', error: 'dns_not_learned', message: `the addresses of ${name} were not learned` };
  }
  const { passthrough, insecure } = first.verdict;
  const ips = allowed
    .filter((answer) => answer.verdict.passthrough === passthrough && answer.verdict.insecure === insecure)
    .map(({ ip }) => ip);
  for (const ip of ips) connection.hold(name, ip);
  return { status: 'found', ips, verdict: first.verdict, name };
};

/** Connects to the first address that answers. @throws UpstreamError */
export const connectUpstream = (connection: Connection, ips: readonly string[]): Promise<{ socket: Socket; ip: string }> =>
  reachFirst(connection, ips, async (endpoint) => ({ socket: await connection.dial(endpoint), ip: endpoint.ip }));

/**
 * What `attempt` makes of the first address that answers. It throws UpstreamError for a failure that another address would not change.
 *
 * @throws UpstreamError
 */
export const reachFirst = async <T>(
  connection: Connection,
  ips: readonly string[],
  attempt: (endpoint: Endpoint) => Promise<T>,
): Promise<T> => {
  const { port } = connection.flow.dst;
  let last: unknown;
  for (const ip of ips.slice(0, ATTEMPTS)) {
    try {
      return await attempt({ ip, port });
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      last = error;
    }
  }
  throw new UpstreamError(codeOf(last) ?? 'ECONNFAILED', `cannot connect to ${ips[0]}:${port}: ${messageOf(last)}`, { cause: last });
};

const at = (question: BoundQuestion, dstIp: string, names: readonly string[]): BoundQuestion =>
  question.type === 'request' ? { ...question, dstIp } : { ...question, dstIp, names };

const hostOf = (question: BoundQuestion): string | undefined => (question.type === 'tcp' ? undefined : question.host);

/**
 * A name may not lead into this machine: the proxy would connect with its own rights to services that trust loopback, or to
 * itself. 0/8 is the local host for Linux; multicast and broadcast are no TCP destinations.
 */
const isOwnAddress = (ip: string): boolean => {
  if (isLoopback(ip) || !(Number.parseInt(ip, 10) < 224)) return true;
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === ip));
};

const isLoopback = (ip: string): boolean => /^(0|127)\./.test(ip);
