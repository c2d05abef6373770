// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const longestLine = 200;

/**
 * Why a test failed in few lines: the message, what was expected and received, and the line of the test that says so.
 * @param {readonly import('vitest').TestError[]} errors @param {string} root paths are told relative to it
 * @returns {string[]}
 */
export function explain(errors, root) {
  return errors.slice(0, 3).flatMap((error) => [...messageOf(error), ...differenceOf(error), ...causeOf(error), ...placeOf(error, root)]);
}

/** `expect(value, message)` puts its own words after what is often pages of output. @param {import('vitest').TestError} error */
function messageOf({ name, message }) {
  const lines = linesOf(`${name ? `${name}: ` : ''}${message.trimStart()}`);
  return lines.length > 7 ? [...lines.slice(0, 2), `… ${lines.length - 6} more lines …`, ...lines.slice(-4)] : lines;
}

/** @param {import('vitest').TestError} error */
function differenceOf({ diff = '' }) {
  const lines = linesOf(diff);
  const changed = lines.filter((line) => /^[-+]/.test(line));
  // Values that are not compared piece by piece have no signs of their own.
  const kept = lines.length > 10 && changed.length > 4 ? changed : lines;
  return kept.length > 12 ? [...kept.slice(0, 12), `… ${kept.length - 12} more lines …`] : kept;
}

/** @param {import('vitest').TestError} error */
const causeOf = ({ cause }) => (cause?.message ? [`caused by: ${linesOf(cause.message)[0]}`] : []);

/** @param {import('vitest').TestError} error @param {string} root */
function placeOf({ stacks = [] }, root) {
  const place = stacks.find(({ file }) => file.startsWith(root) && !file.includes('/node_modules/'));
  if (!place) return [];
  const source = existsSync(place.file) ? readFileSync(place.file, 'utf8').split('\n')[place.line - 1] : undefined;
  return [shortened(`at ${relative(root, place.file)}:${place.line}:${place.column}: ${source?.trim() ?? ''}`)];
}

/** @param {string} text */
const linesOf = (text) =>
  stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(shortened);

/** @param {string} line */
const shortened = (line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
