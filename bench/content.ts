import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, ORIGIN } from './lab.ts';

/** A lock file of so many packages and their tarballs, as the origin's registry; npm ci asks for nothing else. */
export function publishPackages(lab: Lab, count: number): void {
  const directory = join(lab.www, 'npm');
  mkdirSync(directory, { recursive: true });
  const work = mkdtempSync(join(lab.directory, 'package-'));
  mkdirSync(join(work, 'package'));
  // What does not compress, so that a tarball is as long as most.
  writeFileSync(join(work, 'package', 'index.js'), randomBytes(30_000));
  const packages: Record<string, object> = {};
  const dependencies: Record<string, string> = {};
  for (let index = 0; index < count; index++) {
    const name = `p${index}`;
    writeFileSync(join(work, 'package', 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    const tarball = join(directory, `${name}-1.0.0.tgz`);
    execFileSync('tar', ['-czf', tarball, '-C', work, 'package']);
    const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    packages[`node_modules/${name}`] = { version: '1.0.0', resolved: `https://${ORIGIN.name}/npm/${name}-1.0.0.tgz`, integrity };
    dependencies[name] = '1.0.0';
  }
  const root = { name: 'tree', version: '1.0.0', dependencies };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(root));
  const lock = { name: 'tree', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': root, ...packages } };
  writeFileSync(join(directory, 'package-lock.json'), JSON.stringify(lock));
  rmSync(work, { recursive: true });
}

/** A repository of one pack of that size, served as files (git's dumb protocol). */
export function publishRepository(lab: Lab, mebibytes: number): void {
  if (spawnSync('git', ['--version']).status !== 0) return;
  const work = mkdtempSync(join(lab.directory, 'repository-'));
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=b', '-c', 'user.email=b@example.test', ...args], { cwd: work, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  for (let part = 0; part * 8 < mebibytes; part++)
    writeFileSync(join(work, `part-${part}`), randomBytes(Math.min(8, mebibytes - part * 8) << 20));
  git('add', '.');
  git('commit', '-q', '-m', 'all');
  git('clone', '-q', '--bare', '.', join(lab.www, 'big.git'));
  execFileSync('git', ['update-server-info'], { cwd: join(lab.www, 'big.git') });
  rmSync(work, { recursive: true });
}
