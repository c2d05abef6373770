import { lowerThanOthers, shareOfNone } from '../goals.ts';
import type { Metric, Workload } from '../types.ts';
import { curl, medianOf, withCpu } from './common.ts';

/** A slow contender has a shorter one: its speed is the same. */
const SHORT = 4;

export const download = (protocol: 'h1' | 'h2'): Workload => {
  const name = `HTTP/${protocol === 'h1' ? 1 : 2}`;
  const passthrough: Metric = {
    id: `${protocol}-passthrough`,
    row: `download, ${name}, passthrough`,
    unit: 'MB/s',
    better: 'higher',
    goals: [shareOfNone(0.9, 'ours-passthrough')],
    chart: true,
  };
  return {
    id: `${protocol}-download`,
    warm: true,
    skip: ({ h2 }) => (protocol === 'h1' || h2 ? false : 'relays no HTTP/2'),
    metrics: [
      {
        id: `${protocol}-download`,
        row: `download, ${name}, inspected`,
        unit: 'MB/s',
        better: 'higher',
        goals: [shareOfNone(0.55)],
        chart: true,
      },
      passthrough,
      {
        id: `${protocol}-download-cpu`,
        row: `CPU time of the proxy per GiB, ${name}`,
        unit: 's',
        better: 'lower',
        goals: [lowerThanOthers()],
        digits: 2,
      },
    ],
    run: async (work) => {
      const { scale, contender, session } = work;
      const mebibytes = contender.slow ? scale.downloadMiB / SHORT : scale.downloadMiB;
      const once = async (): Promise<number> => {
        const [speed = 0, size = 0] = (await session.shell.exec(curl(protocol, contender.slow ? 'download-short' : 'download')))
          .split(' ')
          .map(Number);
        if (size !== mebibytes * 1024 * 1024) throw new Error(`${size} bytes came`);
        return speed / 1e6;
      };
      // A download takes about a second, in which whoever else has a core for a moment shows.
      const count = contender.slow ? 1 : scale.repeats;
      const { result: rate, cpu } = await withCpu(work, () => medianOf(count, once));
      const isPassthrough = contender.id === 'ours-passthrough';
      return {
        [`${protocol}-download`]: isPassthrough ? undefined : rate,
        [`${protocol}-passthrough`]: isPassthrough || contender.id === 'none' ? rate : undefined,
        [`${protocol}-download-cpu`]: cpu && (cpu / count / mebibytes) * 1024,
      };
    },
  };
};
