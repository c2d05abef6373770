// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A rolldown plugin that writes THIRD-PARTY-LICENSES.txt: every package from which code was bundled, with its licence in full.
 * Shared by all bundles of one build; the last one written names the packages of all.
 * @returns {import('rolldown').Plugin}
 */
export function collectLicenses() {
  /** @type {Set<string>} */
  const packages = new Set();
  return {
    name: 'collect-licenses',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          const folder = renderedLength > 0 ? /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] : undefined;
          if (folder) packages.add(folder);
        }
      }
      const texts = [...packages].map(licenseOf).sort();
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: `${header}${texts.join('')}` });
    },
  };
}

const header =
  'The JavaScript files beside this one contain code of the packages below.\nThe native files are covered by native/THIRD-PARTY-LICENSES.txt.\n';

/** @param {string} folder */
function licenseOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim() : standardText(license, author?.name ?? author);
  if (!text) throw new Error(`${name} ${version} is bundled, but its package holds no licence text to ship with it`);
  return `\n----- ${name} ${version} (${license}) -----\n\n${text}\n`;
}

/** Of a package that names its licence and its author, but holds no text. @param {string} license @param {string | undefined} author */
function standardText(license, author) {
  return license === 'MIT' && author ? `Copyright (c) ${author}\n\n${mit}` : undefined;
}

/** spdx.org/licenses/MIT */
const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
