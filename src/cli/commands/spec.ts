/** `ocifuzz spec`: the catalogue of requirements, or what a run has exercised of the rules. */

import { mergedFigures } from '../../campaign/merge-runs.ts';
import { areaOf, SPEC_AREAS } from '../../catalogue/areas.ts';
import { catalogue, type Entry, STATUSES } from '../../catalogue/catalogue.ts';
import { lacking } from '../../catalogue/unexercised.ts';
import { isExercised, type RuleFigures, ruleFigures } from '../../catalogue/vacuity.ts';
import { SCHEMA_VERSION } from '../../contract/case.ts';
import { UserError } from '../../contract/errors.ts';
import { requirement } from '../../contract/spec/index.ts';
import { plural } from '../../report/format.ts';
import { safeJson, sanitize } from '../../report/sanitize.ts';
import { type RunFigures, readRunFigures } from '../../store/run-figures.ts';
import { columns } from '../columns.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { mustKnow } from '../suggest.ts';

export const spec: Handler<'area' | 'json' | 'markdown' | 'run'> = async (o, more, io) => {
  const { area } = o;
  if (area !== undefined) mustKnow('area', area, SPEC_AREAS);
  const entries = catalogue().filter((e) => area === undefined || e.area === area);
  if (o.run === undefined && more.length > 0) throw new UserError('name runs with --run');
  const run = o.run === undefined ? null : mergedFigures([o.run, ...more].map(readRunFigures));
  const figures = run === null ? null : figuresOf(run, area);
  const text = () => (run && figures ? figuresText(figures, run) : catalogueText(entries));
  io.stdout.write(o.json ? jsonText(entries, figures) : o.markdown ? markdown(entries) : text());
  return EXIT.ok;
};

/** Rules of an oracle's own belong to no area. */
function figuresOf({ rules, runtimes }: RunFigures, area: string | undefined): RuleFigures[] {
  const labels = runtimes.map((r) => r.label);
  const all = ruleFigures(rules, labels);
  return area === undefined
    ? all
    : all.filter(({ rule }) => rule.anchor !== null && areaOf(rule.id) === area);
}

/** `checked: hooks`, `checked: state by op.supported`, `checked: cgroups, proven on cgroup v1`, `needs: resctrl`, `permits` */
const statusText = ({ status, by, as, why, provenOn }: Entry): string => {
  const views = provenOn === undefined ? '' : `, proven on ${provenOn.join(', ') || 'no host yet'}`;
  if (why === '') return `${status}: ${by.join(', ')}${as === undefined ? '' : ` by ${as}`}${views}`;
  return status === 'permits' || status === 'missing' ? status : `${status}: ${why}`;
};

function totals(entries: readonly Entry[]): string {
  const parts = STATUSES.map((s) => `${entries.filter((e) => e.status === s).length} ${s}`);
  return `${plural(entries.length, 'requirement')}: ${parts.join(', ')}`;
}

function catalogueText(entries: readonly Entry[]): string {
  const rows = entries.map((e) => [e.requirement.id, e.requirement.level, statusText(e), e.requirement.text]);
  return `${columns(rows)}${totals(entries)}\n`;
}

function figuresText(figures: readonly RuleFigures[], { runtimes, views, hidden }: RunFigures): string {
  const labels = runtimes.map((r) => r.label);
  const exercised = figures.filter(isExercised);
  const cell = (f: RuleFigures, label: string): string => {
    const c = f.byLabel[label];
    const applied = c === undefined ? 0 : c.ok + c.violation + c.unknown;
    return c === undefined || applied === 0
      ? '-'
      : `${applied} applied: ${c.ok} held, ${c.violation} violated, ${c.unknown} unknown`;
  };
  const head = ['rule', 'level', 'since', ...labels.map((l) => sanitize(l))];
  const rows = exercised.map((f) => [
    f.rule.id,
    f.rule.level ?? '-',
    f.rule.since,
    ...labels.map((l) => cell(f, l)),
  ]);
  const never = figures.filter((f) => !isExercised(f));
  return [
    columns([head, ...rows]),
    ...never.map((f) => {
      const reason = lacking(f.rule.id);
      return `never exercised: ${f.rule.id} (${f.oracles.join(', ')})${reason === null ? '' : `: ${reason}`}\n`;
    }),
    `${exercised.length} of ${plural(figures.length, 'rule')} exercised on cgroup ${views.join(' and ')}\n`,
    boundText(figures),
    hidden.length === 0
      ? ''
      : `${plural(hidden.length, 'rule')} with findings in private/ ${hidden.length === 1 ? 'counts' : 'count'} as never exercised\n`,
  ].join('');
}

/** What a runtime must or should do; the rest of a catalogue binds writers of configs, or is implied. */
function boundText(figures: readonly RuleFigures[]): string {
  const bound = figures.filter(({ rule: { id, anchor, level } }) => {
    return anchor !== null && level !== 'IMPLIED' && requirement(id).subject === 'runtime';
  });
  const never = bound.filter((f) => !isExercised(f));
  const needs = never.filter((f) => lacking(f.rule.id) !== null).length;
  return (
    `MUST and SHOULD of runtimes: ${bound.length - never.length} of ${bound.length} exercised, ` +
    `${needs} with a reason, ${never.length - needs} without\n`
  );
}

function jsonText(entries: readonly Entry[], figures: readonly RuleFigures[] | null): string {
  const requirements = entries.map(({ requirement, ...e }) => ({ ...requirement, ...e }));
  const rules = figures?.map((f) => ({
    id: f.rule.id,
    oracles: f.oracles,
    exercised: isExercised(f),
    byLabel: f.byLabel,
  }));
  return `${safeJson({ schemaVersion: SCHEMA_VERSION, requirements, ...(rules ? { rules } : {}) }, 2)}\n`;
}

function markdown(entries: readonly Entry[]): string {
  const cells = (row: readonly string[]): string =>
    `| ${row.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const rows = entries.map((e) =>
    cells([
      `\`${e.requirement.id}\``,
      e.requirement.level,
      e.requirement.since,
      statusText(e),
      e.requirement.text,
    ]),
  );
  const head = cells(['requirement', 'level', 'since', 'status', 'what it says']);
  return `${head}|---|---|---|---|---|\n${rows.join('')}\n${totals(entries)}\n`;
}
