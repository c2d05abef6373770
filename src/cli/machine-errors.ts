import { codeOf, UserError } from '../guard/errors.ts';

/** What a person is told where the machine has run out of something, with what to do; undefined for other errors. */
export function machineProblem(error: unknown): string | undefined {
  if (!(error instanceof UserError)) return sentenceFor(error);
  // Its own sentence is the better one, but for what is short wherever one looks.
  return /^E[MN]FILE$/.test(codeOf(error.cause) ?? '') ? sentenceFor(error.cause) : undefined;
}

function sentenceFor(error: unknown): string | undefined {
  const code = codeOf(error) ?? '';
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code]?.(pathIn(error)) : undefined;
}

const SENTENCES: Readonly<Record<string, (path: string | undefined) => string>> = {
  EMFILE: () => 'There are too few file descriptors for this process: allow more, as in ulimit -n 1024.',
  ENFILE: () => 'The machine has no file descriptors left: end some processes, or raise the setting fs.file-max.',
  ENOSPC: (path) => `The disk is full${path === undefined ? '' : ` (${path})`}: make some room and try again.`,
  EDQUOT: (path) => `The disk quota is used up${path === undefined ? '' : ` (${path})`}: make some room and try again.`,
  EROFS: (path) => `${path ?? 'A file'} cannot be written, as its file system is read-only: mount it read-write.`,
};

/** Of Node's own errors; of two files the one that was written (fs, `dest`). */
function pathIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const named = 'dest' in error ? error.dest : 'path' in error ? error.path : undefined;
  return typeof named === 'string' ? named : undefined;
}
