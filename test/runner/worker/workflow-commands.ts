/** A line of a step's output that speaks to the runner: `::name key=value,...::data` (ActionCommand.cs). */
export interface Command {
  name: string;
  properties: Record<string, string>;
  data: string;
}

const KNOWN = new Set([
  'error',
  'warning',
  'notice',
  'debug',
  'group',
  'endgroup',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'echo',
  'set-output',
  'save-state',
  'set-env',
  'add-path',
  'stop-commands',
]);

/** Undefined where the line is none of this. The old form, `##[name]data`, counts anywhere in a line. `token` resumes what stop-commands stopped. */
export function parseCommand(line: string, token?: string): Command | undefined {
  const known = (name: string): boolean => KNOWN.has(name) || (token !== undefined && name.toLowerCase() === token.toLowerCase());
  return parseNew(line, known) ?? parseOld(line, known);
}

function parseNew(line: string, known: (name: string) => boolean): Command | undefined {
  const text = line.trimStart();
  if (!text.startsWith('::')) return undefined;
  const end = text.indexOf('::', 2);
  if (end < 0) return undefined;
  const [, name = '', rest = ''] = /^(\S*)(?: (.*))?$/s.exec(text.slice(2, end)) ?? [];
  if (!known(name)) return undefined;
  return { name, properties: properties(rest, ','), data: unescapeData(text.slice(end + 2)) };
}

function parseOld(line: string, known: (name: string) => boolean): Command | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const [, name = '', rest = ''] = /^(\S*)(?: (.*))?$/s.exec(line.slice(start + 3, end)) ?? [];
  if (!known(name)) return undefined;
  return { name, properties: properties(rest, ';'), data: unescapeOld(line.slice(end + 1)) };
}

function properties(text: string, separator: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of text.split(separator)) {
    const equals = part.indexOf('=');
    const decode = separator === ',' ? unescapeProperty : unescapeOld;
    if (equals > 0) found[part.slice(0, equals).trim().toLowerCase()] = decode(part.slice(equals + 1));
  }
  return found;
}

const unescapeData = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
const unescapeOld = (text: string): string =>
  text.replaceAll('%3B', ';').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%5D', ']').replaceAll('%25', '%');
