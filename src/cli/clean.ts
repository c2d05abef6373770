import { clean } from '../guard/clean.ts';
import { loadNative } from '../kernel/load.ts';
import { parseOptions, requireRoot } from './options.ts';

const USAGE =
  'Usage: sudo egress-filter clean [--json]\n\nRemoves what killed runs left: processes, cgroups with their programs, iptables chains, state. The same of a job whose guard is gone.\nRuns and jobs that go on are left alone.\n';

/** `egress-filter clean`: exit status 0, or 1 when something could not be removed. */
export async function cleanCommand(args: string[]): Promise<number> {
  const options = parseOptions(args, { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }, 'egress-filter clean --help');
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  requireRoot('egress-filter clean');
  const report = await clean(loadNative());
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    const { removed, alive, problems } = report;
    process.stdout.write(
      removed.length > 0 ? `Removed what ${removed.length} killed run(s) left: ${removed.join(', ')}\n` : 'Nothing was left behind.\n',
    );
    if (alive.length > 0) process.stdout.write(`Left alone, as they go on: ${alive.join(', ')}\n`);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
  }
  return report.problems.length > 0 ? 1 : 0;
}
