import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';

/** Ends of the lifecycle script; then its steps, a start with the waits that would be for nothing without it. */
export function dropSteps({ script }: Case): Unit[][] {
  const indices = script.map((_, i) => i);
  const units = (chosen: (i: number) => number[]) =>
    indices.map((i): Unit => chosen(i).map((k) => ({ path: ['script', k] })));
  const waits = indices.filter((k) => script[k]?.op === 'wait');
  const isOnlyStart = (i: number) =>
    indices.every((k) => (script[k]?.op === 'start' || script[k]?.op === 'run') === (k === i));
  return [units((i) => indices.slice(i)), units((i) => [i, ...(isOnlyStart(i) ? waits : [])])];
}
