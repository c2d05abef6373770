import { inFile, type PolicyText } from '../../action/workflow/policy-text.ts';
import type { LogEvent } from '../../log/event.ts';
import { decideEvent, type RuleRef, type Verdict } from '../../policy/index.ts';
import { commandOf, destinationOf } from '../../report/describe.ts';
import { Groups } from '../../report/groups.ts';
import type { SeenEvent } from './events.ts';
import type { Compiled } from './load.ts';

/** Processes that a policy cannot tell apart, but by their arguments. */
export interface Who {
  /** The first one's executable and arguments, shortened. */
  readonly command: string;
  readonly exe?: string | undefined;
  readonly step?: string | undefined;
  readonly action?: string | undefined;
  readonly image?: string | undefined;
  readonly cgroup?: string | undefined;
}

/** One destination of one process, decided in one way. Strings are as the log has them: whoever shows them escapes them. */
export interface Group {
  /** `host:port`, or the name of a lookup. */
  readonly destination: string;
  readonly process: Who;
  count: number;
  /** Events that were let through when the log was written. */
  passed: number;
  readonly types: string[];
  readonly rule?: string | undefined;
  readonly reason: string;
  /** The nearest rule, and what of it does not match. */
  readonly nearest?: string | undefined;
  /** Lines to add; of URLs up to ten. */
  readonly add: string[];
  /** Up to three requests: `GET https://...`. */
  readonly requests: string[];
  /** Requests that were not seen, since TLS was passed through: what a URL rule would say of them is not known. */
  unseen: number;
}

export interface FailureGroup {
  readonly destination: string;
  readonly process: Who;
  readonly error: string;
  count: number;
}

/** What one policy would do to what was seen. */
export interface Analysis {
  readonly text: PolicyText;
  readonly blocked: readonly Group[];
  readonly allowed: readonly Group[];
  /** IPv6, raw sockets and other protocols: no policy opens them. */
  readonly never: readonly Group[];
  readonly failed: readonly FailureGroup[];
  readonly totals: {
    readonly blocked: number;
    readonly passed: number;
    readonly allowed: number;
    readonly never: number;
    readonly failed: number;
  };
  /** Events of further groups, which are counted but not listed. */
  readonly omitted: number;
}

const MOST_GROUPS = 5000;

/** Decides events for one policy and groups them, in memory that does not grow with the log. */
export class Analyst {
  readonly compiled: Compiled;
  readonly #blocked = new Groups<Group>(MOST_GROUPS);
  readonly #allowed = new Groups<Group>(MOST_GROUPS);
  readonly #never = new Groups<Group>(MOST_GROUPS);
  readonly #failed = new Groups<FailureGroup>(MOST_GROUPS);
  readonly #totals = { blocked: 0, passed: 0, allowed: 0, never: 0, failed: 0 };

  constructor(compiled: Compiled) {
    this.compiled = compiled;
  }

  decide(event: SeenEvent): void {
    if (isNever(event)) {
      this.#totals.never++;
      this.#count(this.#never, event, { reason: event.reason ?? 'Only TCP and UDP over IPv4 leave, under every policy.' });
      return;
    }
    const verdict = decideEvent(this.compiled.policy, event);
    if (verdict.allow) {
      this.#totals.allowed++;
      const group = this.#count(this.#allowed, event, verdict);
      if (group !== undefined && event.passthrough && isUrlRule(verdict.rule)) group.unseen++;
      return;
    }
    this.#totals.blocked++;
    if (wasLetThrough(event)) this.#totals.passed++;
    const group = this.#count(this.#blocked, event, verdict);
    if (group !== undefined && verdict.suggestion !== undefined) addSome(group.add, clip(verdict.suggestion), 10);
  }

  fail(error: string, destination: string, process: Who): void {
    this.#totals.failed++;
    const clipped = clip(error);
    const group = this.#failed.of([clipped, destination, ...keyOf(process)].join('\0'), () => ({
      destination,
      process,
      error: clipped,
      count: 0,
    }));
    if (group !== undefined) group.count++;
  }

  #count(groups: Groups<Group>, event: SeenEvent, verdict: Pick<Verdict, 'reason' | 'rule' | 'nearest'>): Group | undefined {
    const { text } = this.compiled;
    const destination = destinationText(event);
    const rule = verdict.rule === undefined ? undefined : citeInFile(verdict.rule, text);
    const group = groups.of([destination, ...keyOf(event), rule ?? ''].join('\0'), () => ({
      destination,
      process: whoOf(event),
      count: 0,
      passed: 0,
      types: [],
      rule,
      reason: clip(inFile(verdict.reason, text)),
      nearest: verdict.nearest?.[0] === undefined ? undefined : clip(inFile(verdict.nearest[0].mismatch, text)),
      add: [],
      requests: [],
      unseen: 0,
    }));
    if (group === undefined) return undefined;
    group.count++;
    if (wasLetThrough(event)) group.passed++;
    addSome(group.types, clip(event.type), 5);
    if (event.url !== undefined && group.requests.length < 3) addSome(group.requests, clip(`${event.method ?? 'GET'} ${event.url}`), 3);
    return group;
  }

  result(): Analysis {
    const most = (a: Group, b: Group): number => b.count - a.count || compareText(a.destination, b.destination);
    return {
      text: this.compiled.text,
      blocked: this.#blocked.sorted(most),
      allowed: this.#allowed.sorted(most),
      never: this.#never.sorted(most),
      failed: this.#failed.sorted((a, b) => b.count - a.count || compareText(a.destination, b.destination)),
      totals: { ...this.#totals },
      omitted: this.#blocked.omitted + this.#allowed.omitted + this.#never.omitted + this.#failed.omitted,
    };
  }
}

/** Sockets and packets that the kernel refuses whatever the policy says. */
function isNever({ type, dst_ip, protocol }: SeenEvent): boolean {
  if (type === 'ip' || type === 'socket') return true;
  return protocol === 'ipv6' || (dst_ip !== undefined && type !== 'dns' && dst_ip.includes(':') && !/^::ffff:\d+\./i.test(dst_ip));
}

function wasLetThrough({ policy, audit }: SeenEvent): boolean {
  return policy === 'allow' || audit === true;
}

function isUrlRule(rule: RuleRef | undefined): boolean {
  return rule !== undefined && /(?:^|\s)(?:https?:\/\/|\/)/i.test(rule.text);
}

export function destinationText(event: SeenEvent): string {
  return clip(destinationOf(event as LogEvent));
}

export function whoOf(event: SeenEvent): Who {
  const { exe, step, action, image, cgroup } = event;
  return {
    command: commandOf(event as LogEvent),
    exe: clipped(exe),
    step: clipped(step),
    action: clipped(action),
    image: clipped(image),
    cgroup: clipped(cgroup),
  };
}

/** What attributes look at, arguments left out: they would make a group of every call. */
function keyOf({ exe, step, action, image, cgroup }: Partial<Who>): string[] {
  return [exe, step, action, image, cgroup].map((field) => clip(field ?? ''));
}

/** `line 3: api.example.com` of a policy file, `build.yml:17: api.example.com` of a workflow. */
function citeInFile({ line, text }: RuleRef, policy: PolicyText): string {
  if (line === 0) return `built-in: ${text}`;
  const at = policy.lineOf(line);
  return at === undefined || policy.use === undefined ? `line ${line}: ${clip(text)}` : `${at.file}:${at.line}: ${clip(text)}`;
}

const LONGEST = 500;

/** Through bytes: a slice would keep the whole string alive. */
function clip(text: string): string {
  return text.length <= LONGEST ? text : Buffer.from(`${text.slice(0, LONGEST)}…`).toString();
}

function clipped(text: string | undefined): string | undefined {
  return text === undefined ? undefined : clip(text);
}

function addSome(list: string[], item: string, most: number): void {
  if (list.length < most && !list.includes(item)) list.push(item);
}

/** By code unit: the same on every machine. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
