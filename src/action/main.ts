import { atEdge, startOptions } from './edge.ts';
import { present } from './present.ts';
import { start } from './start.ts';
import { jobState } from './state.ts';

await atEdge(async (runner) => {
  // The runner does not run `pre` of an action in the workspace (`uses: ./`).
  const state = jobState(runner) ?? (await start(runner, startOptions('main')));
  if (state !== undefined) await present(runner, state);
});
