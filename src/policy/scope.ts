import { compileGlob } from './glob.ts';
import type { Process } from './types.ts';

export const attributeKeys = ['exe', 'arg', 'step', 'action', 'cgroup', 'image'] as const;
export type AttributeKey = (typeof attributeKeys)[number];

/** One `key=value` of a rule. */
export interface Attribute {
  readonly key: AttributeKey;
  /** Of `arg[N]=`. */
  readonly index?: number;
  /** As written, quotes included. */
  readonly text: string;
  /** The only value that matches, where there is only one. */
  readonly literal?: string;
  matches(process: Process): boolean;
}

/** Who a rule is for: all attributes must match. Scopes with the same `id` are the same object within one policy. */
export interface Scope {
  readonly id: string;
  readonly attributes: readonly Attribute[];
  /** `key` and value of a literal attribute, which a process must have for the scope to match: the key that the index files it under. */
  readonly pivot?: string;
}

export const everyone: Scope = { id: '', attributes: [] };

export function makeScope(attributes: readonly Attribute[], known: Map<string, Scope>): Scope {
  if (attributes.length === 0) return everyone;
  const id = attributes
    .map((attribute) => `${name(attribute)}=${attribute.text}`)
    .sort()
    .join('\n');
  const existing = known.get(id);
  if (existing !== undefined) return existing;
  const literal = attributes.find((attribute) => attribute.literal !== undefined && attribute.key !== 'arg');
  const scope: Scope = { id, attributes, ...(literal === undefined ? {} : { pivot: `${literal.key}=${literal.literal}` }) };
  known.set(id, scope);
  return scope;
}

export function scopeMatches(scope: Scope, process: Process): boolean {
  for (const attribute of scope.attributes) if (!attribute.matches(process)) return false;
  return true;
}

/** The name as written: `exe`, `arg[2]`. */
export function name(attribute: Pick<Attribute, 'key' | 'index'>): string {
  return attribute.index === undefined ? attribute.key : `${attribute.key}[${attribute.index}]`;
}

/** Every pivot that a scope matching this process can have. */
export function pivotsOf(process: Process): readonly string[] {
  const pivots: string[] = [];
  const { exe, step, action, cgroup, image } = process;
  if (isText(exe)) pivots.push(`exe=${exe}`);
  if (isText(step)) for (const form of stepForms(step)) pivots.push(`step=${form}`);
  if (isText(action)) pivots.push(`action=${action.toLowerCase()}`);
  if (isText(cgroup)) pivots.push(`cgroup=${cgroup}`);
  if (isText(image)) pivots.push(`image=${image}`);
  return pivots;
}

/** How a value is written: bare and backticks glob, quotes do not; only backticks know `[abc]`. */
export type Quoting = 'bare' | 'quotes' | 'backticks';

const wildcards = /[*?]/;
const wildcardsAndSets = /[*?[]/;

/** An empty value matches nothing, whatever the process has. */
export function makeAttribute(key: AttributeKey, index: number | undefined, value: string, quoting: Quoting): Attribute {
  const shown = quoting === 'bare' ? value : quoting === 'quotes' ? `"${value}"` : `\`${value}\``;
  const common = { key, text: shown, ...(index === undefined ? {} : { index }) };
  if (value === '') return { ...common, matches: () => false };
  if (key === 'cgroup' && value === '@docker') return { ...common, matches: ({ cgroup }) => isText(cgroup) && isContainer(cgroup) };
  if (key === 'cgroup' && value === '@host') return { ...common, matches: ({ cgroup }) => isText(cgroup) && !isContainer(cgroup) };
  const wanted = key === 'action' ? value.toLowerCase() : value;
  const globs = quoting !== 'quotes' && (quoting === 'backticks' ? wildcardsAndSets : wildcards).test(wanted);
  const glob = globs ? compileGlob(wanted, quoting === 'backticks' ? 'sets' : 'star-and-question') : undefined;
  const test = glob === undefined ? (text: unknown) => text === wanted : (text: unknown) => isText(text) && glob.matches(text);
  return { ...common, ...(globs ? {} : { literal: wanted }), matches: reader(key, index, test) };
}

function reader(key: AttributeKey, index: number | undefined, test: (text: unknown) => boolean): (process: Process) => boolean {
  switch (key) {
    case 'exe':
      return ({ exe }) => test(exe);
    case 'arg':
      if (index !== undefined) return ({ cmdline }) => Array.isArray(cmdline) && test(cmdline[index]);
      return ({ cmdline }) => Array.isArray(cmdline) && cmdline.some(test);
    case 'step':
      return ({ step }) => isText(step) && stepForms(step).some(test);
    case 'action':
      return ({ action }) => isText(action) && test(action.toLowerCase());
    case 'cgroup':
      return ({ cgroup }) => test(cgroup);
    case 'image':
      return ({ image }) => test(image);
  }
}

/** A process knows its step as `GITHUB_ACTION` or as `job.GITHUB_ACTION`; neither part can hold a dot (GitHub's identifiers). */
function stepForms(step: string): readonly string[] {
  const dot = step.indexOf('.');
  return dot === -1 ? [step] : [step, step.slice(dot + 1)];
}

/**
 * Containers by the form engines give their cgroups: `docker-<id>.scope` and its like (systemd driver, also podman, containerd, CRI-O), an id of
 * 64 hex digits as a component of its own (cgroupfs driver, Kubernetes), `/docker/<id>` and BuildKit's `/docker/buildkit/<id>`.
 * A name that merely holds the word does not count.
 */
export function isContainer(cgroup: string): boolean {
  return containerForm.test(cgroup);
}

const containerForm =
  /\/(?:(?:docker|libpod|cri-containerd|crio|nerdctl)-[0-9a-f]+\.scope|(?:libpod-)?[0-9a-f]{64}|docker\/(?:[0-9a-f]{12,64}|buildkit\/[0-9a-z]+))(?:\/|$)/;

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
