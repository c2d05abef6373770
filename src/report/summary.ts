import type { LogEvent } from '../log/event.ts';
import { isBackground } from './background.ts';
import { commandOf, destinationOf } from './describe.ts';
import { Groups } from './groups.ts';
import { TimelineBuilder } from './timeline.ts';
import type { Allowance, Failure, Incident, ProcessRef, Refusal, StepTotals, SudoUse, Summary, Totals } from './types.ts';

export interface SummaryOptions {
  /** Most groups in each list. Default 1000. */
  readonly maxGroups?: number;
  /** Most connections waiting for their closing line; of older ones the bytes are counted in the totals only. Default 100 000. */
  readonly maxOpen?: number;
}

/** Reads a log once, in memory bounded by the options, and groups it for a person. */
export async function summarise(events: AsyncIterable<LogEvent> | Iterable<LogEvent>, options: SummaryOptions = {}): Promise<Summary> {
  const builder = new SummaryBuilder(options);
  for await (const event of events) builder.add(event);
  return builder.build();
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

interface Open {
  readonly destination: string;
  readonly process: ProcessRef;
  /** As told last: the verdict and the end of a connection often have the same. */
  error?: string;
  allowance: Mutable<Allowance> | undefined;
  readonly step: Mutable<StepTotals> | undefined;
}

/** The same, one event at a time, for a log that is still being written. */
export class SummaryBuilder {
  readonly #refusals: Groups<Mutable<Refusal> & { audit: boolean }>;
  readonly #allowed: Groups<Mutable<Allowance>>;
  readonly #errors: Groups<Mutable<Failure>>;
  readonly #steps: Groups<Mutable<StepTotals>>;
  readonly #sudo: Groups<Mutable<SudoUse>>;
  readonly #incidents: Groups<Mutable<Incident>>;
  readonly #timeline = new TimelineBuilder();
  readonly #open = new Map<string, Open>();
  /** Reasons of denials, by connection: where one stands on the connection's last line again, as its error, it has been told. */
  readonly #refusedFor = new Map<string, string>();
  readonly #maxOpen: number;
  readonly #totals: Mutable<Totals> = {
    events: 0,
    denied: 0,
    background: 0,
    audited: 0,
    allowedConnections: 0,
    requests: 0,
    questions: 0,
    errors: 0,
    bytesIn: 0,
    bytesOut: 0,
    lost: 0,
  };
  #from: string | undefined;
  #to: string | undefined;

  constructor(options: SummaryOptions = {}) {
    const groups = options.maxGroups ?? 1000;
    this.#refusals = new Groups(groups);
    this.#allowed = new Groups(groups);
    this.#errors = new Groups(groups);
    this.#steps = new Groups(groups);
    this.#sudo = new Groups(groups);
    this.#incidents = new Groups(groups);
    this.#maxOpen = options.maxOpen ?? 100_000;
  }

  add(line: LogEvent): void {
    const event = clipped(line);
    this.#totals.events++;
    if (this.#from === undefined || event.ts < this.#from) this.#from = event.ts;
    if (this.#to === undefined || event.ts > this.#to) this.#to = event.ts;
    if (event.type === 'lost') this.#totals.lost += event.lost ?? 0;
    else if (event.type === 'close') this.#closed(event);
    else if (event.type === 'sudo') this.#raised(event);
    else if (event.type === 'guard') this.#happened(event);
    else if (event.policy !== undefined) this.#verdict(event);
    if (event.error !== undefined && event.type !== 'guard') this.#failed(event);
    if (event.type === 'close' && event.conn !== undefined) {
      this.#open.delete(event.conn);
      this.#refusedFor.delete(event.conn);
    }
  }

  #verdict(event: LogEvent): void {
    const refused = event.policy === 'deny' || event.audit === true;
    this.#timeline.add(Date.parse(event.ts), refused ? 'denied' : 'allowed');
    if (refused) this.#refused(event);
    // In audit mode the connection goes on, and its bytes belong somewhere.
    if (!refused || event.audit) this.#allow(event);
  }

  #refused(event: LogEvent): void {
    const audit = event.audit === true;
    this.#totals[audit ? 'audited' : 'denied']++;
    const background = isBackground(event);
    if (background && !audit) this.#totals.background++;
    const step = this.#stepOf(event);
    if (step) step[audit ? 'audited' : 'denied']++;
    if (event.conn !== undefined && event.reason !== undefined && this.#refusedFor.size < this.#maxOpen)
      this.#refusedFor.set(event.conn, event.reason);
    const destination = destinationOf(event);
    const process = processOf(event);
    const key = [audit, event.type, destination, process.command, event.suggestion ?? event.reason, event.rule].join('\0');
    const group = this.#refusals.of(key, () => ({
      audit,
      type: event.type,
      destination,
      ip: event.dst_ip,
      process,
      background,
      count: 0,
      rule: event.rule,
      reason: event.reason,
      suggestion: event.suggestion,
      requests: [],
      first: event.ts,
      last: event.ts,
    }));
    if (!group) return;
    group.count++;
    group.last = event.ts;
    if (event.url !== undefined) addSome(group.requests, `${event.method ?? 'GET'} ${event.url}`, 3);
  }

  #allow(event: LogEvent): void {
    if (event.type === 'dns') {
      this.#totals.questions++;
      return;
    }
    const destination = destinationOf(event);
    const isRequest = event.url !== undefined;
    const open = event.conn === undefined ? undefined : this.#open.get(event.conn);
    const step = open ? open.step : this.#stepOf(event);
    if (isRequest) this.#totals.requests++;
    if (isRequest && step) step.requests++;
    if (!open) this.#totals.allowedConnections++;
    if (!open && step) step.connections++;
    const rule = event.audit ? undefined : event.rule;
    const group = this.#allowed.of([destination, rule, event.type, event.audit].join('\0'), () => ({
      destination,
      rule: event.audit ? 'none: audit mode' : rule,
      type: event.type,
      protocols: [],
      passthrough: false,
      insecure: false,
      connections: 0,
      requests: 0,
      bytesIn: 0,
      bytesOut: 0,
      exes: [],
    }));
    if (group) {
      if (isRequest) group.requests++;
      // A connection counts where it was last seen, as its bytes will: often the ClientHello and its requests fall under different rules.
      if (open?.allowance !== group) {
        if (open?.allowance) open.allowance.connections--;
        group.connections++;
      }
      group.passthrough ||= event.passthrough === true;
      group.insecure ||= event.insecure === true;
      if (event.protocol !== undefined) addSome(group.protocols, event.protocol, 5);
      if (event.exe !== undefined) addSome(group.exes, event.exe, 5);
    }
    if (open) open.allowance = group;
    else if (event.conn !== undefined) this.#remember(event.conn, { destination, process: processOf(event), allowance: group, step });
  }

  #remember(conn: string, open: Open): void {
    if (this.#open.size >= this.#maxOpen) {
      for (const oldest of this.#open.keys()) {
        this.#open.delete(oldest);
        break;
      }
    }
    this.#open.set(conn, open);
  }

  #closed(event: LogEvent): void {
    this.#totals.bytesIn += event.bytes_in ?? 0;
    this.#totals.bytesOut += event.bytes_out ?? 0;
    const open = event.conn === undefined ? undefined : this.#open.get(event.conn);
    for (const group of [open?.allowance, open?.step]) {
      if (!group) continue;
      group.bytesIn += event.bytes_in ?? 0;
      group.bytesOut += event.bytes_out ?? 0;
    }
  }

  /** Undefined outside of a job, where no process has a step. */
  #stepOf({ step, action }: LogEvent): Mutable<StepTotals> | undefined {
    if (step === undefined && action === undefined) return undefined;
    const none = { denied: 0, audited: 0, connections: 0, requests: 0, bytesIn: 0, bytesOut: 0 };
    return this.#steps.of([step, action].join('\0'), () => ({ step, action, ...none }));
  }

  #raised(event: LogEvent): void {
    const { user, cwd } = event;
    const process = processOf(event);
    const denied = event.policy === 'deny';
    const key = [process.command, process.step, user, cwd, denied].join('\0');
    const group = this.#sudo.of(key, () => ({ process, user, cwd, denied, count: 0 }));
    if (group) group.count++;
  }

  #happened(event: LogEvent): void {
    const tampering = event.error !== undefined;
    if (tampering) this.#totals.errors++;
    const reason = event.reason ?? event.error ?? '';
    const process = event.pid === undefined && event.exe === undefined ? undefined : processOf(event);
    const group = this.#incidents.of([reason, tampering, process?.command, process?.step].join('\0'), () => ({
      reason,
      tampering,
      process,
      count: 0,
      first: event.ts,
    }));
    if (group) group.count++;
  }

  #failed(event: LogEvent): void {
    const open = event.conn === undefined ? undefined : this.#open.get(event.conn);
    const isTold = event.error === (open?.error ?? this.#refusedFor.get(event.conn ?? ''));
    if (isTold || CLIENT_HUNG_UP.test(event.error ?? '')) return;
    if (open && event.error !== undefined) open.error = event.error;
    this.#totals.errors++;
    const destination = open?.destination ?? destinationOf(event);
    const process = event.exe === undefined && open ? open.process : processOf(event);
    const error = event.error ?? '';
    const group = this.#errors.of([error, destination, process.command].join('\0'), () => ({ error, destination, process, count: 0 }));
    if (group) group.count++;
  }

  build(): Summary {
    const all = this.#refusals.sorted((a, b) => b.count - a.count || compareText(a.destination, b.destination));
    const refusals = (wanted: (refusal: (typeof all)[number]) => boolean): Refusal[] =>
      all.filter(wanted).map(({ audit: _audit, ...refusal }) => refusal);
    return {
      ...(this.#from === undefined ? {} : { from: this.#from }),
      ...(this.#to === undefined ? {} : { to: this.#to }),
      totals: { ...this.#totals },
      denied: refusals(({ audit, type }) => !audit && type !== 'dns' && type !== 'socket'),
      names: refusals(({ audit, type }) => !audit && type === 'dns'),
      sockets: refusals(({ audit, type }) => !audit && type === 'socket'),
      audited: refusals(({ audit }) => audit),
      allowed: this.#allowed
        .sorted((a, b) => b.bytesIn + b.bytesOut - a.bytesIn - a.bytesOut || compareText(a.destination, b.destination))
        // Its only connections were counted where they were last seen.
        .filter(({ connections, requests }) => connections > 0 || requests > 0),
      errors: this.#errors.sorted((a, b) => b.count - a.count || compareText(a.destination, b.destination)),
      steps: this.#steps.sorted((a, b) => b.denied + b.audited - a.denied - a.audited || b.bytesIn + b.bytesOut - a.bytesIn - a.bytesOut),
      sudo: this.#sudo.sorted((a, b) => b.count - a.count || compareText(a.process.command, b.process.command)),
      incidents: this.#incidents.sorted(() => 0),
      timeline: this.#timeline.build(),
      omitted: {
        refusals: this.#refusals.omitted,
        allowed: this.#allowed.omitted,
        errors: this.#errors.omitted,
        sudo: this.#sudo.omitted,
        incidents: this.#incidents.omitted,
      },
    };
  }
}

function processOf(event: LogEvent): ProcessRef {
  return { exe: event.exe, command: commandOf(event), uid: event.uid, step: event.step, action: event.action };
}

/** A log may hold more in one field than is worth keeping; the writer's own lines pass as they are. */
function clipped(event: LogEvent): LogEvent {
  if (CLIPPED.every((field) => (event[field]?.length ?? 0) <= LONGEST)) return event;
  const copy = { ...event };
  for (const field of CLIPPED) {
    const text = copy[field];
    // Through bytes: a slice would keep the whole string alive.
    if (text !== undefined && text.length > LONGEST) copy[field] = Buffer.from(`${text.slice(0, LONGEST)}…`).toString();
  }
  return copy;
}
/** How many clients end a connection that they are done with: nothing that a person has to look at. */
const CLIENT_HUNG_UP = /^client: (?:read|write) (?:ECONNRESET|EPIPE)$/;

const LONGEST = 1000;
const CLIPPED = [
  'ts',
  'conn',
  'dst_ip',
  'host',
  'name',
  'url',
  'method',
  'exe',
  'step',
  'action',
  'rule',
  'reason',
  'suggestion',
  'protocol',
  'error',
  'user',
  'cwd',
] as const;

function addSome(list: string[], item: string, most: number): void {
  if (list.length < most && !list.includes(item)) list.push(item);
}

/** By code unit: the same on every machine. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
