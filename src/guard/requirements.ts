import { existsSync, readFileSync } from 'node:fs';
import { networkInterfaces, release } from 'node:os';
import { IptablesError } from '../kernel/iptables.ts';
import { readAuthorities } from '../proxy/tcp/trust.ts';
import { messageOf, UserError } from './errors.ts';
import { isTooOld } from './kernel-release.ts';

/** Asked first: what an old kernel lacks shows up late, and by the name of a call. */
export function requireKernel(): void {
  if (isTooOld(release())) throw new UserError(`This kernel (${release()}) is too old to filter on: Linux 5.15 or newer is needed.`);
}

/** A run holds about 90 before its first connection; below that one library or another says something that nobody understands. */
const FEWEST_DESCRIPTORS = 128;

export function requireDescriptors(): void {
  const problem = descriptorProblem();
  if (problem !== undefined) throw new UserError(`${problem}: raise the limit, as in ulimit -n 1024.`);
}

/** Node has raised the soft limit to the hard one when it started (proc_pid_limits(5)). Undefined where there are enough. */
export function descriptorProblem(limits = readFileSync('/proc/self/limits', 'utf8')): string | undefined {
  const limit = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  return limit < FEWEST_DESCRIPTORS ? `Only ${limit} file descriptors are allowed here, and ${FEWEST_DESCRIPTORS} are needed` : undefined;
}

/** REDIRECT sends packets to 127.0.0.1: a fresh namespace, whose loopback is down, would have no network at all and no reason why. */
export function requireLoopback(): void {
  const up = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '127.0.0.1'));
  if (!up) throw new UserError('The loopback interface of this network namespace is down: run "ip link set lo up" first.');
}

export function requireIptables(version: () => string): void {
  try {
    version();
  } catch (error) {
    if (error instanceof IptablesError && error.code === 'ENOENT') {
      throw new UserError('iptables is not installed: install the package "iptables".', { cause: error });
    }
    throw new UserError(`iptables does not work here: ${messageOf(error)}`, { cause: error });
  }
}

export function installRules(install: () => void): void {
  try {
    install();
  } catch (error) {
    throw new UserError(`The iptables chains could not be installed: ${messageOf(error)}`, { cause: error });
  }
}

/** As OpenSSL finds them (SSL_CERT_FILE, SSL_CERT_DIR, else the system's bundle), and what the PEM files of `upstreamCa` add. */
export function authorities(env: NodeJS.ProcessEnv, upstreamCa: readonly string[]): string[] {
  const exists = (path: string | undefined): string | undefined => (path && existsSync(path) ? path : undefined);
  const certFile = exists(env.SSL_CERT_FILE);
  try {
    return [...readAuthorities({ certFile, certDir: certFile ? undefined : exists(env.SSL_CERT_DIR), upstreamCa }).pems];
  } catch (error) {
    throw new UserError(messageOf(error), { cause: error });
  }
}
