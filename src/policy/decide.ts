import { explainAllow, explainDenial } from './explain.ts';
import { guardOf, opensGuard } from './guardrails.ts';
import { Search, Who } from './leaf.ts';
import { pathMatches } from './paths.ts';
import { type AskedConnection, type AskedName, type AskedRequest, readQuestion } from './questions.ts';
import { isAnyPath, remember, remembers } from './recall.ts';
import type { Bucket, RuleIndex } from './rule-index.ts';
import type { Rule } from './rules.ts';
import type { Process, Question, Recall, Verdict } from './types.ts';

/** A compiled policy as the decision reads it. */
export interface Engine {
  readonly allow: RuleIndex;
  readonly deny: RuleIndex;
  readonly defaultAllow: boolean;
  readonly resolvers: ReadonlySet<number>;
}

/**
 * The verdict on one question. In this order: what is malformed, denials, guardrails, rules, the default.
 * Never throws: whatever cannot be read is denied.
 */
export function decide(engine: Engine, question: Question, process: Process, recall?: Recall): Verdict {
  try {
    if (recall !== undefined && remembers(recall, engine, question, process)) return recall.last.verdict;
    const asked = readQuestion(question);
    if (typeof asked === 'string') return malformed(asked);
    const who = new Who(typeof process === 'object' && process !== null ? process : {});
    const verdict = asked.type === 'dns' ? decideName(engine, asked, who) : decideDestination(engine, asked, who);
    if (recall !== undefined && question.type === 'request' && asked.type === 'request' && isAnyPath(engine, asked, verdict)) {
      remember(recall, { policy: engine, process, question, verdict });
    }
    return verdict;
  } catch {
    // Only an object that throws when it is read gets here; it is no question that we ask.
    return malformed('the question cannot be read');
  }
}

const loopback = { line: 0, text: 'loopback' };

function malformed(problem: string): Verdict {
  return { allow: false, passthrough: false, insecure: false, denial: 'malformed', reason: `Denied because ${problem}.` };
}

function decideDestination(engine: Engine, asked: AskedConnection | AskedRequest, who: Who): Verdict {
  const { address, port } = asked;
  if (address === 'ipv6') return explainDenial(engine, asked, who, { denial: 'no-rule' });
  if (address >>> 24 === 127) return explainAllow(asked, { rule: loopback, by: 'address' });
  const denied = searchDenials(engine.deny, asked, address, who);
  if (denied !== undefined) return explainDenial(engine, asked, who, { denial: 'rule', rule: denied });
  const guard = guardOf(address, port);
  const search = searchRules(engine.allow, asked, address, who, guard === undefined ? undefined : (rule) => opensGuard(guard, rule, port));
  if (search.rule === undefined) {
    if (guard !== undefined) return explainDenial(engine, asked, who, { denial: 'guardrail', guard });
    if (engine.defaultAllow) return explainAllow(asked, { by: 'default' });
    return explainDenial(engine, asked, who, { denial: 'no-rule' });
  }
  const { rule, name } = search;
  // A URL denial of the same host must see the requests.
  const passthrough = asked.type === 'tls' && rule.passthrough && !hidesDenial(engine.deny, asked, who);
  const insecure = asked.type !== 'tcp' && asked.type !== 'udp' && rule.insecure;
  return explainAllow(asked, { rule, by: name === undefined ? 'address' : 'name', name, passthrough, insecure });
}

function searchRules(
  index: RuleIndex,
  asked: AskedConnection | AskedRequest,
  address: number,
  who: Who,
  accepts?: (rule: Rule) => boolean,
): Search {
  if (asked.type === 'request') return searchRequest(index, asked, address, who, accepts);
  const search = new Search(who, accepts);
  const protocol = asked.type === 'udp' ? 'udp' : 'tcp';
  for (const host of asked.hosts) {
    for (const bucket of index.byHost(host)) {
      bucket.connection(protocol, asked.port, search, host);
      if (asked.sni !== undefined && asked.intercept) bucket.open('https', asked.port, search, host);
    }
  }
  if (!asked.contradicts) {
    for (const bucket of index.byAddress(address)) {
      bucket.connection(protocol, asked.port, search, undefined);
      if (opensByAddress(asked)) bucket.open('https', asked.port, search, undefined);
    }
  }
  return search;
}

/** `https://192.0.2.40/x` is requested without SNI, or with the address itself as one. */
function opensByAddress(asked: AskedConnection): boolean {
  return asked.type === 'tls' && asked.intercept && asked.sni === undefined && !asked.contradicts;
}

function searchRequest(index: RuleIndex, asked: AskedRequest, address: number, who: Who, accepts?: (rule: Rule) => boolean): Search {
  const { scheme, port, method, path, host } = asked;
  const whole = new Search(who, accepts);
  const urls = new Search(who, (rule) => accepts?.(rule) !== false && matchesEveryReading(rule, asked));
  const names: readonly Bucket[] = host === undefined ? [] : index.byHost(host);
  const networks = asked.contradicts ? [] : index.byAddress(address);
  for (const bucket of names) {
    bucket.connection('tcp', port, whole, host);
    if (path !== undefined) bucket.request(scheme, port, method, path.main, urls, host);
  }
  for (const bucket of networks) {
    bucket.connection('tcp', port, whole, undefined);
    if (path !== undefined && host === undefined) bucket.request(scheme, port, method, path.main, urls, undefined);
  }
  if (urls.rule !== undefined) whole.offer(urls.rule, urls.name);
  return whole;
}

function matchesEveryReading(rule: Rule, asked: AskedRequest): boolean {
  const { target } = rule;
  if (target.kind !== 'url' || asked.path === undefined) return false;
  return asked.path.others.every(({ segments, decoded }) => pathMatches(target.path, segments, decoded));
}

/** A `!` rule that matches. Here doubt counts against the question: any reading of a path, any name that the address may stand for. */
function searchDenials(index: RuleIndex, asked: AskedConnection | AskedRequest, address: number, who: Who): Rule | undefined {
  if (index.size === 0) return undefined;
  const search = new Search(who);
  const protocol = asked.type === 'udp' ? 'udp' : 'tcp';
  for (const host of deniableHosts(asked)) {
    for (const bucket of index.byHost(host)) {
      bucket.connection(protocol, asked.port, search, host);
      denyByUrl(bucket, asked, search);
    }
  }
  for (const bucket of index.byAddress(address)) {
    bucket.connection(protocol, asked.port, search, undefined);
    if (asked.type !== 'request' || asked.host === undefined) denyByUrl(bucket, asked, search);
  }
  return search.rule;
}

/** Without the right name shown, every name that we resolved to the address may be meant. */
function deniableHosts(asked: AskedConnection | AskedRequest): readonly string[] {
  if (asked.type === 'request') return asked.host === undefined ? [] : [asked.host];
  return asked.sni !== undefined && asked.names.includes(asked.sni) ? asked.hosts : [...asked.hosts, ...asked.names];
}

function denyByUrl(bucket: Bucket, asked: AskedConnection | AskedRequest, search: Search): void {
  if (asked.type === 'request') {
    const { scheme, port, method, path } = asked;
    if (path === undefined) {
      bucket.open(scheme, port, search, undefined);
      return;
    }
    for (const segments of [path.main, ...path.others.map((other) => other.segments), ...(path.bare === undefined ? [] : [path.bare])]) {
      bucket.request(scheme, port, method, segments, search, undefined);
    }
  } else if (asked.type === 'tcp' || (asked.type === 'tls' && !asked.intercept)) {
    // Bytes that are not read as requests must not carry one that is denied.
    bucket.open('https', asked.port, search, undefined);
    bucket.open('http', asked.port, search, undefined);
  }
}

function hidesDenial(index: RuleIndex, asked: AskedConnection | AskedRequest, who: Who): boolean {
  if (index.size === 0 || asked.type === 'request') return false;
  const search = new Search(who);
  for (const host of asked.hosts) for (const bucket of index.byHost(host)) bucket.open('https', asked.port, search, host);
  return search.rule !== undefined;
}

function decideName(engine: Engine, asked: AskedName, who: Who): Verdict {
  const denied = new Search(who);
  for (const bucket of engine.deny.byHost(asked.host)) bucket.lookup(denied, asked.host);
  const server = new Search(who);
  if (asked.address !== 'ipv6')
    for (const bucket of engine.deny.byAddress(asked.address)) bucket.connection(asked.protocol, asked.port, denied, undefined);
  if (denied.rule !== undefined) return explainDenial(engine, asked, who, { denial: 'rule', rule: denied.rule });
  const search = new Search(who);
  for (const bucket of engine.allow.byHost(asked.host)) bucket.lookup(search, asked.host);
  const serverProblem = judgeServer(engine, asked, server);
  if (serverProblem !== undefined) return explainDenial(engine, asked, who, { ...serverProblem, nameRule: search.rule });
  if (search.rule !== undefined) return explainAllow(asked, { rule: search.rule, by: 'name', name: asked.host });
  if (engine.defaultAllow) return explainAllow(asked, { by: 'default' });
  return explainDenial(engine, asked, who, { denial: 'no-rule' });
}

type ServerProblem = { readonly denial: 'guardrail' | 'no-rule'; readonly server: true; readonly guard?: ReturnType<typeof guardOf> };

function judgeServer(engine: Engine, asked: AskedName, search: Search): ServerProblem | undefined {
  const { address, port, protocol } = asked;
  if (address === 'ipv6') return { denial: 'no-rule', server: true };
  if ((port === 53 && engine.resolvers.has(address)) || address >>> 24 === 127) return undefined;
  const guard = guardOf(address, port);
  const allowed = new Search(search.who, guard === undefined ? undefined : (rule) => opensGuard(guard, rule, port));
  for (const bucket of engine.allow.byAddress(address)) bucket.connection(protocol, port, allowed, undefined);
  if (allowed.rule !== undefined) return undefined;
  if (guard !== undefined) return { denial: 'guardrail', server: true, guard };
  return engine.defaultAllow ? undefined : { denial: 'no-rule', server: true };
}

/** See `Policy.allowsUninspected`. */
export function allowsUninspected(engine: Engine, host: string, port: number, process: Process): boolean {
  const asked = readQuestion({ type: 'tls', host, dstIp: '0.0.0.0', dstPort: port, names: [host], intercept: false });
  if (typeof asked === 'string' || asked.type !== 'tls' || asked.sni === undefined) return false;
  const who = new Who(process);
  if (hidesDenial(engine.deny, asked, who)) return false;
  const denied = new Search(who);
  for (const bucket of engine.deny.byHost(asked.sni)) bucket.connection('tcp', port, denied, asked.sni);
  if (denied.rule !== undefined) return false;
  const guard = guardOf(0, port);
  const search = new Search(who, guard === undefined ? undefined : (rule) => opensGuard(guard, rule, port));
  const openings = new Search(who);
  for (const bucket of engine.allow.byHost(asked.sni)) {
    bucket.connection('tcp', port, search, asked.sni);
    bucket.open('https', port, openings, asked.sni);
  }
  return search.rule !== undefined || (engine.defaultAllow && guard === undefined && openings.rule === undefined);
}
