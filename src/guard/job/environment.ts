/**
 * What of an environment steers how Node starts, loads code, or whom it believes and talks to. Whoever may write GITHUB_ENV chooses it for every later
 * step, our own included.
 */

/** They run other code in our place, or have it speak to somebody else. With one of these, that the job set meanwhile, the step is not run at all. */
const HOSTILE = [
  /^LD_(?:PRELOAD|AUDIT|PROFILE|PROFILE_OUTPUT|DEBUG|DEBUG_OUTPUT|ORIGIN_PATH)$/,
  /^(?:NODE_OPTIONS|NODE_REPL_EXTERNAL_MODULE|NODE_CHANNEL_FD|NODE_UNIQUE_ID)$/,
  /^(?:OPENSSL_CONF|OPENSSL_MODULES|OPENSSL_ENGINES|OPENSSL_CONF_INCLUDE|GCONV_PATH)$/,
  /^ACTIONS_(?:RESULTS|RUNTIME)_URL$/,
];

/** How the network is reached and who is believed there: as at the start of the job they stay. */
const NETWORK = [
  /^NODE_(?:USE_ENV_PROXY|USE_SYSTEM_CA|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)$/,
  /^(?:SSL_CERT_FILE|SSL_CERT_DIR)$/,
  /^(?:https?|all|no|ftp)_proxy$/i,
  /^ACTIONS_(?:RESULTS|RUNTIME)_URL$/,
];

/** Set by many for their own programs; to our step they are of no use. It starts without them. */
const UNWANTED = [
  // Whatever else ld.so(8) knows: with LD_TRACE_LOADED_OBJECTS a program ends before it begins, successfully.
  /^LD_/,
  /^(?:GLIBC_TUNABLES|LOCPATH|NLSPATH|HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|RESOLV_HOST_CONF|MALLOC_TRACE|GETCONF_DIR|NSS_.*)$/,
  /^NODE_(?:PATH|COMPILE_CACHE|V8_COVERAGE|ICU_DATA|DEBUG|DEBUG_NATIVE|REDIRECT_WARNINGS|PRESERVE_SYMLINKS|PRESERVE_SYMLINKS_MAIN)$/,
  // With the path of a FIFO in it a program waits for ever, before its first line (tzset(3)).
  /^TZ(?:DIR)?$/,
  /^(?:SSLKEYLOGFILE|ICU_DATA|ICU_TIMEZONE_FILES_DIR|UV_USE_IO_URING|ASAN_OPTIONS|LSAN_OPTIONS)$/,
];

const isAny = (patterns: readonly RegExp[], name: string): boolean => patterns.some((pattern) => pattern.test(name));

/** The part of an environment that matters here. */
export function loaderVariables(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isAny([...HOSTILE, ...UNWANTED, ...NETWORK], name)));
}

export interface Review {
  /** The name of a variable with which the step must not run. */
  readonly hostile?: string;
  /** Offsets in the block of the first byte of variables that have to go, and whether the job has set them since its beginning. */
  readonly unwanted: readonly { readonly offset: number; readonly name: string; readonly since: boolean }[];
}

/**
 * Looks through an environment block (NUL-separated, as the kernel gives it to a new program). Of the network the step may have what the step of the job's
 * beginning had as well, and what we ourselves have set since (`ours`). What loads code has to go even so: the files that it names may be others by now.
 */
export function reviewEnvironment(
  block: Buffer,
  before: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>> = {},
): Review {
  const unwanted: { offset: number; name: string; since: boolean }[] = [];
  for (let from = 0; from < block.length; ) {
    const end = block.indexOf(0, from);
    const entry = block.toString('utf8', from, end < 0 ? block.length : end);
    const equals = entry.indexOf('=');
    const [name, value] = equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
    const since = before[name] !== value && ours[name] !== value;
    if (since && isAny(HOSTILE, name)) return { hostile: name, unwanted };
    if (isAny(NETWORK, name) ? since : isAny([...HOSTILE, ...UNWANTED], name)) unwanted.push({ offset: from, name, since });
    from = end < 0 ? block.length : end + 1;
  }
  return { unwanted };
}
