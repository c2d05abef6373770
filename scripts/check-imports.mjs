// @ts-check
// Fails when a file under src/ imports against the direction of the data: kernel -> proxy -> policy -> log, and only as far as the
// table below says. `node scripts/check-imports.mjs [folder that holds src/]`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';

/**
 * What each folder of src/ may import. `types` are folders of which only types may be had. A `pure` folder does no I/O and has no
 * clock, so it gets none of Node's modules but those listed.
 * @type {Record<string, {code: string[], types?: string[], pure?: string[]}>}
 */
const rules = {
  policy: { code: [], pure: [] },
  log: { code: [], types: ['policy'] },
  kernel: { code: [] },
  identity: { code: ['kernel'], types: ['policy'] },
  proxy: { code: ['policy', 'identity', 'log', 'kernel'] },
  report: { code: ['policy', 'log'], pure: [] },
  guard: { code: ['policy', 'identity', 'log', 'kernel', 'proxy'] },
  action: { code: ['guard', 'report', 'policy', 'log'] },
  cli: { code: ['policy', 'identity', 'log', 'kernel', 'proxy', 'guard', 'report', 'action'] },
};

/** @typedef {{specifier: string, typeOnly: boolean}} Import */

/**
 * Every import of a file: static, dynamic, re-exports and `import('...')` types.
 * @param {string} file @returns {Import[]}
 */
function importsOf(file) {
  const source = readFileSync(file, 'utf8');
  const { module, program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  /** @type {Import[]} */
  const found = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    found.push({ specifier: moduleRequest.value, typeOnly: entries.length > 0 && entries.every(({ isType }) => isType) });
  }
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest) found.push({ specifier: moduleRequest.value, typeOnly: isType });
  }
  new Visitor({
    ImportExpression: ({ source: argument }) => {
      // A computed import could reach anything, so it counts as an import of the project's root.
      const literal = argument.type === 'Literal' && typeof argument.value === 'string';
      found.push({ specifier: literal ? String(argument.value) : '/', typeOnly: false });
    },
    TSImportType: ({ source: { value } }) => void found.push({ specifier: value, typeOnly: true }),
  }).visit(program);
  return found;
}

/** Why an import is against the rules, or undefined. @param {string} root @param {string} file @param {Import} imported */
function objection(root, file, { specifier, typeOnly }) {
  const folder = folderOf(root, file);
  const rule = rules[folder];
  if (!rule) return `${folder || 'a file directly under src/'} has no row in the table of folders`;
  if (!specifier.startsWith('.') && !specifier.startsWith('/')) {
    const forbidden = rule.pure && specifier.startsWith('node:') && !rule.pure.includes(specifier) && !typeOnly;
    return forbidden ? `src/${folder} is pure: no I/O, no clock` : undefined;
  }
  const path = resolve(dirname(file), specifier);
  if (relative(root, path) === 'package.json') return undefined;
  const target = folderOf(root, path);
  if (target === folder || rule.code.includes(target) || (typeOnly && rule.types?.includes(target))) return undefined;
  const typesOnly = rule.types?.length ? ` and types of ${rule.types.join(', ')}` : '';
  return `src/${folder} may import ${rule.code.join(', ') || 'no other folder'}${typesOnly}`;
}

/** First folder below src/; `..` or the like when the path is outside of it. @param {string} root @param {string} path */
function folderOf(root, path) {
  const [first = '', second] = relative(join(root, 'src'), path).split('/');
  return second === undefined && first !== '..' ? '' : first;
}

/** @param {string} root @returns {{files: number, violations: string[]}} */
function check(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .map((name) => join(root, 'src', name));
  const violations = files.flatMap((file) =>
    importsOf(file).flatMap((imported) => {
      const why = objection(root, file, imported);
      return why ? [`${relative(root, file)} imports ${imported.specifier}: ${why}`] : [];
    }),
  );
  return { files: files.length, violations };
}

const { files, violations } = check(resolve(process.argv[2] ?? join(import.meta.dirname, '..')));
for (const violation of violations) console.error(`check-imports: ${violation}`);
console.log(`check-imports: ${files} files, ${violations.length} imports against the rules`);
if (violations.length > 0 || files === 0) process.exitCode = 1;
