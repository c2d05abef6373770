/**
 * The canonical layout of a policy: LF, one blank between words, no blanks around lines, two before a comment behind a rule, one empty line at
 * most, and one above each header. Words and comments stay as they are. For a valid policy only: of a broken line nobody knows what it means.
 */
export function layOut(text: string): string {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map(layOutLine);
  const result: string[] = [];
  for (const [index, line] of lines.entries()) {
    const before = result[result.length - 1];
    if (line === '' ? before !== '' && before !== undefined : true) {
      if (before !== undefined && before !== '' && startsSection(lines, index)) result.push('');
      result.push(line);
    }
  }
  while (result[result.length - 1] === '') result.pop();
  return result.length === 0 ? '' : `${result.join('\n')}\n`;
}

/** A header, or the comment right above one: what stands before it is another section. */
function startsSection(lines: readonly string[], index: number): boolean {
  if (lines[index - 1]?.startsWith('#')) return false;
  let at = index;
  while (lines[at]?.startsWith('#')) at++;
  return lines[at]?.startsWith('[') ?? false;
}

/** More than any line may have (docs/policy.md): a comment must not push a line over it. */
const LONGEST_LINE = 16_384;

function layOutLine(raw: string): string {
  const line = raw.replace(/^[ \t]+|[ \t]+$/g, '');
  if (line === '' || line.startsWith('#')) return line;
  const { words, comment } = split(line);
  const code = line.startsWith('[') ? closeHeader(words) : words.join(' ');
  const laidOut = comment === '' ? code : `${code}  ${comment}`;
  return laidOut.length > LONGEST_LINE ? line : laidOut;
}

/** In a header the brackets belong to the first and the last word. */
function closeHeader(words: readonly string[]): string {
  return words.join(' ').replace(/^\[ /, '[').replace(/ \]$/, ']');
}

/** Words between blanks, a value in quotes or backticks being one word with its key, and the comment: a # behind a blank. */
function split(line: string): { words: string[]; comment: string } {
  const words: string[] = [];
  for (let at = 0; at < line.length; ) {
    const char = line[at];
    if (char === ' ' || char === '\t') {
      at++;
      continue;
    }
    if (char === '#' && at > 0) return { words, comment: line.slice(at) };
    const end = endOfWord(line, at);
    words.push(line.slice(at, end));
    at = end;
  }
  return { words, comment: '' };
}

const KEY = /^\[?[A-Za-z]+(?:\[[^\]\s]*\])?$/;

function endOfWord(line: string, from: number): number {
  let isKey = true;
  for (let at = from; at < line.length; at++) {
    const char = line[at];
    if (char === ' ' || char === '\t') return at;
    if (char !== '=' || !isKey) continue;
    isKey = false;
    const quote = line[at + 1];
    if ((quote !== '"' && quote !== '`') || !KEY.test(line.slice(from, at))) continue;
    const close = line.indexOf(quote, at + 2);
    if (close === -1) return line.length;
    at = close;
  }
  return line.length;
}
