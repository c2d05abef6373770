/** A stretch of text: from its first index to behind its last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Every `${{ ... }}`. Strings inside are quoted with ' and may hold braces (docs.github.com, "Evaluate expressions", Literals). */
export function expressionsOf(text: string): Stretch[] {
  const found: Stretch[] = [];
  for (let from = text.indexOf('${{'); from !== -1; ) {
    const to = endOfExpression(text, from + 3);
    // Unclosed, so text like any other; and so is whatever follows.
    if (to === -1) break;
    found.push({ from, to });
    from = text.indexOf('${{', to);
  }
  return found;
}

function endOfExpression(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") {
      const close = text.indexOf("'", at + 1);
      if (close === -1) return -1;
      at = close;
    } else if (text.startsWith('}}', at)) return at + 2;
  }
  return -1;
}
