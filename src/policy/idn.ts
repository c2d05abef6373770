/**
 * Host names with characters outside ASCII, as the A-labels that go over the wire (RFC 5891, mapping in the spirit of UTS 46
 * non-transitional processing: NFKC, lower case, ideographic full stops). `undefined` when a label cannot be one.
 */
export function toAscii(host: string): string | undefined {
  const labels = host
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .split('.');
  const result: string[] = [];
  for (const label of labels) {
    const ascii = isAscii(label) ? label : encodeLabel(label);
    if (ascii === undefined) return undefined;
    result.push(ascii);
  }
  return result.join('.');
}

export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** RFC 5892 by and large: letters, marks and digits, and the joiners between them. */
const idnaLabel = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\p{Join_Control}\u30fb_-]*$/u;

function encodeLabel(label: string): string | undefined {
  if (!idnaLabel.test(label) || label.endsWith('-')) return undefined;
  const encoded = punycode(label);
  return encoded === undefined || encoded.length > 59 ? undefined : `xn--${encoded}`;
}

/** RFC 3492, section 6.3. `undefined` for what is too long for a label anyway. */
function punycode(label: string): string | undefined {
  const points = Array.from(label, (char) => char.codePointAt(0) ?? 0);
  if (points.length > 63) return undefined;
  const basic = points.filter((point) => point < 0x80);
  let output = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '');
  let handled = basic.length;
  let next = 0x80;
  let delta = 0;
  let bias = 72;
  while (handled < points.length) {
    const smallest = Math.min(...points.filter((point) => point >= next));
    delta += (smallest - next) * (handled + 1);
    next = smallest;
    for (const point of points) {
      if (point < next) delta++;
      if (point !== next) continue;
      output += variableLength(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled++;
    }
    delta++;
    next++;
  }
  return output;
}

function variableLength(delta: number, bias: number): string {
  let output = '';
  let rest = delta;
  for (let k = 36; ; k += 36) {
    const threshold = Math.min(Math.max(k - bias, 1), 26);
    if (rest < threshold) return output + digit(rest);
    output += digit(threshold + ((rest - threshold) % (36 - threshold)));
    rest = Math.floor((rest - threshold) / (36 - threshold));
  }
}

function digit(value: number): string {
  return String.fromCharCode(value < 26 ? value + 0x61 : value - 26 + 0x30);
}

/** RFC 3492, section 6.1. */
function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / 700) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
