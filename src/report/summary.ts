/** The end of a run: what was found, what was refused, why it stopped, and how to go on. */
import type { Event } from '../contract/event.ts';
import type { Divergence } from '../contract/verdict.ts';
import { type FindingView, findingLine } from './finding.ts';
import { clock, fill, percent, plural, shellWord } from './format.ts';
import type { Detail } from './reporter.ts';
import { sanitize } from './sanitize.ts';
import { SEVERITY_WORDS, severityOrder, severityWord } from './severity.ts';

type Start = Extract<Event, { type: 'run-start' }>;
type End = Extract<Event, { type: 'run-end' }>;

/** Findings that are listed unless --verbose asks for all, and so many of one severity at most. */
const LISTED = 8;
const OF_ONE = 4;
/** Causes of refusal of one runtime, and reasons of inconclusive results, that are listed. */
const MOST = 3;

/** Why a run ended, in words. */
export const STOPPED: Record<End['reason'], string> = {
  'max-time': 'time was up',
  'max-cases': 'the number of cases was reached',
  'max-divergences': 'the number of findings was reached',
  interrupted: 'interrupted',
  'no-runtime': 'no runtime could run the cases',
  done: 'all was done',
};

type Settings = { self: string; detail: Detail };

/** The last line is a command that can be pasted. */
export function summaryLines(
  start: Start | null,
  end: End,
  view: FindingView,
  { self, detail }: Settings,
): string[] {
  const last = [
    ...(start === null ? [] : [row('report', `${sanitize(start.runDir)}/report.html`)]),
    ...(start !== null && end.reason === 'interrupted' && isRun(start)
      ? [row('go on', resumeCommand(start, self))]
      : []),
    view.style.bold(totals(end.divergences)),
    ...(start === null ? [] : [view.style.cyan(nextCommand(start, end.divergences, self))]),
  ];
  return detail === 'quiet'
    ? last
    : [
        '',
        ...groups(end.divergences, view, detail === 'verbose'),
        ...figures(start, end, view.width),
        ...last,
      ];
}

/** What was accepted, refused and left out, and how long it took; rows that are too long go on below themselves. */
function figures(start: Start | null, end: End, width: number): string[] {
  const { stats, inconclusive } = end;
  const seed = start === null ? '' : `; seed ${start.seed}`;
  const left = [
    ...(stats.notClaimed > 0 ? [`${plural(stats.notClaimed, 'verdict')} not claimed`] : []),
    ...(stats.unstable > 0 ? [`${plural(stats.unstable, 'difference')} unstable`] : []),
    ...(stats.unconfirmed > 0 ? [`${plural(stats.unconfirmed, 'sighting')} unconfirmed`] : []),
  ];
  const ran = `${plural(stats.cases, 'case')}, ${plural(stats.lifecycles, 'lifecycle')} in ${clock(stats.elapsedSeconds)}`;
  const rows = [
    row('accepted', acceptedText(end)),
    ...refusalLines(end),
    ...inconclusive
      .slice(0, MOST)
      .map(({ reason, count, case: id }) =>
        row('inconclusive', `${count} × ${sanitize(reason)}${id === null ? '' : ` (case ${sanitize(id)})`}`),
      ),
    ...(inconclusive.length > MOST ? [row('', `… ${inconclusive.length - MOST} more reasons`)] : []),
    ...(left.length > 0 ? [row('left out', left.join(', '))] : []),
    row('ran', `${ran}; stopped: ${STOPPED[end.reason]}${seed}`),
  ];
  return rows.flatMap((line) => fill(line.split(' '), ' ', width, INDENT));
}

/** Where the text of a row begins. */
const INDENT = 13;

const row = (name: string, text: string): string => `${name.padEnd(INDENT)}${text}`;

/**
 * By severity, the gravest first. What does not fit is counted; known findings are listed with --verbose alone.
 * Cuts lines, unless `all`.
 */
function groups(divergences: readonly Divergence[], view: FindingView, all: boolean): string[] {
  const sorted = bySeverity(divergences).filter((d) => all || d.known === null);
  let room = LISTED;
  const lines: string[] = [];
  const rest: string[] = [];
  for (const word of SEVERITY_WORDS) {
    const found = sorted.filter((d) => severityWord(d) === word);
    const shown = all ? found : found.slice(0, Math.min(room, OF_ONE));
    room -= shown.length;
    const head = `${word} (${found.length})${found.length > shown.length ? `, ${shown.length} of them:` : ''}`;
    if (shown.length > 0) lines.push(view.style.bold(head));
    else if (found.length > 0) rest.push(`${found.length} ${word}`);
    lines.push(...shown.map((d) => item(d, view, all)));
  }
  if (rest.length > 0) lines.push(`and ${rest.join(', ')}`);
  return lines.length === 0 ? [] : [...lines, ''];
}

/** The gravest first; equal ones by title. */
export function bySeverity(divergences: readonly Divergence[]): Divergence[] {
  return [...divergences].sort(severityOrder);
}

function item(d: Divergence, view: FindingView, all: boolean): string {
  const line = findingLine('  ', d, { ...view, full: all });
  return d.known === null ? line : view.style.dim(line);
}

function acceptedText(end: End): string {
  const shares = Object.entries(end.stats.acceptedByRuntime);
  const each = shares.map(([l, c]) => `${l} ${c.accepted} of ${c.cases} (${percent(c.ratio)})`);
  return each.length === 0 ? '-' : sanitize(`${each.join(', ')} of the cases meant to run`);
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

/** Only `run` can go on: its cases have indices. */
const isRun = ({ argv: [first] }: Start): boolean =>
  first === undefined || first === 'run' || first.startsWith('-');

function resumeCommand({ argv, runDir }: Start, self: string): string {
  const rest = argv.filter(
    (word, i) => !/^--(seed|resume)(=|$)/.test(word) && !/^--(seed|resume)$/.test(argv[i - 1] ?? ''),
  );
  return sanitize([self, ...rest, '--resume', runDir].map((w, i) => (i === 0 ? w : shellWord(w))).join(' '));
}
