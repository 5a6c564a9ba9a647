/** A case in a few lines, beside the generators' base case. */
import { baseConfig, baseFiles } from '../../generators/core/base.ts';
import type { Case } from '../contract/case.ts';
import { caseLines } from '../report/case-lines.ts';

export function describeCase(c: Case): string[] {
  return caseLines(
    c,
    baseConfig(),
    baseFiles().map((f) => f.path),
  );
}
