/** Whether a runtime took a case, and its control. */
import type { Case, Contrast } from '../../src/contract/case.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { versionOf } from './case.ts';
import { stepPath, walk } from './lifecycle.ts';
import { isFault } from './signals.ts';

/** Whether a runtime took the case: `path` is the step that it refused, with the class of its error. */
export type Reception = { accepted: boolean; path: string; word: string } | null;

/** null: it was neither accepted nor refused (crash, hang, cut off, no create, or more than one at a time). */
export function receptionOf(c: Case, run: Run): Reception {
  const life = walk(c, run).lives[0];
  if (life === undefined || life.concurrent) return null;
  const { create, start } = life;
  for (const s of start === null ? [create] : [create, start]) {
    const { outcome, errorClass } = s.seen;
    if (outcome === 'timeout') return null;
    // killed by another's hand: no fault of its own that liveness would tell
    if (outcome === 'signal')
      return isFault(s.seen) ? null : { accepted: false, path: stepPath(s), word: 'killed' };
    // run hands out the exit code of a program that ran
    const ran =
      s.step.op === 'run' && (life.program !== null || run.observation.events.some((e) => e.unordered));
    if (outcome === 'error' && !ran)
      return { accepted: false, path: stepPath(s), word: errorClass ?? 'other' };
  }
  return { accepted: true, path: stepPath(start ?? create), word: 'ok' };
}

export function takes(c: Case, { runtime: { ociVersions } }: Run): boolean {
  return ociVersions.length === 0 || ociVersions.some((p) => String(c.config?.ociVersion).startsWith(p));
}

/** True where the runtime declares a specification that has all of the case; a pre-release counts as its release. */
export function declares(c: Case, { runtime: { declaredSpec } }: Run): boolean {
  return (
    declaredSpec === null || compareVersions(versionOf({ case: c }), declaredSpec.replace(/-.*$/, '')) <= 0
  );
}

/** What came of the control of a case that was refused; null = there was none, or it came to no answer. */
export function controlReception(c: Case, run: Run, config: Contrast['control']): Reception {
  if (run.control === undefined) return null;
  return receptionOf({ ...c, config }, { ...run, observation: run.control });
}
