import { describe, expect, test } from 'vitest';
import { compile, presetNamed, presets, type Question } from '../../src/policy/index.ts';

const tls = (host: string): Question => ({ type: 'tls', host, dstIp: '198.51.100.7', dstPort: 443, names: [] });

describe('presets', () => {
  test('are the ones that the language names', () => {
    expect(presets.map((preset) => preset.name).sort()).toEqual(
      [
        'apt-ubuntu',
        'crates',
        'docker-hub',
        'ghcr',
        'github-actions',
        'github-git',
        'go',
        'maven',
        'npm',
        'nuget',
        'pypi',
        'rubygems',
      ].sort(),
    );
    expect(presetNamed('no-such')).toBeUndefined();
  });

  test.each(presets)('@$name is valid, small, and says for each host where it comes from', ({ policy, summary }) => {
    const { findings, ruleCount } = compile(policy);
    expect(findings.filter((finding) => finding.severity !== 'hint')).toEqual([]);
    expect(findings.filter((finding) => finding.code !== 'apex-not-covered')).toEqual([]);
    expect(ruleCount).toBeGreaterThan(0);
    expect(ruleCount).toBeLessThan(15);
    expect(summary).toMatch(/^[A-Z].*\.$/);
    const lines = policy.trimEnd().split('\n');
    expect(lines[0]?.startsWith('# ')).toBe(true);
    // A page, or that there is none.
    for (const line of lines.filter((text) => text.startsWith('#')))
      expect(line).toMatch(/^# (?:[a-z-]+(?:\.[a-z-]+)+[/,]|the same page: |go\.env of Go itself: |unverified, ).*[^.]$/);
  });

  test.each(presets)('@$name opens no whole cloud, no address, no guardrail and no other preset', ({ policy }) => {
    for (const line of policy.split('\n'))
      expect(line).not.toMatch(
        /^(?:[!@[\d]|\*\.(?:[a-z]+|amazonaws\.com|blob\.core\.windows\.net|googleapis\.com)(?:[:/\s]|$))|:\*|:(?:25|465|587)\b/,
      );
  });
});

describe('a preset line', () => {
  const npm = tls('packages.npmjs.org');

  test('stands for its rules', () => {
    const policy = compile('@npm');
    expect(policy.findings).toEqual([]);
    expect(policy.ruleCount).toBe(1);
    expect(policy.decide(npm, {})).toMatchObject({ allow: true, rule: { line: 1, text: '@npm: *.npmjs.org' } });
    expect(policy.decide(tls('other.example'), {}).allow).toBe(false);
  });

  test('takes attributes of its own and of its header', () => {
    const policy = compile('@npm step=install # packages\n[exe=/usr/bin/go]\n@go');
    expect(policy.findings).toEqual([]);
    expect(policy.decide(npm, { step: 'install' }).rule?.text).toBe('@npm step=install: *.npmjs.org');
    expect(policy.decide(npm, { step: 'build' })).toMatchObject({ allow: false, suggestion: 'packages.npmjs.org' });
    expect(policy.decide(tls('proxy.golang.org'), { exe: '/usr/bin/go' }).allow).toBe(true);
    expect(policy.decide(tls('proxy.golang.org'), { exe: '/usr/bin/curl' }).allow).toBe(false);
  });

  test('keeps its ports under a port header', () => {
    expect(compile('[:8443]\n@npm').decide(npm, {}).allow).toBe(true);
  });

  test('reads only where its rules say so: publishing a crate takes a rule', () => {
    const publish: Question = {
      type: 'request',
      scheme: 'https',
      method: 'PUT',
      host: 'crates.io',
      port: 443,
      target: '/api/v1/crates/new',
      dstIp: '198.51.100.7',
      dstPort: 443,
    };
    expect(compile('@crates').decide({ ...publish, method: 'GET', target: '/api/v1/crates/serde' }, {}).allow).toBe(true);
    expect(compile('@crates').decide(publish, {}).allow).toBe(false);
    expect(compile('@crates\nPUT https://crates.io/api/v1/crates/new').decide(publish, {}).allow).toBe(true);
  });
});
