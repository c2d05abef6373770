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
  // The client's packages read the event as they are loaded, from a file that any process of the job can replace, by a FIFO for example, and need nothing of it.
  delete process.env.GITHUB_EVENT_PATH;
  const { upload } = await import('./upload.ts');
  const attempt = (name: string): Promise<Uploaded> => upload(name, staged.files, staged.folder);
  const stdout = holdStdout();
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
    const lines = stdout.release();
    if (runner.env.RUNNER_DEBUG === '1') for (const line of lines) runner.say(line);
    runner.say(`Artifact ${name}: ${uploaded.size ?? 0} bytes, id ${uploaded.id ?? 'unknown'}.`);
  } catch (error) {
    for (const line of stdout.release()) runner.say(line);
    throw new UserError(`The artifact ${name} could not be uploaded: ${messageOf(error)}.`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  if (!staged.isUntouched())
    throw new UserError(
      `The files of artifact ${name} were changed by another process during the upload, so do not believe them. The log of the machine and the summary of the job are not affected.`,
    );
}

interface HeldStdout {
  /** What the client wrote, its commands left out: it repeats what a server told it. */
  release(): string[];
}

const MOST_LINES = 1000;

/** Of what the client says only the masks go out at once: they hide the signed address of the upload. */
function holdStdout(): HeldStdout {
  const original = process.stdout.write;
  const lines: string[] = [];
  let rest = '';
  process.stdout.write = ((chunk: string | Uint8Array): boolean => {
    const pieces = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))).split(/\r\n|[\r\n]/);
    rest = pieces.pop() ?? '';
    for (const line of pieces) {
      if (line.startsWith('::add-mask::')) original.call(process.stdout, `${line}\n`);
      else if (!line.startsWith('::debug::') && lines.length < MOST_LINES) lines.push(line);
    }
    return true;
  }) as typeof process.stdout.write;
  return {
    release: () => {
      process.stdout.write = original;
      return lines.splice(0);
    },
  };
}
