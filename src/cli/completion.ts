/** Completion scripts for shells, from the tables of commands and options. */
import type { CommandSpec } from './commands.ts';
import { flagOf, meaningOf } from './options.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
const DEFAULT = 'run';
export type Shell = (typeof SHELLS)[number];

export function completion(shell: Shell, commands: readonly CommandSpec[]): string {
  return { bash, zsh, fish }[shell](commands);
}

/** `--max-time`, without its argument */
const flags = (c: CommandSpec): string[] => ['--help', ...c.options.map((o) => word(flagOf(o)))];
const word = (flag: string): string => flag.split(' ')[0] ?? flag;
const names = (commands: readonly CommandSpec[]): string => commands.map((c) => c.name).join(' ');
/** The default command's, where the first word is an option. */
const defaultFlags = (commands: readonly CommandSpec[]): string =>
  commands
    .filter((c) => c.name === DEFAULT)
    .flatMap(flags)
    .join(' ');

function bash(commands: readonly CommandSpec[]): string {
  return `# ocifuzz completion for bash: source <(ocifuzz completion bash)
_ocifuzz() {
  local cur=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[1]} in
${commands.map((c) => `    ${c.name}) words='${flags(c).join(' ')}' ;;`).join('\n')}
    *) words='${defaultFlags(commands)}' ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${names(commands)}' -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _ocifuzz ocifuzz
`;
}

function zsh(commands: readonly CommandSpec[]): string {
  return `#compdef ocifuzz
# ocifuzz completion for zsh, after compinit: source <(ocifuzz completion zsh)
_ocifuzz() {
  local -a flags
  case $words[2] in
${commands.map((c) => `    ${c.name}) flags=(${flags(c).join(' ')}) ;;`).join('\n')}
    *) flags=(${defaultFlags(commands)}) ;;
  esac
  if [[ $words[CURRENT] == -* ]]; then
    compadd -- $flags
  elif (( CURRENT == 2 )); then
    compadd -- ${names(commands)}
  else
    _files
  fi
}
compdef _ocifuzz ocifuzz
`;
}

function fish(commands: readonly CommandSpec[]): string {
  const first = `not __fish_seen_subcommand_from ${names(commands)}`;
  return `# ocifuzz completion for fish: ocifuzz completion fish | source
complete -c ocifuzz -n '${first}' -f
${commands
  .flatMap((c) => [
    `complete -c ocifuzz -n '${first}' -a ${c.name} -d ${quoted(c.summary)}`,
    ...c.options.map((o) => {
      const own = `__fish_seen_subcommand_from ${c.name}`;
      const when = c.name === DEFAULT ? `${first}; or ${own}` : own;
      const value = flagOf(o).includes(' ') ? ' -r' : '';
      return `complete -c ocifuzz -n '${when}' -l ${word(flagOf(o)).slice(2)}${value} -d ${quoted(meaningOf(o))}`;
    }),
  ])
  .join('\n')}
`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
