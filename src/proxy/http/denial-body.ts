export interface Denial {
  readonly url: string;
  readonly method?: string | undefined;
  /** Who asked, as a person reads it: `/usr/bin/node (pid 4711), step __run_2`. */
  readonly process: string;
  /** One sentence: why. */
  readonly reason: string;
  /** The line to add to the policy, where one would help. */
  readonly suggestion?: string | undefined;
  /** For clients that read errors as JSON (npm shows the member `error`). */
  readonly json?: boolean | undefined;
}

const LONGEST_URL = 2_000;

/** The body of a 403 and its media type: what was denied, who asked, the line to add. Safe to print on a terminal. */
export function denialBody(denial: Denial): { body: string; contentType: string } {
  const url = printable(denial.url.length > LONGEST_URL ? `${denial.url.slice(0, LONGEST_URL)}...` : denial.url);
  const what = denial.method === undefined ? url : `${printable(denial.method)} ${url}`;
  const who = printable(denial.process);
  const reason = printable(denial.reason);
  const suggestion = denial.suggestion === undefined ? undefined : printable(denial.suggestion);

  if (denial.json === true) {
    const advice = suggestion === undefined ? '' : ` To allow it, add this line to the policy: ${suggestion}`;
    const error = `egress-filter denied ${what}, asked for by ${who}: ${reason.replace(/\.$/, '')}.${advice}`;
    return { body: `${JSON.stringify({ error, url, process: who, reason, suggestion })}\n`, contentType: 'application/json' };
  }
  const advice = suggestion === undefined ? '' : `\nTo allow it, add this line to the policy:\n\n  ${suggestion}\n`;
  return {
    body: `egress-filter denied this request.\n\n  request   ${what}\n  asked by  ${who}\n  reason    ${reason}\n${advice}`,
    contentType: 'text/plain; charset=utf-8',
  };
}

/** Control, format (bidirectional overrides, zero width) and line-breaking characters and lone surrogates become `\u{...}`. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
