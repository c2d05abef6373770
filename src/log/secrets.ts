/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Longest text that is searched; the writer keeps less. Bounds the time spent on what a process wrote. */
const MAX_SEARCHED = 65536;

/**
 * A text of any kind (URL, argument, shell script, header, JSON, sentence) in which everything that looks like a secret is `[redacted]`.
 */
export function redactText(text: string): string {
  if (text.length > MAX_SEARCHED) return `${redactText(text.slice(0, MAX_SEARCHED))}…[${text.length - MAX_SEARCHED} more]`;
  let out = text;
  // Each of these is slow compared with the search for what it cannot match without: nearly all texts need none.
  if (out.includes('-----BEGIN ')) out = redactPem(out);
  if (out.includes('://')) out = out.replace(URL_LIKE, (_all, scheme: string, rest: string) => scheme + redactAfterScheme(rest));
  if (out.includes('?')) out = out.replace(QUERY, '$1?[redacted]');
  if (HEADER_WORD.test(out)) out = out.replace(HEADER, (_all, name: string, colon: string) => `${name}${colon}${REDACTED}`);
  if (SCHEME_WORD.test(out))
    out = out.replace(SCHEME_AND_CREDENTIALS, (_all, scheme: string, blank: string) => `${scheme}${blank}${REDACTED}`);
  if (TOKEN_START.test(out)) out = out.replace(TOKEN, REDACTED);
  if (SIGN.test(out)) out = out.replace(ASSIGNMENT, redactAssignment);
  if (out.includes('-') && BLANK.test(out)) out = out.replace(OPTION, redactOption);
  return out;
}

/** As {@link redactText}, for what is a URL: most have nothing that it could find, and show it at one look. */
export function redactUrl(url: string): string {
  return url.length <= LONGEST_PLAIN_URL && PLAIN_URL.test(url) && !TOKEN_START.test(url) ? url : redactText(url);
}

const LONGEST_PLAIN_URL = 2048;
/** Neither userinfo nor port, query or fragment; no sign of an assignment, no blank, no quote. */
const PLAIN_URL = /^https?:\/\/[\w.-]+\/[\w./@~%+!,-]*$/;

function redactAssignment(all: string, name: string, sign: string, value: string): string {
  return secretName(name) || (weakName(name) && looksRandom(value)) ? `${name}${sign}${quoted(value)}` : all;
}

function redactOption(all: string, option: string, blank: string, value: string): string {
  return takesSecret(option) ? `${option}${blank}${quoted(value)}` : all;
}

const HEADER_WORD = /(?:authorization|cookie|token|key|secret|password)2?\s{0,4}:/i;
const SCHEME_WORD = /(?:bearer|basic)[ \t]/i;
const TOKEN_START =
  /gh[pousr]_|github_pat_|v1\.|gl[pdrfc]|npm_|pypi-|A(?:KIA|SIA|ROA|BIA|CCA|Iza)|xox|xapp-|[srp]k[_-]|ya29|SG\.|dckr_|hv[sbr]\.|rubygems_|hf_|do[opr]_|eyJ/;
const SIGN = /=|:(?!\/\/)/;
const BLANK = /[ \t]/;

const URL_LIKE = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s"'<>`\\]+)/gi;

/** Authority, path, query, fragment (RFC 3986, section 3): userinfo and whatever follows `?` or `#` go. */
function redactAfterScheme(rest: string): string {
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const after = end < 0 ? '' : rest.slice(end);
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  // ssh://git@host names no secret, and telling it from a token is useful.
  const shown = user === 'git' || at < 0 ? authority : `${REDACTED}${authority.slice(at)}`;
  const cutAt = after.search(/[?#]/);
  if (cutAt < 0) return shown + after;
  return `${shown}${after.slice(0, cutAt)}${after[cutAt]}${REDACTED}`;
}

/** `example.com/x?token=1` without a scheme. */
const QUERY = /((?<![\w.~%/:@-])[\w.~%/:@-]+)\?[\w.%[\]~-]{1,64}=[^\s"'<>`\\]*/g;

const HEADER =
  /(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?[a-z-]{0,40}(?:token|api-?key|secret|password))(\s{0,4}:[ \t]{0,8})(?!\/\/)(?=[^\s"'])[^\r\n"']+/gi;

const SCHEME_AND_CREDENTIALS = /(?<![\w-])(bearer|basic)([ \t]{1,8})[A-Za-z0-9._~+/=-]{6,}/gi;

/** Tokens that say themselves what they are: GitHub, GitLab, npm, PyPI, AWS, Slack, Stripe, Google, Docker, Vault, RubyGems, Hugging Face, JWT, ... */
const TOKEN = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    'gh[pousr]_[A-Za-z0-9_]{4,}',
    'github_pat_[A-Za-z0-9_]{4,}',
    'v1\\.[0-9a-f]{40}',
    'gl(?:pat|dt|rt|ptt|ft|cbt)-[\\w-]{8,}',
    'npm_[A-Za-z0-9]{10,}',
    'pypi-[\\w-]{16,}',
    '(?:AKIA|ASIA|AROA|ABIA|ACCA)[A-Z0-9]{8,}',
    'xox[abeprs]-[\\w-]{8,}',
    'xapp-[\\w-]{8,}',
    '(?:sk|rk|pk)_(?:live|test)_\\w{8,}',
    'sk-[\\w-]{16,}',
    'AIza[\\w-]{20,}',
    'ya29\\.[\\w-]{10,}',
    'SG\\.[\\w-]{10,}\\.[\\w-]{10,}',
    'dckr_pat_[\\w-]{8,}',
    'hv[sbr]\\.[\\w-]{16,}',
    'rubygems_[0-9a-f]{16,}',
    'hf_[A-Za-z0-9]{16,}',
    'do[opr]_v1_[0-9a-f]{16,}',
    'eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,4}',
  ].join('|')})`,
  'g',
);

/** `NAME=value`, `name: value`, `"name":"value"`, also inside a quoted shell script. The look-behind lets a name be tried once only. */
const ASSIGNMENT = /(?<![\w.-])([\w.-]+)([\\"']{0,3}[ \t]{0,4}[=:][ \t]{0,4}\\?)("[^"\\]*"?|'[^'\\]*'?|[^\s"'\\&;,]+)/g;

/** `--token value` inside a shell script. */
const OPTION = /(?<![\w-])(--?[A-Za-z][\w-]*)([ \t]{1,8})("[^"]*"?|'[^']*'?|[^\s"'-][^\s"';&|]*)/g;

function quoted(value: string): string {
  const quote = value[0] === '"' || value[0] === "'" ? value[0] : '';
  return `${quote}${REDACTED}${quote}`;
}

const SECRET_WORDS = new Set(
  'token tokens secret secrets password passwords passwd passphrase passcode pwd pass pw apikey auth authtoken credential credentials creds cred jwt bearer cookie sessionid otp totp signature sig sas pat dsn authorization'.split(
    ' ',
  ),
);
const SECRET_PAIRS =
  /(?:api|access|private|secret|signing|encryption|account|auth|client|deploy|license|storage|shared|master|service|ssh|gpg|pgp|hmac)(?:key|secret)$/;
const SECRET_PART = /token|secret|passw(?:or)?d|passphrase|apikey|credential|privatekey|accesskey|connectionstring/;
const HARMLESS = /^(?:tokeni[sz]er?s?|secretary|passwordless|tokens?type|max-?tokens)$/;

/** Does this name of a variable, option or field say that its value is secret? */
export function secretName(name: string): boolean {
  const clipped = name.slice(-80).replace(/^-+/, '');
  const words = clipped
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (words.some((word) => SECRET_WORDS.has(word))) return !HARMLESS.test(clipped.toLowerCase());
  const joined = words.join('');
  return SECRET_PAIRS.test(joined) || (SECRET_PART.test(joined) && !HARMLESS.test(joined));
}

/** Names whose values are secret at times: then the value decides. */
function weakName(name: string): boolean {
  return /(?:key|hash|code|state|nonce|session|sid|value|data|auth|id|cert|seed|salt|webhook)s?$/i.test(name.slice(-80));
}

/** Long, of several kinds of characters and without much repetition: more than 3.5 bits a character by Shannon's measure. */
function looksRandom(value: string): boolean {
  const text = value.replace(/["']/g, '').slice(0, 256);
  if (text.length < 20 || !/[0-9]/.test(text) || !/[A-Za-z]/.test(text) || !/^[\w.+/=-]+$/.test(text)) return false;
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits > 3.5;
}

/** PEM blocks (RFC 7468), the last one also when its end is missing. */
function redactPem(text: string): string {
  let from = 0;
  let out = '';
  for (;;) {
    const begin = text.indexOf('-----BEGIN ', from);
    if (begin < 0) return out + text.slice(from);
    const end = text.indexOf('-----END ', begin);
    const close = end < 0 ? -1 : text.indexOf('-----', end + 9);
    out += text.slice(from, begin) + REDACTED;
    if (close < 0) return out;
    from = close + 5;
  }
}

/** Is the argument after this option a secret? */
export function takesSecret(option: string): boolean {
  return (
    /^--?[A-Za-z]/.test(option) &&
    option.length <= 80 &&
    !option.includes('=') &&
    secretName(option) &&
    !/-(stdin|file|path|fd)$/.test(option)
  );
}
