/**
 * differential: every two runs against each other, field by field. Whatever varies from run to run or legitimately
 * between runtimes (ids, times, inodes, error texts) is not among the fields or has become a word, so that two
 * runs of one binary never differ.
 */
import type { Case } from '../../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { hooksMayFail, mayNotKnow, newerThan } from '../core/case.ts';
import { accepted, type Walk, walk } from '../core/lifecycle.ts';
import { type Pair, pairsOf, sides } from '../core/pair.ts';
import { ownRule } from '../core/rules.ts';
import { type Field, FREE, type Section } from './field.ts';
import { failedHook, hooksSection } from './hooks.ts';
import { asksSection, devSection, mountsSection } from './inside.ts';
import {
  cgroupSection,
  endSection,
  filesSection,
  outcomeOf,
  outputSection,
  stateSection,
} from './outside.ts';
import { programSection } from './program.ts';

const RULES = [
  ownRule('differential.steps', 'An operation has the same outcome whatever the runtime.'),
  ownRule('differential.state', 'State documents say the same.'),
  ownRule('differential.end', 'The container process ends alike.'),
  ownRule('differential.output', "A bundle's own program prints the same."),
  ownRule('differential.hooks', 'Hooks are called alike, in the same surroundings, with the same state.'),
  ownRule('differential.program', 'The program sees the same of itself.'),
  ownRule('differential.asks', 'Experiments inside give the same answers.'),
  ownRule('differential.mounts', 'The mount table inside is the same.'),
  ownRule('differential.dev', 'The device nodes inside are the same.'),
  ownRule('differential.cgroups', 'The files of the cgroup hold the same settings.'),
  ownRule('differential.files', 'The same files are left in rootfs and bundle.'),
];

/** First step at which the runs part, or Infinity; with a verdict if their outcomes can be compared. */
function parting(c: Case, pair: Pair, a: Walk, b: Walk): { until: number; verdicts: Verdict[] } {
  for (const [index, step] of c.script.entries()) {
    const [x, y] = [a, b].map((w) => w.steps.find((s) => s.index === index));
    const [fx, fy] = [outcomeOf(x), outcomeOf(y)];
    if (x === undefined || y === undefined || fx === null || fy === null || fx.word === fy.word) continue;
    const cutOff = [fx, fy].some((f) => f.word !== 'ok' && f.word !== 'error');
    // agreement judges the first create and start, liveness what was cut off; two possible statuses are a race
    const judged =
      (step.op === 'create' && x.life === 0 && x.before[0] === 'none') || x === a.lives[0]?.start;
    const raced = x.before.length > 1 || fx.path !== fy.path;
    // to pass over what one does not know is no answer
    const taker = pair[fx.word === 'ok' ? 0 : 1];
    const unread = step.op === 'create' && mayNotKnow(c, taker.runtime);
    const verdicts =
      cutOff || judged || raced || unread || hooksMayFail(c)
        ? []
        : compare(c, pair, 'differential.steps', fx, fy);
    return { until: index, verdicts };
  }
  return { until: Number.POSITIVE_INFINITY, verdicts: [ok(pair, 'differential.steps')] };
}

const ok = (pair: Pair, rule: string): Verdict => ({
  oracle: 'differential',
  rule,
  verdict: 'ok',
  subjects: pair.map((r) => r.runtime.label),
});

const isSame = (x: unknown, y: unknown): boolean => x === y || JSON.stringify(x) === JSON.stringify(y);

/** Absent on one side: a word of its own. */
const absent = (other: Field): Field => ({ ...other, word: 'absent', value: null });

/** Nothing, or the verdict on one thing that the sides show differently. At least one shows it. */
function compare(
  c: Case,
  pair: Pair,
  rule: string,
  ofA: Field | undefined,
  ofB: Field | undefined,
): Verdict[] {
  const x = ofA ?? (ofB && absent(ofB));
  const y = ofB ?? (ofA && absent(ofA));
  if (x === undefined || y === undefined || x.word === FREE || y.word === FREE) return [];
  const sameWord = x.word === y.word;
  if (sameWord && isSame(x.value ?? null, y.value ?? null)) return [];
  const { member } = x;
  const newer =
    member !== undefined && pair.some((r) => newerThan(c, r.runtime.declaredSpec, member) !== null);
  const [a, b] = pair.map((r) => r.runtime.label) as [string, string];
  const words = sides(pair, x.word, y.word);
  const isGap = x.kind !== 'difference' && y.kind !== 'difference';
  return [
    {
      ...ok(pair, rule),
      verdict: 'violation',
      kind: isGap ? 'spec-gap' : 'difference',
      level: null,
      path: x.path,
      token: sameWord ? `${[pair[0].runtime.name, pair[1].runtime.name].sort().join(' ')} differ` : words,
      title: sameWord ? `${x.path} differs` : `${x.path}: ${words}`,
      why: isGap ? 'The specification does not say which is right.' : 'The runtimes do not do the same here.',
      expected: null,
      actual: { [a]: x.value ?? x.word, [b]: y.value ?? y.word },
      ...(newer ? { notClaimed: true } : {}),
    },
  ];
}

/** Verdicts on a section, one for each path and token. */
function compareSections(c: Case, pair: Pair, rule: string, x: Section, y: Section): Verdict[] {
  if (x === null || y === null) return [];
  const unique = new Map<string, Verdict>();
  for (const key of new Set([...x.keys(), ...y.keys()]))
    for (const v of compare(c, pair, rule, x.get(key), y.get(key))) {
      const id = `${v.path} ${v.token}`;
      if (!unique.has(id)) unique.set(id, v);
    }
  return unique.size === 0 ? [ok(pair, rule)] : [...unique.values()];
}

/** null: it hangs on none. */
const parentOf = (key: string): string | null => {
  const end = key.indexOf('\n');
  return end < 0 ? null : key.slice(0, end);
};

/** Without what hangs on a parent of which the other side has nothing: the parent says it all. */
function comparable(x: Section, y: Section): Section {
  if (x === null || y === null) return x;
  const there = new Set<string | null>([null]);
  for (const key of y.keys()) there.add(parentOf(key));
  const alone = [...x.keys()].filter((key) => !there.has(parentOf(key)));
  return alone.length === 0 ? x : new Map([...x].filter(([key]) => !alone.includes(key)));
}

function comparePair({ case: c, host }: JudgeInput, pair: Pair): Verdict[] {
  const walks = pair.map((run) => walk(c, run));
  const [a, b] = walks as [Walk, Walk];
  const judge = (name: string, section: (run: Run, w: Walk) => Section): Verdict[] => {
    const [x, y] = [section(pair[0], a), section(pair[1], b)];
    return compareSections(c, pair, `differential.${name}`, comparable(x, y), comparable(y, x));
  };
  const hooks = (until: number) => judge('hooks', (run, w) => hooksSection(c, run, w, until));
  const went = accepted(a);
  if (went !== accepted(b)) return [];
  if (!went) {
    // refused by both: only if it is for the same failed hook, in the same operation, is what follows comparable
    const hook = failedHook(c, a);
    return hook !== null && hook === failedHook(c, b) ? hooks(Infinity) : [];
  }
  const { until, verdicts } = parting(c, pair, a, b);
  const kernels = pair.every((run) => !run.runtime.ownKernel);
  const finished = walks.every((w) => w.lives.every((l) => l.delete !== null && !l.concurrent));
  return [
    ...verdicts,
    ...judge('state', (_, w) => stateSection(c, w, until)),
    ...judge('end', (_, w) => endSection(w, until)),
    ...judge('output', (_, w) => outputSection(c, w, until)),
    ...hooks(until),
    ...judge('program', (run) => programSection(c, host, run, kernels)),
    ...judge('asks', (run) => asksSection(c, host, run)),
    ...(kernels ? judge('mounts', (run) => mountsSection(c, run)) : []),
    ...(kernels ? judge('dev', (run) => devSection(c, run)) : []),
    ...(kernels ? judge('cgroups', (run) => cgroupSection(c, run)) : []),
    ...(until === Infinity && finished ? judge('files', (run) => filesSection(c, run)) : []),
  ];
}

export const differential: Oracle = {
  name: 'differential',
  title: 'every two runtimes against each other, by a policy for each field',
  rules: RULES,
  judge: (input) => pairsOf(input.runs).flatMap((pair) => comparePair(input, pair)),
};
