/** The lifecycle script of a case, and how its runtime is called, as shell lines. */
import {
  BUNDLE,
  type Case,
  CONTAINER_ID,
  idOf,
  isAlongside,
  ROOTFS,
  type Step,
  WORK,
} from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import { standard } from '../runtimes/adapter.ts';
import { RLIMITS } from './limits.ts';
import { quote } from './shell.ts';

/** Longest time of one operation and of one wait, in seconds. */
const STEP_SECONDS = 10;

/** Where the pid file of a container lies. */
export const pidFile = (id: string | null = CONTAINER_ID): string =>
  `${WORK}/pid/${(id ?? 'none').replace(/[^\w.-]/g, '_')}`;

/**
 * `observe`: what a step that observes does.
 * @throws UserError for a case that calls a runtime in a way that a shell cannot
 */
export function stepLines(c: Case, observe: readonly string[]): string[] {
  return c.script.flatMap((step, i) => {
    const lines = step.op === 'observe' ? [...observe] : stepLine(c, step, i);
    if (isAlongside(c.script, i)) return [`${lines.join('; ')} & p_${i}=$!`];
    // the last of those that begin together waits for the others
    const group: number[] = [];
    for (let first = i - 1; isAlongside(c.script, first); first--) group.push(first);
    return [...lines, ...group.map((first) => `wait $p_${first}; rc_${first}=$?`)];
  });
}

function stepLine(c: Case, step: Exclude<Step, { op: 'observe' }>, n: number): string[] {
  const id = idOf(step);
  const call = (args: string[]) => [`operation ${n} ${args.map(quote).join(' ')}`];
  if ('root' in step)
    throw new UserError('this case needs two state directories of one runtime; export it as json');
  switch (step.op) {
    case 'create':
    case 'run':
      return call(
        standard.argv({ op: step.op, id, bundle: bundleOf(c), pidFile: pidFile(id), consoleSocket: null }),
      );
    case 'kill':
      return call(standard.argv({ op: 'kill', id, signal: step.signal }));
    case 'delete':
      return call(standard.argv({ op: 'delete', id, force: step.force ?? false }));
    case 'start':
    case 'state':
    case 'pause':
    case 'resume':
    case 'ps':
    case 'exec':
    case 'update':
    case 'events':
      return call(standard.argv({ op: step.op, id }));
    case 'wait':
      return step.until === 'stopped' ? ['wait_stopped'] : [`wait_started ${quote(programLabel(c))}`];
    case 'write':
      return [`printf %s ${quote(step.content)} >${quote(step.path)}`];
    case 'remove':
      return [`rm -rf ${quote(step.path)}`];
  }
}

function programLabel(c: Case): string {
  const args = (c.config as { process?: { args?: unknown[] } } | undefined)?.process?.args;
  return `${ROOTFS}${args?.[0] ?? ''}`;
}

/** The directory that --bundle names, as the case spells it; null: none, the working directory is the bundle. */
function bundleOf(c: Case): string | null {
  const spelled = { relative: 'bundle', 'trailing-slash': `${BUNDLE}/`, symlink: `${WORK}/link` };
  const { bundle = 'absolute' } = c.caller;
  if (bundle === 'cwd') return null;
  if (bundle === 'dotted') return `${WORK}/./dir/../bundle`;
  return bundle === 'absolute' ? BUNDLE : spelled[bundle];
}

/**
 * The functions `limits` (in a subshell: what the runtime inherits of umask and limits) and `operation N ARGS...`.
 */
export function callerLines(c: Case): string[] {
  const { caller } = c;
  const cwd = caller.bundle === 'relative' ? WORK : caller.bundle === 'cwd' ? BUNDLE : (caller.cwd ?? '/');
  const env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...(caller.env ?? [])];
  const cpus = caller.affinity === undefined ? '' : `taskset ${mask(caller.affinity)} `;
  return [
    'limits() { # of the runtime, the same wherever the script is called from',
    `  umask ${(caller.umask ?? 0o022).toString(8).padStart(4, '0')}`,
    '  ulimit -S -n 1024; ulimit -S -c 0',
    ...Object.entries(caller.rlimits ?? {}).flatMap(([name, pair]) => limitLines(name, pair)),
    '}',
    'operation() { # N ARGS...: one operation of the runtime; its exit code is rc_N',
    '  n=$1; shift',
    '  say step-begin $n',
    '  (',
    `    cd ${quote(cwd)} || exit 126`,
    '    limits',
    `    exec timeout -s KILL ${STEP_SECONDS} setsid ${cpus}env -i ${env.map(quote).join(' ')} \\`,
    `      "$RUNTIME" --root "$STATE" $FLAGS "$@" ${redirections(c)}`,
    '  )',
    '  rc=$?; eval "rc_$n=$rc"',
    '  say step-end $n $rc',
    '  return $rc',
    '}',
  ];
}

function limitLines(name: string, [soft, hard]: readonly [number, number]): string[] {
  const limit = RLIMITS[name];
  if (limit === undefined) throw new UserError(`a shell cannot set the limit ${name}, which this case needs`);
  const units = (n: number) => Math.floor(n / limit.unit);
  return [`  ulimit -S -${limit.flag} ${units(soft)}; ulimit -H -${limit.flag} ${units(hard)}`];
}

const mask = (cpus: readonly number[]): string =>
  `0x${cpus.reduce((bits, n) => bits | (1n << BigInt(n)), 0n).toString(16)}`;

function redirections({ caller }: Case): string {
  const piped = [caller.stdin, caller.stdout, caller.stderr].includes('pipe');
  if (piped) throw new UserError('this case needs a pipe that somebody drains; a script cannot give it one');
  if (caller.consoleSocket === true)
    throw new UserError('this case needs somebody who takes its terminal; a script cannot do that');
  const high = caller.fds?.find((n) => n > 9);
  if (high !== undefined)
    throw new UserError(`a shell cannot open descriptor ${high}, which this case needs`);
  const input = { null: '</dev/null', closed: '<&-', file: `<${WORK}/io/stdin`, pipe: '' };
  const output = (kind: 'file' | 'closed' | 'null' | 'pipe' = 'file', n: number, file: string) =>
    ({ file: `${n}>>${WORK}/io/$n.${file}`, closed: `${n}>&-`, null: `${n}>/dev/null`, pipe: '' })[kind];
  return [
    input[caller.stdin ?? 'null'],
    output(caller.stdout, 1, 'out'),
    output(caller.stderr, 2, 'err'),
    ...(caller.fds ?? []).map((n) => `${n}<>${WORK}/io/fd${n}`),
  ].join(' ');
}
