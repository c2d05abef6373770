import { join } from 'node:path';
import { readInside } from './repository-folder.ts';

const REMOTE = /^[^/\s]+\/([^/@\s]+)((?:\/[^@\s]*)?)@\S+$/;
const LOCAL = /^(?:\.{1,2}|\$)(?:\/|$)/;

/**
 * Does this `uses:` start Egress Filter? By whatever owner (forks keep the name). A sub-path is one of its other actions, such as
 * `disable-sudo`, unless it is given a policy. A local path (`./`, or `$/`, the workflow's own repository) is judged by its action.yml; where
 * that is not there, by the inputs and the name.
 */
export function usesThisAction(uses: string, hasPolicy: boolean, root: string): boolean {
  const remote = REMOTE.exec(uses);
  if (remote !== null) {
    const [, name = '', folder = ''] = remote;
    return name.toLowerCase() === 'egress-filter' && (hasPolicy || /^\/*$/.test(folder));
  }
  if (!LOCAL.test(uses)) return false;
  const folder = uses.replace(/^\$/, '.');
  const metadata = readMetadata(root, folder);
  if (metadata === undefined) return hasPolicy || /(?:^|\/)egress-filter\/?$/i.test(folder);
  const name = /^name:[ \t]*['"]?(.*?)['"]?[ \t]*(?:#.*)?$/m.exec(metadata)?.[1] ?? '';
  return /^egress[ -]?filter$/i.test(name) || (hasPolicy && /\/egress-filter@/i.test(metadata));
}

function readMetadata(root: string, folder: string): string | undefined {
  for (const file of ['action.yml', 'action.yaml']) {
    const read = readInside(root, join(folder, file));
    if ('text' in read) return read.text;
  }
  return undefined;
}
