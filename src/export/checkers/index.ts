/** The checkers; the first that can tell a finding counts. */
import { accepted } from './accepted.ts';
import type { Check, Checker, Finding } from './checker.ts';
import { hookCount, hookPhase, hookState, surroundings } from './hooks.ts';
import { mounts } from './mounts.ts';
import { dev, rlimits } from './program.ts';
import { residue } from './residue.ts';
import { steps } from './steps.ts';

export const CHECKERS: readonly Checker[] = [
  accepted,
  steps,
  hookCount,
  hookPhase,
  hookState,
  surroundings,
  mounts,
  rlimits,
  dev,
  residue,
];

/** null: no script can tell this finding. */
export function checkFor(finding: Finding): Check | null {
  for (const checker of CHECKERS) {
    const check = checker.check(finding);
    if (check !== null) return check;
  }
  return null;
}
