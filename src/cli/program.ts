/** From arguments to a command's exit code. */
import { Command, CommanderError, Option } from 'commander';
import { UserError } from '../contract/errors.ts';
import { COMMANDS, type CommandSpec, DEFAULT_COMMAND } from './commands.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { commandHelp, programHelp } from './help.ts';
import type { Io } from './io.ts';
import { flagOf, OPTIONS, type OptionName, type OptionSpec, type Values } from './options.ts';
import { VERSION } from './package.ts';
import { mustKnow } from './suggest.ts';

/** @throws UserError for what the user or the host can put right; anything else is an internal error */
export async function program(io: Io): Promise<ExitCode> {
  const { argv } = io;
  const first = argv[0];
  if (first !== undefined && !first.startsWith('-'))
    mustKnow('command', first, [...COMMANDS.map((c) => c.name), 'help']);
  let code: ExitCode = EXIT.ok;
  const root = silenced(new Command('ocifuzz'), io).version(VERSION, '-V, --version');
  root.helpInformation = programHelp;
  for (const spec of COMMANDS) {
    const cmd = silenced(
      root.command(`${spec.name} ${spec.operands}`.trimEnd(), { isDefault: spec.name === DEFAULT_COMMAND }),
      io,
    );
    cmd.helpInformation = () => commandHelp(spec);
    for (const name of spec.options) cmd.addOption(commanderOption(name));
    cmd.action(async (...given: unknown[]) => {
      if (spec.options.includes('config')) await applyConfig(cmd, spec);
      const operands = given
        .slice(0, -2)
        .flat()
        .filter((o) => typeof o === 'string');
      code = await (await spec.load())(cmd.opts<Values>(), operands, io);
    });
  }
  try {
    await root.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UserError(usage(error.message, argv));
  }
  return code;
}

/** Errors are thrown and help goes to our stdout. */
function silenced(cmd: Command, io: Io): Command {
  return cmd
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeOut: (t) => io.stdout.write(t), writeErr: () => {} });
}

function commanderOption(name: OptionName): Option {
  const spec: OptionSpec = OPTIONS[name];
  const flag = flagOf(name);
  if ('switch' in spec) return new Option(flag, spec.text).default(spec.switch === 'off');
  const option = new Option(flag.replace(/ (\S+)$/, ' <$1>'), spec.text).argParser(
    (text: string, before: unknown) => {
      try {
        const one = spec.parse(text);
        return spec.many ? [...(Array.isArray(before) ? before : []), one] : one;
      } catch (error) {
        if (error instanceof UserError) throw new UserError(`${flag.split(' ')[0]}: ${error.message}`);
        throw error;
      }
    },
  );
  option.attributeName = () => name;
  return spec.default === undefined ? option : option.default(spec.parse(spec.default), spec.default);
}

/** What the file says and the command line does not. A value of the file reads like one of the command line. */
async function applyConfig(cmd: Command, { options }: CommandSpec): Promise<void> {
  const { readConfig } = await import('./config-file.ts'); // schemas and ajv: not for --help
  const file = readConfig(cmd.opts<Values>().config);
  for (const name of options) {
    const text = file[name];
    if (text === undefined || cmd.getOptionValueSource(name) === 'cli') continue;
    const option = cmd.options.find((o) => o.attributeName() === name);
    const read = typeof text === 'string' ? option?.parseArg?.(text, undefined) : text;
    cmd.setOptionValueWithSource(name, read, 'config');
  }
}

function usage(message: string, argv: readonly string[]): string {
  const command = COMMANDS.find((c: CommandSpec) => c.name === argv[0]);
  const text = message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .replace('Did you mean', 'did you mean')
    .replace(/\. Expected (\d+) arguments? but got (\d+)\.$/, ': it takes $1, and got $2');
  return `${text}; see ocifuzz ${command ? `${command.name} ` : ''}--help`;
}
