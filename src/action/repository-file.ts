import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, normalize, relative } from 'node:path';
import { UserError } from '../guard/errors.ts';
import { readInside } from './workflow/repository-folder.ts';

/** Far beyond any policy or list of certificates. */
const MAX_BYTES = 4 << 20;
const MAX_WAIT_MS = 10_000;

export interface FileSource {
  /** In pre the workspace is empty, or holds what an earlier job left there. */
  readonly stage: 'pre' | 'main';
  readonly env: NodeJS.ProcessEnv;
  readonly token: string;
}

export interface NamedFile {
  readonly text: string;
  /** As findings name it: relative to the repository, or absolute. */
  readonly name: string;
  /** What a person should know of it. */
  readonly warning?: string;
}

/**
 * A file that an input names. In the repository: pre asks GitHub for it as it is at the commit of the job (GITHUB_SHA), main reads the checkout.
 * Elsewhere on the machine: an absolute path. Throws UserError with one sentence.
 */
export async function readNamedFile(path: string, input: string, source: FileSource): Promise<NamedFile> {
  const workspace = source.env.GITHUB_WORKSPACE;
  const inWorkspace = isAbsolute(path) && workspace ? relative(workspace, path) : path;
  const name = normalize(inWorkspace);
  if (isAbsolute(path) && (isAbsolute(name) || isOutside(name) || !workspace)) return readOnMachine(path, input);
  if (isOutside(name)) throw new UserError(`${input}: ${path} is outside of the repository.`);
  if (source.stage === 'pre') return { name, text: await fetchFromRepository(name, source, (why) => new UserError(`${input}: ${why}`)) };
  const read = readInside(workspace || process.cwd(), name);
  if ('text' in read) return { name, text: read.text };
  throw new UserError(`${input}: ${path} ${read.problem}: put actions/checkout before this step, or check the path.`);
}

const isOutside = (path: string): boolean => path === '' || path === '.' || path === '..' || path.startsWith('../');

function readOnMachine(path: string, input: string): NamedFile {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new UserError(`${input}: ${path} is not a file.`);
    if (stat.size > MAX_BYTES) throw new UserError(`${input}: ${path} is too large (${stat.size} bytes).`);
    const text = readFileSync(path, 'utf8');
    if (stat.uid === 0 && (stat.mode & 0o022) === 0) return { name: path, text };
    return { name: path, text, warning: `${path} can be written by others than root, so that one job can change it for the next.` };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${input}: ${path} cannot be read: ${why}.`, { cause: error });
  }
}

/** docs.github.com, REST API, "Get repository content". `problem` makes the error of a sentence. */
export async function fetchFromRepository(
  path: string,
  { env, token }: Pick<FileSource, 'env' | 'token'>,
  problem: (why: string) => Error,
  waitMs = MAX_WAIT_MS,
): Promise<string> {
  const { GITHUB_API_URL: api = 'https://api.github.com', GITHUB_REPOSITORY: repository = '', GITHUB_SHA: commit = '' } = env;
  const url = `${api}/repos/${repository}/contents/${path.split('/').map(encodeURIComponent).join('/')}?ref=${encodeURIComponent(commit)}`;
  const what = `${path} of ${repository} at ${commit.slice(0, 12)}`;
  let response: Response;
  let bytes: Buffer;
  try {
    response = await fetch(url, {
      headers: {
        accept: 'application/vnd.github.raw+json',
        // One that is kept for later would be cut by the filter that starts meanwhile, and told as denied.
        connection: 'close',
        'user-agent': 'egress-filter',
        'x-github-api-version': '2022-11-28',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(waitMs),
    });
    bytes = await readAtMost(response, MAX_BYTES);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw problem(`${what} could not be had from ${api}: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
  if (!response.ok)
    throw problem(
      `${what} could not be had from GitHub (status ${response.status}). Is the path right, and does the job have \`permissions: contents: read\`?`,
    );
  // Of a folder GitHub lists the files instead.
  if (/^application\/json\b/.test(response.headers.get('content-type') ?? '')) throw problem(`${what} is not a file.`);
  return bytes.toString('utf8');
}

async function readAtMost(response: Response, limit: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > limit) throw new Error(`it is larger than ${limit} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
