import { readFileSync, writeFileSync } from 'node:fs';

const SETTING = '/proc/sys/net/ipv4/conf/all/route_localnet';

/**
 * Lets packets of containers be sent on to 127.0.0.1 (ip-sysctl.rst, `route_localnet`), on bridges that come later as well. Only with the chains of a job in place:
 * they drop what an interface other than loopback brings for 127/8 by itself. Returns what puts the setting back as it was. Of this network namespace.
 */
export function routeLocalnet(path = SETTING): () => void {
  const before = readFileSync(path, 'utf8').trim();
  if (before === '1') return () => {};
  writeFileSync(path, '1');
  return () => writeFileSync(path, before);
}
