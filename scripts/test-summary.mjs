// @ts-check

/** @typedef {{test: string, why: string[]}} Outcome */

/** Of an output that is shown to somebody, often only as many lines from its end are. */
const linesForFailures = 30;

/**
 * What a person needs to see of a run at its end, the failures last.
 * @param {{failures: readonly Outcome[], skips: readonly Outcome[]}} outcomes @returns {string[]}
 */
export function summary({ failures, skips }) {
  const explained = failures.filter(({ why }) => why.length > 0).length;
  const each = Math.max(2, Math.min(14, Math.floor((linesForFailures - failures.length) / explained)));
  return [
    ...reasons(skips),
    ...failures.flatMap(({ test, why }) => [`FAILED   ${test}`, ...shortened(why, each).map((line) => `         ${line}`)]),
  ];
}

/** The first line is the message, the last ones are what differs and where in the test that is. @param {readonly string[]} lines @param {number} most */
const shortened = (lines, most) => (lines.length > most ? [...lines.slice(0, 1), ...lines.slice(1 - most)] : lines);

/** @param {readonly Outcome[]} skips */
function reasons(skips) {
  const counts = new Map();
  for (const skip of skips) counts.set(reasonOf(skip), (counts.get(reasonOf(skip)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `skipped  ${count}: ${reason}`);
}

/** Told by the test when it ran, or in parentheses in its title. @param {Outcome} skip */
function reasonOf({ test, why: [note = ''] }) {
  const inTitle = [...test.matchAll(/\((?:skipped:? )?([^()]*)\)/g)].at(-1)?.[1];
  return note || inTitle || `${test}, without a reason`;
}
