/** The record of the container's program. */
import type { Case } from '../../src/contract/case.ts';
import type { Observation, ProbeRecord } from '../../src/contract/observation.ts';
import { programOf } from './case.ts';

/** First record of the program in a lifecycle, by socket or stdout; null if it never reported. */
export function recordOf(c: Case, o: Observation): ProbeRecord | null {
  const label = programOf(c)?.path;
  return (
    o.events.find((e) => e.type === 'begin' && e.program === label && label !== undefined)?.record ?? null
  );
}
