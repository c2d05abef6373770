import { compile } from '../../../policy/index.ts';
import { visibleAscii } from '../../../report/escape.ts';

/** One entry of another tool's list, with its line in the file. */
export interface Entry {
  readonly text: string;
  readonly line: number;
}

/** `warning`: a meaning that could not be kept. `note`: what is different for all entries, or needs no rule. */
export interface Remark {
  readonly severity: 'warning' | 'note';
  readonly line?: number;
  readonly entry?: string;
  readonly message: string;
}

/** Why an entry has no rule; `undefined` when it has one or needs none. */
export type Refusal = string | undefined;

/** A policy in the making: what goes into it, and what could not. */
export class Draft {
  readonly remarks: Remark[] = [];
  readonly #lines: string[] = [];
  readonly #known = new Set<string>();

  /** A comment above the rules that follow. */
  section(title: string): void {
    if (this.#lines.length > 0) this.#lines.push('');
    this.#lines.push(`# ${visibleAscii(title, 200)}`);
  }

  /** Each entry by `rule`, which adds its rules, or says why there can be none. */
  convert(entries: readonly Entry[], rule: (entry: Entry, draft: Draft) => Refusal): void {
    for (const entry of entries) {
      const refusal = entry.text.includes('${{') ? 'it holds an expression; write what it stands for' : rule(entry, this);
      if (refusal !== undefined) this.leaveOut(entry, refusal);
    }
  }

  /** Rules for one entry, each once in the policy. What is no rule in this language is left out, with a warning. */
  rules(entry: Entry, ...rules: readonly string[]): void {
    const problems = rules.flatMap((rule) => compile(rule).findings.filter(({ severity }) => severity !== 'hint'));
    const error = problems.find(({ severity }) => severity === 'error');
    if (error !== undefined) {
      this.leaveOut(entry, error.message);
      return;
    }
    for (const rule of rules) {
      if (!this.#known.has(rule)) this.#lines.push(rule);
      this.#known.add(rule);
    }
    for (const message of new Set(problems.map((problem) => problem.message))) this.warn(entry, message);
  }

  /** The entry has a rule, which means something else. */
  warn(entry: Entry, message: string): void {
    this.remarks.push({ severity: 'warning', line: entry.line, entry: entry.text, message });
  }

  /** The entry has no rule. */
  leaveOut(entry: Entry, message: string): void {
    this.#lines.push(`# left out: ${visibleAscii(entry.text, 200)}`);
    this.warn(entry, `left out: ${message}`);
  }

  note(message: string): undefined {
    if (!this.remarks.some((remark) => remark.message === message)) this.remarks.push({ severity: 'note', message });
  }

  /** Something in the file, but of no entry, that could not be kept. */
  warnAbout(message: string, line?: number): void {
    this.remarks.push({ severity: 'warning', ...(line === undefined ? {} : { line }), message });
  }

  get policy(): string {
    return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`;
  }

  get ruleCount(): number {
    return this.#lines.filter((line) => line !== '' && !line.startsWith('#')).length;
  }
}
