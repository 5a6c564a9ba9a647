/** Hooks as generated programs: an entry of the config and the program that it calls. */
import type { Behaviour, FileEntry, HookKind } from '../../src/contract/case.ts';
import { WORK } from '../../src/contract/case.ts';
import type { Patch } from './area.ts';
import { inRootfs, merge } from './words.ts';

export type Entry = {
  kind: HookKind;
  behaviour: Partial<Behaviour>;
  args?: string[] | undefined;
  env?: string[] | undefined;
  timeout?: number | undefined;
};

/** A hook's path in the namespace where the kind is looked up: startContainer in the container's. */
export const hookPath = (kind: HookKind, n: number): string =>
  kind === 'startContainer' ? `/hooks/${kind}-${n}` : `${WORK}/hooks/${kind}-${n}`;

export const hookProgram = (
  kind: HookKind,
  n: number,
  behaviour: Partial<Behaviour>,
  mode = 0o755,
): FileEntry => ({
  type: 'program',
  path: kind === 'startContainer' ? inRootfs(hookPath(kind, n)) : hookPath(kind, n),
  mode,
  behaviour: { role: 'hook', ...behaviour },
});

/** Entries as a patch; numbers count per kind, so that dropping an entry renames only its successors. */
export function hooksPatch(entries: Entry[]): Patch {
  const count = new Map<HookKind, number>();
  return merge(
    entries.map(({ kind, behaviour, args, env, timeout }) => {
      const n = count.get(kind) ?? 0;
      count.set(kind, n + 1);
      const path = hookPath(kind, n);
      const entry = {
        path,
        ...(args === undefined ? {} : { args }),
        ...(env === undefined ? {} : { env }),
        ...(timeout === undefined ? {} : { timeout }),
      };
      return { set: [[`/hooks/${kind}/-`, entry]], files: [hookProgram(kind, n, behaviour)] } satisfies Patch;
    }),
  );
}
