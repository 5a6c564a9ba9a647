/** Bugs of the container's cgroup: its place, its files, its owner, its devices. */
import type { Case } from '../../../../src/contract/case.ts';
import type { Observation, OutsideView } from '../../../../src/contract/observation.ts';
import { type config, recordIn } from '../fixture.ts';
import { type Bug, configured, fail, stepOf } from './plant.ts';

type Resources = NonNullable<NonNullable<ReturnType<typeof config>['linux']>['resources']>;

const view = (o: Observation): OutsideView => {
  const [first] = o.outside;
  if (!first) throw new Error('no look from outside');
  return first;
};
const V2 = { cgroup: 'v2' as const, controllers: ['hugetlb', 'memory', 'pids', 'cpu', 'io'] };
const withResources = (resources: Resources): Case =>
  configured((c) => Object.assign(c.linux ?? {}, { resources }));

/** A file that holds `right` for these resources, and does not when it holds `wrong`. */
function file(
  rule: string,
  name: string,
  resources: Resources,
  right: string,
  wrong: string,
  host: Bug['host'] = {},
): Bug {
  const hold = (content: string) => (o: Observation) => {
    view(o).cgroupFiles = { [`memory/ocifuzz/c1/${name}`]: content };
  };
  return {
    name: `${name} of ${host.cgroup ?? 'v1'} (${rule})`,
    case: () => withResources(resources),
    host,
    setup: hold(right),
    plant: hold(wrong),
    found: [
      `linux.res.${rule}`,
      `cgroups[${/^[a-z_]+\.[A-Za-z0-9_.]+$/.test(name) ? name : 'other'}]`,
      'not-applied',
    ],
    kind: 'violation',
  };
}

const throttle = [{ major: 8, minor: 0, rate: 1000 }];
const FILES: Bug[] = [
  file('mem.limit', 'memory.limit_in_bytes', { memory: { limit: 4096 } }, '4096', '8192'),
  file('mem.limit', 'memory.max', { memory: { limit: -1 } }, 'max', '8192', V2),
  file('mem.reservation', 'memory.soft_limit_in_bytes', { memory: { reservation: 4096 } }, '4096', '0'),
  file('mem.swap', 'memory.memsw.limit_in_bytes', { memory: { swap: 8192 } }, '8192', '9223372036854771712'),
  file('mem.swap', 'memory.swap.max', { memory: { limit: 4096, swap: 12288 } }, '8192', '12288', V2),
  file('mem.swappiness', 'memory.swappiness', { memory: { swappiness: 0 } }, '0', '60'),
  file(
    'mem.disableOOMKiller',
    'memory.oom_control',
    { memory: { disableOOMKiller: true } },
    'oom_kill_disable 1\nunder_oom 0',
    'oom_kill_disable 0\nunder_oom 0',
  ),
  file('mem.useHierarchy', 'memory.use_hierarchy', { memory: { useHierarchy: true } }, '1', '0'),
  file('cpu.shares', 'cpu.shares', { cpu: { shares: 1 } }, '2', '1024'),
  file('cpu.quota', 'cpu.cfs_quota_us', { cpu: { quota: 5000 } }, '5000', '-1'),
  file('cpu.quota', 'cpu.max', { cpu: { quota: -1, period: 5000 } }, 'max 5000', 'max 100000', V2),
  file('cpu.period', 'cpu.cfs_period_us', { cpu: { period: 5000 } }, '5000', '100000'),
  file('cpu.burst', 'cpu.cfs_burst_us', { cpu: { burst: 100 } }, '100', '0'),
  file('cpu.burst', 'cpu.max.burst', { cpu: { burst: 100 } }, '100', '0', V2),
  file('cpu.idle', 'cpu.idle', { cpu: { idle: 1 } }, '1', '0', V2),
  file('cpu.realtimeRuntime', 'cpu.rt_runtime_us', { cpu: { realtimeRuntime: 100 } }, '100', '0'),
  file('cpu.realtimePeriod', 'cpu.rt_period_us', { cpu: { realtimePeriod: 100 } }, '100', '0'),
  file('cpu.cpus', 'cpuset.cpus', { cpu: { cpus: '0,1' } }, '0-1', '0'),
  file('cpu.mems', 'cpuset.mems', { cpu: { mems: '0' } }, '0', ''),
  file('pids.limit', 'pids.max', { pids: { limit: -1 } }, 'max', '100', V2),
  { ...file('pids.zero', 'pids.max', { pids: { limit: 0 } }, '0', 'max', V2), kind: 'spec-gap' },
  {
    ...file('pids.zero', 'pids.max', { pids: { limit: 0 } }, '0', 'max', V2),
    name: 'pids.max of 0 since 1.3.0',
    case: () => {
      const c = withResources({ pids: { limit: 0 } });
      return { ...c, config: { ...c.config, ociVersion: '1.3.0' } };
    },
  },
  file(
    'hugetlb.limit',
    'hugetlb.2MB.max',
    { hugepageLimits: [{ pageSize: '2MB', limit: 2097152 }] },
    '2097152',
    'max',
    V2,
  ),
  {
    ...file(
      'hugetlb.rsvd',
      'hugetlb.2MB.rsvd.max',
      { hugepageLimits: [{ pageSize: '2MB', limit: 2097152 }] },
      '2097152',
      'max',
      V2,
    ),
    kind: 'difference',
  },
  {
    ...file('mem.unit', 'memory.limit_in_bytes', { memory: { limit: 65536 } }, '65536', '67108864'),
    found: ['linux.res.mem.unit', 'cgroups[memory.limit_in_bytes]', 'unit'],
  },
  file('net.classID', 'net_cls.classid', { network: { classID: 5 } }, '5', '0'),
  file(
    'net.priorities.priority',
    'net_prio.ifpriomap',
    { network: { priorities: [{ name: 'lo', priority: 5 }] } },
    'eth0 0\nlo 5',
    'eth0 0\nlo 55',
  ),
  file(
    'blkio.throttle-bps',
    'blkio.throttle.read_bps_device',
    { blockIO: { throttleReadBpsDevice: throttle } },
    '8:0 1000',
    '8:0 100',
  ),
  file(
    'blkio.throttle-iops',
    'io.max',
    { blockIO: { throttleWriteIOPSDevice: throttle } },
    '8:0 rbps=max wbps=max riops=max wiops=1000',
    '8:0 rbps=max wbps=max riops=1000 wiops=max',
    V2,
  ),
  file('unified.file', 'memory.high', { unified: { 'memory.high': '4096' } }, '4096', 'max', V2),
  file('unified.unknown-written', 'memory.oom.group', { unified: { 'memory.oom.group': '1' } }, '1', '0', V2),
  {
    ...file('unified.controllers', 'cgroup.controllers', { unified: { 'pids.max': '5' } }, 'pids', 'cpu', V2),
    found: ['linux.res.unified.controllers', 'cgroups[cgroup.controllers]', 'missing'],
  },
];

const place = (name: string, rule: string, token: string, plant: (o: Observation) => void): Bug => ({
  name,
  setup: (o) => {
    view(o).cgroup = ['4:memory:/ocifuzz/c1', '1:name=systemd:/'];
    o.outside.push(structuredClone(view(o)));
  },
  plant,
  found: [`linux.cgroup.path.${rule}`, 'cgroups.path', token],
  kind: 'violation',
});
const PLACES: Bug[] = [
  place('elsewhere', 'absolute', 'elsewhere', (o) => {
    view(o).cgroup = ['4:memory:/other/c1'];
  }),
  place('left in the root', 'created', 'not-made', (o) => {
    view(o).cgroup = ['4:memory:/'];
  }),
  place('another place the second time', 'consistent', 'changed', (o) =>
    Object.assign(o.outside[1] ?? {}, { cgroup: ['4:memory:/ocifuzz/c1-2'] }),
  ),
];

const DELEGATE = ['cgroup.procs', 'cgroup.threads', 'memory.reclaim'];
/** Owned by the user as the text has it, for a config with a cgroup namespace and a writable mount. */
const OWNED = { '.': 1000, 'cgroup.procs': 1000, 'cgroup.threads': 1000, 'pids.max': 0 };
const KEPT = { '.': 0, 'cgroup.procs': 0, 'cgroup.threads': 0, 'pids.max': 0 };
type Shape = { namespace?: boolean; options?: string[] };
const owned = (
  rule: string,
  token: string,
  shape: Shape,
  right: object,
  wrong: object,
  more: Partial<Bug> = {},
): Bug => ({
  name: `owner: ${token} (${rule})`,
  host: { ...V2, cgroupDelegate: DELEGATE },
  case: () =>
    configured((c) => {
      Object.assign(c.process?.user ?? {}, { uid: 1000 });
      if (shape.namespace) c.linux?.namespaces?.push({ type: 'cgroup' });
      if (shape.options)
        c.mounts?.push({
          destination: '/sys/fs/cgroup',
          type: 'cgroup',
          source: 'cgroup',
          options: shape.options,
        });
    }),
  setup: (o) => Object.assign(view(o), { cgroupOwners: right }),
  plant: (o) => Object.assign(view(o), { cgroupOwners: wrong }),
  found: [`linux.cgroup.owner.${rule}`, 'cgroups.owner', token],
  kind: 'violation',
  ...more,
});
const FULL: Shape = { namespace: true, options: ['nosuid'] };
const OWNERS: Bug[] = [
  owned('v1', 'changed-on-v1', FULL, KEPT, OWNED, { host: { cgroup: 'v1' } }),
  owned('needs-cgroupns', 'changed-without-namespace', { options: [] }, KEPT, OWNED),
  owned('no-mount', 'changed-without-mount', { namespace: true }, KEPT, OWNED),
  // to the root of a user namespace, not to the program's user
  owned('no-mount', 'changed-without-mount', {}, KEPT, { ...KEPT, '.': 100000, 'cgroup.procs': 100000 }),
  owned('iff-rw-mount', 'changed', { namespace: true, options: ['ro'] }, KEPT, OWNED),
  owned('iff-rw-mount', 'not-changed', FULL, OWNED, KEPT, { kind: 'spec-gap' }),
  owned('scope', 'more-files', FULL, OWNED, { ...OWNED, 'pids.max': 1000 }),
  owned('others', 'more-files', FULL, OWNED, { ...OWNED, 'pids.max': 1000 }),
  owned('existing-files', 'fewer-files', FULL, OWNED, { ...OWNED, 'cgroup.threads': 0 }),
  {
    ...owned('missing-file', 'refused', FULL, OWNED, OWNED),
    plant: (o) => {
      fail(o, 0);
      stepOf(o, 0).stderr = 'chown /sys/fs/cgroup/ocifuzz/c1/memory.reclaim: no such file or directory';
      o.outside = [];
    },
  },
];

const DEVICES = [{ type: 'c' as const, path: '/dev/ex', major: 42, minor: 5 }];
type Rules = NonNullable<Resources['devices']>;
const DENY = { allow: false, access: 'rwm' };
const ENXIO = 6;
const EPERM = 1;
const opened = (rule: string, token: string, rules: Rules, right: number, wrong: number): Bug => {
  const answer = (errno: number) => (o: Observation) => {
    recordIn(o).results = [{ ask: 'device:open:/dev/ex', ret: -1, errno, text: null }];
  };
  return {
    name: `device ${token} (${rule})`,
    case: () =>
      configured((c) => Object.assign(c.linux ?? {}, { devices: DEVICES, resources: { devices: rules } })),
    host: { controllers: ['devices'] },
    setup: answer(right),
    plant: answer(wrong),
    found: [`linux.res.dev.${rule}`, 'cgroups.devices', token],
    kind: 'violation',
  };
};
const one = { type: 'c' as const, major: 42, minor: 5, access: 'rwm' };
const ACCESS: Bug[] = [
  opened('order', 'allowed-refused', [DENY, { allow: true, ...one }], ENXIO, EPERM),
  opened('order', 'denied-opens', [{ allow: true, ...one }, DENY], EPERM, ENXIO),
  opened('type', 'denied-opens', [DENY], EPERM, ENXIO),
  opened('numbers', 'denied-opens', [{ allow: false, type: 'c', access: 'r' }], EPERM, ENXIO),
  opened('access', 'denied-opens', [{ allow: false, ...one }], EPERM, ENXIO),
];

export const CGROUPS: Bug[] = [...FILES, ...PLACES, ...OWNERS, ...ACCESS];
