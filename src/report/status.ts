/** The live view's lines and the plain line, from the state of a run. */
import { age, clock, percent, plural } from './format.ts';
import { exercisedRules, type RunState } from './run-state.ts';
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

/** The window: at most six plain lines. */
export function statusLines(state: RunState, at: number, { maxTimeMs, ruleCount }: Limits): string[] {
  const { stats } = state;
  if (state.startedAt === null) return ['  starting'];
  const elapsed = (at - state.startedAt) / 1000;
  const rate = (n: number) => (elapsed > 0 ? n / elapsed : 0).toFixed(1);
  const { fresh, known } = counted(state);
  const last =
    state.lastNewAt === null
      ? ''
      : `   last ${age((at - state.lastNewAt) / 1000)} ago: ${sanitize(state.lastNew ?? '')}`;
  const unknown = state.inconclusive === 0 ? '' : `   ${state.inconclusive} inconclusive`;
  const warning = state.warning ?? uselessText(state);
  return [
    `  ${clock(elapsed)}${maxTimeMs === null ? '' : ` of ${clock(maxTimeMs / 1000)}`}   ${plural(stats?.cases ?? 0, 'case')}   ${rate(stats?.cases ?? 0)} cases/s   ${rate(stats?.lifecycles ?? 0)} lifecycles/s`,
    `  accepted     ${accepted(state)}        rules exercised ${exercisedRules(state.stats ?? { rules: {} }).length} of ${ruleCount}`,
    `  findings     ${fresh} new   ${known} known${unknown}${last}`,
    ...(state.now === null ? [] : [`  now          ${sanitize(state.now)}`]),
    ...(warning === null ? [] : [`  ⚠ ${sanitize(warning)}`]),
  ];
}

/** The same in one line, for logs. */
export function plainLine(state: RunState, at: number): string {
  const elapsed = state.startedAt === null ? 0 : (at - state.startedAt) / 1000;
  const { fresh, known } = counted(state);
  const cases = plural(state.stats?.cases ?? 0, 'case');
  const now = state.now === null ? '' : `  ${sanitize(state.now)}`;
  return `${clock(elapsed)}  ${cases}  accepted ${accepted(state)}  findings ${fresh} new, ${known} known${now}`;
}

export function accepted(state: RunState): string {
  const shares = Object.entries(state.stats?.acceptedByRuntime ?? {});
  return (
    sanitize(shares.map(([l, c]) => `${l} ${c.cases === 0 ? '-' : percent(c.ratio)}`).join('   ')) || '-'
  );
}

function counted(state: RunState): { fresh: number; known: number } {
  const all = [...state.findings.values()];
  const known = all.filter((d) => d.known !== null).length;
  return { fresh: all.length - known, known };
}
