/** namespaces: new, inherited or joined ones, id maps and clock offsets (config-linux.md#namespaces). */
import { type Case, ROOTFS } from '../../src/contract/case.ts';
import { NAMESPACE_TYPES } from '../../src/contract/config/index.ts';
import type { Observation } from '../../src/contract/observation.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { configOf, hasUserNamespace, makesUserNamespace, patternOf, versionOf } from '../core/case.ts';
import { fileChanges, isCovered } from '../core/files.ts';
import { accepted, walk } from '../core/lifecycle.ts';
import { isBelow } from '../core/mounts.ts';
import { recordOf, viewsOf } from '../core/record.ts';
import { type Report, report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { BUILT_RULES, judgeBuilt, KINDS, type Linux, type Type } from './built.ts';
import { judgeNetDevices, NETDEVICE_RULES } from './netdevices.ts';

const supported = (type: Type): string => `linux.ns.supported.${type}`;

const RULES = [
  ...BUILT_RULES,
  ...specRules(
    'linux.ns.path.absent-new',
    'linux.ns.unlisted-inherit',
    'linux.ns.path.join',
    'linux.ns.duplicate',
    ...NAMESPACE_TYPES.map(supported),
    'linux.userns.mapping.applied',
    'linux.userns.mapping.ownership',
    'linux.time.offsets.applied',
  ),
  ...NETDEVICE_RULES,
];

/** Inodes of the container's namespaces, by its program or from outside. */
function insideOf(c: Case, o: Observation): Record<string, string | null> | null {
  return recordOf(c, o)?.ns ?? viewsOf(c, o)[0]?.ns ?? null;
}

function judgeKinds(linux: Linux, o: Observation, inside: Record<string, string | null>, r: Report): void {
  for (const [type, kind] of Object.entries(KINDS)) {
    const [outside, seen] = [o.before.namespaces[kind], inside[kind]];
    if (outside === undefined || seen == null) continue;
    const entries = (linux.namespaces ?? []).filter((n) => n.type === type);
    const [entry] = entries;
    const path = `program.ns[${kind}]`;
    const shown = { expected: outside, actual: seen };
    if (entry === undefined) {
      r.check('linux.ns.unlisted-inherit', seen === outside, {
        path,
        token: 'unlisted-new',
        title: `a new ${type} namespace though none is listed`,
        ...shown,
      });
    } else if (entries.length === 1 && entry.path === undefined) {
      const late = type === 'time' ? { since: '1.1.0', ignored: true } : {};
      for (const rule of ['linux.ns.path.absent-new', supported(type as Type)])
        r.check(rule, seen !== outside, {
          path,
          token: 'listed-inherited',
          title: `the ${type} namespace is the runtime's, not a new one`,
          ...shown,
          expected: 'a new one',
          ...late,
        });
    } else if (entries.length === 1 && entry.path !== undefined) {
      // those of the runtime itself, of the first process beside it, or made by the case
      const beside = new RegExp(`^/proc/(1|self)/ns/${kind}$`).test(entry.path);
      const due = beside ? outside : o.before.namespaces[entry.path];
      if (due === undefined) continue;
      r.check('linux.ns.path.join', seen === due, {
        path,
        token: seen === outside ? 'inherited' : 'not-joined',
        title: `the ${type} namespace that a path names is not joined`,
        expected: due,
        actual: seen,
      });
    }
  }
}

function judgeMaps(c: Case, linux: Linux, o: Observation, r: Report): void {
  const own = makesUserNamespace({ linux });
  const record = recordOf(c, o);
  if (!own || record === null) return;
  for (const [name, wanted, seen] of [
    ['uidMap', linux.uidMappings, record.uidMap],
    ['gidMap', linux.gidMappings, record.gidMap],
  ] as const) {
    if (wanted === undefined || wanted.length === 0 || seen === null) continue;
    const sorted = (map: number[][]) => JSON.stringify([...map].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)));
    const due = wanted.map((m) => [m.containerID, m.hostID, m.size]);
    r.check('linux.userns.mapping.applied', sorted(seen) === sorted(due), {
      kind: 'violation',
      path: `program.${name}`,
      token: seen.length === due.length ? 'other' : 'count',
      title: 'the id mappings of the user namespace are not the configured ones',
      expected: due,
      actual: seen,
    });
  }
}

/** What was in the rootfs keeps its owner: a mapping is no reason to change it. */
function judgeOwnership(c: Case, linux: Linux, run: Run, r: Report): void {
  const user = hasUserNamespace({ linux });
  const asked = c.files.some(
    (f) => f.type === 'program' && (f.behaviour.asks ?? []).some((a) => a.kind === 'chown'),
  );
  if (!user || asked || isCovered(run)) return;
  const given = fileChanges(run).filter((f) => f.change.includes('owner') && isBelow(f.path, ROOTFS));
  r.check('linux.userns.mapping.ownership', given.length === 0, {
    path: 'files[rootfs]',
    token: 'owner',
    title: 'files of the rootfs are given away to fit the id mappings',
    actual: given.map((f) => f.path),
  });
}

/** /proc/PID/timens_offsets (time_namespaces(7)): clock, seconds, nanoseconds a line. */
function judgeOffsets(c: Case, linux: Linux, o: Observation, r: Report): void {
  const text = recordOf(c, o)?.timensOffsets;
  const own = (linux.namespaces ?? []).some((n) => n.type === 'time' && n.path === undefined);
  if (!own || text == null || linux.timeOffsets === undefined) return;
  const seen = new Map(
    text.split('\n').map((line): [string, string] => {
      const [clock, secs, nanosecs] = line.trim().split(/\s+/);
      return [clock ?? '', `${secs} ${nanosecs}`];
    }),
  );
  for (const clock of ['monotonic', 'boottime'] as const) {
    const offset = linux.timeOffsets[clock];
    if (offset === undefined || (offset.nanosecs ?? 0) > 999_999_999) continue;
    const wanted = `${offset.secs ?? 0} ${offset.nanosecs ?? 0}`;
    r.check('linux.time.offsets.applied', seen.get(clock) === wanted, {
      kind: 'violation',
      ignored: true,
      path: 'program.timens',
      token: seen.get(clock) === '0 0' ? 'not-applied' : 'other',
      title: `the offset of the ${clock} clock is not applied`,
      expected: wanted,
      actual: seen.get(clock),
    });
  }
}

function judgeDuplicates(c: Case, linux: Linux, run: Run, r: Report): void {
  const types = (linux.namespaces ?? []).map((n) => n.type);
  // that a refusal is right, only a control can tell (agreement)
  if (new Set(types).size === types.length || !accepted(walk(c, run))) return;
  r.fail('linux.ns.duplicate', {
    path: `config:${patternOf(c, '/linux/namespaces/0/type')}`,
    token: 'accepted',
    title: 'a namespace type that is listed twice is accepted',
    expected: 'an error',
    actual: 'accepted',
  });
}

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const linux = configOf(c)?.linux;
  if (linux === undefined) return [];
  const r = report('namespaces', RULES, run, versionOf(input));
  judgeDuplicates(c, linux, run, r);
  judgeOwnership(c, linux, run, r);
  if (run.runtime.ownKernel) return r.verdicts();
  const inside = insideOf(c, run.observation);
  if (inside !== null) judgeKinds(linux, run.observation, inside, r);
  judgeBuilt(c, linux, run, r);
  judgeMaps(c, linux, run.observation, r);
  judgeOffsets(c, linux, run.observation, r);
  judgeNetDevices(c, run, r);
  return r.verdicts();
}

export const namespaces: Oracle = {
  name: 'namespaces',
  title: 'new, inherited and joined namespaces, id maps, clock offsets, network devices',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
