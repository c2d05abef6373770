import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { systemBundlePath } from '../ca-files.ts';
import { messageOf } from '../errors.ts';
import type { MachineChange } from './state.ts';

type AuthorityChange = Extract<MachineChange, { type: 'authority' }>;

/** Where update-ca-certificates(8) and update-ca-trust(8) look for authorities of the machine: whoever runs them in the job takes ours along. */
const SOURCES = ['/usr/local/share/ca-certificates', '/etc/pki/ca-trust/source/anchors'];
const NAME = 'egress-filter.crt';

/**
 * Our authority in the system's own bundle, for clients that take no variable (GnuTLS, .NET) and for what is started with an environment of its own, as by sudo.
 * A warning where the bundle cannot be written: those clients refuse what is inspected.
 */
export function trustInSystem(pem: string, onChange: (change: AuthorityChange) => void): string | undefined {
  const bundle = systemBundlePath();
  if (!bundle) return undefined;
  const source = SOURCES.find((path) => existsSync(path));
  const change: AuthorityChange = { type: 'authority', bundle, pem, ...(source && { source: `${source}/${NAME}` }) };
  try {
    onChange(change);
    if (change.source) writeFileSync(change.source, pem, { mode: 0o644 });
    const before = readFileSync(bundle, 'latin1');
    appendFileSync(bundle, `${before.endsWith('\n') || before === '' ? '' : '\n'}${pem}`);
    return undefined;
  } catch (error) {
    return `Our authority could not be added to ${bundle} (${messageOf(error)}): programs that know no other refuse what is inspected.`;
  }
}

/** Takes it out again, and nothing else that has come meanwhile. Throws where it cannot. */
export function distrustInSystem({ bundle, source, pem }: AuthorityChange): void {
  if (source) rmSync(source, { force: true });
  if (!existsSync(bundle)) return;
  const text = readFileSync(bundle, 'latin1');
  const without = text.split(pem.trimEnd()).map((part, index) => (index === 0 ? part : part.replace(/^\n/, '')));
  if (without.length > 1) writeFileSync(bundle, without.join(''), 'latin1');
}
