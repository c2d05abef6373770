import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Artifacts, type Finished } from '../runner/service/artifacts.ts';
import type { Lab } from './lab.ts';

const PAYLOAD = { scp: 'Actions.Results:run-1:job-1' };

export interface Service {
  readonly finished: readonly Finished[];
  /** Requests as they came: `POST /twirp/...`. */
  readonly requests: readonly string[];
  close(): void;
}

/** The results service of GitHub on loopback, told to the job by its environment; `instead` answers what it wants to. */
export async function artifactService(
  lab: Lab,
  instead?: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<Service> {
  const finished: Finished[] = [];
  const requests: string[] = [];
  const token = `e30.${Buffer.from(JSON.stringify(PAYLOAD)).toString('base64url')}.x`;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    if (instead?.(request, response)) return;
    void (async () => {
      if (!(await artifacts.service(request, response))) await artifacts.storage(request, response);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = { token, storage: origin, artifacts: lab.path('artifacts') };
  const artifacts = new Artifacts(settings as ConstructorParameters<typeof Artifacts>[0], (artifact) => finished.push(artifact));
  Object.assign(lab.env, { ACTIONS_RUNTIME_TOKEN: token, ACTIONS_RESULTS_URL: `${origin}/` });
  return {
    finished,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Names and contents of a zip, as Python reads it. */
export function unzip(path: string): Record<string, string> {
  const program =
    'import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))';
  return JSON.parse(execFileSync('python3', ['-c', program, path], { encoding: 'utf8', maxBuffer: 1 << 28 }));
}
