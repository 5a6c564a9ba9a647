/** hooks: order, phase, place, arguments, state on stdin, failures (config.md#posix-platform-hooks). */
import { isEdit } from '../../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { configOf, versionOf } from '../core/case.ts';
import { type Life, walk } from '../core/lifecycle.ts';
import { type Report, report } from '../core/report.ts';
import { documentOf } from '../core/state-document.ts';
import { ANSWER_RULES, judgeAnswers } from './answers.ts';
import { CONTEXT_RULES, judgeContext } from './context.ts';
import { slotsOf } from './entries.ts';
import { FAILURE_RULES, judgeFailure } from './failure.ts';
import { judgeOrder, ORDER_RULES } from './order.ts';
import { judgeRuns, RUN_RULES } from './runs.ts';
import { judgeStdin, STDIN_RULES } from './stdin.ts';

const RULES = [
  ...new Map(
    [...ORDER_RULES, ...CONTEXT_RULES, ...STDIN_RULES, ...FAILURE_RULES, ...ANSWER_RULES, ...RUN_RULES].map(
      (r) => [r.id, r],
    ),
  ).values(),
];

function judgeLife(input: JudgeInput, run: Run, life: Life, r: Report): void {
  const { case: c } = input;
  const config = configOf(c);
  if (config === null || life.crowded || life.altered) return;
  const slots = slotsOf(c, config, life);
  // an operation that was cut off leaves what it had begun to run on by itself
  const cut = life.steps.some((s) => s.seen.outcome === 'timeout' || s.seen.outcome === 'signal');
  const version = versionOf(input);
  const declared = run.runtime.declaredSpec;
  const { ownKernel } = run.runtime;
  if (!cut) {
    judgeOrder({ life, slots, version, declared, clock: run.observation.clock, report: r });
    // without its bundle a runtime may not be able to run what is listed
    const listed = documentOf(run.runtime.features)?.hooks;
    if (!c.script.some(isEdit))
      judgeFailure({
        ...{ life, slots, version, declared, report: r },
        claims: run.runtime.hooks,
        listed: Array.isArray(listed) ? listed : [],
      });
  }
  const context = { case: c, config, observation: run.observation, life, ownKernel, report: r };
  if (!cut) judgeRuns({ config, life, slots, claims: run.runtime.hooks, ownKernel, report: r });
  for (const slot of slots) {
    judgeContext(context, slot);
    judgeAnswers(c, r, slot);
    judgeStdin({ case: c, config, life, ownKernel, report: r }, slot);
  }
}

export const hooks: Oracle = {
  name: 'hooks',
  title: 'order, phase, namespaces, state document and failures of hooks',
  rules: RULES,
  judge: (input) =>
    input.runs.flatMap((run): Verdict[] => {
      const r = report('hooks', RULES, run, versionOf(input));
      for (const life of walk(input.case, run).lives) judgeLife(input, run, life, r);
      return r.verdicts();
    }),
};
