import { codeOf, messageOf, UserError } from '../guard/errors.ts';
import { NativeLoadError } from '../kernel/load.ts';
import { analyzeCommand } from './analyze.ts';
import { checkCommand } from './check.ts';
import { cleanCommand } from './clean.ts';
import { convertCommand } from './convert.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { fmtCommand } from './fmt.ts';
import { HELP } from './help.ts';
import { machineProblem } from './machine-errors.ts';
import { presetsCommand } from './presets.ts';
import { runCommand } from './run.ts';
import { writeText } from './stdio.ts';
import { validateCommand } from './validate.ts';
import { version } from './version.ts';

/** One file a command; each takes the arguments behind its name and gives an exit status. */
const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  run: runCommand,
  doctor: doctorCommand,
  clean: cleanCommand,
  validate: validateCommand,
  explain: explainCommand,
  check: checkCommand,
  analyze: analyzeCommand,
  fmt: fmtCommand,
  presets: presetsCommand,
  convert: convertCommand,
};

async function main([name, ...args]: string[]): Promise<number> {
  if (name === 'help' && args[0] !== undefined) return await main([args[0], '--help']);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    writeText(1, HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === 'version' || name === '--version' || name === '-V' || name === '-v') {
    writeText(1, `egress-filter ${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name.startsWith('-'))
    throw new UserError(`Options stand behind the command's name, as in egress-filter run ${name}: egress-filter --help lists them.`);
  if (!command) throw new UserError(`There is no command "${name}": egress-filter --help lists them.`);
  // Whoever reads our output may stop reading. The command of run shares both with us, so that they stay unopened there (stdio.ts).
  if (name !== 'run') for (const stream of [process.stdout, process.stderr]) stream.on('error', endUnlessUnread);
  return await command(args);
}

/** Half of an output, as on a full disk, must not pass for the whole. */
function endUnlessUnread(error: Error): void {
  if (codeOf(error) === 'EPIPE') return;
  writeText(2, `egress-filter: The output cannot be written: ${messageOf(error)}.\n`);
  process.exit(2);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const problem = machineProblem(error);
  writeText(2, `egress-filter: ${problem ?? messageOf(error)}\n`);
  if (problem === undefined && !(error instanceof UserError || error instanceof NativeLoadError) && error instanceof Error)
    writeText(2, `${error.stack ?? ''}\nThis is a bug: please report it with the lines above.\n`);
  process.exitCode = 2;
}
