import { atEdge } from './edge.ts';
import { switchSudo } from './sudo.ts';

await atEdge((runner) => switchSudo(runner, true));
