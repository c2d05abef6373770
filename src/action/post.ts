import { atEdge } from './edge.ts';
import { finish } from './finish.ts';

await atEdge((runner) => finish(runner));
