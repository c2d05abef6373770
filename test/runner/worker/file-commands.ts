/**
 * GITHUB_ENV, GITHUB_OUTPUT and GITHUB_STATE: `NAME=VALUE`, or `NAME<<DELIMITER`, lines, `DELIMITER` (EnvFileKeyValuePairs in FileCommandManager.cs). What came
 * before a malformed line counts; the line itself is in `error`.
 */
export function parsePairs(text: string): { pairs: [name: string, value: string][]; error?: string } {
  const pairs: [string, string][] = [];
  const lines = splitLines(text);
  for (let at = 0; at < lines.length; at++) {
    const { content } = lines[at] ?? { content: '' };
    if (content === '') continue;
    const equals = content.indexOf('=');
    const heredoc = content.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.push([content.slice(0, equals), content.slice(equals + 1)]);
      continue;
    }
    if (heredoc < 0) return { pairs, error: `Invalid format '${content}'` };
    const name = content.slice(0, heredoc);
    const delimiter = content.slice(heredoc + 2);
    if (name === '' || delimiter === '')
      return { pairs, error: `Invalid format '${content}'. Name must not be empty and delimiter must not be empty` };
    const value: Line[] = [];
    for (at++; lines[at] && lines[at]?.content !== delimiter; at++) value.push(lines[at] ?? { content: '', newline: '' });
    if (!lines[at]) return { pairs, error: `Invalid value. Matching delimiter not found '${delimiter}'` };
    pairs.push([name, value.map(({ content: line, newline }, index) => line + (index < value.length - 1 ? newline : '')).join('')]);
  }
  return { pairs };
}

/** GITHUB_PATH: a directory a line, the last one is looked at first (AddPathFileCommand). */
export function parsePaths(text: string): string[] {
  return splitLines(text).flatMap(({ content }) => (content === '' ? [] : [content]));
}

interface Line {
  content: string;
  newline: string;
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const [whole, content = '', newline = ''] = match;
    if (whole !== '') lines.push({ content, newline });
  }
  return lines;
}
