import { messageOf, UserError } from '../guard/errors.ts';
import type { Staged } from './report-file.ts';
import type { Runner } from './runner.ts';
import type { Uploaded } from './upload.ts';

export const ARTIFACT = 'egress-connections';

/** The client tries again for half a minute where the service does not answer as it should, and waits three minutes for one that is silent. */
const MOST_WAIT_MS = 60_000;

export interface UploadOptions {
  readonly timeoutMs?: number;
  /** Makes a name of its own where another job of the run has taken `egress-connections`. */
  readonly suffix: string;
}

/** Uploads what is staged. Throws UserError with one sentence: the job's summary has been written before, and nothing depends on this. */
export async function uploadStaged(staged: Staged, runner: Runner, { suffix, timeoutMs = MOST_WAIT_MS }: UploadOptions): Promise<void> {
  const { upload } = await import('./upload.ts');
  const attempt = (name: string): Promise<Uploaded> => upload(name, staged.files, staged.folder);
  const restore = tameStdout(runner);
  let timer: NodeJS.Timeout | undefined;
  let name = ARTIFACT;
  try {
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`it took longer than ${timeoutMs / 1000} s`)), timeoutMs);
    });
    const uploaded = await Promise.race([
      attempt(name).catch((error: unknown) => {
        if (!/\(409\)|already exists/i.test(messageOf(error))) throw error;
        name = `${ARTIFACT}-${suffix.replaceAll(/[^\w.-]/g, '_').slice(0, 100)}`;
        return attempt(name);
      }),
      timeout,
    ]);
    restore();
    runner.say(`Artifact ${name}: ${uploaded.size ?? 0} bytes, id ${uploaded.id ?? 'unknown'}.`);
  } catch (error) {
    restore();
    throw new UserError(`The artifact ${name} could not be uploaded: ${messageOf(error)}.`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  if (!staged.isUntouched())
    throw new UserError(
      `The files of artifact ${name} were changed by another process during the upload, so do not believe them. The log of the machine and the summary of the job are not affected.`,
    );
}

/**
 * The client writes to stdout what a server told it. Its commands are taken out but for masks, which hide the signed address of the upload; with debug logging
 * of the runner on, its debug lines are shown.
 */
function tameStdout(runner: Runner): () => void {
  const original = process.stdout.write;
  let rest = '';
  const pass = (line: string): void => {
    if (/^::add-mask::/.test(line)) original.call(process.stdout, `${line}\n`);
    else if (!/^::debug::/.test(line)) say(line);
    else if (runner.env.RUNNER_DEBUG === '1') say(line.replace('::debug::', 'debug: '));
  };
  // What the runner's own lines are written with in the end is this very stream.
  const say = (line: string): void => {
    process.stdout.write = original;
    runner.say(line);
    process.stdout.write = tamed;
  };
  const tamed = ((chunk: string | Uint8Array): boolean => {
    const lines = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))).split(/\r\n|[\r\n]/);
    rest = lines.pop() ?? '';
    for (const line of lines) pass(line);
    return true;
  }) as typeof process.stdout.write;
  process.stdout.write = tamed;
  return () => {
    process.stdout.write = original;
    if (rest !== '') runner.say(rest);
    rest = '';
  };
}
