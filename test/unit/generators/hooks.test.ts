/** Failing hooks: how soon a campaign about hooks makes each kind of failure, and what is listed behind it. */
import { describe, expect, it } from 'vitest';
import { AREAS, generateCase } from '../../../generators/index.ts';
import { type Case, HOOK_KINDS, type HookKind } from '../../../src/contract/case.ts';
import { HOST, NEW } from './host.ts';

/** The hook that fails by its exit code and all that come later; null where none does. */
function failure(c: Case): { kind: HookKind; later: HookKind[] } | null {
  const hooks = (c.config?.hooks ?? {}) as Partial<Record<HookKind, { path: string }[]>>;
  const list = HOOK_KINDS.flatMap((kind) => (hooks[kind] ?? []).map(({ path }) => ({ kind, path })));
  const fails = ({ path }: { path: string }) =>
    c.files.some((f) => f.type === 'program' && f.path.endsWith(path) && (f.behaviour.exit ?? 0) !== 0);
  const at = list.findIndex(fails);
  const kind = list[at]?.kind;
  return kind ? { kind, later: list.slice(at + 1).map((l) => l.kind) } : null;
}

describe('hooks that fail', () => {
  const areas = AREAS.filter((a) => a.always || ['hooks', 'lifecycle'].includes(a.name));
  const failures = Array.from({ length: 2000 }, (_, index) => {
    const request = { seed: 1, index, profile: 'mixed', areas, host: HOST, runtimes: [NEW] } as const;
    return failure(generateCase(request).case);
  }).filter((f) => f !== null);
  const followed = (kind: HookKind, later: HookKind) =>
    failures.filter((f) => f.kind === kind && f.later.includes(later));

  it.each(HOOK_KINDS.flatMap((kind, i) => HOOK_KINDS.slice(i).map((later) => [kind, later] as const)))(
    'are made in one case of 250 at least: %s, and behind it %s',
    (kind, later) => {
      expect(followed(kind, later).length).toBeGreaterThan(2000 / 250);
    },
  );

  it('come with that alone, too', () => {
    expect(failures.filter((f) => f.later.length === 1).length).toBeGreaterThan(10);
  });
});
