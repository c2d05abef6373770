import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jks } from './jks.ts';

/** Where distributions keep the system's CA bundle. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

export function systemBundlePath(): string | undefined {
  return SYSTEM_BUNDLES.find((path) => existsSync(path));
}

/** Variables that name a bundle which *replaces* a client's store, so it must hold the system's certificates too (runner-facts: "who trusts what"). */
const BUNDLE_VARIABLES = [
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'REQUESTS_CA_BUNDLE',
  'PIP_CERT',
  'CARGO_HTTP_CAINFO',
  'AWS_CA_BUNDLE',
  'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE',
  'HEX_CACERTS_PATH',
  'NIX_SSL_CERT_FILE',
  'HTTPLIB2_CA_CERTS',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
  'DENO_CERT',
] as const;

/** Set only where the caller has them already: elsewhere the tool's default (system store through SSL_CERT_FILE) is right. */
const ONLY_IF_SET = new Set<string>(['NIX_SSL_CERT_FILE', 'HTTPLIB2_CA_CERTS', 'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE']);

/** Not a secret: a trust store's password only guards its integrity, and this is the one every JDK ships with. */
const JAVA_STORE_PASSWORD = 'changeit';

const javaOptions = (store: string): string =>
  `-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=${JAVA_STORE_PASSWORD}`;

/** All that `writeCaFiles` reads of an environment. */
export const CA_VARIABLES: readonly string[] = [
  ...BUNDLE_VARIABLES,
  'NODE_EXTRA_CA_CERTS',
  'DENO_TLS_CA_STORE',
  'UV_SYSTEM_CERTS',
  'JAVA_TOOL_OPTIONS',
];

export interface CaFiles {
  /** Variables for the command, to be laid over its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Our bundle in place of the system's, for clients that take no variable (GnuTLS, `cafile` of npm): source and target by turns. */
  readonly coverFiles: readonly string[];
}

/**
 * Writes our CA, and bundles of (what the caller trusts + our CA), into `directory`, and says which variables to set. A value of the
 * caller is not lost: its file is the base of the bundle that takes its place.
 */
export function writeCaFiles(directory: string, caPem: string, env: NodeJS.ProcessEnv): CaFiles {
  const ca = join(directory, 'ca.pem');
  writePublic(ca, caPem);
  const system = systemBundlePath();
  const bundles = new Map<string, string>();
  const bundleOf = (base: string | undefined): string => {
    const key = base ?? '';
    const known = bundles.get(key);
    if (known) return known;
    const path = join(directory, bundles.size === 0 ? 'bundle.pem' : `bundle-${bundles.size}.pem`);
    writePublic(path, `${base ? readBase(base) : ''}\n${caPem}`);
    bundles.set(key, path);
    return path;
  };

  const out: Record<string, string> = {};
  for (const name of BUNDLE_VARIABLES) {
    const own = readable(env[name]);
    if (own) out[name] = bundleOf(own);
    else if (!ONLY_IF_SET.has(name)) out[name] = bundleOf(system);
  }
  // Additive in Node: ours alone, or added to the caller's own.
  const nodeExtra = readable(env.NODE_EXTRA_CA_CERTS);
  out.NODE_EXTRA_CA_CERTS = nodeExtra ? bundleOf(nodeExtra) : ca;
  out.DENO_TLS_CA_STORE = env.DENO_TLS_CA_STORE ?? 'system,mozilla';
  out.UV_SYSTEM_CERTS = env.UV_SYSTEM_CERTS ?? 'true';
  out.EGRESS_FILTER_CA = ca;

  if (!env.JAVA_TOOL_OPTIONS?.includes('javax.net.ssl.trustStore')) {
    const store = join(directory, 'cacerts.jks');
    writePublic(store, jks(readFileSync(bundleOf(system), 'utf8'), JAVA_STORE_PASSWORD));
    out.JAVA_TOOL_OPTIONS = [env.JAVA_TOOL_OPTIONS, javaOptions(store)].filter(Boolean).join(' ');
  }
  return { env: out, coverFiles: system ? [bundleOf(system), realpathSync(system)] : [] };
}

/** What containers get, and where they find it: /dev is a file system of the container's own, so that nothing of it gets into an image. */
export const CONTAINER_FILES = {
  'ca.pem': '/dev/egress-filter-ca.pem',
  'bundle.pem': '/dev/egress-filter-bundle.pem',
  'cacerts.jks': '/dev/egress-filter-cacerts.jks',
} as const;

/** For a container, where it has not set them itself. */
export const CONTAINER_VARIABLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(BUNDLE_VARIABLES.filter((name) => !ONLY_IF_SET.has(name)).map((name) => [name, CONTAINER_FILES['bundle.pem']])),
  NODE_EXTRA_CA_CERTS: CONTAINER_FILES['ca.pem'],
  DENO_TLS_CA_STORE: 'system,mozilla',
  UV_SYSTEM_CERTS: 'true',
  JAVA_TOOL_OPTIONS: javaOptions(CONTAINER_FILES['cacerts.jks']),
  EGRESS_FILTER_CA: CONTAINER_FILES['ca.pem'],
};

/** Writes the files for containers, all at once, from what `writeCaFiles` has written into `directory`. */
export function writeContainerFiles(directory: string, { coverFiles }: CaFiles, target: string): void {
  const draft = `${target}.new`;
  mkdirSync(draft, { recursive: true });
  chmodSync(draft, 0o755);
  const ca = join(directory, 'ca.pem');
  const bundle = coverFiles[0] ?? ca;
  copyFileSync(ca, join(draft, 'ca.pem'));
  copyFileSync(bundle, join(draft, 'bundle.pem'));
  const store = join(directory, 'cacerts.jks');
  if (existsSync(store)) copyFileSync(store, join(draft, 'cacerts.jks'));
  else writePublic(join(draft, 'cacerts.jks'), jks(readFileSync(bundle, 'utf8'), JAVA_STORE_PASSWORD));
  renameSync(draft, target);
}

/** Whatever the umask of the caller: the command's user reads it. */
function writePublic(path: string, content: string | Buffer): void {
  writeFileSync(path, content);
  chmodSync(path, 0o644);
}

function readable(path: string | undefined): string | undefined {
  return path && existsSync(path) && statSync(path).isFile() ? path : undefined;
}

function readBase(path: string): string {
  return readFileSync(path, 'utf8');
}
