/** Who owns the container's cgroup (config-linux.md#cgroup-ownership). */
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { JudgeInput, Run } from '../../src/contract/verdict.ts';
import { hasUserNamespace } from '../core/case.ts';
import { normalPath } from '../core/mounts.ts';
import { viewsOf } from '../core/record.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';

const OWNER = 'linux.cgroup.owner';
export const OWNER_RULES = specRules(
  `${OWNER}.v1`,
  `${OWNER}.needs-cgroupns`,
  `${OWNER}.no-mount`,
  `${OWNER}.iff-rw-mount`,
  `${OWNER}.scope`,
  `${OWNER}.others`,
  `${OWNER}.existing-files`,
  `${OWNER}.missing-file`,
);

/** The uid of the runtime namespace that the program's user is; null where no mapping has it. */
function hostUid(config: OciConfig): number | null {
  const uid = config.process?.user?.uid ?? 0;
  const own = hasUserNamespace(config);
  if (!own) return uid;
  const map = (config.linux?.uidMappings ?? []).find(
    (m) => uid >= m.containerID && uid < m.containerID + m.size,
  );
  return map === undefined ? null : map.hostID + uid - map.containerID;
}

/** An entry that mounts cgroups to be written to, as the text describes it. */
const mountsWritable = (config: OciConfig): boolean =>
  (config.mounts ?? []).some(
    (m) =>
      m.source === 'cgroup' &&
      normalPath(m.destination) === '/sys/fs/cgroup' &&
      !(m.options ?? []).includes('ro'),
  );

/** A file of the list that is not there is no reason to fail. */
function judgeMissing({ host }: JudgeInput, { observation: o }: Run, r: Report): void {
  const said = o.steps.find((s) => s.op === 'create' && s.outcome === 'error')?.stderr ?? '';
  const named = host.cgroupDelegate?.find((name) => said.includes(`/${name}`));
  if (host.cgroup === 'v2' && named !== undefined && /chown/.test(said) && /no such file/i.test(said))
    r.fail(`${OWNER}.missing-file`, {
      path: 'cgroups.owner',
      token: 'refused',
      title: 'create fails because a file whose owner is to change is not there',
      expected: 'created',
      actual: said.slice(0, 500),
    });
}

/** Cgroups are made by the runtime, which is root: another owner was put there (cgroups(7), "Delegation"). */
const ROOT = 0;

/** Only for a user that is not root: with root nobody can tell whether the owner was changed. */
export function judgeOwner(input: JudgeInput, run: Run, config: OciConfig, r: Report): void {
  const { case: c, host } = input;
  judgeMissing(input, run, r);
  const owners = viewsOf(c, run.observation).find((v) => v.cgroupOwners !== undefined)?.cgroupOwners;
  const uid = hostUid(config);
  const directory = owners?.['.'];
  if (owners === undefined || directory === undefined || uid === null || uid === ROOT) return;
  // to whose it is changed is another matter: that to another than the user's it may is not said
  const changed = directory !== ROOT;
  const own = config.linux?.namespaces?.some((n) => n.type === 'cgroup' && n.path === undefined) === true;
  const writable = mountsWritable(config);
  const check = (rule: string, holds: boolean, token: string, actual: unknown = directory) =>
    r.check(`${OWNER}.${rule}`, holds, {
      path: 'cgroups.owner',
      token,
      title: `the owner of the container's cgroup: ${token.replaceAll('-', ' ')}`,
      // to change it at all is a MAY, to do so with a writable mount a SHOULD
      ...(rule === 'iff-rw-mount' && !changed ? { kind: 'spec-gap' } : {}),
      actual,
    });
  if (host.cgroup === 'v1') {
    check('v1', !changed, 'changed-on-v1');
    return;
  }
  if (!own) check('needs-cgroupns', !changed, 'changed-without-namespace');
  if (!writable) check('no-mount', !changed, 'changed-without-mount');
  if (own) check('iff-rw-mount', changed === writable, changed ? 'changed' : 'not-changed');
  if (!changed || host.cgroupDelegate === undefined) return;
  const files = Object.entries(owners).filter(([name]) => name !== '.');
  const delegated = (name: string) => host.cgroupDelegate?.includes(name) === true;
  const more = files.filter(([name, owner]) => !delegated(name) && owner !== ROOT).map(([name]) => name);
  const kept = files.filter(([name, owner]) => delegated(name) && owner === ROOT).map(([name]) => name);
  for (const rule of ['scope', 'others']) check(rule, more.length === 0, 'more-files', more);
  check('existing-files', kept.length === 0, 'fewer-files', kept);
  // the container came into being though a listed file is not there
  if (host.cgroupDelegate.some((name) => !(name in owners))) r.ok(`${OWNER}.missing-file`);
}
