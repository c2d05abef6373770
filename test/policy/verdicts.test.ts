import { describe, expect, test } from 'vitest';
import { type CompileOptions, compile, decideEvent, type Process, type Question, type Verdict } from '../../src/policy/index.ts';

type Fields<T extends Question['type']> = Partial<Extract<Question, { type: T }>>;

const address = { dstIp: '198.51.100.7', dstPort: 443 };
const tls = (fields: Fields<'tls'> = {}): Question => ({ type: 'tls', host: 'a.example', names: [], ...address, ...fields });
const tcp = (fields: Fields<'tcp'> = {}): Extract<Question, { type: 'tcp' }> => ({
  type: 'tcp',
  names: ['a.example'],
  ...address,
  ...fields,
});
const udp = (fields: Fields<'udp'> = {}): Question => ({ type: 'udp', names: ['a.example'], ...address, ...fields });
const dns = (fields: Fields<'dns'> = {}): Question => ({
  type: 'dns',
  name: 'a.example',
  protocol: 'udp',
  dstIp: '127.0.0.53',
  dstPort: 53,
  ...fields,
});
const request = (url: string, method = 'GET', fields: Fields<'request'> = {}): Question => {
  const [, scheme, host = '', port, target = '/'] = /^(https?):\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url) ?? [];
  const number = Number(port ?? (scheme === 'https' ? 443 : 80));
  return {
    type: 'request',
    scheme: scheme === 'https' ? 'https' : 'http',
    method,
    host,
    port: number,
    target,
    dstIp: '198.51.100.7',
    dstPort: number,
    ...fields,
  };
};
const ask = (policy: string, question: Question, process: Process = {}, options: CompileOptions = {}): Verdict =>
  compile(policy, options).decide(question, process);

describe('by and name bind the connection', () => {
  test.each<[string, Question, Partial<Verdict>]>([
    ['a.example', tls(), { by: 'name', name: 'a.example' }],
    ['A.Example.', tls({ host: 'a.EXAMPLE.' }), { by: 'name', name: 'a.example' }],
    ['*.example', tls(), { by: 'name', name: 'a.example' }],
    ['https://a.example/x', tls(), { by: 'name', name: 'a.example' }],
    ['198.51.100.0/24', tls(), { by: 'address' }],
    ['198.51.100.7', tls({ host: undefined }), { by: 'address' }],
    ['https://198.51.100.7/x', tls({ host: undefined }), { by: 'address' }],
    ['a.example\n198.51.100.7', tls(), { by: 'name', name: 'a.example' }],
    ['198.51.100.7\na.example', tls(), { by: 'name', name: 'a.example', rule: { line: 2, text: 'a.example' } }],
    ['b.example', tls({ host: undefined, names: ['a.example', 'b.example'] }), { by: 'name', name: 'b.example' }],
    ['b.example:22', tcp({ dstPort: 22, names: ['a.example', 'b.example'] }), { by: 'name', name: 'b.example' }],
    ['a.example:123/udp', udp({ dstPort: 123 }), { by: 'name', name: 'a.example' }],
    ['198.51.100.7:*/udp', udp({ dstPort: 9 }), { by: 'address' }],
    ['https://a.example/x', request('https://a.example/x'), { by: 'name', name: 'a.example' }],
    ['a.example', request('https://a.example/x', 'POST'), { by: 'name', name: 'a.example' }],
    ['198.51.100.7', request('https://b.example/x'), { by: 'address' }],
    ['198.51.100.7', request('https://198.51.100.7/x'), { by: 'address' }],
    ['https://198.51.100.7/x', request('https://198.51.100.7/x'), { by: 'address' }],
    ['a.example', dns(), { by: 'name', name: 'a.example' }],
    ['', tls({ dstIp: '127.0.0.1', dstPort: 8080 }), { by: 'address' }],
  ])('%j', (policy, question, expected) => {
    expect(ask(policy, question)).toMatchObject({ allow: true, ...expected });
  });

  test('the default is no binding', () => {
    expect(ask('', tls(), {}, { default: 'allow' })).toMatchObject({ allow: true, by: 'default' });
  });

  test('a name that is not shown does not count: SNI of one name, address learned for another', () => {
    expect(ask('ok.example', tls({ host: 'evil.example', names: ['ok.example'] })).allow).toBe(false);
    expect(ask('ok.example', request('https://evil.example/'))).toMatchObject({ allow: false });
  });

  test('an address shown as name must be the one that is connected to', () => {
    expect(ask('198.51.100.7', request('https://203.0.113.1/x')).allow).toBe(false);
    expect(ask('198.51.100.7', tls({ host: '203.0.113.1' })).allow).toBe(false);
    expect(ask('198.51.100.7', tls({ host: '198.51.100.7' })).allow).toBe(true);
    expect(ask('https://198.51.100.7/x', request('https://203.0.113.1/x')).allow).toBe(false);
    expect(ask('0.0.0.0/0:*', request('http://[2001:db8::1]/')).allow).toBe(false);
  });
});

describe('passthrough and insecure', () => {
  test.each<[string, Question, Process, boolean, boolean]>([
    ['a.example passthrough', tls(), {}, true, false],
    ['a.example\na.example passthrough', tls(), {}, true, false],
    ['a.example insecure\na.example passthrough', tls(), {}, true, false],
    ['a.example\na.example passthrough exe=/bin/x', tls(), { exe: '/bin/y' }, false, false],
    ['a.example\na.example passthrough exe=/bin/x', tls(), { exe: '/bin/x' }, true, false],
    ['[passthrough]\na.example\n[]\nb.example', tls({ host: 'b.example' }), {}, false, false],
    ['a.example passthrough', request('https://a.example/'), {}, false, false],
    ['a.example passthrough', tcp(), {}, false, false],
    ['a.example insecure', tls(), {}, false, true],
    ['a.example insecure', request('https://a.example/'), {}, false, true],
    ['https://a.example/x insecure', tls(), {}, false, true],
    ['https://a.example/x insecure\nhttps://a.example/y', request('https://a.example/y'), {}, false, false],
    ['a.example\na.example insecure cgroup=@docker', tls(), { cgroup: '/system.slice' }, false, false],
    ['*.example\n198.51.100.7 insecure', tls(), {}, false, true],
    ['a.example passthrough\n!https://a.example/x', tls(), {}, false, false],
  ])('%j', (policy, question, process, passthrough, insecure) => {
    expect(ask(policy, question, process)).toMatchObject({ allow: true, passthrough, insecure });
  });
});

describe('guardrails', () => {
  const metadata = { dstIp: '169.254.169.254', dstPort: 80, names: [] };

  test.each<[string, Question]>([
    ['0.0.0.0/0:*', tcp(metadata)],
    ['169.254.0.0/16:*', tcp(metadata)],
    ['169.254.169.254/31:*', tcp(metadata)],
    ['a.example:80', tcp({ ...metadata, names: ['a.example'] })],
    ['a.example', tls({ dstIp: '169.254.169.254' })],
    ['*.example:*\n0.0.0.0/0:*', request('http://a.example/', 'GET', { dstIp: '169.254.169.254' })],
    ['0.0.0.0/0:*', tcp({ dstIp: '168.63.129.16', dstPort: 32526 })],
    ['0.0.0.0/0:*/udp', udp({ dstIp: '169.254.1.1', dstPort: 9 })],
    ['0.0.0.0/0:*/udp\na.example', dns({ dstIp: '168.63.129.16' })],
    ['a.example:*', tcp({ dstPort: 25 })],
    ['*.example:587', tcp({ dstPort: 587 })],
    ['a*.example:587', tcp({ dstPort: 587 })],
    ['198.51.100.7:*', tcp({ dstPort: 465 })],
    ['198.51.100.0/24:25', tcp({ dstPort: 25 })],
    ['a.example:465', tls({ host: 'b.example', dstPort: 465 })],
  ])('%j does not open one', (policy, question) => {
    for (const mode of ['deny', 'allow'] as const) {
      const verdict = ask(policy, question, {}, { default: mode });
      expect(verdict).toMatchObject({ allow: false, denial: 'guardrail' });
      expect(verdict.reason).toMatch(/^Guardrail: /);
    }
  });

  test.each<[string, Question]>([
    ['169.254.169.254:80', tcp(metadata)],
    ['169.254.169.254/32:*', tcp(metadata)],
    ['http://169.254.169.254/latest/*', request('http://169.254.169.254/latest/meta-data', 'GET', { dstIp: '169.254.169.254' })],
    ['168.63.129.16:53/udp\na.example', dns({ dstIp: '168.63.129.16' })],
    ['a.example:587', tcp({ dstPort: 587 })],
    ['[:25|587]\na.example', tls({ dstPort: 587 })],
    ['198.51.100.7:25', tcp({ dstPort: 25, names: [] })],
    ['https://a.example:465/x', request('https://a.example:465/x')],
  ])('%j opens exactly that', (policy, question) => {
    expect(ask(policy, question).allow).toBe(true);
  });

  test('the machine agent of Azure keeps its two addresses, nobody else gets them', () => {
    const agent = { cgroup: '/azure.slice/walinuxagent.service' };
    for (const [dstIp, dstPort] of [
      ['168.63.129.16', 80],
      ['168.63.129.16', 32526],
      ['169.254.169.254', 80],
    ] as const) {
      expect(ask('', tcp({ dstIp, dstPort, names: [] }), agent)).toMatchObject({ allow: true, rule: { line: 0 } });
      expect(ask('', tcp({ dstIp, dstPort, names: [] }), { cgroup: '/azure.slice/walinuxagent.service/x' }).allow).toBe(false);
    }
    expect(ask('', tcp({ dstIp: '168.63.129.16', dstPort: 443, names: [] }), agent).allow).toBe(false);
  });

  test('the resolver of the machine may be a guarded address', () => {
    expect(ask('a.example', dns({ dstIp: '168.63.129.16' }), {}, { resolvers: ['168.63.129.16'] }).allow).toBe(true);
    expect(ask('a.example', dns({ dstIp: '168.63.129.16', dstPort: 5353 }), {}, { resolvers: ['168.63.129.16'] }).allow).toBe(false);
    expect(ask('', tcp({ dstIp: '168.63.129.16', dstPort: 53, names: [] }), {}, { resolvers: ['168.63.129.16'] }).allow).toBe(false);
  });
});

describe('denials', () => {
  test.each<[string, Question]>([
    ['!a.example\na.example', tls()],
    ['a.example\n!*.example', tls()],
    ['a.example:*\n!a.example', tcp({ dstPort: 8080 })],
    ['a.example:*/udp\n!a.example', udp({ dstPort: 9 })],
    ['a.example\n!a.example', dns()],
    ['a.example\n!dns:a.example', dns()],
    ['0.0.0.0/0:*\n!198.51.100.0/24', tcp({ dstPort: 22, names: [] })],
    ['a.example\n!198.51.100.7', tls()],
    ['198.51.100.7\n!a.example', tls()],
    ['198.51.100.7\n!a.example', tls({ host: undefined, names: ['a.example'] })],
    ['*.example\n!evil.example', tls({ names: ['evil.example'] })],
    ['a.example\n!https://a.example/secret/*', request('https://a.example/secret/x', 'PUT')],
    ['a.example\n!https://a.example/secret', request('https://a.example/%73ecret')],
    ['a.example\n!https://a.example/secret', request('https://a.example//secret/')],
    ['a.example\n!https://a.example/secret', request('https://a.example/x/../secret;v=1')],
    ['a.example\n!https://a.example/secret', request('https://a.example/x%2fsecret')],
    ['a.example\n!https://a.example/secret', tcp()],
    ['a.example\n!https://a.example/secret', tls({ intercept: false })],
    ['a.example\n!a.example step=build', tls()],
    ['@npm\n!*.npmjs.org', tls({ host: 'x.npmjs.org' })],
  ])('%j denies', (policy, question) => {
    const process = { step: 'build' };
    for (const mode of ['deny', 'allow'] as const) {
      const verdict = ask(policy, question, process, { default: mode });
      expect(verdict).toMatchObject({ allow: false, denial: 'rule' });
      expect(verdict.rule?.text.startsWith('!')).toBe(true);
      expect(verdict.reason).toBe(`Denied by line ${verdict.rule?.line}: ${verdict.rule?.text}.`);
      expect(verdict.suggestion).toBeUndefined();
    }
  });

  test.each<[string, Question]>([
    ['a.example:*\n!a.example:22', tls()],
    ['a.example\n!a.example:22', dns()],
    ['a.example\n!POST https://a.example/*', request('https://a.example/x')],
    ['a.example\n!https://a.example/secret', tls()],
    ['a.example\n!https://a.example/secret', request('https://a.example/secrets')],
    ['a.example\n!a.example step=other', tls()],
    ['a.example\n!b.example', tls({ names: ['a.example', 'b.example'] })],
    ['a.example\n!dns:a.example', tls()],
  ])('%j leaves the rest', (policy, question) => {
    expect(ask(policy, question, { step: 'build' }).allow).toBe(true);
  });
});

describe('a path', () => {
  test.each<[string, string, boolean]>([
    ['/api/*', '/api/x?y=/../z', true],
    ['/api/*', '/api', true],
    ['/api/*', '/api/', true],
    ['/api/*', '/apix', false],
    ['/api/x', '/api/./x', true],
    ['/api/x', '/api/y/../x', true],
    ['/api/*', '/api/../x', false],
    ['/api/*', '/api/%2e%2E/x', false],
    ['/*', '/../x', false],
    ['/*', '/a/../../x', false],
    ['/*', '/a%2fb', false],
    ['/*', '/a%5cb', false],
    ['/*', '/a\\b', false],
    ['/*', '/a%00', false],
    ['/*', '/a%', false],
    ['/*', '/a%4', false],
    ['/*', '/a%zz', false],
    ['/*', '/a b', false],
    ['/*', '/a\u00e9', false],
    ['/*', '/a#b', false],
    ['/*', '/a/..;/b', false],
    ['/*', '/%c0%af', false],
    ['/*', '/a//../b', false],
    ['/*', '/a//b', true],
    ['/a/b', '/a//b', false],
    ['/a/*/b', '/a//b', false],
    ['/a/*', '//a/b', false],
    ['/a/%7Eb', '/a/~b', true],
    ['/a/%7Eb', '/a/%7eb', true],
    ['/a/~b', '/a/%7Eb', false],
    ['/a/~b', '/a/~b', true],
    ['/a/%e9', '/a/%E9', true],
    ['/a;v=1', '/a;v=1', true],
    ['/a', '/a;v=1', false],
    ['/@scope/pkg', '/@scope/pkg', true],
    ['/v*.zip', '/v1.2.zip', true],
    ['/v*.zip', '/v1/x.zip', false],
    ['/V*', '/v1', false],
    ['/a/*/c', '/a/b/c', true],
    ['/a/*/c', '/a/b/b/c', false],
    ['/a/*/', '/a/b', true],
    ['/a/*/', '/a/b/c', false],
    ['/', '/', true],
    ['/', '/a', false],
  ])('%s on %s: %s', (path, target, allow) => {
    const question = request('https://a.example/');
    expect(ask(`https://a.example${path}`, { ...question, target } as Question).allow).toBe(allow);
  });

  test('says nothing to a host rule: scoped packages have an encoded slash', () => {
    expect(ask('a.example', request('https://a.example/@scope%2fpkg')).allow).toBe(true);
    expect(ask('a.example', request('https://a.example/a/..//..;x')).allow).toBe(true);
  });

  test('that can be read in more than one way is denied as such', () => {
    expect(ask('https://a.example/*', request('https://a.example/a%2fb'))).toMatchObject({
      denial: 'malformed',
      suggestion: 'a.example',
      nearest: [{ rule: { line: 1 }, mismatch: 'host matches line 1, the path does not' }],
    });
  });
});

describe('lookups', () => {
  test.each<[string, Question, boolean]>([
    ['a.example:8443', dns(), true],
    ['https://a.example/x', dns(), true],
    ['dns:a.example', dns(), true],
    ['dns:a.example', tls(), false],
    ['a.example:9/udp', dns(), true],
    ['192.0.2.53:53/udp\na.example', dns({ dstIp: '192.0.2.53' }), true],
    ['192.0.2.53:53/udp\na.example', dns({ dstIp: '192.0.2.53', protocol: 'tcp' }), false],
    ['192.0.2.53:53\na.example', dns({ dstIp: '192.0.2.53', protocol: 'tcp' }), true],
    ['192.0.2.0/24:53/udp exe=/bin/x\na.example', dns({ dstIp: '192.0.2.53' }), true],
    ['192.0.2.0/24:53/udp exe=/bin/y\na.example', dns({ dstIp: '192.0.2.53' }), false],
    ['', dns({ name: '7.100.51.198.in-addr.arpa' }), false],
    ['dns:*.in-addr.arpa', dns({ name: '7.100.51.198.in-addr.arpa' }), true],
    ['*.example', dns({ name: '_sip._tcp.a.example' }), true],
    ['', dns({ name: 'results-receiver.actions.githubusercontent.com' }), true],
    ['a.example', dns({ dstIp: '127.0.0.1' }), true],
  ])('%j', (policy, question, allow) => {
    expect(ask(policy, question, { exe: '/bin/x' }).allow).toBe(allow);
  });
});

describe('names', () => {
  test.each<[string, string, boolean]>([
    ['b\u00fccher.example', 'xn--bcher-kva.example', true],
    ['xn--bcher-kva.example', 'B\u00dcCHER.example', true],
    ['*.b\u00fccher.example', 'a.xn--bcher-kva.example', true],
    ['\u4f8b\u3048\u3002\u30c6\u30b9\u30c8', 'xn--r8jz45g.xn--zckzah', true],
    ['_dmarc.a_b.example', '_dmarc.a_b.example', true],
    ['*.example', 'a.example.', true],
    ['a.example', 'a.example..', false],
  ])('%s and %s: %s', (rule, host, allow) => {
    const policy = compile(rule);
    expect(policy.findings.filter((finding) => finding.severity === 'error')).toEqual([]);
    expect(policy.decide(tls({ host }), {}).allow).toBe(allow);
  });
});

describe('who', () => {
  const container = '5e'.repeat(32);
  test.each<[string, Process, boolean]>([
    ['step=build', { step: 'build' }, true],
    ['step=build', { step: 'job.build' }, true],
    ['step=job.build', { step: 'job.build' }, true],
    ['step=job.build', { step: 'build' }, false],
    ['step=job', { step: 'job.build' }, false],
    ['step=job.*', { step: 'job.build' }, true],
    ['action=Actions/Checkout', { action: 'actions/checkout' }, true],
    ['action=actions/*', { action: 'ACTIONS/cache' }, true],
    ['action=actions/checkout', {}, false],
    ['arg=--x', { cmdline: ['a', '--x'] }, true],
    ['arg[0]=a arg[1]=--*', { cmdline: ['a', '--x'] }, true],
    ['arg[5]=a', { cmdline: ['a'] }, false],
    ['arg="two words"', { cmdline: ['two words'] }, true],
    ['arg=`[ab]?*`', { cmdline: ['bcd'] }, true],
    ['arg=`[!ab]*`', { cmdline: ['bcd'] }, false],
    ['arg=`[a-c]*`', { cmdline: ['bcd'] }, true],
    ['arg=?', { cmdline: ['[ab]', 'x'] }, true],
    ['image=node:*', { image: 'node:22' }, true],
    ['exe=*', {}, false],
    ['exe=*', { exe: '' }, true],
    ['exe=""', { exe: '' }, false],
    ['cgroup=@docker', { cgroup: `/system.slice/docker-${container}.scope` }, true],
    ['cgroup=@docker', { cgroup: `/system.slice/docker-${container}.scope/init` }, true],
    ['cgroup=@docker', { cgroup: `/docker/${container}` }, true],
    ['cgroup=@docker', { cgroup: `/docker/buildkit/qz1k8bz3zzyp0qqzv2n0xkd4a` }, true],
    ['cgroup=@docker', { cgroup: `/machine.slice/libpod-${container}.scope/container` }, true],
    ['cgroup=@docker', { cgroup: `/kubepods/burstable/pod1/${container}` }, true],
    ['cgroup=@docker', { cgroup: `/system.slice/cri-containerd-${container}.scope` }, true],
    ['cgroup=@docker', { cgroup: '/system.slice/docker.service' }, false],
    ['cgroup=@docker', { cgroup: '/system.slice/containerd.service' }, false],
    ['cgroup=@docker', { cgroup: `/machine.slice/libpod-conmon-${container}.scope` }, false],
    ['cgroup=@docker', { cgroup: '/user.slice/docker-tool.scope' }, false],
    ['cgroup=@docker', { cgroup: `/user.slice/my-docker-${container}.scope` }, false],
    ['cgroup=@docker', {}, false],
    ['cgroup=@host', { cgroup: '/system.slice/docker.service' }, true],
    ['cgroup=@host', { cgroup: `/docker/${container}` }, false],
    ['cgroup=@host', {}, false],
  ])('%s', (attributes, process, allow) => {
    expect(ask(`a.example ${attributes}`, tls(), process).allow).toBe(allow);
  });
});

describe('what a denial says', () => {
  test.each<[string, Question, Process, Partial<Verdict>]>([
    ['', tls(), {}, { reason: 'No rule allows TLS to a.example:443.', suggestion: 'a.example' }],
    ['', tls({ dstPort: 8443 }), {}, { suggestion: 'a.example:8443' }],
    ['', tls({ host: undefined }), {}, { reason: 'No rule allows TLS to 198.51.100.7:443.', suggestion: '198.51.100.7' }],
    ['', tcp({ dstPort: 22 }), {}, { reason: 'No rule allows TCP to a.example:22.', suggestion: 'a.example:22' }],
    ['', tcp({ dstPort: 22, names: [] }), {}, { suggestion: '198.51.100.7:22' }],
    ['', udp({ dstPort: 123 }), {}, { suggestion: 'a.example:123/udp' }],
    ['', udp({ dstPort: 123, names: [] }), {}, { suggestion: '198.51.100.7:123/udp' }],
    ['', dns(), {}, { reason: 'No rule allows looking up a.example.', suggestion: 'a.example' }],
    ['', dns({ purpose: 'answer' }), {}, { reason: 'No rule allows looking up a.example.', suggestion: 'dns:a.example' }],
    ['', dns({ purpose: 'answer', dstIp: '192.0.2.53' }), {}, { suggestion: 'dns:a.example' }],
    ['dns:a.example', dns({ purpose: 'answer', dstIp: '192.0.2.53' }), {}, { suggestion: '192.0.2.53:53/udp' }],
    ['', dns({ name: '_ldap._tcp.a.example' }), {}, { suggestion: 'dns:_ldap._tcp.a.example' }],
    ['', dns({ name: '1.2.0.192.in-addr.arpa' }), {}, { suggestion: 'dns:1.2.0.192.in-addr.arpa' }],
    [
      'a.example',
      dns({ dstIp: '192.0.2.53' }),
      {},
      {
        reason: "The DNS server 192.0.2.53:53/udp is neither the machine's resolver nor allowed by an address rule.",
        suggestion: '192.0.2.53:53/udp',
        nearest: [{ rule: { line: 1, text: 'a.example' }, mismatch: 'name matches line 1, the server that is asked is not allowed' }],
      },
    ],
    [
      '',
      request('https://a.example/x?token=secret', 'POST'),
      {},
      { reason: 'No rule allows POST https://a.example/x.', suggestion: 'a.example' },
    ],
    ['', request('http://a.example:8080/x'), {}, { suggestion: 'a.example:8080' }],
    [
      'https://a.example/api/*',
      request('https://a.example/upload', 'POST'),
      {},
      {
        suggestion: 'POST https://a.example/upload',
        nearest: [{ rule: { line: 1, text: 'https://a.example/api/*' }, mismatch: 'host matches line 1, method POST and the path do not' }],
      },
    ],
    ['https://a.example/api/*', request('https://a.example/x/a%20b|c', 'PROPFIND'), {}, { suggestion: '* https://a.example/x/*' }],
    [
      'b.example\na.example exe=/bin/x # why',
      tls({ dstPort: 8443 }),
      { exe: '/bin/y' },
      { nearest: [{ rule: { line: 2, text: 'a.example exe=/bin/x' }, mismatch: 'host matches line 2, port 8443 and exe do not' }] },
    ],
    [
      'a.example',
      tls({ dstPort: 8443 }),
      {},
      { nearest: [{ rule: { line: 1, text: 'a.example' }, mismatch: 'host matches line 1, port 8443 does not' }] },
    ],
    [
      'dns:a.example',
      tls(),
      {},
      { nearest: [{ rule: { line: 1, text: 'dns:a.example' }, mismatch: 'host matches line 1, which allows the lookup only' }] },
    ],
    [
      'https://a.example/x',
      tcp(),
      {},
      { nearest: [{ rule: { line: 1, text: 'https://a.example/x' }, mismatch: 'host matches line 1, which allows requests only' }] },
    ],
    [
      '*.a.example',
      tls(),
      {},
      { nearest: [{ rule: { line: 1, text: '*.a.example' }, mismatch: 'line 1 covers names below a.example, not a.example itself' }] },
    ],
    [
      'a.example',
      tls({ host: 'x.a.example' }),
      {},
      {
        suggestion: 'x.a.example',
        nearest: [{ rule: { line: 1, text: 'a.example' }, mismatch: 'line 1 names a.example itself, not the names below it' }],
      },
    ],
    [
      '198.51.100.0/24:80',
      tcp({ dstPort: 22, names: [] }),
      {},
      { nearest: [{ rule: { line: 1, text: '198.51.100.0/24:80' }, mismatch: 'address matches line 1, port 22 does not' }] },
    ],
    [
      'a.example:*',
      tcp({ dstPort: 25 }),
      {},
      {
        reason: 'Guardrail: mail port 25 opens only to a rule for exactly that host and port.',
        suggestion: 'a.example:25',
        nearest: [{ rule: { line: 1, text: 'a.example:*' }, mismatch: 'host matches line 1, which does not open the guardrail' }],
      },
    ],
    ['', tcp({ dstIp: '169.254.169.254', dstPort: 80 }), {}, { suggestion: '169.254.169.254:80' }],
  ])('%j', (policy, question, process, expected) => {
    expect(ask(policy, question, process)).toMatchObject({ allow: false, ...expected });
  });

  test('has at most three nearest rules, best first', () => {
    const policy = 'a.example:80 exe=/x step=s\na.example:81 exe=/x\na.example:82\na.example:83';
    expect(ask(policy, tls()).nearest?.map((near) => near.rule.line)).toEqual([3, 4, 2]);
  });

  test.each([
    [undefined, 'a.example'],
    ['A', 'a.example'],
    ['HTTPS', 'a.example'],
    ['TXT', 'dns:a.example'],
    ['TYPE65534', 'dns:a.example'],
  ])('suggests for a lookup of type %s the line %s', (query_type, suggestion) => {
    const event = { type: 'dns', name: 'a.example', dst_ip: '127.0.0.53', query_type };
    expect(decideEvent(compile(''), event).suggestion).toBe(suggestion);
    expect(decideEvent(compile(suggestion), event).allow).toBe(true);
  });

  test('is written out whole, with the advice that is made when it is read', () => {
    const verdict = ask('https://a.example/x', request('https://a.example/y'));
    expect(JSON.parse(JSON.stringify(verdict))).toEqual({
      allow: false,
      passthrough: false,
      insecure: false,
      denial: 'no-rule',
      reason: 'No rule allows GET https://a.example/y.',
      suggestion: 'https://a.example/y',
      nearest: [{ rule: { line: 1, text: 'https://a.example/x' }, mismatch: 'host matches line 1, the path does not' }],
    });
    expect(verdict.nearest).toBe(verdict.nearest);
  });

  test('suggests no line where none could help', () => {
    expect(ask('', tls({ dstIp: '2001:db8::1' })).suggestion).toBeUndefined();
    expect(ask('', dns({ name: 'localhost' })).suggestion).toBeUndefined();
    expect(ask('', tls({ host: '203.0.113.1' })).suggestion).toBeUndefined();
  });

  test('names the rule that allowed, as it was written', () => {
    expect(ask('# x\n  a.example  exe=/bin/x   # why', tls(), { exe: '/bin/x' })).toMatchObject({
      rule: { line: 2, text: 'a.example  exe=/bin/x' },
      reason: 'Allowed by line 2: a.example  exe=/bin/x.',
    });
    expect(ask('{owner}.example', tls({ host: 'acorn.example' }), {}, { repository: 'Acorn/x' }).rule).toEqual({
      line: 1,
      text: '{owner}.example',
    });
    expect(ask('', tls({ host: 'results-receiver.actions.githubusercontent.com' }))).toMatchObject({
      rule: { line: 0, text: 'results-receiver.actions.githubusercontent.com' },
      reason: 'Allowed by built-in: results-receiver.actions.githubusercontent.com.',
    });
  });

  test('holds no character that could write to a terminal or a log', () => {
    const verdict = ask('https://a.example/x', { ...request('https://a.example/'), target: '/a\u001b[31m\r\nb\u202e' } as Question);
    expect(JSON.stringify([verdict.reason, verdict.suggestion])).not.toMatch(/[^\x20-\x7e]/);
    expect(verdict.reason).not.toMatch(/[\r\n]/);
  });
});

describe('without inspection', () => {
  test.each<[string, string, number, boolean]>([
    ['a.example', 'a.example', 443, true],
    ['a.example', 'a.example', 8443, false],
    ['*.example passthrough', 'a.example', 443, true],
    ['https://a.example/x', 'a.example', 443, false],
    ['a.example\n!https://a.example/x', 'a.example', 443, false],
    ['a.example\n!a.example', 'a.example', 443, false],
    ['dns:a.example', 'a.example', 443, false],
    ['198.51.100.7', 'a.example', 443, false],
    ['a.example exe=/bin/x', 'a.example', 443, false],
    ['a.example', 'not a name', 443, false],
    ['*.example:*', 'a.example', 587, false],
  ])('%j: may %s:%i pass?', (policy, host, port, expected) => {
    expect(compile(policy).allowsUninspected(host, port, {})).toBe(expected);
  });

  test('a default of allow passes what no URL rule names', () => {
    expect(compile('', { default: 'allow' }).allowsUninspected('a.example', 443, {})).toBe(true);
    expect(compile('https://a.example/x', { default: 'allow' }).allowsUninspected('a.example', 443, {})).toBe(false);
  });

  test('raw bytes need a host or address rule', () => {
    expect(compile('a.example:22').allowsRaw(tcp({ dstPort: 22 }), {})).toBe(true);
    expect(compile('https://a.example/x').allowsRaw(tcp(), {})).toBe(false);
    expect(compile('a.example\n!https://a.example/x').allowsRaw(tcp(), {})).toBe(false);
  });
});

describe('a request', () => {
  test('goes to the port that is connected to, whatever its authority leaves out', () => {
    expect(ask('a.example:8443', request('https://a.example/', 'GET', { dstPort: 8443 })).allow).toBe(true);
    expect(ask('a.example', request('https://a.example/', 'GET', { dstPort: 8443 })).allow).toBe(false);
    expect(ask('https://a.example/*', request('https://a.example/', 'GET', { dstPort: 8443 })).allow).toBe(false);
    expect(ask('a.example:*', request('https://a.example:9/', 'GET', { dstPort: 8443 })).denial).toBe('malformed');
  });

  test('of a scheme matches URL rules of that scheme', () => {
    expect(ask('https://a.example:80/*', request('http://a.example/')).allow).toBe(false);
    expect(ask('http://a.example/*', request('http://a.example/')).allow).toBe(true);
  });
});
