/** Which moments of a timeline a verdict is about: its path tells. */
import { type Case, HOOK_KINDS, type HookKind, ROOTFS } from '../../contract/case.ts';
import type { Divergence, Verdict } from '../../contract/verdict.ts';
import type { Bar, Mark } from './model.ts';

/** The marks of violations. */
export function marksOfVerdicts(verdicts: readonly Verdict[]): Mark[] {
  return verdicts.flatMap((v) =>
    v.verdict === 'violation' && v.path !== undefined ? [{ path: v.path, title: v.title ?? v.path }] : [],
  );
}

/** The mark of a finding; its signature has the path as its second word. */
export function marksOfFinding({ signature, title }: Pick<Divergence, 'signature' | 'title'>): Mark[] {
  const path = signature.split(' ')[1];
  return path === undefined ? [] : [{ path, title }];
}

/** Kinds of hooks that list a program by its label: its path, inside the rootfs for hooks in the container. */
export function kindsOf(c: Case, program: string): HookKind[] {
  const hooks = (c.config?.hooks ?? {}) as Partial<Record<HookKind, unknown>>;
  const lists = (list: unknown) =>
    Array.isArray(list) && list.some((h) => [h?.path, `${ROOTFS}${h?.path}`].includes(program));
  return HOOK_KINDS.filter((kind) => lists(hooks[kind]));
}

/** True if a mark may be about this bar: an operation (`steps.start[...]`), a hook, or the program. */
export function isAbout({ path }: Mark, c: Case, bar: Bar): boolean {
  const [area = '', what = ''] = path.split('.').map((part) => part.replace(/\[.*/, ''));
  if (bar.program === null) return (area === 'steps' ? what : area) === bar.title;
  const kinds = kindsOf(c, bar.program);
  if (area === 'hooks') return kinds.some((k) => k === what || (what === 'runtime' && isOutside(k)));
  return area === 'program' && what === 'begin' && kinds.length === 0;
}

/** Hooks in the runtime namespace share their paths (`hooks.runtime.env`) where the kind does not matter. */
const isOutside = (kind: HookKind): boolean => kind !== 'createContainer' && kind !== 'startContainer';
