import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { timesNone } from '../goals.ts';
import type { Figures, Metric, Scale, Work, Workload } from '../types.ts';
import { medianOf, url, withCpu } from './common.ts';

interface Tool extends Pick<Workload, 'id' | 'once'> {
  readonly row: string;
  readonly command: (work: Work, home: string) => string;
  readonly ready?: (work: Work) => boolean;
  /** Runs in a turn, of which the median counts; 1 where not given. */
  readonly repeats?: (scale: Scale) => number;
}

/**
 * What a build does, by the wall time of the command alone: the filter is up already, as it is in a job. Over the lab's own wire, which is as fast as
 * memory, so that each bit of processor time shows; and over a line as fast as a hosted runner's, where it is hidden as far as the tool waits for bytes.
 */
const tool = ({ id, once: isOnce = false, row, command, ready = () => true, repeats = () => 1 }: Tool): Workload => {
  const metric = (suffix: string, where: string, of: string[]): Metric => ({
    id: `${id}${suffix}`,
    row: `${row}${where}`,
    unit: 's',
    better: 'lower',
    goals: of.map((each) => timesNone(1.05, each)),
    digits: 2,
  });
  return {
    id,
    once: isOnce,
    warm: true,
    skip: (_contender, lab) => (ready({ lab } as Work) ? false : 'git is not installed'),
    metrics: [
      metric('', '', ['ours', 'ours-passthrough']),
      metric('-line', ', line of 1 Gbit/s', ['ours', 'ours-passthrough']),
      { id: `${id}-cpu`, row: `CPU time of the proxy in one ${row}`, unit: 's', better: 'lower', goals: [], digits: 2 },
    ],
    run: async (work) => {
      const { session, lab, contender, scale } = work;
      const once = async (): Promise<number> => {
        const home = join(lab.directory, 'home', `${id}-${Date.now()}`);
        const start = performance.now();
        await session.shell.exec(command(work, home), 120_000);
        const seconds = (performance.now() - start) / 1000;
        await session.shell.exec(`rm -rf ${home}`);
        return seconds;
      };
      const count = contender.slow ? 1 : repeats(scale);
      const { result, cpu } = await withCpu(work, () => medianOf(count, once));
      const line = contender.slow ? undefined : await lab.slowLine(() => medianOf(count, once));
      return { [id]: result, [`${id}-line`]: line, [`${id}-cpu`]: cpu && cpu / count } satisfies Figures;
    },
  };
};

const npmCi = ({ lab, scale }: Work, home: string): string => {
  const settings = `--no-audit --no-fund --ignore-scripts --strict-ssl=false --registry ${url('npm/')} --cache ${home}/cache`;
  return `(mkdir -p ${home} && cp ${lab.www}/npm/*.json ${home}/ && cd ${home} && npm ci ${settings} && test -d node_modules/p${scale.packages - 1})`;
};

const gitClone =
  (path: string) =>
  (_work: Work, home: string): string =>
    `git -c http.sslVerify=false clone -q ${url(path)} ${home}`;

const ready = ({ lab }: Work): boolean => existsSync(join(lab.www, 'big.git'));

export const install = tool({ id: 'npm-ci', row: 'npm ci', command: npmCi, repeats: (scale) => scale.repeats });
// It takes half a minute, nearly all of it git's own computing: what disturbs for a moment does not show.
export const clone = tool({ id: 'git-clone', once: true, row: 'git clone', command: gitClone('git/big.git'), ready });
export const cloneFiles = tool({ id: 'git-clone-files', row: 'git clone, dumb protocol', command: gitClone('big.git'), ready });
