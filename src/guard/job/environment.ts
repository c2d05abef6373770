/**
 * What of an environment steers how Node starts, loads code, or whom it believes and talks to. Whoever may write GITHUB_ENV chooses it for every later
 * step, our own included.
 */

/** They run other code in our place. With one of these, that the job set meanwhile, the step is not run at all. */
const HOSTILE = [
  /^LD_(?:PRELOAD|AUDIT|PROFILE|PROFILE_OUTPUT|DEBUG|DEBUG_OUTPUT|ORIGIN_PATH)$/,
  /^(?:NODE_OPTIONS|NODE_REPL_EXTERNAL_MODULE|NODE_CHANNEL_FD|NODE_UNIQUE_ID)$/,
  /^(?:OPENSSL_CONF|OPENSSL_MODULES|OPENSSL_ENGINES|OPENSSL_CONF_INCLUDE|GCONV_PATH)$/,
  /^ACTIONS_(?:RESULTS|RUNTIME)_URL$/,
];

/** Set by many for their own programs; to our step they are of no use. It starts without them. */
const UNWANTED = [
  // Whatever else ld.so(8) knows: with LD_TRACE_LOADED_OBJECTS a program ends before it begins, successfully.
  /^LD_/,
  /^(?:GLIBC_TUNABLES|LOCPATH|NLSPATH|HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|RESOLV_HOST_CONF|MALLOC_TRACE|GETCONF_DIR|NSS_.*)$/,
  /^NODE_(?:PATH|COMPILE_CACHE|V8_COVERAGE|ICU_DATA|DEBUG|DEBUG_NATIVE|REDIRECT_WARNINGS|PRESERVE_SYMLINKS|PRESERVE_SYMLINKS_MAIN|USE_ENV_PROXY|USE_SYSTEM_CA|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)$/,
  /^(?:SSL_CERT_FILE|SSL_CERT_DIR|SSLKEYLOGFILE)$/,
  /^(?:https?|all|no|ftp)_proxy$/i,
  /^(?:ICU_DATA|ICU_TIMEZONE_FILES_DIR|UV_USE_IO_URING|ASAN_OPTIONS|LSAN_OPTIONS)$/,
];

const isAny = (patterns: readonly RegExp[], name: string): boolean => patterns.some((pattern) => pattern.test(name));

/** The part of an environment that matters here. */
export function loaderVariables(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isAny(HOSTILE, name) || isAny(UNWANTED, name)));
}

export interface Review {
  /** The name of a variable with which the step must not run. */
  readonly hostile?: string;
  /** Offsets in the block of the first byte of variables that have to go. */
  readonly unwanted: readonly { readonly offset: number; readonly name: string }[];
}

/**
 * Looks through an environment block (NUL-separated, as the kernel gives it to a new program). Fine is what the step of the job's beginning had as well, and
 * what we ourselves have set since (`ours`). LD_LIBRARY_PATH is never fine: its directories may change between the look and the start.
 */
export function reviewEnvironment(
  block: Buffer,
  before: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>> = {},
): Review {
  const unwanted: { offset: number; name: string }[] = [];
  for (let from = 0; from < block.length; ) {
    const end = block.indexOf(0, from);
    const entry = block.toString('utf8', from, end < 0 ? block.length : end);
    const equals = entry.indexOf('=');
    const [name, value] = equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
    const same = (before[name] === value || ours[name] === value) && name !== 'LD_LIBRARY_PATH';
    if (!same && isAny(HOSTILE, name)) return { hostile: name, unwanted };
    if (!same && isAny(UNWANTED, name)) unwanted.push({ offset: from, name });
    from = end < 0 ? block.length : end + 1;
  }
  return { unwanted };
}
