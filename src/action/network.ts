/** By these a client of HTTP, or Node itself, connects to somebody else or believes somebody else. @actions/http-client, proxy.js; node(1). */
const SETTINGS = [
  ...['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]),
  'NODE_USE_ENV_PROXY',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY',
  'ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS',
] as const;

export function networkSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(SETTINGS.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] ?? '']])));
}

/**
 * Post may reach the artifact service, and any step could write to GITHUB_ENV by what way it is reached: a proxy of an attacker would get what post
 * sends. So the settings of the start are put back. What Node had acted upon before it came here is the answer: why nothing may be sent.
 */
export function restoreNetworkSettings(env: NodeJS.ProcessEnv, atStart: Readonly<Record<string, string>>): string | undefined {
  const early = env.NODE_USE_ENV_PROXY;
  for (const name of SETTINGS) {
    const value = atStart[name];
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  if (early === undefined || early === atStart.NODE_USE_ENV_PROXY) return undefined;
  return 'a step has set NODE_USE_ENV_PROXY, by which this upload would go where that step wants';
}
