import { type Diagnosis, diagnose } from '../guard/doctor.ts';
import { loadNative } from '../kernel/load.ts';
import { assets } from './assets.ts';
import { parseOptions } from './options.ts';

const USAGE =
  'Usage: sudo egress-filter doctor [--json]\n\nSays what this machine can do, which kernel hook is used for what, and what to do about what is missing.\nExit status: 0 when run works here, 1 when not.\n';

/** `egress-filter doctor`. */
export async function doctorCommand(args: string[]): Promise<number> {
  const options = parseOptions(args, { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }, 'egress-filter doctor --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const diagnosis = diagnose(loadNative(), assets());
  process.stdout.write(
    options.json ? `${JSON.stringify(diagnosis, null, 2)}\n` : render(diagnosis, process.stdout.isTTY && !process.env.NO_COLOR),
  );
  return diagnosis.works ? 0 : 1;
}

function render({ checks, hooks, works }: Diagnosis, color: boolean): string {
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const sign = { ok: paint(32, 'ok  '), warn: paint(33, 'warn'), fail: paint(31, 'FAIL') };
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, status, detail, advice }) => [
    `${sign[status]}  ${name.padEnd(width)}  ${detail}`,
    ...(advice ? [`      ${' '.repeat(width)}  -> ${advice}`] : []),
  ]);
  if (hooks.length > 0) {
    const purpose = Math.max(...hooks.map((hook) => hook.purpose.length));
    const name = Math.max(...hooks.map((hook) => hook.hook.length));
    const state = { attached: paint(32, 'attached'), fallback: paint(33, 'fallback'), unavailable: paint(31, 'unavailable') };
    lines.push('', 'Kernel hooks');
    for (const hook of hooks) {
      lines.push(
        `  ${hook.purpose.padEnd(purpose)}  ${hook.hook.padEnd(name)}  ${state[hook.status]}${hook.detail ? `: ${hook.detail}` : ''}${hook.required ? '' : ' (optional)'}`,
      );
    }
  }
  lines.push('', works ? 'egress-filter run works here.' : 'egress-filter run does not work here: see FAIL above.', '');
  return lines.join('\n');
}
