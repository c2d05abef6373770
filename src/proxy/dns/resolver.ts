import { randomInt } from 'node:crypto';
import type { Endpoint, NameTable, Resolver } from '../context.ts';
import { normalizeName } from '../names.ts';
import { createTtlCache } from './cache.ts';
import { type Chain, followChain } from './chain.ts';
import { type ExchangeOptions, exchangeTcp, exchangeUdp } from './exchange.ts';
import { inTurn } from './in-turn.ts';
import type { DnsQuestion, DnsRecord, UpstreamMessage } from './message.ts';
import { queryPorts } from './query-ports.ts';
import { RCODE, TYPE } from './types.ts';
import { readResponse, writeQuery } from './upstream.ts';

export type ResolveErrorCode = 'NXDOMAIN' | 'SERVFAIL' | 'TIMEOUT';

/** A name that has no answer: it does not exist, nobody could tell, or nobody answered in time. */
export class ResolveError extends Error {
  override readonly name = 'ResolveError';
  readonly code: ResolveErrorCode;
  constructor(code: ResolveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface ResolverOptions {
  /** The machine's resolvers (resolv.conf(5)), in order. Port 53 unless given. */
  readonly servers: readonly (string | Endpoint)[];
  readonly names: NameTable;
  /** Source address of our queries. */
  readonly bind?: string | undefined;
  /** Milliseconds, monotonic. */
  readonly clock?: () => number;
  /**
   * How long a server is silent before the next one is asked as well, in milliseconds, one entry a round over all servers. Who was asked is listened to
   * until the end, MAX_PATIENCE_MS at the latest.
   */
  readonly rounds?: readonly number[];
  /** Different questions on their way at a time; more are refused. */
  readonly maxInFlight?: number;
}

export interface DnsAnswer extends Chain {
  /** NOERROR or NXDOMAIN. */
  readonly rcode: number;
  /** Seconds for which all of it holds. */
  readonly ttl: number;
  /** Only from a server that was asked over UDP alone: there is more over TCP. */
  readonly truncated: boolean;
}

/** A server that the client asked itself. It is asked in the same way, since the policy decided on that: a rule for `53/udp` opens no TCP. */
export interface Via {
  readonly server: Endpoint;
  readonly transport: 'udp' | 'tcp';
  /** What it answers may bind names to addresses. Kept apart from what was answered at the same address when it might not: that could be another server. */
  readonly mayTeach?: boolean;
}

export interface DnsResolver extends Resolver {
  /** The machine's resolvers, as they are asked. */
  readonly servers: readonly Endpoint[];
  /**
   * Asks the machine's resolvers, or only `via`. Teaches nothing. Throws ResolveError (`SERVFAIL`, `TIMEOUT`); that a name does not
   * exist is an answer here.
   */
  query(question: DnsQuestion, via?: Via): Promise<DnsAnswer>;
  /** What `query` would answer without asking anybody; the same object until a TTL in it counts down. */
  known(question: DnsQuestion, via?: Via): DnsAnswer | undefined;
  /** Ends what is on its way and refuses what comes. */
  close(): void;
}

/** RFC 2308, section 5 proposes one to three hours at most; a job wants to see a new name sooner. */
const MAX_NEGATIVE_TTL = 300;
const MAX_SERVERS = 3;
/** No client waits longer: glibc asks twice, for five seconds each (resolv.conf(5)). */
const MAX_PATIENCE_MS = 10_000;

export function createResolver(options: ResolverOptions): DnsResolver {
  const { names, bind, clock = () => performance.now(), rounds = [1000, 2000, 7000], maxInFlight = 512 } = options;
  const servers = options.servers.slice(0, MAX_SERVERS).map((server) => (typeof server === 'string' ? { ip: server, port: 53 } : server));
  const cache = createTtlCache<Kept>(clock);
  const inFlight = new Map<string, Promise<DnsAnswer>>();
  const stop = new AbortController();

  const ports = queryPorts();

  const ask = async (question: DnsQuestion, via: Via | undefined): Promise<DnsAnswer> => {
    const targets = via ? [via.server] : servers;
    const askOne = async (server: Endpoint, signal: AbortSignal): Promise<DnsAnswer> => {
      const message = await askServer(server, question, via?.transport, { bind, port: ports, signal });
      if (message.rcode === RCODE.NOERROR || message.rcode === RCODE.NXDOMAIN) return toAnswer(question, message);
      throw new Error(`${server.ip} answered with code ${message.rcode}`);
    };
    const said = await inTurn(targets, askOne, { rounds, patienceMs: MAX_PATIENCE_MS, signal: stop.signal });
    if ('answer' in said) return said.answer;
    const { failure } = said;
    if (failure === undefined && targets.length > 0) {
      const who = targets.map(({ ip }) => ip).join(', ');
      throw new ResolveError('TIMEOUT', `${question.name}: no answer from ${who} within ${said.ms} ms`);
    }
    const why = failure instanceof Error ? failure.message : 'no resolver is known';
    throw new ResolveError('SERVFAIL', `${question.name}: ${why}`, { cause: failure });
  };

  const known = (key: string): DnsAnswer | undefined => {
    const kept = cache.get(key);
    if (!kept) return undefined;
    const { value, age } = kept;
    if (value.age !== age) Object.assign(value, { age, now: aged(value.fresh, age) });
    return value.now;
  };

  const query = async (asked: DnsQuestion, via?: Via): Promise<DnsAnswer> => {
    const question = { name: normalizeName(asked.name), type: asked.type };
    const key = keyOf(question, via);
    const kept = known(key);
    if (kept) return kept;
    const pending = inFlight.get(key);
    if (pending) return pending;
    if (inFlight.size >= maxInFlight)
      throw new ResolveError('SERVFAIL', `${question.name}: ${maxInFlight} queries are already on their way`);
    const asking = ask(question, via).finally(() => inFlight.delete(key));
    inFlight.set(key, asking);
    const answer = await asking;
    cache.set(key, { fresh: answer, age: 0, now: answer }, answer.ttl, cost(answer));
    return answer;
  };

  return {
    servers,
    query,
    known: ({ name, type }, via) => known(keyOf({ name: normalizeName(name), type }, via)),
    async resolve(name) {
      const normal = normalizeName(name);
      if (!isPublicName(normal)) throw new ResolveError('NXDOMAIN', `${name}: not a name that a resolver is asked for`);
      const answer = await query({ name: normal, type: TYPE.A });
      if (answer.rcode === RCODE.NXDOMAIN) throw new ResolveError('NXDOMAIN', `${name}: no such name`);
      names.learn(normal, answer.addresses, answer.ttl);
      return answer.addresses;
    },
    close: () => stop.abort(),
  };
}

/** An answer as it came, and as it is after so many seconds. */
interface Kept {
  readonly fresh: DnsAnswer;
  age: number;
  now: DnsAnswer;
}

const keyOf = ({ name, type }: DnsQuestion, via: Via | undefined): string =>
  `${name} ${type} ${via ? `${via.server.ip} ${via.server.port} ${via.transport} ${via.mayTeach ? 'teaches' : ''}` : ''}`;

/** At least two labels of host name bytes, the last one no number and not `localhost`: other names are this machine's own business. */
export function isPublicName(name: string): boolean {
  if (name.length > 253 || !/^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}$/i.test(name)) return false;
  const top = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return top !== 'localhost' && !/^(?:\d+|0x[0-9a-f]*)$/.test(top);
}

/**
 * One server: UDP, without EDNS if it chokes on that (RFC 6891, section 7), over TCP if the answer does not fit; or only as `transport`
 * says.
 */
async function askServer(
  server: Endpoint,
  question: DnsQuestion,
  transport: Via['transport'] | undefined,
  options: ExchangeOptions,
): Promise<UpstreamMessage> {
  const exchange = transport === 'tcp' ? exchangeTcp : exchangeUdp;
  let query = writeQuery(randomInt(0x10000), question, true);
  let answer = await exchange(server, query.bytes, (bytes) => readResponse(bytes, query), options);
  if (answer.rcode === RCODE.FORMERR || answer.rcode === RCODE.NOTIMP) {
    query = writeQuery(randomInt(0x10000), question, false);
    answer = await exchange(server, query.bytes, (bytes) => readResponse(bytes, query), options);
  }
  if (!answer.truncated || transport === 'udp') return answer;
  const whole = await exchangeTcp(server, query.bytes, (bytes) => readResponse(bytes, query), options);
  if (whole.truncated) throw new Error(`${server.ip} truncated an answer over TCP`);
  return whole;
}

function toAnswer(question: DnsQuestion, message: UpstreamMessage): DnsAnswer {
  const chain = followChain(question.name, question.type, message);
  const positive = [...chain.aliases, ...chain.records].map((record) => record.ttl);
  const ttl = chain.records.length > 0 ? Math.min(...positive) : Math.min(negativeTtl(chain.soa), ...positive);
  return { ...chain, rcode: message.rcode, ttl: message.truncated ? 0 : ttl, truncated: message.truncated };
}

/** RFC 2308, section 5: the smaller of the SOA's TTL and its minimum field; without SOA it is not kept. */
function negativeTtl(soa: DnsRecord | undefined): number {
  if (soa?.answer.type !== 'SOA') return 0;
  return Math.min(soa.ttl, soa.answer.data.minimum ?? 0, MAX_NEGATIVE_TTL);
}

function aged(answer: DnsAnswer, age: number): DnsAnswer {
  if (age === 0) return answer;
  const older = (record: DnsRecord): DnsRecord => ({ ...record, ttl: Math.max(0, record.ttl - age) });
  return {
    ...answer,
    ttl: Math.max(0, answer.ttl - age),
    aliases: answer.aliases.map(older),
    records: answer.records.map(older),
    soa: answer.soa && older(answer.soa),
  };
}

/** A record in memory is several objects around its bytes. */
const cost = ({ aliases, records }: DnsAnswer): number =>
  1000 +
  [...aliases, ...records].reduce(
    (sum, { answer }) => sum + 400 + ('data' in answer && Buffer.isBuffer(answer.data) ? answer.data.length : 0),
    0,
  );
