import { messageOf, UserError } from '../guard/errors.ts';
import { NativeLoadError } from '../kernel/load.ts';
import { analyzeCommand } from './analyze.ts';
import { checkCommand } from './check.ts';
import { cleanCommand } from './clean.ts';
import { convertCommand } from './convert.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { fmtCommand } from './fmt.ts';
import { HELP } from './help.ts';
import { presetsCommand } from './presets.ts';
import { runCommand } from './run.ts';
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
    process.stdout.write(HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === 'version' || name === '--version' || name === '-V' || name === '-v') {
    process.stdout.write(`egress-filter ${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name.startsWith('-'))
    throw new UserError(`Options stand behind the command's name, as in egress-filter run ${name}: egress-filter --help lists them.`);
  if (!command) throw new UserError(`There is no command "${name}": egress-filter --help lists them.`);
  return await command(args);
}

// Whoever reads our output may stop reading, and the command can shut a socket that it shares with us: the clean-up must go on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`egress-filter: ${messageOf(error)}\n`);
  if (!(error instanceof UserError || error instanceof NativeLoadError) && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\nThis is a bug: please report it with the lines above.\n`);
  process.exitCode = 2;
}
