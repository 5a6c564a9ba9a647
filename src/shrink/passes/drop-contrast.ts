import { type Case, withoutContrast } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';

/**
 * What is invalid, or said to be harmless, with all that is said of it; or only what is said: a finding need not be
 * about it.
 */
export function dropContrast(c: Case): Unit[][] {
  const control = withoutContrast(c);
  if (!control) return [];
  const gone = Object.keys(c).filter((member) => !(member in control));
  const given = (['config', 'expectation'] as const).map((member) => ({
    path: [member],
    to: control[member],
  }));
  const said = c.harmless ? [[[{ path: ['harmless'] }]]] : [];
  return [[[...gone.map((member) => ({ path: [member] })), ...given]], ...said];
}
