import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { stepIdentity } from '../../identity/steps.ts';
import type { JobScope, Lineage, Native } from '../../kernel/native.ts';
import { messageOf } from '../errors.ts';
import { type Asker, type Control, openControl } from './control.ts';
import type { Script } from './guarded.ts';
import { readProcess } from './processes.ts';
import type { ControlAnswer, ControlRequest } from './protocol.ts';
import type { Steps } from './steps.ts';

export interface RequestsOptions {
  readonly native: Pick<Native, 'peerCredentials'>;
  readonly job: Pick<JobScope, 'lineage' | 'step' | 'trust'>;
  readonly steps: Steps;
  readonly path: string;
  readonly status: () => Extract<ControlAnswer, { status: 'ok' }>;
  /** Everything that has happened is in the log; false where that could not be brought about. */
  readonly flush: () => Promise<boolean>;
  /** `JobConfig.keep` */
  readonly kept: string;
  /** Throws where it cannot be done. */
  readonly setSudo: (enable: boolean) => void;
}

interface Client extends Asker {
  /** As it was when the connection came. */
  readonly lineage: Lineage | undefined;
}

/** Who may ask what: a step of this very action is told by what the kernel saw it become, and by the file that it runs (guarded.ts). */
export function openRequests(options: RequestsOptions): Promise<Control> {
  const { native, job, steps } = options;
  const identify = (socket: Socket): Client | undefined => {
    const fd = descriptorOf(socket);
    if (fd === undefined) return undefined;
    try {
      const { pid, uid } = native.peerCredentials(fd);
      return { pid, uid, lineage: job.lineage(pid) };
    } catch {
      // It has closed the connection.
      return undefined;
    }
  };

  /** The script of ours that the asking process itself is; not one of its children. */
  const scriptOf = ({ pid, lineage }: Client): Script | undefined => {
    if (!lineage?.isStep) return undefined;
    // An exec id is never given twice: another process of this number, or another program of this process, has another.
    const now = job.lineage(pid);
    return now?.isStep && now.execId === lineage.execId ? steps.scriptOf(lineage.stepId) : undefined;
  };

  const finish = async (client: Client): Promise<ControlAnswer> => {
    let flushed = await options.flush();
    for (let waited = 0; !flushed && waited < PROXY_PATIENCE_MS; waited += 100) {
      await sleep(100);
      flushed = await options.flush();
    }
    if (scriptOf(client) !== 'post') return refusal('finish', client);
    job.trust(client.pid, { mark: 'trust', inherit: false });
    const status = { ...options.status(), kept: options.kept };
    return flushed ? status : { ...status, problems: [...status.problems, UNFLUSHED] };
  };

  const refusal = (request: ControlRequest['type'], client: Client): ControlAnswer => ({
    status: 'refused',
    message: `${WHO_MAY[request]}. This was asked by ${describe(client)}.`,
  });

  const describe = ({ pid, lineage }: Client): string => {
    const exe = readProcess(pid)?.exe;
    const step = lineage && lineage.stepId > 0 ? job.step(lineage.stepId) : undefined;
    const name = step && stepIdentity(step).step;
    const of = name ? `of step ${name}` : lineage && lineage.stepId > 0 ? 'of a step' : 'of no step of this job';
    return `process ${pid}${exe === undefined ? '' : ` (${exe})`} ${of}`;
  };

  return openControl<Client>({
    path: options.path,
    identify,
    isPrivileged: (client) => scriptOf(client) !== undefined,
    async answer(request, client) {
      if (request.type === 'status') return options.status();
      const script = scriptOf(client);
      if (request.type === 'finish') return script === 'post' ? finish(client) : refusal('finish', client);
      if (script !== (request.enable ? 'enable-sudo' : 'disable-sudo')) return refusal('sudo', client);
      try {
        // It is one file, and has been read.
        if (client.lineage) steps.letGo(client.lineage.stepId);
        options.setSudo(request.enable);
        return options.status();
      } catch (error) {
        return { status: 'failed', message: messageOf(error) };
      }
    },
  });
}

const WHO_MAY = {
  status: 'Everybody may ask this',
  finish: 'Only the post step of this action may ask this, run as it was shipped',
  sudo: 'Only the steps disable-sudo and enable-sudo of this very action, at the same ref, may ask this; enable-sudo as a step of the workflow itself and without an id',
} as const;

const UNFLUSHED = 'The proxy did not say in time that everything is in the log: the last lines may be missing.';
/** It may just be starting again. */
const PROXY_PATIENCE_MS = 3000;

/** Node keeps the descriptor of a socket in its handle, which has no public name. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return undefined;
  return typeof handle.fd === 'number' && handle.fd >= 0 ? handle.fd : undefined;
}
