import { join } from 'node:path';
import type { SubAction } from '../inputs.ts';
import { readInside } from './repository-folder.ts';

/** `wrapper`: an action of somebody's that hands a policy on; its other inputs are its own matter. */
export type ActionPart = 'action' | 'wrapper' | SubAction;

const REMOTE = /^[^/\s]+\/([^/@\s]+)((?:\/[^@\s]*)?)@\S+$/;
const LOCAL = /^(?:\.{1,2}|\$)(?:\/|$)/;

/**
 * Which part of Egress Filter a `uses:` starts, if any. By whatever owner (forks keep the name). Below it lie its sub-actions; something else
 * there counts where it is given a policy. A local path (`./`, or `$/`, the workflow's own repository) is judged by its action.yml; where
 * that is not there, by the inputs and the name.
 */
export function partUsed(uses: string, hasPolicy: boolean, root: string): ActionPart | undefined {
  const remote = REMOTE.exec(uses);
  if (remote !== null) {
    const [, name = '', folder = ''] = remote;
    return name.toLowerCase() === 'egress-filter' ? partIn(folder, hasPolicy) : undefined;
  }
  if (!LOCAL.test(uses)) return undefined;
  const folder = uses.replace(/^\$/, '.');
  const metadata = readMetadata(root, folder);
  if (metadata === undefined) {
    const below = /(?:^|\/)egress-filter(\/.*)?$/i.exec(folder);
    return (below === null ? undefined : partIn(below[1] ?? '', hasPolicy)) ?? (hasPolicy ? 'wrapper' : undefined);
  }
  const [, sub] = /^egress[ -]?filter(?:: (disable|enable) sudo)?$/i.exec(nameIn(metadata)) ?? [undefined, null];
  if (sub !== null) return sub === undefined ? 'action' : `${sub.toLowerCase() === 'enable' ? 'enable' : 'disable'}-sudo`;
  return hasPolicy && /\/egress-filter@/i.test(metadata) ? 'wrapper' : undefined;
}

function partIn(folder: string, hasPolicy: boolean): ActionPart | undefined {
  const path = folder.replace(/^\/+|\/+$/g, '');
  if (path === '') return 'action';
  if (path === 'disable-sudo' || path === 'enable-sudo') return path;
  return hasPolicy ? 'wrapper' : undefined;
}

function nameIn(metadata: string): string {
  return /^name:[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|([^#\n]*))/m.exec(metadata)?.slice(1).find(Boolean)?.trim() ?? '';
}

function readMetadata(root: string, folder: string): string | undefined {
  for (const file of ['action.yml', 'action.yaml']) {
    const read = readInside(root, join(folder, file));
    if ('text' in read) return read.text;
  }
  return undefined;
}
