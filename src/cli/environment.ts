/** What the launcher gives this prefix to is for the command: our own Node must not be changed by it. */
const KEPT = 'EGRESS_FILTER_CALLER_';

/** The environment as the caller had it. */
export function callerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(env)) if (!name.startsWith(KEPT)) own[name] = value;
  for (const [name, value] of Object.entries(env)) if (name.startsWith(KEPT)) own[name.slice(KEPT.length)] = value;
  return own;
}

/** Variables by which curl, git, npm, pip, Go, ... are told of a proxy; curl reads `http_proxy` in lower case only, others both. */
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'npm_config_proxy', 'npm_config_https_proxy'];

/** A configured proxy is a way past the policy, or a dead end: one sentence for each. */
export function proxyWarnings(env: NodeJS.ProcessEnv): string[] {
  const set = Object.entries(env).filter(([name, value]) => value && PROXY_VARIABLES.includes(name.toLowerCase()));
  const names = (local: boolean): string =>
    set
      .filter(([, value = '']) => isLocal(value) === local)
      .map(([name]) => name)
      .join(', ');
  const [here, elsewhere] = [names(true), names(false)];
  return [
    ...(here
      ? [`A proxy on this machine is set (${here}): what the command sends through it is not filtered. Unset it to filter that, too.`]
      : []),
    ...(elsewhere ? [`A proxy is set (${elsewhere}): the filter refuses CONNECT. Unset it, so that the command connects directly.`] : []),
  ];
}

function isLocal(proxy: string): boolean {
  const host = /^(?:[a-z0-9+.-]+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/i.exec(proxy)?.[1] ?? '';
  return /^(?:localhost|127\.[0-9.]+|\[::1\])$/i.test(host);
}
