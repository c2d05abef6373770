import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, type Process, type Question } from '../../src/policy/index.ts';

/** A rule as plain data. The model below decides over a list of these, one after the other, with no index and no parser. */
interface ModelRule {
  readonly deny: boolean;
  readonly target:
    | { readonly kind: 'host'; readonly host: ModelHost }
    | { readonly kind: 'name'; readonly host: ModelHost }
    | { readonly kind: 'range'; readonly bits: string; readonly text: string }
    | {
        readonly kind: 'url';
        readonly scheme: 'http' | 'https';
        readonly host: ModelHost;
        readonly path: readonly string[];
        readonly open: boolean;
        readonly methods: readonly string[];
      };
  readonly ports: readonly number[] | '*' | undefined;
  readonly protocol: 'tcp' | 'udp' | undefined;
  readonly exe: string | undefined;
  readonly step: string | undefined;
}

interface ModelHost {
  readonly deep: boolean;
  readonly glob: string | undefined;
  readonly base: readonly string[];
}

const label = fc.constantFrom('a', 'b', 'a1', 'ab');
const hostPattern: fc.Arbitrary<ModelHost> = fc.record({
  deep: fc.boolean(),
  glob: fc.option(fc.constantFrom('a*', '*b', '*', 'a*b', 'a*1'), { nil: undefined }),
  base: fc.tuple(fc.array(label, { maxLength: 2 }), fc.constantFrom('test', 'test', 'example')).map(([labels, top]) => [...labels, top]),
});
const writableHost = hostPattern.filter(
  ({ deep, glob, base }) => (deep || glob !== undefined || base.length > 1) && !(glob === '*' && !deep),
);
const octet = fc.constantFrom(0, 1, 2, 255);
const quad = fc.tuple(fc.constantFrom(10, 172), octet, octet, octet);
const range = fc.tuple(quad, fc.constantFrom(32, 31, 24, 8, 0)).map(([numbers, length]) => {
  const bits = toBits(numbers).slice(0, length);
  const padded = bits.padEnd(32, '0');
  const octets = [0, 8, 16, 24].map((at) => Number.parseInt(padded.slice(at, at + 8), 2));
  return { kind: 'range' as const, bits, text: `${octets.join('.')}${length === 32 ? '' : `/${length}`}` };
});
const port = fc.constantFrom(443, 443, 443, 22, 25, 80);
const segment = fc.constantFrom('x', 'y', '*', 'v*', 'v1');
const target = fc.oneof(
  writableHost.map((host) => ({ kind: 'host' as const, host })),
  writableHost.map((host) => ({ kind: 'name' as const, host })),
  range,
  fc.record({
    kind: fc.constant('url' as const),
    scheme: fc.constantFrom('http' as const, 'https' as const),
    host: writableHost,
    path: fc.array(segment, { maxLength: 3 }),
    open: fc.boolean(),
    methods: fc.uniqueArray(fc.constantFrom('GET', 'POST', '*'), { minLength: 1, maxLength: 2 }),
  }),
);
const rule: fc.Arbitrary<ModelRule> = fc.record({
  deny: fc.integer({ min: 0, max: 6 }).map((value) => value === 0),
  target,
  ports: fc.oneof(fc.constant(undefined), fc.constant('*' as const), fc.uniqueArray(port, { minLength: 1, maxLength: 2 })),
  protocol: fc.constantFrom(undefined, undefined, 'tcp' as const, 'udp' as const),
  exe: fc.constantFrom(undefined, undefined, undefined, '/bin/a', '/bin/*', '/bin/b'),
  step: fc.constantFrom(undefined, undefined, undefined, 's1', 's2'),
});

const name = fc
  .tuple(fc.array(label, { maxLength: 3 }), fc.constantFrom('test', 'test', 'example'))
  .map(([labels, top]) => [...labels, top].join('.'));
const destination = { dstIp: quad.map((numbers) => numbers.join('.')), dstPort: port };
const names = fc.array(name, { maxLength: 2 });
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ type: fc.constantFrom('tcp' as const, 'udp' as const), ...destination, names }),
  fc.record({ type: fc.constant('tls' as const), ...destination, names, host: fc.option(name, { nil: undefined }) }),
  fc.record({
    type: fc.constant('dns' as const),
    name,
    protocol: fc.constantFrom('udp' as const, 'tcp' as const),
    dstIp: fc.oneof(fc.constant('127.0.0.53'), destination.dstIp),
    dstPort: fc.constant(53),
    purpose: fc.constantFrom('connection' as const, 'answer' as const),
  }),
  fc
    .record({
      type: fc.constant('request' as const),
      ...destination,
      scheme: fc.constantFrom('http' as const, 'https' as const),
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      host: name,
      target: fc.array(fc.constantFrom('x', 'y', 'v1', 'v', 'z'), { maxLength: 4 }).map((path) => `/${path.join('/')}`),
    })
    .map((value) => ({ ...value, port: value.dstPort })),
);
const process: fc.Arbitrary<Process> = fc.record({
  exe: fc.constantFrom(undefined, '/bin/a', '/bin/b', '/usr/a'),
  step: fc.constantFrom(undefined, 's1', 'job.s1', 'job.s2', 's1.s2'),
});

function toBits(numbers: readonly number[]): string {
  return numbers.map((number) => number.toString(2).padStart(8, '0')).join('');
}

function write(rule: ModelRule): string {
  const { target, deny } = rule;
  const scope = `${rule.exe === undefined ? '' : ` exe=${rule.exe}`}${rule.step === undefined ? '' : ` step=${rule.step}`}`;
  const ports = portsOf(rule);
  const port =
    rule.ports === undefined && rule.protocol === undefined
      ? ''
      : `:${ports === '*' ? '*' : ports.join('|')}${rule.protocol === undefined ? '' : `/${rule.protocol}`}`;
  if (target.kind === 'range') return `${deny ? '!' : ''}${target.text}${port}${scope}`;
  const host = [
    ...(target.host.deep ? ['*'] : []),
    ...(target.host.glob === undefined ? [] : [target.host.glob]),
    ...target.host.base,
  ].join('.');
  if (target.kind === 'host') return `${deny ? '!' : ''}${host}${port}${scope}`;
  if (target.kind === 'name') return `${deny ? '!' : ''}dns:${host}${scope}`;
  const path = [...target.path, ...(target.open ? ['*'] : target.path.at(-1) === '*' ? [''] : [])].join('/');
  const urlPort = rule.ports === undefined ? '' : `:${ports === '*' ? '*' : ports.join('|')}`;
  return `${deny ? '!' : ''}${target.methods.join('|')} ${target.scheme}://${host}${urlPort}/${path}${scope}`;
}

function portsOf(rule: ModelRule): readonly number[] | '*' {
  if (rule.ports !== undefined) return rule.ports;
  if (rule.target.kind === 'url') return [rule.target.scheme === 'https' ? 443 : 80];
  return rule.protocol === undefined && rule.deny ? '*' : [443];
}

/** A wildcard pattern as a regular expression: slow and plain. */
function globMatches(pattern: string, text: string): boolean {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.\\/]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);
}

function hostMatches({ deep, glob, base }: ModelHost, text: string): boolean {
  const labels = text.split('.');
  const tail = labels.splice(labels.length - base.length);
  if (tail.join('.') !== base.join('.')) return false;
  if (glob !== undefined) {
    const last = labels.pop();
    if (last === undefined || !globMatches(glob, last)) return false;
  }
  return deep ? labels.length > 0 : labels.length === 0;
}

function whoMatches(rule: ModelRule, process: Process): boolean {
  const stepMatches = rule.step === undefined || process.step === rule.step || process.step?.replace(/^[^.]*\./, '') === rule.step;
  const exeMatches = rule.exe === undefined || (process.exe !== undefined && globMatches(rule.exe, process.exe));
  return stepMatches && exeMatches;
}

function portMatches(rule: ModelRule, port: number): boolean {
  const ports = portsOf(rule);
  return ports === '*' || ports.includes(port);
}

function protocolMatches(rule: ModelRule, protocol: string): boolean {
  return rule.protocol === protocol || (rule.protocol === undefined && (protocol === 'tcp' || (rule.deny && rule.ports === undefined)));
}

function inRange(rule: ModelRule, ip: string): boolean {
  return rule.target.kind === 'range' && toBits(ip.split('.').map(Number)).startsWith(rule.target.bits);
}

function pathFits(path: readonly string[], open: boolean, asked: string): boolean {
  const segments = asked.split('/').filter((part) => part !== '');
  if (segments.length < path.length || (!open && segments.length > path.length)) return false;
  return path.every((wanted, index) => globMatches(wanted, segments[index] ?? ''));
}

/** Does this rule, by itself, match? `guarded`: rules that open no mail port do not. */
function matches(rule: ModelRule, question: Question, process: Process): boolean {
  const { target } = rule;
  if (!whoMatches(rule, process)) return false;
  if (question.type === 'dns') {
    if (target.kind === 'range') return false;
    if (rule.deny && target.kind !== 'name' && !(target.kind === 'host' && rule.ports === undefined && rule.protocol === undefined))
      return false;
    return hostMatches(target.host, question.name);
  }
  if (target.kind === 'name' || !portMatches(rule, question.dstPort)) return false;
  if (target.kind === 'range') return protocolMatches(rule, question.type === 'udp' ? 'udp' : 'tcp') && inRange(rule, question.dstIp);
  if (target.kind === 'url') return urlMatches(rule, target, question);
  const hosts = hostsOf(rule, question);
  return protocolMatches(rule, question.type === 'udp' ? 'udp' : 'tcp') && hosts.some((host) => hostMatches(target.host, host));
}

function urlMatches(rule: ModelRule, target: Extract<ModelRule['target'], { kind: 'url' }>, question: Question): boolean {
  if (question.type === 'request') {
    const methodFits = target.methods.includes('*') || target.methods.includes(question.method);
    return (
      methodFits &&
      target.scheme === question.scheme &&
      hostMatches(target.host, question.host) &&
      pathFits(target.path, target.open, question.target)
    );
  }
  if (rule.deny) return question.type === 'tcp' && question.names.some((host) => hostMatches(target.host, host));
  return question.type === 'tls' && target.scheme === 'https' && question.host !== undefined && hostMatches(target.host, question.host);
}

function hostsOf(rule: ModelRule, question: Exclude<Question, { type: 'dns' }>): readonly string[] {
  if (question.type === 'request') return [question.host];
  if (question.type !== 'tls' || question.host === undefined) return question.names;
  return rule.deny && !question.names.includes(question.host) ? [question.host, ...question.names] : [question.host];
}

function opensMail(rule: ModelRule): boolean {
  const { target } = rule;
  const isExact =
    target.kind === 'range' ? target.bits.length === 32 : target.kind !== 'name' && !target.host.deep && target.host.glob === undefined;
  return isExact && portsOf(rule) !== '*';
}

function expected(rules: readonly ModelRule[], question: Question, process: Process, defaultAllow: boolean): boolean {
  if (question.type === 'dns') {
    const denied = rules.some(
      (rule) => rule.deny && (matches(rule, question, process) || (whoMatches(rule, process) && serverRule(rule, question))),
    );
    const server =
      question.dstIp === '127.0.0.53' || rules.some((rule) => !rule.deny && whoMatches(rule, process) && serverRule(rule, question));
    const named = rules.some((rule) => !rule.deny && matches(rule, question, process));
    return !denied && (defaultAllow || (server && named));
  }
  if (rules.some((rule) => rule.deny && matches(rule, question, process))) return false;
  const guarded = question.dstPort === 25;
  if (rules.some((rule) => !rule.deny && matches(rule, question, process) && (!guarded || opensMail(rule)))) return true;
  return defaultAllow && !guarded;
}

function serverRule(rule: ModelRule, question: Extract<Question, { type: 'dns' }>): boolean {
  return (
    rule.target.kind === 'range' &&
    portMatches(rule, question.dstPort) &&
    protocolMatches(rule, question.protocol) &&
    inRange(rule, question.dstIp)
  );
}

/** The same rule and question about one host, so that all rules meet in one place. */
const oneHost: ModelHost = { deep: false, glob: undefined, base: ['a', 'test'] };
const ruleOfOneHost = rule.map((each) =>
  each.target.kind === 'range' ? each : { ...each, target: { ...each.target, host: oneHost } },
) satisfies fc.Arbitrary<ModelRule>;
const questionOfOneHost = question.map((asked): Question => {
  if (asked.type === 'dns') return { ...asked, name: 'a.test' };
  if (asked.type === 'request') return { ...asked, host: 'a.test' };
  return asked.type === 'tls' ? { ...asked, host: 'a.test', names: ['a.test'] } : { ...asked, names: ['a.test'] };
});

describe('the index', () => {
  test.each([
    { of: 'many hosts', rules: fc.array(rule, { minLength: 3, maxLength: 10 }), asked: question },
    { of: 'one host', rules: fc.array(ruleOfOneHost, { minLength: 3, maxLength: 14 }), asked: questionOfOneHost },
  ])('decides like a list of rules read one after the other: $of', ({ rules, asked }) => {
    let allowed = 0;
    fc.assert(
      fc.property(rules, fc.array(asked, { minLength: 4, maxLength: 8 }), process, fc.boolean(), (rules, questions, who, defaultAllow) => {
        const text = rules.map(write).join('\n');
        const policy = compile(text, { default: defaultAllow ? 'allow' : 'deny' });
        expect(policy.findings.filter((finding) => finding.severity === 'error')).toEqual([]);
        for (const asked of questions) {
          const verdict = policy.decide(asked, who);
          if (verdict.allow && verdict.by !== 'default') allowed++;
          expect({ text, asked, who, allow: verdict.allow }).toEqual({
            text,
            asked,
            who,
            allow: expected(rules, asked, who, defaultAllow),
          });
        }
      }),
      { numRuns: 1500 },
    );
    // A generator that never met a rule would prove nothing.
    expect(allowed).toBeGreaterThan(500);
  });

  test('the order of the lines never changes whether something is allowed', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), question, process, (rules, asked, who) => {
        const forward = compile(rules.map(write).join('\n')).decide(asked, who);
        const backward = compile(rules.map(write).reverse().join('\n')).decide(asked, who);
        expect(backward.allow).toBe(forward.allow);
        expect(backward.by).toBe(forward.by);
      }),
    );
  });

  test('a denial that suggests a line is lifted by that line', () => {
    let suggested = 0;
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), question, process, (rules, asked, who) => {
        const text = rules.map(write).join('\n');
        const verdict = compile(text).decide(asked, who);
        if (verdict.allow || verdict.suggestion === undefined) return;
        suggested++;
        const next = compile(`${text}\n${verdict.suggestion}`).decide(asked, who);
        const again =
          next.suggestion === undefined ? next : compile(`${text}\n${verdict.suggestion}\n${next.suggestion}`).decide(asked, who);
        // A lookup may need two lines: one for the name, one for the server.
        expect({ text, asked, suggestion: verdict.suggestion, allow: asked.type === 'dns' ? again.allow : next.allow }).toEqual({
          text,
          asked,
          suggestion: verdict.suggestion,
          allow: true,
        });
      }),
      { numRuns: 2000 },
    );
    expect(suggested).toBeGreaterThan(300);
  });
});
