/** What the container's program and the looks at it tell, as long as config.json is the case's. */
import { BUNDLE, type Case, isEdit, type Step } from '../../src/contract/case.ts';
import type { Observation, OutsideView, ProbeRecord } from '../../src/contract/observation.ts';
import { remembered } from '../../src/contract/remembered.ts';
import { programOf } from './case.ts';

/** First record of the program in a lifecycle, by socket or stdout; null if it never reported. */
export const recordOf = remembered((c: Case, o: Observation): ProbeRecord | null => {
  const label = programOf(c)?.path;
  const altered = alteredFrom(c);
  const until = o.events.find((e) => e.type === 'step-begin' && e.step === altered)?.seq ?? Infinity;
  const first = o.events.find((e) => e.type === 'begin' && e.program === label && label !== undefined);
  return first === undefined || first.seq > until ? null : (first.record ?? null);
});

/** The looks at containers that were made of the case's config. */
export function viewsOf(c: Case, o: Observation): OutsideView[] {
  const altered = alteredFrom(c);
  return o.outside.filter((v) => v.step < altered);
}

/** True for config.json, and for what it lies in. */
const holdsConfig = (path: string | undefined): boolean =>
  path !== undefined && `${BUNDLE}/config.json`.startsWith(path);

/** True for a step that replaces config.json or takes it away. */
export const changesConfig = (step: Step): boolean => isEdit(step) && holdsConfig(step.path);

/**
 * Index of the first create or run that may read another config.json than the case's, since a step or a hook has
 * changed it; Infinity if there is none. What is made from there on says nothing of the case's config.
 */
export const alteredFrom = remembered((c: Case): number => {
  const reads = [...c.script.entries()]
    .filter(([, s]) => s.op === 'create' || s.op === 'run')
    .map(([n]) => n);
  const byStep = c.script.findIndex(changesConfig);
  const byHook = c.files.some(
    (f) => f.type === 'program' && (holdsConfig(f.behaviour.write?.path) || holdsConfig(f.behaviour.remove)),
  );
  const changed = [byStep, byHook ? (reads[0] ?? -1) : -1].filter((n) => n >= 0);
  return reads.find((n) => n > Math.min(...changed)) ?? Infinity;
});
