/** What the rest of the product may know of the policy language. The language itself: docs/policy.md. */

/** One finding about a policy text. Lines and columns count from 1; columns are UTF-16 code units. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'hint';
  readonly code: string;
  readonly line: number;
  readonly column: number;
  /** Code units covered by the caret; at least 1. */
  readonly length: number;
  readonly message: string;
  /** What to write instead, where that is known. */
  readonly suggestion?: string;
}

/** Who asks. A field that is not known never matches an attribute. */
export interface Process {
  readonly exe?: string | undefined;
  readonly cmdline?: readonly string[] | undefined;
  readonly cgroup?: string | undefined;
  /** `GITHUB_ACTION`, or `job.GITHUB_ACTION` where the job is known. */
  readonly step?: string | undefined;
  readonly action?: string | undefined;
  readonly image?: string | undefined;
}

/**
 * What is asked. Addresses are dotted quads (IPv4-mapped IPv6 is given as IPv4; plain IPv6 as text never matches a rule).
 * `names` are the names bound to `dstIp`: those *we* resolved to it (design, section 5).
 */
export type Question =
  | {
      readonly type: 'dns';
      readonly name: string;
      readonly protocol: 'udp' | 'tcp';
      readonly dstIp: string;
      readonly dstPort: number;
      /**
       * What the answer is for: a connection to the name (A, AAAA, HTTPS records; the default) or itself (TXT, MX, SRV, ...). It changes
       * what is suggested, `example.com` or `dns:example.com`, and nothing else.
       */
      readonly purpose?: 'connection' | 'answer' | undefined;
    }
  /** A raw TCP connection: neither TLS nor HTTP, or a server-first protocol. URL rules never match. */
  | { readonly type: 'tcp'; readonly dstIp: string; readonly dstPort: number; readonly names: readonly string[] }
  | { readonly type: 'udp'; readonly dstIp: string; readonly dstPort: number; readonly names: readonly string[] }
  /** The moment of the ClientHello. `host` is the SNI; absent, only address rules and host rules by `names` count. URL rules of `host` allow here. */
  | {
      readonly type: 'tls';
      readonly host?: string | undefined;
      readonly dstIp: string;
      readonly dstPort: number;
      readonly names: readonly string[];
      /** `false` where TLS cannot be intercepted: then URL rules, whose requests nobody would see, allow nothing here. */
      readonly intercept?: boolean | undefined;
    }
  /** One HTTP request. `host` and `port` come from its authority; `target` is the path as sent, query included. */
  | {
      readonly type: 'request';
      readonly scheme: 'http' | 'https';
      readonly method: string;
      readonly host: string;
      readonly port: number;
      readonly target: string;
      readonly dstIp: string;
      readonly dstPort: number;
    };

/** A rule as a person knows it. `line` is 0 for a built-in rule. */
export interface RuleRef {
  readonly line: number;
  readonly text: string;
}

export interface Verdict {
  readonly allow: boolean;
  /** The rule that allowed, or the `!` rule that denied. */
  readonly rule?: RuleRef;
  /**
   * What bound the verdict: the host name of the question (then the connection may only go to an address that we resolved for
   * that name), the address itself, or the default. Present on allow.
   */
  readonly by?: 'name' | 'address' | 'default';
  /** The name of the question or of `names` that the rule matched, when `by` is `name`. */
  readonly name?: string;
  /** Do not intercept TLS: a `passthrough` rule matches (wins over `insecure`). Only on `tls` questions. */
  readonly passthrough: boolean;
  /** Do not verify the upstream certificate. On `tls` and `request` questions. */
  readonly insecure: boolean;
  /** One sentence for a person: why. */
  readonly reason: string;
  /** On a denial: a guardrail, a `!` rule, or nothing matched. */
  readonly denial?: 'guardrail' | 'rule' | 'no-rule' | 'malformed';
  /** On a denial that a rule could lift: the line to add, attributes left out. Made when it is first read, so a spread does not copy it. */
  readonly suggestion?: string | undefined;
  /** On a denial: the nearest rules and what of each did not match, best first, at most 3. Made when it is first read, too. */
  readonly nearest?: readonly { readonly rule: RuleRef; readonly mismatch: string }[] | undefined;
}

export interface CompileOptions {
  /** `owner/name`, for `{owner}` and `{repo}`. */
  readonly repository?: string | undefined;
  /** What happens to what no rule names. */
  readonly default?: 'deny' | 'allow';
  /** The machine's resolvers: DNS questions to these addresses need no address rule. Default `127.0.0.53`. */
  readonly resolvers?: readonly string[];
}

/** What is remembered of the last request between two questions, of one connection say: made by the caller as `{}`, filled and read by the policy. */
export interface Recall {
  last?: {
    readonly policy: object;
    readonly process: Process;
    readonly question: Extract<Question, { type: 'request' }>;
    readonly verdict: Verdict;
  };
}

export interface Policy {
  readonly findings: readonly Finding[];
  /** No finding of severity `error`. Enforcing an invalid policy is refused by the callers. */
  readonly valid: boolean;
  readonly ruleCount: number;
  /** Pure and total: never throws, whatever the question holds. `recall` makes it faster and changes no verdict. */
  decide(question: Question, process: Process, recall?: Recall): Verdict;
  /** Could a connection of this process to (names, ip, port) be allowed by a rule that needs no inspection (host or address rule)? For server-first protocols. */
  allowsRaw(question: Extract<Question, { type: 'tcp' }>, process: Process): boolean;
  /** Does some rule name this host without URL, path or method (so that it could be passed uninspected)? */
  allowsUninspected(host: string, port: number, process: Process): boolean;
}
