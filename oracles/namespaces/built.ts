/** Namespaces are there when create has returned, not only when the program runs (runtime.md#lifecycle, step 2). */
import type { Case } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { viewsAtCreate, walk } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';

export type Linux = NonNullable<OciConfig['linux']>;
export type Type = NonNullable<Linux['namespaces']>[number]['type'];

const BUILT = 'lifecycle.02.env-created';
export const BUILT_RULES = specRules(BUILT);

/** Names of the namespaces in config.json to those in records and /proc/PID/ns. */
export const KINDS: Record<Type, string> = {
  pid: 'pid',
  network: 'net',
  mount: 'mnt',
  ipc: 'ipc',
  uts: 'uts',
  user: 'user',
  cgroup: 'cgroup',
  time: 'time',
};

/** New namespaces are there when create has returned. */
export function judgeBuilt(c: Case, linux: Linux, run: Run, r: Report): void {
  const { before } = run.observation;
  for (const view of walk(c, run).lives.flatMap((life) => viewsAtCreate(c, run, life)))
    for (const [type, kind] of Object.entries(KINDS)) {
      const entries = (linux.namespaces ?? []).filter((n) => n.type === type);
      const [outside, seen] = [before.namespaces[kind], view.ns[kind]];
      if (entries.length !== 1 || entries[0]?.path !== undefined || outside === undefined || seen == null)
        continue;
      r.check(BUILT, seen !== outside, {
        path: `program.ns[${kind}]`,
        token: 'not-yet-new',
        title: `the new ${type} namespace is not there when create has returned`,
        expected: 'a new one',
        actual: seen,
        ...(type === 'time' ? { since: '1.1.0', ignored: true } : {}),
      });
    }
}
