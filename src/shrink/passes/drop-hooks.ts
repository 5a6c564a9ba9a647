import { type Case, HOOK_KINDS } from '../../contract/case.ts';
import { type Unit, valueAt } from '../edit.ts';

/** Hooks, each with the program that it alone calls. */
export function dropHooks(c: Case): Unit[][] {
  const hooks = HOOK_KINDS.flatMap((kind) => {
    const all = valueAt(c.config, ['hooks', kind]);
    return (Array.isArray(all) ? all : []).map((hook, i, list) => ({
      at: ['config', 'hooks', kind, ...(list.length > 1 ? [i] : [])],
      path: String(valueAt(hook, ['path'])),
    }));
  });
  const units = hooks.map(({ at, path }): Unit => {
    const alone = hooks.filter((h) => h.path === path).length === 1;
    const files = c.files.flatMap((f, i) =>
      alone && f.type === 'program' && f.path.endsWith(path) ? [i] : [],
    );
    return [{ path: at }, ...files.map((i) => ({ path: ['files', i] }))];
  });
  return [units];
}
