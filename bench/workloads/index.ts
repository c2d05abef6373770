import type { Workload } from '../types.ts';
import { connect } from './connect.ts';
import { connections } from './connections.ts';
import { dns, udp } from './datagrams.ts';
import { download } from './download.ts';
import { logLines, manyRequests, rules } from './growth.ts';
import { smallH1, smallH2 } from './requests.ts';
import { stalls } from './stalls.ts';
import { clone, cloneFiles, install } from './tools.ts';

export const workloads: readonly Workload[] = [
  smallH1,
  smallH2,
  download('h1'),
  download('h2'),
  connect,
  dns,
  udp,
  install,
  clone,
  cloneFiles,
  connections,
  rules,
  manyRequests,
  logLines,
  stalls,
];
