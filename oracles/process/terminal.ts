/** The terminal of the program (config.md#process: terminal, consoleSize). */
import { linksOf, resolveIn } from '../core/links.ts';
import { specRules } from '../core/rules.ts';
import type { ProcessInput } from './index.ts';

export const TERMINAL_RULES = specRules(
  'config.process.terminal.default',
  'config.process.terminal.true',
  'config.process.consoleSize.applied',
  'config.process.consoleSize.ignored',
);

export function judgeTerminal(all: ProcessInput): void {
  if (all.process.terminal === true) {
    judgeDevice(all);
    judgeSize(all);
  } else judgeNone(all);
}

function judgeNone({ process, record, r }: ProcessInput): void {
  const shown = { path: 'program.tty', token: 'unasked', actual: record.tty };
  r.check('config.process.terminal.default', record.tty === null, shown);
  if (process.consoleSize !== undefined)
    r.check('config.process.consoleSize.ignored', record.tty === null, shown);
}

/** A pty of the container is on all three standard streams, and its other end has come to the socket. */
function judgeDevice({ input, run, record, r }: ProcessInput): void {
  const targets = (record.fds ?? []).filter((f) => f.fd < 3).map((f) => f.target);
  const [first] = targets;
  if (record.fds === null || (record.tty !== null && targets.includes(null))) {
    r.unknown('config.process.terminal.true', 'the program could not read where its descriptors lead');
    return;
  }
  const same = targets.length === 3 && targets.every((t) => t === first);
  // where /dev is a link the name is what it leads to
  const dirs = ['/dev/pts', resolveIn(linksOf(input.case), '/dev/pts')];
  const [, dir, number] = /^(.*)\/(\d+)$/.exec(first ?? '') ?? [];
  const isPty = number !== undefined && dirs.includes(dir ?? '');
  const received = !input.case.caller.consoleSocket || run.observation.console?.received === true;
  const token =
    record.tty === null ? 'absent' : !same ? 'not-on-all' : !isPty ? 'no-pty' : received ? '' : 'not-sent';
  r.check('config.process.terminal.true', token === '', {
    kind: 'violation',
    path: 'program.tty',
    token,
    title: `the terminal of the program: ${token.replaceAll('-', ' ')}`,
    expected: 'a pseudoterminal on descriptors 0, 1 and 2',
    actual: targets,
  });
}

/** A size beyond what winsize (ioctl_tty(2)) holds has no meaning, and one with a 0 is no size. */
function judgeSize({ process, record, r }: ProcessInput): void {
  const { consoleSize: size } = process;
  const seen = record.tty;
  if (size === undefined || seen === null) return;
  if ([size.height, size.width].some((n) => n === 0 || n > 65535)) return;
  r.check('config.process.consoleSize.applied', seen.rows === size.height && seen.cols === size.width, {
    kind: 'violation',
    path: 'program.tty.size',
    token: seen.rows === 0 && seen.cols === 0 ? 'zero' : 'other',
    title: 'the size of the terminal is not the configured one',
    expected: size,
    actual: seen,
  });
}
