import { adviceOf } from './advice.ts';
import { bytesText, durationText, plural } from './describe.ts';
import { shorten, visible, visibleAscii } from './escape.ts';
import { durationOf, lossOf, type ReportMeta } from './meta.ts';
import { ruleOf, suggestPolicy, withoutEchoes } from './suggest.ts';
import type { Allowance, Failure, ProcessRef, Refusal, Summary } from './types.ts';

export interface TextOptions extends ReportMeta {
  /** ANSI colours. Default off. */
  readonly color?: boolean;
  /** Width of the terminal. Default 100. */
  readonly columns?: number;
  /** Most groups shown of each list. Default 20. */
  readonly limit?: number;
}

/** The summary that ends `egress-filter run`: what was denied first, each with who, how often, why and the line to add. Ends in LF. */
export function renderText(summary: Summary, options: TextOptions = {}): string {
  const view = new View(options);
  const { denied, names, sockets, audited, errors, allowed, omitted } = summary;
  const blocks = [
    headline(view, summary, options),
    refusals(view, 'Denied', [...denied, ...names, ...sockets], view.red),
    refusals(view, 'Would be denied (audit: it was let through)', audited, view.yellow),
    failures(view, errors),
    allowances(view, allowed),
    additions(view, summary, options),
    omitted.refusals + omitted.allowed + omitted.errors > 0
      ? [view.dim(`${plural(omitted.refusals + omitted.allowed + omitted.errors, 'event')} of further groups counted above, not listed.`)]
      : [],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Colours and widths. Text is escaped before it is coloured. */
class View {
  readonly columns: number;
  readonly limit: number;
  readonly #color: boolean;

  constructor(options: TextOptions) {
    this.columns = Math.max(40, Math.min(options.columns ?? 100, 400));
    this.limit = options.limit ?? 20;
    this.#color = options.color ?? false;
  }

  readonly bold = (text: string) => this.#paint('1', text);
  readonly dim = (text: string) => this.#paint('2', text);
  readonly red = (text: string) => this.#paint('31', text);
  readonly green = (text: string) => this.#paint('32', text);
  readonly yellow = (text: string) => this.#paint('33', text);
  readonly cyan = (text: string) => this.#paint('36', text);

  #paint(code: string, text: string): string {
    return this.#color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function headline(view: View, summary: Summary, meta: ReportMeta): string[] {
  const { totals } = summary;
  const lines = [];
  if (totals.denied + totals.audited + totals.allowedConnections + totals.questions + totals.errors === 0) {
    lines.push(`${view.bold('Egress Filter')}: no connections, nothing denied.`);
  } else {
    const parts = [
      totals.denied > 0 ? view.red(`${totals.denied} denied`) : view.green('nothing denied'),
      ...(totals.audited > 0 ? [view.yellow(`${totals.audited} would be denied`)] : []),
      `${plural(totals.allowedConnections, 'connection')} allowed`,
      ...(totals.requests > 0 ? [plural(totals.requests, 'request')] : []),
      ...(totals.bytesIn + totals.bytesOut > 0 ? [`${bytesText(totals.bytesIn)} in`, `${bytesText(totals.bytesOut)} out`] : []),
    ];
    const took = durationOf(summary, meta);
    lines.push(`${view.bold('Egress Filter')}: ${parts.join(', ')}${took === undefined ? '' : `, in ${durationText(took)}`}`);
  }
  const loss = lossOf(summary, meta);
  if (loss !== undefined) lines.push(view.yellow(loss));
  return lines;
}

const KINDS: Readonly<Record<string, string>> = {
  http: 'HTTP',
  https: 'HTTPS',
  tcp: 'TCP',
  udp: 'UDP',
  dns: 'DNS',
  ip: 'IP',
  socket: 'socket',
};

function refusals(view: View, title: string, all: readonly Refusal[], paint: (text: string) => string): string[] {
  const list = withoutEchoes(all);
  if (list.length === 0) return [];
  const shown = list.slice(0, view.limit);
  const destinations = column(
    shown.map(({ destination }) => destination),
    Math.floor(view.columns / 2),
  );
  const counts = shown.map(({ count }) => `${count}x`);
  const countWidth = Math.max(...counts.map((count) => count.length));
  return [
    paint(title),
    ...shown.flatMap((refusal, index) => {
      const kind = (KINDS[refusal.type] ?? refusal.type).padEnd(6);
      const head = `  ${destinations[index]}  ${kind} ${(counts[index] ?? '').padStart(countWidth)}`;
      const add = ruleOf(refusal);
      return [
        paint(head),
        `      by   ${process(refusal.process, view.columns - 11)}`,
        ...(refusal.reason === undefined ? [] : [`      why  ${visible(refusal.reason, view.columns * 2)}`]),
        ...(isTold(refusal) ? [] : [`      for  ${visible(refusal.requests[0] ?? '', view.columns - 11)}`]),
        // Never shortened: it is there to be copied.
        ...(add === undefined ? [] : [`      ${view.cyan(`add: ${add}`)}`]),
      ];
    }),
    ...more(view, list.length - shown.length),
  ];
}

/** The reason names the request already. */
const isTold = ({ requests: [request], reason = '' }: Refusal): boolean => request === undefined || reason.includes(request);

function failures(view: View, list: readonly Failure[]): string[] {
  if (list.length === 0) return [];
  const shown = list.slice(0, view.limit);
  return [
    view.yellow('Errors'),
    ...shown.flatMap(({ error, destination, process: who, count }) => {
      const advice = adviceOf({ error, destination });
      return [
        `  ${visibleAscii(destination, 80)}  ${count}x  ${visible(error, view.columns)}`,
        `      by   ${process(who, view.columns - 11)}`,
        ...(advice === undefined ? [] : [`      ${view.cyan(`-> ${advice}`)}`]),
      ];
    }),
    ...more(view, list.length - shown.length),
  ];
}

function allowances(view: View, list: readonly Allowance[]): string[] {
  if (list.length === 0) return [];
  const shown = list.slice(0, view.limit);
  const columns = [
    column(
      shown.map(({ destination }) => destination),
      Math.floor(view.columns / 2),
    ),
    column(shown.map(({ requests, connections }) => (requests > 0 ? plural(requests, 'request') : plural(connections, 'connection')))),
    column(
      shown.map(({ bytesIn }) => `${bytesText(bytesIn)} in`),
      20,
      'right',
    ),
    column(
      shown.map(({ bytesOut }) => `${bytesText(bytesOut)} out`),
      20,
      'right',
    ),
  ];
  return [
    view.green('Allowed'),
    ...shown.map((allowance, index) => {
      const cells = `  ${columns.map((cells) => cells[index]).join('  ')}`;
      const told = (allowance.rule ?? '').split(' ');
      const flags = (['passthrough', 'insecure'] as const).filter((flag) => allowance[flag] && !told.includes(flag)).join(' ');
      const rule = visibleAscii(`${allowance.rule ?? ''}${flags === '' ? '' : ` (${flags})`}`);
      return `${cells}  ${view.dim(shorten(rule, Math.max(12, view.columns - cells.length - 2)))}`.trimEnd();
    }),
    ...more(view, list.length - shown.length),
  ];
}

/** Worth a block of its own where it saves copying several lines. */
function additions(view: View, summary: Summary, { policy }: ReportMeta): string[] {
  const lines = suggestPolicy(summary).split('\n').slice(0, -1);
  if (lines.length < 2) return [];
  const shown = lines.slice(0, view.limit * 2);
  return [
    `To allow all of it, if you trust it, add to ${policy === undefined ? 'the policy' : visible(policy, 200)}:`,
    ...shown.map((line) => `  ${view.cyan(line)}`),
    ...more(view, lines.length - shown.length),
  ];
}

function process(who: ProcessRef, width: number): string {
  const from = [
    ...(who.step === undefined ? [] : [`step ${who.step}`]),
    ...(who.action === undefined ? [] : [who.action]),
    ...(who.uid === 0 ? ['root'] : []),
  ].join(', ');
  const tail = from === '' ? '' : ` (${visible(from, 60)})`;
  return `${visible(who.command, Math.max(20, width - tail.length))}${tail}`;
}

/** Cells of one column, escaped and padded to the widest. */
function column(values: readonly string[], widest = 200, side: 'left' | 'right' = 'left'): string[] {
  const cells = values.map((value) => visibleAscii(value, widest));
  const width = Math.max(...cells.map((cell) => cell.length));
  return cells.map((cell) => (side === 'left' ? cell.padEnd(width) : cell.padStart(width)));
}

function more(view: View, count: number): string[] {
  return count > 0 ? [view.dim(`  and ${count} more; the log and --report have them all`)] : [];
}
