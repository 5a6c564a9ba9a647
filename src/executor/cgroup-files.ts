/** Which cgroup files say what became of a config's resources. */

type Resources = Record<string, unknown>;

const V1: Record<string, string[]> = {
  memory: [
    'memory.limit_in_bytes',
    'memory.soft_limit_in_bytes',
    'memory.memsw.limit_in_bytes',
    'memory.swappiness',
    'memory.oom_control',
    'memory.kmem.limit_in_bytes',
    'memory.kmem.tcp.limit_in_bytes',
    'memory.use_hierarchy',
  ],
  cpu: [
    'cpu.shares',
    'cpu.cfs_quota_us',
    'cpu.cfs_period_us',
    'cpu.cfs_burst_us',
    'cpu.rt_runtime_us',
    'cpu.rt_period_us',
    'cpu.idle',
  ],
  cpuset: ['cpuset.cpus', 'cpuset.mems'],
  pids: ['pids.max'],
  blkio: [
    'blkio.weight',
    'blkio.leaf_weight',
    'blkio.bfq.weight',
    'blkio.throttle.read_bps_device',
    'blkio.throttle.write_bps_device',
    'blkio.throttle.read_iops_device',
    'blkio.throttle.write_iops_device',
  ],
  devices: ['devices.list'],
  net_cls: ['net_cls.classid'],
  net_prio: ['net_prio.ifpriomap'],
};

const V2: string[] = [
  ...['memory.max', 'memory.low', 'memory.high', 'memory.min', 'memory.swap.max'],
  ...['cpu.weight', 'cpu.max', 'cpu.max.burst', 'cpu.idle', 'cpuset.cpus', 'cpuset.mems'],
  ...['pids.max', 'io.weight', 'io.bfq.weight', 'io.max', 'cgroup.controllers'],
];

/** Members of linux.resources to the v1 controllers that they reach. */
const CONTROLLERS: Record<string, string[]> = {
  memory: ['memory'],
  cpu: ['cpu', 'cpuset'],
  pids: ['pids'],
  blockIO: ['blkio'],
  devices: ['devices'],
  network: ['net_cls', 'net_prio'],
};

/**
 * Absolute paths of the cgroup files to read for a container, as the runtime namespace sees them.
 * `hierarchies`: names of the v1 mounts below /sys/fs/cgroup; not used on v2. Only what the config asks for:
 * nothing is read for a config without resources or without an absolute cgroupsPath.
 */
export function cgroupFiles(config: unknown, view: 'v1' | 'v2', hierarchies: string[]): string[] {
  const linux = (config as { linux?: { cgroupsPath?: unknown; resources?: Resources } } | undefined)?.linux;
  const at = linux?.cgroupsPath;
  const resources = linux?.resources;
  if (typeof at !== 'string' || !at.startsWith('/') || typeof resources !== 'object' || resources === null)
    return [];
  const asked = Object.keys(resources);
  const hugetlb = (resources.hugepageLimits as { pageSize?: unknown }[] | undefined) ?? [];
  const sizes = Array.isArray(hugetlb) ? hugetlb.map((h) => String(h?.pageSize)) : [];
  if (view === 'v2') {
    const unified = Object.keys((resources.unified as object | undefined) ?? {});
    const files = [
      ...V2,
      ...sizes.flatMap((s) => [`hugetlb.${s}.max`, `hugetlb.${s}.rsvd.max`]),
      ...unified.filter((u) => !u.includes('/')),
    ];
    return [...new Set(files)].map((f) => `/sys/fs/cgroup${at}/${f}`);
  }
  const dir = (controller: string) => hierarchies.find((h) => h.split(',').includes(controller));
  const files = asked.flatMap((member) =>
    (CONTROLLERS[member] ?? []).flatMap((c) => (V1[c] ?? []).map((file) => [dir(c), file] as const)),
  );
  for (const s of sizes)
    for (const kind of ['', '.rsvd'])
      files.push([dir('hugetlb'), `hugetlb.${s}${kind}.limit_in_bytes`] as const);
  return files.flatMap(([d, file]) => (d === undefined ? [] : [`/sys/fs/cgroup/${d}${at}/${file}`]));
}

/** The cgroups that runtimes get: names of the v1 mounts below /sys/fs/cgroup; none on v2. */
export type CgroupTree = { view: 'v1' | 'v2'; hierarchies: string[] };

/** Top directory of a controller, as the runtime namespace sees it; null where a v1 view has no such controller. */
export function controllerDir(controller: string, { view, hierarchies }: CgroupTree): string | null {
  if (view === 'v2') return '/sys/fs/cgroup';
  const found = hierarchies.find((h) => h.split(',').includes(controller));
  return found === undefined ? null : `/sys/fs/cgroup/${found}`;
}

/** The file that freezes a container; null for a config without an absolute cgroupsPath. */
export function freezerFile({ config, ...tree }: CgroupTree & { config: unknown }): string | null {
  const at = (config as { linux?: { cgroupsPath?: unknown } } | undefined)?.linux?.cgroupsPath;
  const top = controllerDir('freezer', tree);
  if (top === null || typeof at !== 'string' || !at.startsWith('/')) return null;
  return `${top}${at}/${tree.view === 'v2' ? 'cgroup.freeze' : 'freezer.state'}`;
}

/** Name of the snapshot of the cgroup that a step takes. */
export const cgroupSnapshot = (step: number): string => `cgroup ${step}`;

/**
 * The container's cgroup directory, whose owners say whether it was delegated; one hierarchy is enough on v1.
 * Not for programs of the host's root, because with root nobody could tell.
 */
export function cgroupRoots(config: unknown, view: 'v1' | 'v2', hierarchies: string[]): string[] {
  const { linux, process } = (config ?? {}) as {
    linux?: { cgroupsPath?: unknown; uidMappings?: unknown };
    process?: { user?: { uid?: unknown } };
  };
  const at = linux?.cgroupsPath;
  const isRoot = (process?.user?.uid ?? 0) === 0 && linux?.uidMappings === undefined;
  if (typeof at !== 'string' || !at.startsWith('/') || isRoot) return [];
  if (view === 'v2') return [`/sys/fs/cgroup${at}`];
  const dir = hierarchies.find((h) => h.split(',').includes('memory'));
  return dir === undefined ? [] : [`/sys/fs/cgroup/${dir}${at}`];
}
