/** cgroups: where the container is put, the files there, who owns them, and what devices it may use. */
import { basename } from 'node:path';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { configOf, newerThan, versionOf } from '../core/case.ts';
import { cgroupPath } from '../core/cgroup.ts';
import { viewsOf } from '../core/record.ts';
import { type Report, report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { DEVICE_RULES, judgeDeviceRules } from './device-rules.ts';
import { judgeOwner, OWNER_RULES } from './owner.ts';
import { judgePlace, PLACE_RULES } from './place.ts';
import { predictV1, predictV2, type Resources } from './predict.ts';
import { holds, isOtherUnit } from './values.ts';

const RULES = [
  ...specRules(
    'linux.res.mem.limit',
    'linux.res.mem.reservation',
    'linux.res.mem.swap',
    'linux.res.mem.swappiness',
    'linux.res.mem.disableOOMKiller',
    'linux.res.mem.useHierarchy',
    'linux.res.cpu.shares',
    'linux.res.cpu.quota',
    'linux.res.cpu.period',
    'linux.res.cpu.burst',
    'linux.res.cpu.idle',
    'linux.res.cpu.realtimeRuntime',
    'linux.res.cpu.realtimePeriod',
    'linux.res.cpu.cpus',
    'linux.res.cpu.mems',
    'linux.res.pids.limit',
    'linux.res.pids.zero',
    'linux.res.hugetlb.limit',
    'linux.res.hugetlb.rsvd',
    'linux.res.mem.unit',
    'linux.res.net.classID',
    'linux.res.net.priorities.priority',
    'linux.res.blkio.throttle-bps',
    'linux.res.blkio.throttle-iops',
    'linux.res.unified.file',
    'linux.res.unified.unknown-written',
  ),
  ...PLACE_RULES,
  ...OWNER_RULES,
  ...DEVICE_RULES,
];

function judgeFiles({ case: c, host }: JudgeInput, run: Run, resources: Resources, r: Report): void {
  const [view] = viewsOf(c, run.observation);
  const files = new Map(
    Object.entries(view?.cgroupFiles ?? {}).map(([path, content]) => [basename(path), content.trim()]),
  );
  if (files.size === 0) return;
  for (const p of host.cgroup === 'v1' ? predictV1(resources) : predictV2(resources)) {
    const content = files.get(p.file);
    if (content === undefined) {
      r.unknown(p.rule, `there is no ${p.file}`);
      continue;
    }
    const since = newerThan(c, '1.0.2', `/linux/resources${p.member}`);
    const held = holds(p, content);
    if (p.member.startsWith('/memory/') && /^-?\d+$/.test(content) && typeof p.wanted === 'number')
      r.check('linux.res.mem.unit', held || !isOtherUnit(p.wanted, Number(content)), {
        kind: 'violation',
        path: cgroupPath(p.file),
        token: 'unit',
        title: `${p.file} is taken in another unit than bytes`,
        expected: p.wanted,
        actual: content,
      });
    r.check(p.rule, held, {
      kind: p.kind ?? 'violation',
      ...(since === null ? {} : { since }),
      ignored: true,
      path: cgroupPath(p.file),
      token: 'not-applied',
      title: `${p.file} does not hold what resources${p.member} says`,
      expected: p.wanted,
      actual: content,
    });
  }
}

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const config = configOf(input.case);
  const linux = config?.linux;
  const absolute = linux?.cgroupsPath?.startsWith('/') === true;
  if (!config || !run.runtime.cgroups || run.runtime.ownKernel || !absolute) return [];
  const r = report('cgroups', RULES, run, versionOf(input));
  judgePlace(input, run, config, r);
  judgeOwner(input, run, config, r);
  judgeDeviceRules(input, run, config, r);
  if (linux?.resources !== undefined) judgeFiles(input, run, linux.resources, r);
  return r.verdicts();
}

export const cgroups: Oracle = {
  name: 'cgroups',
  title: "the container's cgroup: its place, files, owner and devices, on v1 and v2",
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
