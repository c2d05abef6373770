import { X509Certificate } from 'node:crypto';
import { messageOf, UserError } from '../guard/errors.ts';
import { type FileSource, readNamedFile } from './repository-file.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Input `upstream-ca`: certificates as PEM, or one file of them a line. The PEM texts; throws UserError where one of them is no certificate. */
export async function readAuthorities(value: string, source: FileSource): Promise<{ texts: string[]; warnings: string[] }> {
  if (value === '') return { texts: [], warnings: [] };
  if (value.includes('-----BEGIN')) return { texts: [certificatesIn(value, 'upstream-ca')], warnings: [] };
  const paths = value.split(/\r?\n/).map((line) => line.trim());
  const files = await Promise.all(paths.filter((path) => path !== '').map((path) => readNamedFile(path, 'upstream-ca', source)));
  return {
    texts: files.map(({ name, text }) => certificatesIn(text, name)),
    warnings: files.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
  };
}

function certificatesIn(text: string, name: string): string {
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw new UserError(`upstream-ca: there is no certificate in ${name} (-----BEGIN CERTIFICATE-----).`);
  for (const [index, pem] of found.entries()) {
    try {
      new X509Certificate(pem);
    } catch (error) {
      throw new UserError(`upstream-ca: certificate ${index + 1} in ${name} cannot be read: ${messageOf(error)}.`, { cause: error });
    }
  }
  return `${found.join('\n')}\n`;
}
