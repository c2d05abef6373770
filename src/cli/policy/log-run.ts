import { type Analysis, Analyst, destinationText, type Who, whoOf } from './analysis.ts';
import { readEvents, type SeenEvent } from './events.ts';
import type { Compiled } from './load.ts';

/** What was read, whatever the policies say of it. */
export interface LogFacts {
  /** Events that were decided. */
  events: number;
  /** Lines that are no events; the first ten by number. */
  broken: number;
  readonly firstBroken: { readonly line: number; readonly problem: string }[];
  /** Events that the log itself says are missing. */
  lost: number;
  /** Uses of sudo: decided by the input `allow-sudo`, not by a policy. */
  sudo: number;
  /** What the guard of a job tells of the filter itself. */
  guard: number;
  /** Lines of other types, such as those of other tools. */
  ignored: number;
  /** Events of jobs that are none of the workflow's with a policy. */
  otherJobs: number;
  /** Events that name no job, judged under every job's policy. */
  withoutJob: number;
  /** Of the runner's own processes, which no policy binds. */
  runner: number;
}

const DECIDED = new Set(['http', 'https', 'tcp', 'udp', 'dns', 'ip', 'socket']);

/** Connections whose closing line is awaited, oldest forgotten first. */
const MOST_OPEN = 100_000;

/** Reads a log once and decides each of its events under each policy whose job it belongs to. */
export async function analyzeLog(path: string, policies: readonly Compiled[]): Promise<{ facts: LogFacts; analyses: Analysis[] }> {
  const analysts = policies.map((compiled) => new Analyst(compiled));
  const none = { events: 0, broken: 0, lost: 0, sudo: 0, guard: 0, ignored: 0, otherJobs: 0, withoutJob: 0, runner: 0 };
  const facts: LogFacts = { ...none, firstBroken: [] };
  const open = new Map<string, Opened>();
  for await (const batch of readEvents(path, 'log')) {
    for (const line of batch) {
      if ('problem' in line) {
        facts.broken++;
        if (facts.firstBroken.length < 10) facts.firstBroken.push({ line: line.number, problem: line.problem });
      } else take(line.event, analysts, facts, open);
    }
  }
  return { facts, analyses: analysts.map((analyst) => analyst.result()) };
}

interface Opened {
  readonly destination: string;
  readonly process: Who;
  readonly analysts: readonly Analyst[];
  /** As told last: the verdict and the end of a connection often have the same. */
  error?: string;
}

function take(event: SeenEvent, analysts: readonly Analyst[], facts: LogFacts, open: Map<string, Opened>): void {
  const { type, conn, error } = event;
  if (type === 'lost') {
    facts.lost += event.lost ?? 0;
    return;
  }
  if (type === 'close') {
    const opened = conn === undefined ? undefined : open.get(conn);
    if (conn !== undefined) open.delete(conn);
    if (error !== undefined && error !== opened?.error) fail(error, opened ?? openedBy(event, analystsOf(event, analysts)));
    return;
  }
  if (!DECIDED.has(type)) {
    if (type === 'sudo' || type === 'guard') facts[type]++;
    else facts.ignored++;
    return;
  }
  if (event.rule === RUNNERS_OWN) {
    facts.runner++;
    return;
  }
  const concerned = analystsOf(event, analysts);
  // A line that reports an error only is no verdict (docs/log.md).
  const isVerdict = event.policy !== undefined || error === undefined;
  if (isVerdict) {
    facts.events++;
    if (concerned.length === 0) facts.otherJobs++;
    else if (jobOf(event) === undefined && analysts.some(({ compiled }) => compiled.text.use?.job !== undefined)) facts.withoutJob++;
    const asked = withMachineResolver(event);
    for (const analyst of concerned) analyst.decide(asked);
    if (conn !== undefined && type !== 'dns') remember(conn, event, concerned, open);
  }
  if (error !== undefined) fail(error, (conn === undefined ? undefined : open.get(conn)) ?? openedBy(event, concerned));
}

function fail(error: string, opened: Opened): void {
  opened.error = error;
  for (const analyst of opened.analysts) analyst.fail(error, opened.destination, opened.process);
}

/** As the log of a job cites it. */
const RUNNERS_OWN = "built-in: the runner's own traffic";

function openedBy(event: SeenEvent, analysts: readonly Analyst[]): Opened {
  return { destination: destinationText(event), process: whoOf(event), analysts };
}

/** What later lines of this connection are about. A request says more than the ClientHello before it, but not another host. */
function remember(conn: string, event: SeenEvent, analysts: readonly Analyst[], open: Map<string, Opened>): void {
  if (open.has(conn)) return;
  if (open.size >= MOST_OPEN) {
    for (const oldest of open.keys()) {
      open.delete(oldest);
      break;
    }
  }
  open.set(conn, openedBy(event, analysts));
}

/** `job` of `job.GITHUB_ACTION`. */
function jobOf({ step }: SeenEvent): string | undefined {
  const dot = step?.indexOf('.') ?? -1;
  return dot < 1 ? undefined : step?.slice(0, dot);
}

function analystsOf(event: SeenEvent, analysts: readonly Analyst[]): readonly Analyst[] {
  const job = jobOf(event);
  if (job === undefined) return analysts;
  return analysts.filter(({ compiled }) => compiled.text.use?.job === undefined || compiled.text.use.job === job);
}

const LOCAL = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|168\.63\.129\.16$)/;

/** The policy of then had to say something of the name: it does not come to that where the server itself is not allowed. */
const isAboutTheName = ({ rule, reason = '' }: SeenEvent): boolean => rule !== undefined || reason.startsWith('No rule allows looking up');

/**
 * Which resolver is the machine's own is not in the log. One at a local address (168.63.129.16 is Azure's) was, and one whose answers the policy of
 * then decided by name, unless the log says that the server was what was denied; another one needs an address rule, as it does when the filter runs.
 */
function withMachineResolver(event: SeenEvent): SeenEvent {
  if (event.type !== 'dns' || event.dst_ip === undefined || !(LOCAL.test(event.dst_ip) || isAboutTheName(event))) return event;
  if (event.policy === 'deny' && event.reason?.startsWith('The DNS server')) return event;
  return { ...event, dst_ip: '127.0.0.53', dst_port: 53 };
}
