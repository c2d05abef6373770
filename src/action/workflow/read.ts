import { relative, resolve } from 'node:path';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { partUsed } from './action-use.ts';
import { expressionsOf } from './expressions.ts';
import { LineIndex } from './line-index.ts';
import { filePiece, makePolicyText, type Piece, type PlacedFinding, type PolicyText, type Use } from './policy-text.ts';
import { readInside, repositoryOf } from './repository-folder.ts';
import { scalarOffsets } from './scalar-offsets.ts';
import { defaultIn, type InputFinding, judgeStepInputs, judgeWith, type StepInput, textOf } from './step-inputs.ts';

export interface Workflow {
  /** One for each step that uses the action, in the file's order. */
  readonly policies: readonly PolicyText[];
  /** What is wrong with the file as a workflow. */
  readonly findings: readonly PlacedFinding[];
  /** Text of every file that was read, by the name that findings have. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface WorkflowOptions {
  /** As a person named it. */
  readonly name: string;
  /** Folder of the repository, which `policy-file` and local actions are relative to. */
  readonly root: string;
}

/** By a top-level key that no line of a policy can be. */
export function looksLikeWorkflow(text: string): boolean {
  return /^(?:jobs|runs)[ \t]*:[ \t]*(?:#.*)?\r?$/m.test(text);
}

export function optionsFor(file: string, name: string): WorkflowOptions {
  return { name, root: repositoryOf(file === '-' ? undefined : file) };
}

/** Reads a workflow, or the metadata of a composite action. Never throws: whatever the text holds ends as policies and findings. */
export function readWorkflow(source: string, options: WorkflowOptions): Workflow {
  const reader = new Reader(source, options);
  try {
    reader.read();
  } catch (error) {
    // Nesting of thousands of levels ends the parser's recursion.
    if (!(error instanceof RangeError)) throw error;
    reader.report('error', 'yaml', 0, 1, 'this file is nested too deeply to be a workflow');
  }
  return reader;
}

/** Inputs of a step by name. */
type Inputs = ReadonlyMap<string, StepInput>;

class Reader implements Workflow {
  readonly policies: PolicyText[] = [];
  readonly findings: PlacedFinding[] = [];
  readonly sources = new Map<string, string>();
  readonly #source: string;
  readonly #options: WorkflowOptions;
  readonly #lines: LineIndex;
  readonly #document: Document.Parsed;

  constructor(source: string, options: WorkflowOptions) {
    this.#source = source;
    this.#options = options;
    this.sources.set(options.name, source);
    this.#lines = new LineIndex(source);
    this.#document = parse(source);
  }

  read(): void {
    for (const { pos, message } of this.#document.errors) this.report('error', 'yaml', pos[0], pos[1] - pos[0], sentence(message));
    const top = this.#resolve(this.#document.contents);
    if (!isMap(top)) {
      if (this.findings.length === 0) this.report('error', 'no-workflow', 0, 1, 'this is neither a workflow nor an action');
      return;
    }
    const jobs = this.#get(top, 'jobs');
    const runs = this.#get(top, 'runs');
    if (isMap(jobs)) {
      for (const { key, value } of jobs.items) this.#readSteps(this.#get(this.#resolve(value), 'steps'), textOf(key) ?? '', 1);
    } else if (isMap(runs)) this.#readSteps(this.#get(runs, 'steps'), undefined, 1);
    else if (this.findings.length === 0)
      this.report('error', 'no-workflow', 0, 1, 'this file has neither jobs: nor runs:, so it is no workflow');
  }

  /** Steps that run at the same time are a list within the list. */
  #readSteps(steps: Node | undefined, job: string | undefined, first: number): number {
    let number = first;
    if (!isSeq(steps)) return number;
    for (const item of steps.items) {
      const step = this.#resolve(item);
      if (!isMap(step)) continue;
      const group = this.#get(step, 'parallel');
      if (isSeq(group)) number = this.#readSteps(group, job, number);
      else this.#readStep(step, { ...(job === undefined ? {} : { job }), step: number++ });
    }
    return number;
  }

  #readStep(step: YAMLMap, place: Omit<Use, 'uses' | 'line'>): void {
    const node = this.#get(step, 'uses');
    const uses = textOf(node)?.trim();
    if (uses === undefined || !isScalar(node)) return;
    const given = this.#get(step, 'with');
    const list = this.#inputs(given);
    const inputs: Inputs = new Map(list.map((input) => [input.name, input]));
    const part = partUsed(uses, inputs.has('policy') || inputs.has('policy-file'), this.#options.root);
    if (part === undefined) return;
    const use = { ...place, uses, line: this.#lines.at(node.range?.[0] ?? 0).line };
    const findings = [...judgeWith(given), ...judgeStepInputs(list, part)].map((found) => this.#ofInput(found, use));
    if (part === 'disable-sudo' || part === 'enable-sudo') {
      this.findings.push(...findings);
      return;
    }
    const pieces = [this.#inline(inputs, use, findings), this.#file(inputs, use, findings)].filter((piece) => piece !== undefined);
    this.policies.push(
      makePolicyText(pieces, {
        file: this.#options.name,
        use,
        findings,
        default: defaultIn(inputs.get('default')?.value),
        expressions: true,
      }),
    );
  }

  #inline(inputs: Inputs, use: Use, findings: PlacedFinding[]): Piece | undefined {
    const value = inputs.get('policy')?.value;
    if (value === undefined) return undefined;
    const text = textOf(value);
    if (text === undefined || !isScalar(value)) {
      findings.push(this.#finding('error', 'not-text', value, 'a policy is text: write policy: | and the rules below it', use));
      return undefined;
    }
    if (foldsLines(value, this.#source)) {
      const message = 'this way of writing text joins its lines into one, and a policy has one rule a line: write policy: | instead';
      findings.push(this.#finding('error', 'folded-policy', value, message, use, 1));
    }
    const offsets = scalarOffsets(value, text, this.#source);
    return { file: this.#options.name, lines: this.#lines, text, origin: (index) => offsets[index] ?? offsets[offsets.length - 1] ?? 0 };
  }

  #file(inputs: Inputs, use: Use, findings: PlacedFinding[]): Piece | undefined {
    const value = inputs.get('policy-file')?.value;
    const path = textOf(value)?.trim();
    if (path === undefined || path === '' || value === undefined) return undefined;
    if (expressionsOf(path).length > 0) {
      findings.push(
        this.#finding('hint', 'expression', value, 'the name of this file holds an expression, so the file is not judged here', use),
      );
      return undefined;
    }
    const read = readInside(this.#options.root, path);
    if ('text' in read) {
      const name = relative(process.cwd(), resolve(this.#options.root, path));
      this.sources.set(name, read.text);
      return filePiece(name, read.text);
    }
    findings.push(this.#finding('warning', 'policy-file', value, `this file ${read.problem}, so it is not judged here`, use));
    return undefined;
  }

  #inputs(node: Node | undefined): StepInput[] {
    if (!isMap(node)) return [];
    return node.items.flatMap(({ key, value }) => {
      const name = textOf(key);
      return name !== undefined && isScalar(key)
        ? [{ name: name.toLowerCase().replaceAll(' ', '_'), key, value: this.#resolve(value) }]
        : [];
    });
  }

  #ofInput({ severity, code, node, message, meant }: InputFinding, use: Use): PlacedFinding {
    const found = this.#finding(severity, code, node, message, use);
    const line = this.#lines.textOf(found.line);
    const [from = 0, end = from] = node.range ?? [];
    // What is written over several lines is not written anew.
    if (meant === undefined || end - from !== found.length) return found;
    return { ...found, suggestion: `${line.slice(0, found.column - 1)}${meant}${line.slice(found.column - 1 + found.length)}`.trim() };
  }

  #get(node: unknown, key: string): Node | undefined {
    if (!isMap(node)) return undefined;
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    return this.#resolve(pair?.value);
  }

  /** What an alias stands for. */
  #resolve(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document);
    return isNode(node) ? node : undefined;
  }

  #finding(severity: PlacedFinding['severity'], code: string, node: Node, message: string, use: Use, most?: number): PlacedFinding {
    const [from = 0, end = from] = node.range ?? [];
    return { ...this.#placed(severity, code, from, most ?? end - from, message), ...(use.job === undefined ? {} : { job: use.job }) };
  }

  report(severity: PlacedFinding['severity'], code: string, from: number, length: number, message: string): void {
    this.findings.push(this.#placed(severity, code, from, length, message));
  }

  #placed(severity: PlacedFinding['severity'], code: string, from: number, length: number, message: string): PlacedFinding {
    const { line, column } = this.#lines.at(from);
    const room = this.#lines.textOf(line).length - column + 1;
    return { severity, code, file: this.#options.name, line, column, length: Math.max(1, Math.min(length, room)), message };
  }
}

function parse(source: string): Document.Parsed {
  try {
    return parseDocument(source, { prettyErrors: false, logLevel: 'silent' });
  } catch (error) {
    // Nesting of thousands of levels ends the parser's recursion, too.
    if (!(error instanceof RangeError)) throw error;
    const document = parseDocument('', { prettyErrors: false });
    return Object.assign(document, { contents: null });
  }
}

/** Several lines of the file are one line of the value. */
function foldsLines(node: Scalar, source: string): boolean {
  const [start = 0, end = start] = node.range ?? [];
  const written = source.slice(start, end);
  if (written[0] === '|') return false;
  const body = written[0] === '>' ? written.slice(written.indexOf('\n') + 1) : written.replaceAll(/\\\r?\n/g, '');
  const lines = body.split('\n').filter((line) => line.trim() !== '' && !/^\s*["']\s*$/.test(line)).length;
  const kept = String(node.value)
    .split('\n')
    .filter((line) => line.trim() !== '').length;
  return lines > 1 && kept < lines;
}

function sentence(message: string): string {
  return (message.split('\n')[0] ?? message).trim().replace(/:$/, '');
}
