import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { read, type Settings } from './settings.ts';

/** Path of the service's methods: Twirp, JSON. */
const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService/';

interface Upload {
  signature: string;
  blocks: Map<string, Buffer>;
  content?: Buffer;
}

export interface Finished {
  name: string;
  size: number;
  path: string;
}

/**
 * The artifact protocol of the results service, version 4 as of @actions/artifact 6: CreateArtifact gives a signed URL of the storage, which takes blocks and
 * then their list (Put Block, Put Block List of Azure Blob Storage), FinalizeArtifact checks size and digest.
 */
export class Artifacts {
  readonly #settings: Settings;
  readonly #onFinished: (artifact: Finished) => void;
  readonly #uploads = new Map<string, Upload>();
  #count = 0;

  constructor(settings: Settings, onFinished: (artifact: Finished) => void) {
    this.#settings = settings;
    this.#onFinished = onFinished;
  }

  /** Answers a method of the artifact service; false where the request is for none. */
  async service(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const method = request.url?.startsWith(TWIRP) ? request.url.slice(TWIRP.length) : undefined;
    if (method === undefined) return false;
    const body: Record<string, string> = JSON.parse((await read(request)).toString());
    const scope = `Actions.Results:${body.workflow_run_backend_id}:${body.workflow_job_run_backend_id}`;
    const { name } = body;
    if (!name || !scopeOf(this.#settings.token).includes(scope))
      return fail(response, 403, 'permission_denied', `no scope ${scope} in the token`);
    response.setHeader('content-type', 'application/json');
    if (method === 'CreateArtifact') this.#create(name, response);
    else if (method === 'FinalizeArtifact') this.#finalize(name, body, response);
    else fail(response, 404, 'bad_route', method);
    return true;
  }

  /** The storage: whoever has the signed URL. */
  async storage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#settings.storage);
    const upload = this.#uploads.get(decodeURIComponent(url.pathname.split('/').at(-1) ?? ''));
    const body = await read(request);
    if (!upload || url.searchParams.get('sig') !== upload.signature) {
      fail(response, 403, 'AuthenticationFailed', 'signature');
      return;
    }
    const what = url.searchParams.get('comp');
    if (request.method !== 'PUT') {
      fail(response, 405, 'UnsupportedHttpVerb', request.method ?? '');
      return;
    }
    if (what === 'block') upload.blocks.set(url.searchParams.get('blockid') ?? '', body);
    else if (what === 'blocklist') upload.content = listed(upload, body.toString());
    else upload.content = body;
    response.setHeader('x-ms-request-id', randomUUID());
    response.setHeader('x-ms-version', '2025-01-05');
    response.statusCode = 201;
    response.end();
  }

  #create(name: string, response: ServerResponse): void {
    if (this.#uploads.has(name)) {
      fail(response, 409, 'already_exists', `an artifact with this name already exists on the workflow run: ${name}`);
      return;
    }
    const signature = randomUUID();
    this.#uploads.set(name, { signature, blocks: new Map() });
    const url = `${this.#settings.storage}/actions-results/${encodeURIComponent(name)}?se=2099-01-01T00%3A00%3A00Z&sig=${signature}&sp=rcw&sr=b&sv=2025-01-05`;
    response.end(JSON.stringify({ ok: true, signed_upload_url: url }));
  }

  #finalize(name: string, { size, hash }: Record<string, unknown>, response: ServerResponse): void {
    const content = this.#uploads.get(name)?.content;
    const digest = content && `sha256:${createHash('sha256').update(content).digest('hex')}`;
    const given = typeof hash === 'object' && hash !== null && 'value' in hash ? hash.value : hash;
    if (!content || Number(size) !== content.length || (given !== undefined && given !== digest)) {
      fail(response, 400, 'invalid_argument', 'size or hash is not that of the upload');
      return;
    }
    mkdirSync(this.#settings.artifacts, { recursive: true });
    const path = join(this.#settings.artifacts, `${encodeURIComponent(name)}.zip`);
    writeFileSync(path, content);
    this.#onFinished({ name, size: content.length, path });
    response.end(JSON.stringify({ ok: true, artifact_id: String(++this.#count) }));
  }
}

/** Put Block List: `<BlockList><Latest>ID</Latest>...</BlockList>`, in the order of the content. */
function listed({ blocks }: Upload, xml: string): Buffer {
  return Buffer.concat([...xml.matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(([, id]) => blocks.get(id ?? '') ?? Buffer.alloc(0)));
}

function scopeOf(token: string): string[] {
  const payload: { scp?: string } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return payload.scp?.split(' ') ?? [];
}

function fail(response: ServerResponse, status: number, code: string, msg: string): true {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ code, msg }));
  return true;
}
