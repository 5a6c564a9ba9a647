/** Where a sandbox's cgroups go on this host. Pure: from the text of /proc/self/cgroup and mountinfo. */

/** A mounted v1 hierarchy: directory name below /sys/fs/cgroup and the options that mount it again. */
export type Hierarchy = { name: string; options: string };

export type CgroupView = 'v1' | 'v2';

export type CgroupPlan = {
  view: CgroupView;
  /** v1 hierarchies of the view; empty on v2 */
  hierarchies: Hierarchy[];
  /** host directories for the agent to make, enter and remove, one per hierarchy */
  dirs: string[];
  /** v1 controllers of the view; on v2 they stand in `controllersFile` */
  controllers: string[];
  /** v2: host file that lists the controllers which the sandbox gets; null on v1 */
  controllersFile: string | null;
};

type Mount = { root: string; point: string; type: string; options: string[] };

/** Mount options of cgroup v1 that name no controller (kernel, cgroup-v1.c). */
const GENERIC = new Set([
  'rw',
  'ro',
  'none',
  'xattr',
  'noprefix',
  'clone_children',
  'cpuset_v2_mode',
  'favordynmods',
]);

/**
 * The plan for a sandbox named `name` (its directories' last component). On v1 below the caller's own cgroup
 * of each hierarchy, so that the caller's limits hold; on v2 at the mount's root, because a cgroup that holds
 * processes cannot hand controllers on (cgroups(7), "no internal processes"). `auto`: v1 where v1
 * controllers are mounted. Null where the view asked for is not there.
 */
export function cgroupPlan(
  procSelfCgroup: string,
  mountinfo: string,
  name: string,
  requested: CgroupView | 'auto' = 'auto',
): CgroupPlan | null {
  const mounts = cgroupMounts(mountinfo);
  const v1 = mounts.filter((m) => m.type === 'cgroup');
  const v2 = mounts.find((m) => m.type === 'cgroup2');
  const controllers = v1.flatMap((m) => m.options.filter(isController));
  const view = requested !== 'auto' ? requested : controllers.length > 0 || !v2 ? 'v1' : 'v2';
  if (view === 'v2') {
    if (!v2) return null;
    const controllersFile = join(v2.point, 'cgroup.subtree_control');
    return { view, hierarchies: [], dirs: [join(v2.point, name)], controllers: [], controllersFile };
  }
  if (controllers.length === 0) return null;
  const dirs = v1.map((m) => join(ownDirectory(m, procSelfCgroup), name));
  return { view, hierarchies: v1.map(hierarchy), dirs, controllers, controllersFile: null };
}

/** Mount points of every cgroup file system: where a sweep has to look. */
export function cgroupPoints(mountinfo: string): string[] {
  return cgroupMounts(mountinfo).map((m) => m.point);
}

const isController = (option: string): boolean => !GENERIC.has(option) && !option.includes('=');

function hierarchy(m: Mount): Hierarchy {
  const controllers = m.options.filter(isController);
  const named = m.options.filter((o) => o.startsWith('name='));
  const options = [...(controllers.length === 0 ? ['none'] : controllers), ...named].join(',');
  return { name: m.point.slice(m.point.lastIndexOf('/') + 1), options };
}

/** Mounts of proc_pid_mountinfo(5) that are cgroups; the first of each hierarchy, mount points unescaped. */
function cgroupMounts(mountinfo: string): Mount[] {
  const seen = new Set<string>();
  return mountinfo.split('\n').flatMap((line): Mount[] => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root, point] = left.split(' ');
    const [type, , superOptions = ''] = right.split(' ');
    if (root === undefined || point === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    const options = superOptions.split(',');
    const key =
      type === 'cgroup2' ? type : options.filter((o) => isController(o) || o.startsWith('name=')).join();
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ root: decodeOctal(root), point: decodeOctal(point), type, options }];
  });
}

/** The caller's own directory in a v1 hierarchy (cgroups(7), /proc/PID/cgroup: `id:controllers:path`). */
function ownDirectory(m: Mount, procSelfCgroup: string): string {
  const keys = m.options.filter((o) => isController(o) || o.startsWith('name='));
  for (const line of procSelfCgroup.split('\n')) {
    const [, list = '', path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined || !keys.some((k) => list.split(',').includes(k))) continue;
    const root = m.root === '/' ? '' : m.root;
    // a path outside of the mount cannot be reached; its root is the nearest
    return path === root || path.startsWith(`${root}/`) ? join(m.point, path.slice(root.length)) : m.point;
  }
  return m.point;
}

const join = (dir: string, path: string): string =>
  `${dir}/${path}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');

const decodeOctal = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
