export { compile } from './compile.ts';
export { decideEvent, type EventOptions, type Learned, learnedByAddress, lookupPurpose, type PolicyEvent, questionOf } from './event.ts';
export { cite } from './explain.ts';
export { formatFinding } from './findings.ts';
export { type Preset, presetNamed, presets } from './presets/index.ts';
export type { CompileOptions, Finding, Policy, Process, Question, RuleRef, Verdict } from './types.ts';
