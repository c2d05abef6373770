/** Whatever comes from a process or a network passes through one of these before a person's screen shows it. */

/**
 * For a terminal or a CI log, on one line: control, formatting and unassigned characters and unusual blanks become `\n`, `\x1b`, `\u{202e}`.
 * The runner's workflow commands (`::name::` at the start of a line, `##[name]` anywhere) are broken up. At most `limit` UTF-16 units.
 */
export function visible(text: string, limit = 500): string {
  const clipped = text.length > limit * 4 ? text.slice(0, limit * 4) : text;
  const escaped = clipped.replace(INVISIBLE, escapeCharacter).replaceAll('##[', '#\\x23[').replace(/^::/, '\\x3a:');
  return shorten(escaped, limit);
}

const INVISIBLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** As {@link visible}, ASCII only, so that columns line up: every character is one cell wide. */
export function visibleAscii(text: string, limit = 500): string {
  return shorten(visible(text, limit).replace(/[^ -~…]/gu, escapeCharacter), limit);
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  const named = NAMED[character];
  if (named) return named;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - 1);
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
}

/** For HTML text and quoted attribute values. */
export function html(text: string, limit = 2000): string {
  return visible(text, limit).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * For GitHub's Markdown, tables included: inline code whose content is inert (no markup, mention, link or workflow command). Punctuation is
 * written as character references (CommonMark 0.31, section 2.5); an address of mail is linked even then, unless an element parts it.
 */
export function markdownCode(text: string, limit = 300): string {
  return text === '' ? '' : `<code>${references(text, limit).replaceAll('&#64;', '&#64;<span></span>')}</code>`;
}

/** For the inside of `<pre>`, where GitHub reads HTML only (CommonMark 0.31, section 4.6, kind 1). */
export function markdownPre(text: string, limit = 300): string {
  return references(text, limit);
}

function references(text: string, limit: number): string {
  return visible(text, limit).replace(/[!-+.:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
