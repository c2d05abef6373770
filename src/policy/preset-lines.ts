import { readQualifiers } from './attributes.ts';
import { closest, type LineReport, quote } from './findings.ts';
import type { Header } from './headers.ts';
import { presetNamed, presets } from './presets/index.ts';
import type { Attribute } from './scope.ts';
import type { Token } from './tokens.ts';

/** Reads `@npm step=install`. A header above gives its attributes; its port, method or URL does not touch a preset's rules. */
export function readPreset(
  report: LineReport,
  token: Token,
  rest: readonly Token[],
  header: Header,
  deny: boolean,
): { name: string; attributes: readonly Attribute[] } | undefined {
  const name = token.text.slice(1);
  const { start, text } = token;
  const qualifiers = readQualifiers(report, rest);
  if (presetNamed(name) === undefined) {
    const names = presets.map((preset) => preset.name);
    const meant = closest(name, names);
    const hint = meant === undefined ? `there are ${names.map((known) => `@${known}`).join(', ')}` : `did you mean @${meant}?`;
    report.error('unknown-preset', start, text.length, `${quote(text)} is not a preset: ${hint}`, meant && `@${meant}`);
    return undefined;
  }
  if (deny) report.error('preset-denied', start, text.length, 'a preset cannot be denied: deny the hosts that you mean');
  if (qualifiers.flag !== undefined) {
    report.error(
      'preset-flag',
      qualifiers.flag.start,
      qualifiers.flag.text.length,
      `a preset takes attributes only: write ${qualifiers.flag.text} on host rules`,
    );
  } else if (header.passthrough || header.insecure) {
    report.error(
      'preset-flag',
      start,
      text.length,
      `a preset takes no ${header.passthrough ? 'passthrough' : 'insecure'} from its header: put [] above it`,
    );
  }
  return { name, attributes: qualifiers.attributes };
}
