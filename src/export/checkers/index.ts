/** The checkers; the first that can tell a finding counts. */
import { accepted } from './accepted.ts';
import { applied, namespaces } from './applied.ts';
import { asks } from './asks.ts';
import { begin } from './begin.ts';
import { cgroups } from './cgroups.ts';
import type { Check, Checker, Finding } from './checker.ts';
import { crash } from './crash.ts';
import { hookCount, hookPhase, hookState, surroundings } from './hooks.ts';
import { mounts } from './mounts.ts';
import { dev, environment, fields, rlimits } from './program.ts';
import { residue } from './residue.ts';
import { stateDocument } from './state.ts';
import { steps } from './steps.ts';
import { together } from './together.ts';

export const CHECKERS: readonly Checker[] = [
  accepted,
  crash,
  steps,
  together,
  begin,
  hookCount,
  hookPhase,
  hookState,
  surroundings,
  mounts,
  rlimits,
  environment,
  fields,
  dev,
  residue,
  stateDocument,
  cgroups,
  asks,
  applied,
  namespaces,
];

/** null: no script can tell this finding. */
export function checkFor(finding: Finding): Check | null {
  for (const checker of CHECKERS) {
    const check = checker.check(finding);
    // what the signature does not tell no script can look for
    if (check !== null && !check.present.includes('')) return check;
  }
  return null;
}
