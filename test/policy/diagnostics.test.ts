import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile, formatFinding } from '../../src/policy/index.ts';

const errors = (text: string) => compile(text).findings.filter((finding) => finding.severity === 'error');

describe('a finding', () => {
  // policy, line:column+length, what the message says, the line to write instead
  test.each([
    ['yew.example/udp', '1:12+4', '/udp needs a port: write :53/udp', 'yew.example:53/udp'],
    ['10.0.0.1/udp', '1:9+4', '/udp needs a port', '10.0.0.1:53/udp'],
    ['# a\nyew.example:80,443 # b', '2:13+6', 'separated by |', 'yew.example:80|443 # b'],
    ['  yew.example:0', '1:15+1', 'ports go from 1 to 65535', undefined],
    ['yew.example:8000-8010', '1:13+9', 'range of ports', 'yew.example:*'],
    ['yew.example:53/UDP', '1:15+4', '/tcp or /udp', 'yew.example:53/udp'],
    ['yew.example :80', '1:13+3', 'no blank before the port', 'yew.example:80'],
    ['yew.example:53 /udp', '1:16+4', 'no blank before the protocol', 'yew.example:53/udp'],
    ['yew.example#c', '1:12+1', 'a comment needs a blank', 'yew.example #c'],
    ['yew.example\u00a0', '1:12+1', 'U+00A0', 'yew.example'],
    ['yew..example', '1:5+1', 'no empty label', 'yew.example'],
    ['ok.-yew.example', '1:4+4', 'hyphen', undefined],
    ['a.b.123', '1:5+3', 'cannot end in 123', undefined],
    ['a.*.example', '1:3+1', '* may stand in the first label', undefined],
    ['*', '1:1+1', 'a lone *', '*.example.com'],
    ['localhost', '1:1+9', 'needs a dot', undefined],
    ['192.0.*', '1:1+7', 'write a range', '192.0.0.0/16'],
    ['192.0.2.0/33', '1:10+3', '/0 to /32', undefined],
    ['192.0.2.01', '1:1+10', 'no leading zeros', undefined],
    ['::ffff:192.0.2.1', '1:1+16', 'written as its IPv4 address', '192.0.2.1'],
    ['2001:db8::1', '1:1+11', 'IPv6', undefined],
    ['https://yew.example', '1:19+1', 'needs a path', 'https://yew.example/*'],
    ['yew.example/path exe=/x', '1:12+5', 'needs a scheme', 'https://yew.example/path exe=/x'],
    ['https://yew.example/a?b=c', '1:22+4', 'a query', 'https://yew.example/a'],
    ['https://yew.example/a#b', '1:22+2', 'a fragment', 'https://yew.example/a'],
    ['https://u:p@yew.example/', '1:9+4', 'no user or password', 'https://yew.example/'],
    ['https://yew.example/caf\u00e9', '1:24+1', '%C3%A9', 'https://yew.example/caf%C3%A9'],
    ['wss://yew.example/', '1:1+3', 'http or https', 'https://yew.example/'],
    ['GET|PSOT https://yew.example/', '1:5+4', 'did you mean POST?', 'GET|POST https://yew.example/'],
    ['GET | POST https://yew.example/', '1:1+10', 'without blanks', 'GET|POST https://yew.example/'],
    ['TRACE https://yew.example/', '1:1+5', 'TRACE cannot be allowed', undefined],
    ['GET yew.example', '1:1+3', 'only before a URL', 'GET https://yew.example/*'],
    ['/a', '1:1+2', 'needs a URL header', 'https://example.com/a'],
    ['https://github.com/{Owner}/x', '1:20+1', 'lower case', undefined],
    ['yew.example passthru', '1:13+8', 'did you mean passthrough?', 'yew.example passthrough'],
    ['yew.example exe=/x insecure', '1:20+8', 'before the attributes', 'yew.example insecure exe=/x'],
    ['yew.example exe =x', '1:13+3', 'no blank around the =', 'yew.example exe=x'],
    ['yew.example exe=', '1:16+1', 'needs a value', undefined],
    ['yew.example stpe=x', '1:13+4', 'did you mean step=?', 'yew.example step=x'],
    ['yew.example user=root', '1:13+4', 'known are exe=', undefined],
    ['yew.example exe=/a exe=/b', '1:20+3', 'given twice', undefined],
    ['yew.example arg[a]=x', '1:16+3', 'a number counted from 0', undefined],
    ['yew.example exe[1]=/x', '1:16+3', 'only arg= takes an index', 'yew.example exe=/x'],
    ['yew.example exe=/a]b', '1:19+1', 'quotes', 'yew.example exe="/a]b"'],
    ['yew.example exe="/a', '1:17+3', 'no closing "', undefined],
    ['yew.example exe="/a"step=b', '1:21+6', 'a blank is missing', undefined],
    ['yew.example passthrough insecure', '1:25+8', 'exclude each other', undefined],
    ['[insecure]\nyew.example passthrough', '2:13+11', 'exclude each other', undefined],
    ['[passthrough]\n192.0.2.1', '2:1+9', 'set by the header above', undefined],
    ['https://yew.example/ passthrough', '1:22+11', 'host rules only', undefined],
    ['dns:yew.example insecure', '1:17+8', 'opens no connection', undefined],
    ['dns:yew.example:53', '1:16+3', 'a name alone', 'dns:yew.example'],
    ['passthrough', '1:1+11', 'needs a host', '[passthrough]'],
    ['exe=/bin/x', '1:1+10', 'needs a target', '[exe=/bin/x]'],
    ['[:443', '1:1+1', 'no closing ]', '[:443]'],
    ['[443]', '1:2+3', 'starts with a colon', '[:443]'],
    ['[ ]', '1:1+3', 'without blanks', '[]'],
    ['[]#c', '1:3+1', 'a comment needs a blank', '[] #c'],
    ['[] yew.example', '1:4+11', 'rules go on lines of their own', undefined],
    ['[yew.example]', '1:2+11', 'a URL can', '[https://yew.example]'],
    ['[GET :443]', '1:6+4', 'sets one thing', undefined],
    ['[passthrough :443]', '1:14+4', 'sets one thing', undefined],
    ['@npmm', '1:1+5', 'did you mean @npm?', '@npm'],
    ['@npm passthrough', '1:6+11', 'attributes only', undefined],
    ['!@npm', '1:2+4', 'cannot be denied', undefined],
    ['! yew.example', '1:1+1', 'right before the rule', '!yew.example'],
    ['!yew.example insecure', '1:14+8', 'takes no insecure', undefined],
    ['a.yew.example passthrough\nhttps://*.yew.example/x', '2:1+23', 'hides the requests', undefined],
    ['https://yew.example/x\nyew.example passthrough', '2:1+11', 'line 1', undefined],
    ['\ufeffyew..example', '1:6+1', 'no empty label', 'yew.example'],
    ['{owner}.pages.example:x', '1:23+1', 'is not a port', undefined],
    ['x{repo}y..example', '1:10+1', 'no empty label', undefined],
  ])('for %j stands at %s', (text, place, message, suggestion) => {
    const [finding, ...others] = errors(text);
    expect(others).toEqual([]);
    expect(`${finding?.line}:${finding?.column}+${finding?.length}`).toBe(place);
    expect(finding?.message).toContain(message);
    expect(finding?.suggestion).toBe(suggestion);
  });

  test('comes with every other finding of the text, in order', () => {
    const findings = errors('a b\n\nyew.example:x exe= user=root\n# x\n[ ]\ne f');
    expect(findings.map(({ line, code }) => `${line} ${code}`)).toEqual([
      ...[
        '1 single-label',
        '1 unknown-word',
        '3 bad-port',
        '3 empty-value',
        '3 unknown-attribute',
        '5 blank-header',
        '6 single-label',
        '6 unknown-word',
      ],
    ]);
  });

  test('lies on a line that CRLF, CR or LF ends', () => {
    expect(errors('a.b\r\nc d\rx.y\ne f\u2028g.h').map(({ line, column }) => `${line}:${column}`)).toEqual(['2:1', '2:3', '4:1', '4:3']);
  });

  test('that suggests a line is gone when that line is written, wherever it is the only one', () => {
    const policies = readFileSync(new URL('./vectors.jsonl', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): string => JSON.parse(line).policy);
    let tried = 0;
    for (const text of policies) {
      const [finding, ...others] = errors(text);
      if (finding?.suggestion === undefined || others.length > 0) continue;
      tried++;
      const lines = text.split('\n');
      lines[finding.line - 1] = finding.suggestion;
      expect({ text, suggestion: finding.suggestion, left: errors(lines.join('\n')) }).toEqual({
        text,
        suggestion: finding.suggestion,
        left: [],
      });
    }
    expect(tried).toBeGreaterThan(25);
  });

  test('never leaves a rule open that is broken, nor rules below a broken header', () => {
    const policy = compile('[exe=/bin/x step]\na.example\n[https://b.example exe=]\n/x\n[]\nc.example');
    const ask = (host: string) =>
      policy.decide({ type: 'tls', host, dstIp: '192.0.2.1', dstPort: 443, names: [] }, { exe: '/bin/x' }).allow;
    expect(policy.valid).toBe(false);
    expect([ask('a.example'), ask('b.example'), ask('c.example')]).toEqual([false, false, true]);
    expect(policy.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.line)).toEqual([1, 3]);
  });
});

describe('warnings and hints', () => {
  test.each([
    ['*.yew.example', 'hint apex-not-covered', 'yew.example'],
    ['yew.example\nyew.example', 'hint repeated-rule', undefined],
    ['yew.example:80|443\nyew.example:443|80', 'hint repeated-rule', undefined],
    ['*.yew.example\nyew.example\na.yew.example', 'hint shadowed-rule', undefined],
    ['10.0.0.0/8\n10.1.0.0/16', 'hint shadowed-rule', undefined],
    ['yew.example\nhttps://yew.example/a', 'hint shadowed-rule', undefined],
    ['10.1.2.3/8', 'warning host-bits', '10.0.0.0/8'],
    ['https://yew.example/%', 'warning dead-escape', undefined],
    ['https://yew.example/%2f', 'warning dead-escape', undefined],
    ['https://yew.example/%41', 'warning dead-escape', undefined],
    ['yew.example exe=``', 'warning matches-nothing', undefined],
    ['yew.example exe=node', 'warning relative-exe', 'yew.example exe=*/node'],
    ['yew.example action=actions/checkout@v4', 'warning action-ref', 'yew.example action=actions/checkout'],
    ['yew.example cgroup=@DOCKER', 'warning unknown-shortcut', 'yew.example cgroup=@docker'],
    ['yew.example step={Repo}', 'warning unknown-placeholder', 'yew.example step={repo}'],
    ['{owner}.yew.example', 'warning unknown-repository', undefined],
    ['[https://yew.example/{owner}]\n/x', 'warning unknown-repository', undefined],
  ])('%j: %s', (text, code, suggestion) => {
    const policy = compile(text);
    expect(policy.valid).toBe(true);
    expect(policy.findings.map((finding) => `${finding.severity} ${finding.code}`)).toEqual([code]);
    expect(policy.findings[0]?.suggestion).toBe(suggestion);
  });

  test.each([
    'yew.example\n*.yew.example',
    'yew.example exe=/a\nyew.example exe=/b',
    '10.0.0.0/8\n10.1.0.0/16:80',
    '169.254.0.0/16:80\n169.254.169.254:80',
    '*.yew.example:*\nyew.example\nsmtp.yew.example:587',
    'yew.example\nyew.example passthrough',
    'yew.example\nhttps://yew.example/a insecure',
    'a.yew.example passthrough step=a\nhttps://b.yew.example/x',
    'yew.example passthrough exe=/a\nhttps://yew.example/x exe=/b',
    'yew.example:8443 passthrough\nhttps://yew.example/x',
    'yew.example passthrough\nhttp://yew.example/x',
    '!yew.example\nyew.example',
  ])('%j: nothing', (text) => {
    expect(compile(text).findings).toEqual([]);
  });
});

describe('a finding for a terminal', () => {
  test('shows the line, a caret under what is meant, and what to write', () => {
    const text = '# names\n\tyew.example/udp';
    const [finding] = compile(text).findings;
    expect(finding && formatFinding(finding, text, 'policy.txt')).toBe(
      [
        'policy.txt:2:13: error: /udp needs a port: write :53/udp',
        '2 | \tyew.example/udp',
        '  | \t           ^^^^',
        '  = write: yew.example:53/udp',
      ].join('\n'),
    );
  });

  test('never lets a policy write to the terminal', () => {
    const text = 'yew.example \u001b[31mred\u0007\u202e \u0085x';
    const shown = compile(text)
      .findings.map((finding) => formatFinding(finding, text))
      .join('\n');
    expect(shown).toContain('red');
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  test('cuts a long line around the caret', () => {
    const text = `yew.example ${'exe=/a '.repeat(100)}`;
    const [, second] = errors(text);
    const lines = second === undefined ? [] : formatFinding(second, text).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
    const caret = lines[2]?.indexOf('^') ?? 0;
    expect(lines[1]?.slice(caret, caret + 3)).toBe('exe');
  });
});
