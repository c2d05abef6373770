import { atEdge, startOptions } from './edge.ts';
import { start } from './start.ts';

await atEdge(async (runner) => {
  await start(runner, startOptions('pre'));
});
