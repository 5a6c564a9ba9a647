/** Editing config.json after create changes nothing for that container (runtime.md#lifecycle, step 2). */
import { BUNDLE, type Case } from '../../src/contract/case.ts';
import type { Life } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';

const RULE = 'lifecycle.02.config-frozen';
export const FROZEN_RULES = specRules(RULE);

/** A start that fails may have other reasons: only one that names the file it should not read is blamed. */
export function judgeFrozen(c: Case, { create, start }: Life, r: Report): void {
  if (create.seen.outcome !== 'ok' || start === null) return;
  const between = c.script.slice(create.index + 1, start.index);
  const edits = between.filter((s) => s.op === 'write' || s.op === 'remove');
  if (edits.length === 0 || edits.some((s) => s.path !== `${BUNDLE}/config.json`)) return;
  const { outcome, stderr } = start.seen;
  if (outcome === 'ok') r.ok(RULE);
  else if (outcome !== 'error' || !stderr.includes('config.json'))
    r.unknown(RULE, 'start failed, and does not say that it was for config.json');
  else
    r.fail(RULE, {
      path: 'steps.start[created]',
      token: 'reads-config',
      title: 'start fails because config.json was edited after create',
      expected: 'ok',
      actual: stderr.slice(0, 500),
    });
}
