/** cgroups: files of the container's cgroup against linux.resources (config-linux.md#control-groups). */
import type { OciConfig } from '../src/contract/config/index.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, newerThan, versionOf } from './core/case.ts';
import { cgroupPath } from './core/cgroup.ts';
import { report } from './core/report.ts';
import { specRules } from './core/rules.ts';

const RULES = specRules(
  'linux.res.mem.limit',
  'linux.res.mem.reservation',
  'linux.res.mem.swap',
  'linux.res.mem.swappiness',
  'linux.res.mem.disableOOMKiller',
  'linux.res.cpu.shares',
  'linux.res.cpu.quota',
  'linux.res.cpu.period',
  'linux.res.cpu.burst',
  'linux.res.cpu.idle',
  'linux.res.cpu.cpus',
  'linux.res.cpu.mems',
  'linux.res.pids.limit',
  'linux.res.hugetlb.limit',
  'linux.res.net.classID',
  'linux.res.unified.file',
  'linux.cgroup.path.absolute',
);

type Resources = NonNullable<NonNullable<OciConfig['linux']>['resources']>;
/** file of the cgroup, what it has to hold, how both are read; `member` below /linux/resources */
type Prediction = { rule: string; file: string; member: string; wanted: string | number };

const PAGE = 4096;
const given = (v: number | undefined): v is number => v !== undefined && v !== 0;

/** v1: the files are what the members were named after. 0 means unset to runtimes, so it predicts nothing. */
function predictV1(res: Resources): Prediction[] {
  const list: (Prediction | false)[] = [];
  const { memory, cpu, pids } = res;
  const add = (rule: string, file: string, member: string, wanted: string | number | undefined) =>
    list.push(wanted !== undefined && { rule: `linux.res.${rule}`, file, member, wanted });
  const nonzero = (v: number | undefined) => (given(v) ? v : undefined);
  add('mem.limit', 'memory.limit_in_bytes', '/memory/limit', nonzero(memory?.limit));
  add('mem.reservation', 'memory.soft_limit_in_bytes', '/memory/reservation', nonzero(memory?.reservation));
  add('mem.swap', 'memory.memsw.limit_in_bytes', '/memory/swap', nonzero(memory?.swap));
  add('mem.swappiness', 'memory.swappiness', '/memory/swappiness', memory?.swappiness);
  const kill = memory?.disableOOMKiller === true ? 'oom_kill_disable 1' : undefined;
  add('mem.disableOOMKiller', 'memory.oom_control', '/memory/disableOOMKiller', kill);
  // sched(7): shares lie between 2 and 2^18
  const shares = nonzero(cpu?.shares);
  add('cpu.shares', 'cpu.shares', '/cpu/shares', shares && Math.min(Math.max(shares, 2), 2 ** 18));
  add('cpu.quota', 'cpu.cfs_quota_us', '/cpu/quota', nonzero(cpu?.quota));
  add('cpu.period', 'cpu.cfs_period_us', '/cpu/period', nonzero(cpu?.period));
  add('cpu.burst', 'cpu.cfs_burst_us', '/cpu/burst', nonzero(cpu?.burst));
  add('cpu.idle', 'cpu.idle', '/cpu/idle', cpu?.idle);
  add('net.classID', 'net_cls.classid', '/network/classID', nonzero(res.network?.classID));
  for (const h of res.hugepageLimits ?? [])
    add('hugetlb.limit', `hugetlb.${h.pageSize}.limit_in_bytes`, '/hugepageLimits', h.limit);
  return [...list.filter((p) => p !== false), ...predictBoth(cpu, pids)];
}

/** v2: what has one meaning there; every other conversion is the runtime's own. */
function predictV2(res: Resources): Prediction[] {
  const unified = res.unified ?? {};
  const list: Prediction[] = Object.entries(unified).map(([file, wanted]) => ({
    rule: 'linux.res.unified.file',
    file,
    member: '/unified',
    wanted,
  }));
  const { memory, cpu } = res;
  if (given(memory?.limit))
    list.push({
      rule: 'linux.res.mem.limit',
      file: 'memory.max',
      member: '/memory/limit',
      wanted: memory.limit,
    });
  if (given(cpu?.quota) && given(cpu.period))
    list.push({
      rule: 'linux.res.cpu.quota',
      file: 'cpu.max',
      member: '/cpu/quota',
      wanted: `${cpu.quota < 0 ? 'max' : cpu.quota} ${cpu.period}`,
    });
  for (const h of res.hugepageLimits ?? [])
    list.push({
      rule: 'linux.res.hugetlb.limit',
      file: `hugetlb.${h.pageSize}.max`,
      member: '/hugepageLimits',
      wanted: h.limit,
    });
  // a key of unified wins or loses against the older member: not said
  return [...list, ...predictBoth(cpu, res.pids)].filter(
    (p) => p.member === '/unified' || !(p.file in unified),
  );
}

function predictBoth(cpu: Resources['cpu'], pids: Resources['pids']): Prediction[] {
  const list: Prediction[] = [];
  if (cpu?.cpus)
    list.push({ rule: 'linux.res.cpu.cpus', file: 'cpuset.cpus', member: '/cpu/cpus', wanted: cpu.cpus });
  if (cpu?.mems)
    list.push({ rule: 'linux.res.cpu.mems', file: 'cpuset.mems', member: '/cpu/mems', wanted: cpu.mems });
  if (given(pids?.limit))
    list.push({ rule: 'linux.res.pids.limit', file: 'pids.max', member: '/pids/limit', wanted: pids.limit });
  return list;
}

/** Members of a list such as `0-2,4` (cpuset(7)). */
function listed(text: string): string {
  const numbers = text.split(',').flatMap((part) => {
    const [from, to] = part.trim().split('-').map(Number);
    if (from === undefined || Number.isNaN(from)) return [];
    return Array.from({ length: Math.min((to ?? from) - from + 1, 4096) }, (_, i) => from + i);
  });
  return [...new Set(numbers)].sort((a, b) => a - b).join(',');
}

const UNITS: Record<string, number> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** What the kernel rounds the values of a file to: pages, or 1 for what it keeps as it is. */
function grain(file: string): number {
  const [, n, unit] = /^hugetlb\.(\d+)([KMG])B\./.exec(file) ?? [];
  if (n !== undefined && unit !== undefined) return Number(n) * (UNITS[unit] ?? 1);
  return file.startsWith('memory.') && file !== 'memory.swappiness' ? PAGE : 1;
}

/** True if a file holds what was asked for: page rounding, lists and `max` taken into account. */
function holds({ file, wanted }: Prediction, content: string): boolean {
  if (file.startsWith('cpuset.')) return listed(content) === listed(String(wanted));
  if (file === 'memory.oom_control') return content.split('\n').includes(String(wanted));
  if (typeof wanted === 'string')
    return content.split(/\s+/).join(' ') === wanted.trim().split(/\s+/).join(' ');
  if (wanted < 0 && file.startsWith('memory.')) return content === 'max' || Number(content) > 2 ** 60;
  if (wanted < 0) return content === 'max' || content === '-1';
  if (content === String(wanted)) return true;
  const huge = wanted > 2 ** 60 && (content === 'max' || Number(content) > 2 ** 60);
  return huge || Math.abs(wanted - Number(content)) < grain(file);
}

function judgeRun({ case: c, host }: JudgeInput, run: Run): Verdict[] {
  const linux = configOf(c)?.linux;
  const resources = linux?.resources;
  const r = report('cgroups', RULES, run, versionOf(c));
  const [view] = run.observation.outside;
  const absolute = linux?.cgroupsPath?.startsWith('/') === true;
  if (!run.runtime.cgroups || resources === undefined || view === undefined || !absolute) return [];
  const files = new Map(
    Object.entries(view.cgroupFiles).map(([path, content]) => [
      path.slice(path.lastIndexOf('/') + 1),
      content.trim(),
    ]),
  );
  if (files.size === 0) {
    r.unknown('linux.cgroup.path.absolute', 'no file of the cgroup could be read');
    return r.verdicts();
  }
  r.ok('linux.cgroup.path.absolute');
  for (const p of host.cgroup === 'v1' ? predictV1(resources) : predictV2(resources)) {
    const content = files.get(p.file);
    if (content === undefined) {
      r.unknown(p.rule, `there is no ${p.file}`);
      continue;
    }
    const since = newerThan(c, '1.0.2', `/linux/resources${p.member}`) ?? '1.0.0';
    r.check(p.rule, holds(p, content), {
      kind: 'violation',
      since,
      ignored: true,
      path: cgroupPath(p.file),
      token: 'not-applied',
      title: `${p.file} does not hold what resources${p.member} says`,
      expected: p.wanted,
      actual: content,
    });
  }
  return r.verdicts();
}

export const cgroups: Oracle = {
  name: 'cgroups',
  title: 'files of the cgroup against linux.resources, on v1 and v2',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
