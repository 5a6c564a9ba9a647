/** A finding as text. */
import type { Case } from '../contract/case.ts';
import { explainedText } from '../contract/explained.ts';
import type { RuntimeFacts } from '../contract/facts.ts';
import { allRequirements } from '../contract/spec/index.ts';
import type { Divergence, SavedFinding } from '../contract/verdict.ts';
import { clip, rate, shellWord } from './format.ts';
import { sanitize } from './sanitize.ts';
import { kindText } from './severity.ts';
import type { Style } from './style.ts';
import { type DiffLine, valueDiff } from './value-diff.ts';

/** Lines of a diff, and of a case, that are shown; `ocifuzz show` shows all. */
const DIFF_LINES = 14;
const CASE_LINES = 10;

export type FindingView = {
  style: Style;
  runtimes: readonly Pick<RuntimeFacts, 'label' | 'name' | 'version' | 'sha256'>[];
  /** lines of a case, as caseLines() gives them */
  describe: (c: Case) => string[];
  /** how the user calls ocifuzz, and where a finding lies: for commands to paste */
  self: string;
  place: (d: Divergence) => string;
  exportFormat: ExportFormat;
  /** longest line */
  width: number;
  /** shows everything, however long */
  full?: boolean;
};

/** The format in which `export` takes a finding as it is; null: in none. */
export type ExportFormat = (
  finding: Pick<SavedFinding, 'divergence' | 'case' | 'runtimes'>,
) => 'sh' | 'json' | null;

/** `violation MUST  runc 1.1.5  3/3` and the title, on one line. */
export function findingHead(d: Divergence, view: FindingView): string {
  const { style } = view;
  const about = d.runtimes.map((l) => runtimeTitle(l, view.runtimes)).join(', ');
  const { same, runs } = d.reliability;
  return `${paintOf(d, style)(kindText(d))}  ${style.bold(sanitize(d.title))}  ${sanitize(about)}  ${rate(same, runs)}${viewMark(d)}`;
}

/** Says that the rule has not been proven on a host like this one. */
const viewMark = ({ unprovenView }: Divergence): string =>
  unprovenView === undefined ? '' : '  unproven view';

/** The same in a sentence. */
export const unprovenText = (view: string): string =>
  `unproven on ${view}: nobody has seen the rule right on such a host yet, so look before you report it`;

/** The colour of what says how grave a finding is. */
export const paintOf = (d: Divergence, style: Style): ((text: string) => string) =>
  d.known !== null ? style.dim : severe(d) ? style.red : style.yellow;

/** Least room for a title on a narrow terminal. */
const TITLE = 16;

/**
 * `title  [runc 1.1.5]  3/3` after `head`, on one line: the title gives way where the line is too long, unless the
 * view is full.
 */
export function findingLine(head: string, d: Divergence, view: FindingView): string {
  const { same, runs, byLabel } = d.reliability;
  // a race of several has a rate for each
  const own = (l: string) =>
    d.kind === 'race' && d.runtimes.length > 1 && byLabel?.[l]
      ? ` ${byLabel[l].same}/${byLabel[l].runs}`
      : '';
  const about = d.runtimes.map((l) => `${runtimeTitle(l, view.runtimes)}${own(l)}`).join(', ');
  const known = d.known !== null && view.full ? `  known: ${sanitize(d.known)}` : '';
  const tail = `  [${sanitize(about)}]  ${rate(same, runs)}${viewMark(d)}${known}`;
  const title = sanitize(d.title);
  if (view.full) return `${head}${title}${tail}`;
  const room = Math.max(TITLE, view.width - head.length - tail.length);
  return clip(`${head}${clip(title, room)}${tail}`, view.width);
}

/** How much smaller the case became. */
export const shrunkText = ({ from, to, minimal }: NonNullable<Divergence['shrunk']>): string =>
  `shrunk from ${from} parts to ${to}${minimal === false ? ', not yet minimal' : ''}`;

/** The whole block, without an empty line at its end. `c`: the (minimal) case, null where it cannot be read. */
export function findingBlock(d: Divergence, c: Case | null, view: FindingView): string[] {
  const { style } = view;
  const diff = cut(
    valueDiff(d, (l) => sanitize(runtimeTitle(l, view.runtimes))),
    view.full ? null : DIFF_LINES,
  );
  const shrunk = d.shrunk === null ? '' : ` (${shrunkText(d.shrunk)})`;
  return [
    findingHead(d, view),
    ...(d.known === null ? [] : [`  known   ${sanitize(d.known)}`]),
    ...(d.fixedUpstream ? ['  fixed   the newest release that took part does not show it'] : []),
    ...(d.unprovenView === undefined ? [] : [`  view    ${unprovenText(d.unprovenView)}`]),
    ...(d.why === '' ? [] : [`  why     ${sanitize(d.why)}`]),
    ...diff.map((l) => `    ${paintDiff(l, style, view)}`),
    ...requirementLines(d).map((l) => `  ${l}`),
    ...(c === null ? [] : [`  case    ${style.dim(`what differs from the base case${shrunk}`)}`]),
    ...(c === null ? [] : cutLines(view.describe(c), view).map((l) => `    ${clipped(l, view)}`)),
    ...(d.explained ? explainedText(d.explained).map((l) => `  minimal ${clipped(sanitize(l), view)}`) : []),
    `  replay  ${style.cyan(sanitize(d.replay))}`,
    ...exportLine(d, c, view),
  ];
}

function exportLine(d: Divergence, c: Case | null, view: FindingView): string[] {
  const runtimes = Object.fromEntries(view.runtimes.map((r) => [r.label, r]));
  const format = c === null ? 'sh' : view.exportFormat({ divergence: d, case: c, runtimes });
  if (format === null) return [];
  const options = format === 'sh' ? '' : ` --format ${format}`;
  return [
    `  export  ${view.style.cyan(sanitize(`${view.self} export ${shellWord(view.place(d))}${options}`))}`,
  ];
}

function requirementLines(d: Divergence): string[] {
  const row = allRequirements().find((r) => r.id === d.requirement);
  const anchor = d.anchor === null ? '' : `  ${sanitize(d.anchor)}`;
  if (d.requirement === null) return anchor === '' ? [] : [`spec  ${anchor}`];
  return [
    `spec    ${sanitize(d.requirement)}${anchor}`,
    ...(row && row.text !== d.why ? [`        ${row.text}`] : []),
  ];
}

/** `crun 1.8.1`, or `old (1.1.5)` where the label says nothing of the runtime's name. */
export function runtimeTitle(label: string, runtimes: FindingView['runtimes']): string {
  const version = runtimes.find((r) => r.label === label)?.version;
  return version === undefined ? label : `${label} ${version}`;
}

function severe(d: Divergence): boolean {
  return d.kind === 'crash' || d.kind === 'hang' || (d.kind === 'violation' && d.level === 'MUST');
}

function paintDiff({ mark, text }: DiffLine, style: Style, view: FindingView): string {
  const line = clipped(mark === '@' ? text : `${mark}${text}`, view);
  if (mark === '@') return style.dim(line);
  return mark === '-' ? style.red(line) : mark === '+' ? style.green(line) : line;
}

const clipped = (line: string, view: FindingView): string => (view.full ? line : clip(line, view.width - 4));

function cut(lines: DiffLine[], most: number | null): DiffLine[] {
  if (most === null || lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), { mark: '@', text: `… ${lines.length - most + 1} more lines` }];
}

function cutLines(lines: string[], view: FindingView): string[] {
  if (view.full || lines.length <= CASE_LINES) return lines;
  return [...lines.slice(0, CASE_LINES - 1), `… ${lines.length - CASE_LINES + 1} more lines`];
}
