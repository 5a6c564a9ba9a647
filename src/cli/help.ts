/** Help texts and docs/cli.md, from the tables. */
import { COMMANDS, type CommandSpec, DEFAULT_COMMAND } from './commands.ts';
import { EXIT_LINES } from './exit-codes.ts';
import { flagOf, meaningOf } from './options.ts';

const WIDTH = 100;

/** `ocifuzz --help` */
export function programHelp(): string {
  const run = COMMANDS.find((c) => c.name === DEFAULT_COMMAND);
  return [
    'ocifuzz: runs random OCI bundles under several container runtimes and reports where they break the',
    'runtime-spec or differ from each other.',
    '',
    'Usage: ocifuzz [command] [options]',
    '',
    'Commands:',
    ...table(COMMANDS.map((c) => [nameAndOperands(c), c.summary])),
    '',
    `Options of ${DEFAULT_COMMAND}:`,
    ...(run ? options(run) : []),
    '',
    ...exitCodes(),
    '',
    'Examples:',
    ...COMMANDS.flatMap((c) => c.examples.slice(0, 2)).map((e) => `  ${e}`),
    '',
  ].join('\n');
}

/** `ocifuzz COMMAND --help` */
export function commandHelp(c: CommandSpec): string {
  return [
    `Usage: ocifuzz ${nameAndOperands(c)}${c.options.length > 0 ? ' [options]' : ''}`,
    '',
    ...wrap(`${sentence(c.summary)} ${c.details}`.trimEnd(), WIDTH),
    '',
    'Options:',
    ...options(c),
    '',
    ...exitCodes(),
    '',
    'Examples:',
    ...c.examples.map((e) => `  ${e}`),
    '',
  ].join('\n');
}

/** docs/cli.md */
export function cliMarkdown(): string {
  return [
    '# Command line',
    '',
    '<!-- Generated from src/cli/options.ts and src/cli/commands.ts by `npm run golden`. Do not edit. -->',
    '',
    ...COMMANDS.flatMap((c) => [
      `## ocifuzz ${nameAndOperands(c).replaceAll('<', '&lt;')}`,
      '',
      `${sentence(c.summary)} ${c.details}`.trimEnd(),
      '',
      ...(c.options.length === 0
        ? []
        : [
            '| option | meaning |',
            '|---|---|',
            ...c.options.map((o) => `| \`${flagOf(o)}\` | ${meaningOf(o).replaceAll('|', '\\|')} |`),
            '',
          ]),
      '```sh',
      ...c.examples,
      '```',
      '',
    ]),
    '## Exit codes',
    '',
    'When several apply, the first of the table wins.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...EXIT_LINES.map(([code, text]) => `| ${code} | ${text} |`),
    '',
  ].join('\n');
}

const nameAndOperands = (c: CommandSpec): string => `${c.name} ${c.operands}`.trimEnd();
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function options(c: CommandSpec): string[] {
  return table([
    ...c.options.map((o): [string, string] => [flagOf(o), meaningOf(o)]),
    ['-h, --help', 'this text'],
  ]);
}

function exitCodes(): string[] {
  return [
    'Exit codes (the first that applies):',
    ...table(EXIT_LINES.map(([code, text]) => [String(code).padStart(3), text])),
  ];
}

function table(rows: [string, string][]): string[] {
  const left = Math.max(...rows.map(([a]) => a.length)) + 2;
  return rows.flatMap(([a, b]) =>
    wrap(b, WIDTH - left - 2).map((line, i) => `  ${(i === 0 ? a : '').padEnd(left)}${line}`),
  );
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
