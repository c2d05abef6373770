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
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} ${version} is bundled, but its package holds no licence text to ship with it`);
  return `\n----- ${name} ${version} (${license}) -----\n\n${readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim()}\n`;
}
