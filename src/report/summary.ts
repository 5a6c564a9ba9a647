/** The end of a run: what was found, what was refused, why it stopped, and how to go on. */
import type { Event } from '../contract/event.ts';
import { type Divergence, KINDS } from '../contract/verdict.ts';
import { type FindingView, runtimeTitle } from './finding.ts';
import { clock, percent, plural, shellWord } from './format.ts';
import { sanitize } from './sanitize.ts';
import { severityOrder } from './severity.ts';

type Start = Extract<Event, { type: 'run-start' }>;
type End = Extract<Event, { type: 'run-end' }>;

/** Causes of refusal, and reasons of inconclusive results, that are listed. */
const MOST = 5;

/** Why a run ended, in words. */
export const STOPPED: Record<End['reason'], string> = {
  'max-time': 'time was up',
  'max-cases': 'the number of cases was reached',
  'max-divergences': 'the number of findings was reached',
  interrupted: 'interrupted',
  'no-runtime': 'no runtime could run the cases',
  done: 'all was done',
};

/** The last line is a command that can be pasted. `self`: how ocifuzz is called. */
export function summaryLines(start: Start | null, end: End, view: FindingView, self: string): string[] {
  const { stats } = end;
  return [
    '',
    ...groups(end.divergences, view),
    row('accepted', acceptedText(end)),
    ...refusalLines(end),
    ...end.inconclusive
      .slice(0, MOST)
      .map((i) =>
        row(
          'inconclusive',
          `${i.count} × ${sanitize(i.reason)}${i.case === null ? '' : ` (case ${sanitize(i.case)})`}`,
        ),
      ),
    ...(end.inconclusive.length > MOST ? [row('', `… ${end.inconclusive.length - MOST} more reasons`)] : []),
    ...(stats.notClaimed > 0
      ? [
          row(
            'not claimed',
            `${plural(stats.notClaimed, 'verdict')} about what a runtime does not declare; never a finding`,
          ),
        ]
      : []),
    ...(stats.unstable > 0
      ? [row('unstable', `${plural(stats.unstable, 'difference')} did not hold when run again`)]
      : []),
    ...(stats.unconfirmed > 0
      ? [row('unconfirmed', `${plural(stats.unconfirmed, 'sighting')} when the time was up`)]
      : []),
    row(
      'ran',
      `${plural(stats.cases, 'case')}, ${plural(stats.lifecycles, 'lifecycle')} in ${clock(stats.elapsedSeconds)}; stopped: ${STOPPED[end.reason]}`,
    ),
    ...(start === null ? [] : [row('run', `seed ${start.seed}, ${sanitize(start.runDir)}`)]),
    view.style.bold(totals(end.divergences)),
    ...(start === null ? [] : [view.style.cyan(nextCommand(start, end.divergences, self))]),
  ];
}

const row = (name: string, text: string): string => `${name.padEnd(13)}${text}`;

/** By kind, the gravest first. */
function groups(divergences: readonly Divergence[], view: FindingView): string[] {
  const sorted = bySeverity(divergences);
  return KINDS.flatMap((kind) => {
    const found = sorted.filter((d) => d.kind === kind);
    if (found.length === 0) return [];
    return [view.style.bold(`${kind} (${found.length})`), ...found.flatMap((d) => item(d, view)), ''];
  });
}

/** The gravest first; equal ones by title. */
export function bySeverity(divergences: readonly Divergence[]): Divergence[] {
  return [...divergences].sort(severityOrder);
}

function item(d: Divergence, view: FindingView): string[] {
  const about = d.runtimes.map((l) => runtimeTitle(l, view.runtimes)).join(', ');
  const { same, runs } = d.reliability;
  const line = `  ${(d.level ?? '').padEnd(8)}${sanitize(d.title)}  [${sanitize(about)}]  ${same}/${runs}`;
  if (d.known !== null) return [view.style.dim(`${line}  known: ${sanitize(d.known)}`)];
  return [line, view.style.dim(`          ${sanitize(d.replay)}`)];
}

function acceptedText(end: End): string {
  const shares = Object.entries(end.stats.acceptedByRuntime);
  return (
    sanitize(shares.map(([l, c]) => `${l} ${c.accepted} of ${c.cases} (${percent(c.ratio)})`).join(', ')) ||
    '-'
  );
}

function refusalLines(end: End): string[] {
  return Object.entries(end.stats.refusals).flatMap(([label, causes]) => {
    const sorted = Object.entries(causes).sort(([, a], [, b]) => b - a);
    const shown = sorted.slice(0, MOST).map(([cause, n]) => `${n} × ${cause}`);
    const more = sorted.length > MOST ? [`${sorted.length - MOST} more causes`] : [];
    return sorted.length === 0
      ? []
      : [row('refused', sanitize(`${label}: ${[...shown, ...more].join(', ')}`))];
  });
}

function totals(divergences: readonly Divergence[]): string {
  const known = divergences.filter((d) => d.known !== null).length;
  return `${plural(divergences.length - known, 'new finding')}, ${known} known`;
}

/** Shows the gravest new finding; where there is none, runs the same campaign again. */
function nextCommand(start: Start, divergences: readonly Divergence[], self: string): string {
  const gravest = bySeverity(divergences).find((d) => d.known === null);
  if (gravest)
    return sanitize(
      `${self} show ${shellWord(`${start.runDir}/${gravest.case.replace(/\/finding\.json$/, '')}`)}`,
    );
  const again = start.argv.includes('--seed') ? start.argv : [...start.argv, '--seed', String(start.seed)];
  return sanitize([self, ...again.map(shellWord)].join(' '));
}
