/** What files of a cgroup have to hold by linux.resources: only what has one meaning. Every other conversion is open. */
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { Kind } from '../../src/contract/verdict.ts';

export type Resources = NonNullable<NonNullable<OciConfig['linux']>['resources']>;
/** File of the cgroup and what it has to hold, or which line; `member` below /linux/resources. */
export type Prediction = {
  rule: string;
  file: string;
  member: string;
  wanted: string | number;
  line?: true;
  kind?: Kind;
};

const UNKNOWN_WRITTEN = 'linux.res.unified.unknown-written';
/** Files of v2 that runtimes know by older members of resources. */
const CLASSIC =
  /^(memory\.(max|low|high|min|swap\.max)|cpu\.(max|weight|idle|max\.burst)|cpuset\.(cpus|mems)|pids\.max|io\.(max|weight|bfq\.weight)|hugetlb\..*|rdmas?\.max)$/;

const given = (v: number | undefined): v is number => v !== undefined && v !== 0;

/** v1: the files are what the members were named after. 0 means unset to runtimes, so it predicts nothing. */
export function predictV1(res: Resources): Prediction[] {
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
  add('cpu.realtimeRuntime', 'cpu.rt_runtime_us', '/cpu/realtimeRuntime', nonzero(cpu?.realtimeRuntime));
  add('cpu.realtimePeriod', 'cpu.rt_period_us', '/cpu/realtimePeriod', nonzero(cpu?.realtimePeriod));
  const hierarchy = memory?.useHierarchy === true ? 1 : undefined;
  add('mem.useHierarchy', 'memory.use_hierarchy', '/memory/useHierarchy', hierarchy);
  add('net.classID', 'net_cls.classid', '/network/classID', nonzero(res.network?.classID));
  for (const h of res.hugepageLimits ?? [])
    add('hugetlb.limit', `hugetlb.${h.pageSize}.limit_in_bytes`, '/hugepageLimits', h.limit);
  const lines: Prediction[] = [
    ...(res.network?.priorities ?? []).map((p) => ({
      rule: 'linux.res.net.priorities.priority',
      file: 'net_prio.ifpriomap',
      member: '/network/priorities',
      wanted: `${p.name} ${p.priority}`,
      line: true as const,
    })),
    ...throttles(res).map(({ member, v1: file, major, minor, rate }) => ({
      rule: throttleRule(member),
      file,
      member: `/blockIO/${member}`,
      wanted: `${major}:${minor} ${rate}`,
      line: true as const,
    })),
  ];
  return [
    ...list.filter((p) => p !== false),
    ...lines,
    ...reserved(res, 'limit_in_bytes'),
    ...predictBoth(cpu, pids),
  ];
}

const THROTTLES = [
  { member: 'throttleReadBpsDevice', v1: 'blkio.throttle.read_bps_device', v2: 'rbps' },
  { member: 'throttleWriteBpsDevice', v1: 'blkio.throttle.write_bps_device', v2: 'wbps' },
  { member: 'throttleReadIOPSDevice', v1: 'blkio.throttle.read_iops_device', v2: 'riops' },
  { member: 'throttleWriteIOPSDevice', v1: 'blkio.throttle.write_iops_device', v2: 'wiops' },
] as const;

/** Every rate that is no zero (no limit): member, device, and where it shows. */
const throttles = (res: Resources) =>
  THROTTLES.flatMap((t) =>
    (res.blockIO?.[t.member] ?? []).filter((d) => d.rate > 0).map((d) => ({ ...t, ...d })),
  );

const throttleRule = (member: string): string =>
  `linux.res.blkio.throttle-${member.includes('Bps') ? 'bps' : 'iops'}`;

/** v2: what has one meaning there; every other conversion is the runtime's own. */
export function predictV2(res: Resources): Prediction[] {
  const unified = res.unified ?? {};
  const list: Prediction[] = Object.entries(unified).flatMap(([file, wanted]) => {
    const written = { file, member: '/unified', wanted };
    const rules = ['linux.res.unified.file', ...(CLASSIC.test(file) ? [] : [UNKNOWN_WRITTEN])];
    return rules.map((rule) => ({ rule, ...written }));
  });
  const { memory, cpu } = res;
  if (given(memory?.limit))
    list.push({
      rule: 'linux.res.mem.limit',
      file: 'memory.max',
      member: '/memory/limit',
      wanted: memory.limit,
    });
  const { limit, swap } = memory ?? {};
  if (given(limit) && given(swap) && limit > 0 && swap >= limit)
    list.push({
      rule: 'linux.res.mem.swap',
      file: 'memory.swap.max',
      member: '/memory/swap',
      wanted: swap - limit,
    });
  if (given(cpu?.burst))
    list.push({
      rule: 'linux.res.cpu.burst',
      file: 'cpu.max.burst',
      member: '/cpu/burst',
      wanted: cpu.burst,
    });
  if (cpu?.idle !== undefined)
    list.push({ rule: 'linux.res.cpu.idle', file: 'cpu.idle', member: '/cpu/idle', wanted: cpu.idle });
  for (const t of throttles(res))
    list.push({
      rule: throttleRule(t.member),
      file: 'io.max',
      member: `/blockIO/${t.member}`,
      wanted: `${t.major}:${t.minor} ${t.v2}=${t.rate}`,
      line: true,
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
  return [...list, ...reserved(res, 'max'), ...predictBoth(cpu, res.pids)].filter(
    (p) => p.member === '/unified' || !(p.file in unified),
  );
}

/** Where the kernel has reservations they are limited (a lower-case should). */
const reserved = (res: Resources, end: string): Prediction[] =>
  (res.hugepageLimits ?? []).map((h) => ({
    rule: 'linux.res.hugetlb.rsvd',
    file: `hugetlb.${h.pageSize}.rsvd.${end}`,
    member: '/hugepageLimits',
    wanted: h.limit,
    kind: 'difference',
  }));

function predictBoth(cpu: Resources['cpu'], pids: Resources['pids']): Prediction[] {
  const list: Prediction[] = [];
  if (cpu?.cpus)
    list.push({ rule: 'linux.res.cpu.cpus', file: 'cpuset.cpus', member: '/cpu/cpus', wanted: cpu.cpus });
  if (cpu?.mems)
    list.push({ rule: 'linux.res.cpu.mems', file: 'cpuset.mems', member: '/cpu/mems', wanted: cpu.mems });
  // 0 is a limit since 1.3.0
  if (pids?.limit === 0)
    list.push({ rule: 'linux.res.pids.zero', file: 'pids.max', member: '/pids/limit', wanted: 0 });
  if (given(pids?.limit))
    list.push({ rule: 'linux.res.pids.limit', file: 'pids.max', member: '/pids/limit', wanted: pids.limit });
  return list;
}
