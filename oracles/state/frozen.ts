/** A config.json that is changed once its container was created is without effect (runtime.md#lifecycle, step 2). */
import { BUNDLE, type Case, HOOK_KINDS, isEdit, ROOTFS } from '../../src/contract/case.ts';
import { configFaults, type OciConfig } from '../../src/contract/config/index.ts';
import { bytesOf, programsOf } from '../core/case.ts';
import { type Life, stepPath } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { documentOf } from '../core/state-document.ts';
import { callsOf } from '../core/timeline.ts';

const CONFIG = `${BUNDLE}/config.json`;
const FROZEN = 'lifecycle.02.config-frozen';
export const FROZEN_RULES = specRules(FROZEN);

/** What took its place during the life: null = it was removed or is no config. undefined = nothing did. */
function changedIn(c: Case, life: Life): OciConfig | null | undefined {
  const last = life.steps.at(-1)?.index ?? life.create.index;
  const edit = c.script
    .slice(life.create.index, last)
    .filter(isEdit)
    .findLast((s) => s.path === CONFIG);
  if (edit === undefined) return undefined;
  try {
    const value: unknown = edit.op === 'write' ? JSON.parse(edit.content) : null;
    return configFaults(value).length === 0 ? (value as OciConfig) : null;
  } catch {
    return null;
  }
}

/** Words of what only the changed config can have brought about. */
function effects(c: Case, life: Life, changed: OciConfig | null): string[] {
  const own = c.config as Partial<OciConfig> | undefined;
  const listed = (config: Partial<OciConfig> | null | undefined): string[] =>
    HOOK_KINDS.flatMap((k) => (config?.hooks?.[k] ?? []).map((e) => e.path));
  const programs = programsOf(c);
  const ran = listed(changed)
    .filter((path) => !listed(own).includes(path))
    .some((path) =>
      [path, `${ROOTFS}${path}`].some((p) => programs.has(p) && callsOf(life.events, p).length > 0),
    );
  const argv = JSON.stringify(life.program?.begin.record?.argv);
  const args = (config: Partial<OciConfig> | null | undefined) =>
    JSON.stringify((config?.process?.args ?? []).map(bytesOf));
  const keys = Object.keys(changed?.annotations ?? {}).filter((k) => !(k in (own?.annotations ?? {})));
  const documents = life.steps.map((s) => documentOf(documentOf(s.seen.state)?.annotations) ?? {});
  return [
    ...(ran ? ['hooks'] : []),
    ...(argv === args(changed) && argv !== args(own) ? ['args'] : []),
    ...(documents.some((d) => keys.some((k) => k in d)) ? ['annotations'] : []),
  ];
}

export function judgeFrozen(c: Case, life: Life, r: Report): void {
  if (life.crowded || life.altered || life.create.seen.outcome !== 'ok') return;
  const changed = changedIn(c, life);
  if (changed === undefined) return;
  // an operation may fail for other reasons: only one that names the file it should not read is blamed
  const reader = life.steps.find(
    (s) => s !== life.create && s.seen.outcome === 'error' && s.seen.stderr.includes('config.json'),
  );
  if (reader)
    r.fail(FROZEN, {
      path: stepPath(reader),
      token: 'reads-config',
      title: `${reader.step.op} fails because config.json was edited after create`,
      expected: 'ok',
      actual: reader.seen.stderr.slice(0, 500),
    });
  const words = effects(c, life, changed);
  r.check(FROZEN, words.length === 0, {
    path: 'config.json.changed-after-create',
    token: words.join('+'),
    title: `a config.json that is changed after create has an effect: ${words.join(', ')}`,
    expected: 'nothing of it shows',
    actual: words,
  });
}
