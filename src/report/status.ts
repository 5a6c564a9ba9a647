/** The live view's lines and the plain line, from the state of a run. */
import { age, clock, fill, percent, plural } from './format.ts';
import type { RunState } from './run-state.ts';
import { sanitize } from './sanitize.ts';
import { uselessText } from './usefulness.ts';

/** `runc 1.1.5  crun 1.8.1  ·  Linux 6.1 cgroup v2  ·  seed 1873`; the first line of a run. */
export function startLine(version: string, start: NonNullable<RunState['start']>): string {
  const runtimes = start.runtimes.map((r) => {
    const adapter = r.label === r.name ? '' : ` (${r.name})`;
    return `${r.label}${adapter} ${r.version}`;
  });
  const { host } = start;
  return sanitize(
    `ocifuzz ${version}  ·  ${runtimes.join(', ')}  ·  Linux ${host.kernel} cgroup ${host.cgroup}  ·  seed ${start.seed}`,
  );
}

export type Limits = {
  /** --max-time, null for none */
  maxTimeMs: number | null;
  /** rules that there are */
  ruleCount: number;
};

/** Where the text of a row begins. */
const INDENT = 15;

/** The window: some six plain lines, none wider than `width` unless a word is. */
export function statusLines(
  state: RunState,
  at: number,
  { maxTimeMs, ruleCount }: Limits,
  width: number,
): string[] {
  const { figures } = state;
  if (state.startedAt === null) return ['  starting'];
  const row = (name: string, [first, ...pieces]: readonly string[], gap = '   ') =>
    fill([`  ${name.padEnd(INDENT - 2)}${first}`, ...pieces], gap, width, INDENT);
  const elapsed = (at - state.startedAt) / 1000;
  const rate = (n: number) => (elapsed > 0 ? n / elapsed : 0).toFixed(1);
  const { fresh, known } = counted(state);
  const { lastNewAt } = state;
  const warning = state.warning ?? uselessText(state);
  const [cases, lifecycles] = [figures?.cases ?? 0, figures?.lifecycles ?? 0];
  return [
    ...row('time', [
      `${clock(elapsed)}${maxTimeMs === null ? '' : ` of ${clock(maxTimeMs / 1000)}`}`,
      `${plural(cases, 'case')} (${rate(cases)}/s)`,
      `${plural(lifecycles, 'lifecycle')} (${rate(lifecycles)}/s)`,
    ]),
    ...row('accepted', [...shares(state), `rules exercised ${figures?.rules ?? 0} of ${ruleCount}`]),
    ...row('findings', [
      `${fresh} new`,
      `${known} known`,
      ...(state.inconclusive === 0 ? [] : [`${state.inconclusive} inconclusive`]),
      ...(lastNewAt === null
        ? []
        : [`last ${age((at - lastNewAt) / 1000)} ago: ${sanitize(state.lastNew ?? '')}`]),
    ]),
    ...(state.now === null ? [] : row('now', sanitize(state.now).split(' '), ' ')),
    ...(warning === null ? [] : fill(`  ⚠ ${sanitize(warning)}`.split(' '), ' ', width, 4)),
  ];
}

/** The same in one line, for logs. */
export function plainLine(state: RunState, at: number): string {
  const elapsed = state.startedAt === null ? 0 : (at - state.startedAt) / 1000;
  const { fresh, known } = counted(state);
  const cases = plural(state.figures?.cases ?? 0, 'case');
  const now = state.now === null ? '' : `  ${sanitize(state.now)}`;
  return `${clock(elapsed)}  ${cases}  accepted ${shares(state).join('   ')}  findings ${fresh} new, ${known} known${now}`;
}

/** `runc 97%` of each runtime */
function shares(state: RunState): string[] {
  const all = Object.entries(state.figures?.acceptedByRuntime ?? {});
  return all.length === 0
    ? ['-']
    : all.map(([l, c]) => sanitize(`${l} ${c.cases === 0 ? '-' : percent(c.ratio)}`));
}

function counted(state: RunState): { fresh: number; known: number } {
  const all = [...state.findings.values()];
  const known = all.filter((d) => d.known !== null).length;
  return { fresh: all.length - known, known };
}
