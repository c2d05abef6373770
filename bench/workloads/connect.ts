import { moreThanNone } from '../goals.ts';
import { ORIGIN } from '../lab.ts';
import type { Metric, Workload } from '../types.ts';
import { node, quantile } from './common.ts';

export const connect: Workload = {
  id: 'connect',
  skip: ({ id }) => id === 'http-mitm-proxy' && 'a new name takes it up to a second',
  metrics: (['cached', 'fresh'] as const).flatMap((leaf) =>
    ([50, 99] as const).map(
      (percent): Metric => ({
        id: `connect-${leaf}-p${percent}`,
        row: `new TLS connection and its first answer, leaf ${leaf === 'cached' ? 'cached' : 'not cached'}, p${percent}`,
        unit: 'ms',
        better: 'lower',
        goals: [moreThanNone(percent === 50 ? 2 : 10, 'ms')],
        digits: 2,
      }),
    ),
  ),
  run: async ({ session, scale }) => {
    const times = async (name: string): Promise<number[]> =>
      JSON.parse(await session.shell.exec(node('connect.mjs', name, scale.connections)));
    const [cached, fresh] = [await times(ORIGIN.name), await times('*.many.test')];
    return {
      'connect-cached-p50': quantile(cached, 0.5),
      'connect-cached-p99': quantile(cached, 0.99),
      'connect-fresh-p50': quantile(fresh, 0.5),
      'connect-fresh-p99': quantile(fresh, 0.99),
    };
  },
};
