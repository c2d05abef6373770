import { DefaultArtifactClient } from '@actions/artifact';

export interface Uploaded {
  readonly id: number | undefined;
  readonly size: number | undefined;
}

/** A bundle of its own, which post loads when there is something to upload: the client brings Azure's with it. Throws the client's errors. */
export async function upload(name: string, files: readonly string[], root: string): Promise<Uploaded> {
  const { id, size } = await new DefaultArtifactClient().uploadArtifact(name, [...files], root);
  return { id, size };
}
