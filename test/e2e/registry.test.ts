import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/log/event.ts';
import { CLI, readJsonLines } from './lab.ts';

/** The registry that this machine's npm is set up for, whichever it is. Only run's own cgroup is filtered, so the machine goes on as it is. */
const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const host = new URL(registry).hostname;
const rule = new URL(registry).protocol === 'https:' ? host : `${host}:80`;
const reachable =
  spawnSync('npm', ['view', 'is-number', 'version', '--fetch-retries=0', '--fetch-timeout=15000'], { timeout: 30_000 }).status === 0;

describe.skipIf(!reachable)('the real registry (skipped where npm cannot reach its registry)', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'egf-registry-'));
    chmodSync(directory, 0o777);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const install = (policy: string, name: string, extra: Record<string, string> = {}) => {
    const log = join(directory, `${name}.jsonl`);
    const file = join(directory, `${name}.policy`);
    writeFileSync(file, policy);
    const project = join(directory, name);
    const script = `mkdir -p ${project} && cd ${project} && echo '{}' > package.json && npm install --no-audit --no-fund express@4 2>&1`;
    const args = ['run', '--policy', file, '--log', log, '--user', 'nobody', '--', 'sh', '-c', script];
    const env = {
      ...process.env,
      npm_config_cache: join(directory, `cache-${name}`),
      npm_config_update_notifier: 'false',
      npm_config_registry: registry,
      ...extra,
    };
    const done = spawnSync(CLI, args, { encoding: 'utf8', env, timeout: 110_000 });
    return { ...done, project, log: readJsonLines<LogEvent>(log) };
  };

  test('npm install of a tree of more than 50 packages, intercepted, with only that host allowed', () => {
    const { status, stdout, stderr, project, log } = install(`GET|HEAD ${registry}*\n`, 'allowed');
    expect(stdout + stderr).toMatch(/added \d+ packages/);
    expect(status).toBe(0);
    expect(readdirSync(join(project, 'node_modules')).length).toBeGreaterThan(50);
    const requests = log.filter(({ type, policy }) => (type === 'https' || type === 'http') && policy === 'allow');
    expect(requests.length).toBeGreaterThan(50);
    expect(new Set(requests.map(({ url }) => new URL(url ?? '').hostname))).toEqual(new Set([host]));
    expect(requests.every(({ method, exe }) => method === 'GET' && exe !== undefined)).toBe(true);
    expect(log.filter(({ policy }) => policy === 'deny')).toEqual([]);
  });

  test('a clear 403 in the words of npm where the host is known but the path is not allowed', () => {
    const { status, stdout, stderr } = install(`${registry}only/this\n`, 'path');
    expect(stdout).toMatch(/403/);
    expect(status).not.toBe(0);
    expect(stderr).toContain(host);
  });

  test('no such name where the host is not allowed, and the summary says which line to add', () => {
    const { status, stdout, stderr } = install('', 'nothing', { npm_config_fetch_retries: '0' });
    expect(stdout).toMatch(/ENOTFOUND/);
    expect(status).not.toBe(0);
    expect(stderr).toContain(host);
  });

  test('by host rule, any path', () => {
    expect(install(`${rule}\n`, 'host').status).toBe(0);
  });
});
