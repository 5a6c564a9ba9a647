/**
 * Bases as container engines write them: default capabilities, mounts, masked paths, a long seccomp list. Facts of
 * what podman 4.3 and containerd 1.6 pass; the rest of the case mutates it, so this area comes first.
 */
import { ROOTFS } from '../../src/contract/case.ts';
import { type Area, type Context, knows, type Patch } from '../core/area.ts';
import { COMMON_SYSCALLS } from '../core/syscalls.ts';
import { dir, file, pick, SOURCES } from '../core/words.ts';
import { call } from './seccomp.ts';

const caps = (words: string): object => {
  const list = words.split(' ').map((w) => `CAP_${w}`);
  return { bounding: list, effective: list, permitted: list };
};
const KUBERNETES = 'CHOWN DAC_OVERRIDE FSETID FOWNER SETGID SETUID SETPCAP NET_BIND_SERVICE KILL';

type Mount = { destination: string; type: string; source: string; options: string[] };
const mount = (destination: string, type: string, source: string, options: string): Mount => ({
  destination,
  type,
  source,
  options: options.split(' '),
});
const PROC = mount('/proc', 'proc', 'proc', 'nosuid noexec nodev');
const DEV = mount('/dev', 'tmpfs', 'tmpfs', 'nosuid strictatime mode=755 size=65536k');
const PTS = mount('/dev/pts', 'devpts', 'devpts', 'nosuid noexec newinstance ptmxmode=0666 mode=0620 gid=5');
const MQUEUE = mount('/dev/mqueue', 'mqueue', 'mqueue', 'nosuid noexec nodev');
const SHM = mount('/dev/shm', 'tmpfs', 'shm', 'nosuid noexec nodev mode=1777 size=65536k');
const SYS = mount('/sys', 'sysfs', 'sysfs', 'nosuid noexec nodev ro');
const RUN = mount('/run', 'tmpfs', 'tmpfs', 'nosuid strictatime mode=755 size=65536k');
const CGROUP = mount('/sys/fs/cgroup', 'cgroup', 'cgroup', 'nosuid noexec nodev relatime ro');
const PODMAN_DEV = mount('/dev', 'tmpfs', 'tmpfs', 'nosuid noexec strictatime mode=755 size=65536k');
const PODMAN_CGROUP = { ...CGROUP, options: ['rprivate', ...CGROUP.options] };

/** A file that engines bind over the image's. */
const bound = (path: string, options = 'bind rprivate'): Mount =>
  mount(path, 'bind', `${SOURCES}/engine${path}`, options);
const FILES = [
  dir(`${SOURCES}/engine/dev/shm`, 0o1777),
  ...['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/run/.containerenv', '/dev/termination-log'].map(
    (p) => file(`${SOURCES}/engine${p}`, `${p}\n`),
  ),
];

const MASKED = 'acpi kcore keys latency_stats timer_list timer_stats sched_debug scsi';
const READONLY = 'bus fs irq sys sysrq-trigger';
const below = (words: string): string[] => words.split(' ').map((w) => `/proc/${w}`);
const paths = (masked: string[], readonly: string[]): [string, unknown][] => [
  ['/linux/maskedPaths', [...below(MASKED), '/sys/firmware', ...masked]],
  ['/linux/readonlyPaths', [...below(READONLY), ...readonly]],
];

/** CLONE_NEW* of clone(2): a call that makes namespaces does not pass the test. */
const NEW_NAMESPACES = 0x7e020000;
/** Everything is refused but what is listed, as engines do it. */
const filter = (ctx: Context): [string, unknown] => [
  '/linux/seccomp',
  {
    defaultAction: 'SCMP_ACT_ERRNO',
    ...(knows(ctx, '1.1.0') ? { defaultErrnoRet: 38 } : {}),
    architectures:
      ctx.host.arch === 'arm64'
        ? ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']
        : ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
    syscalls: [
      { names: COMMON_SYSCALLS, action: 'SCMP_ACT_ALLOW' },
      {
        names: ['clone'],
        action: 'SCMP_ACT_ALLOW',
        args: [{ index: 0, value: NEW_NAMESPACES, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
      },
    ],
  },
];
/** Some of what the filter refuses, and some of what it allows. */
const tried = (ctx: Context) =>
  ['add_key', 'quotactl', 'swapon', 'getpriority', 'sysinfo'].map((n) => call(ctx, n));

/** Limits as engines give them, as far as the caller may raise them. */
const limit = (ctx: Context, type: string, wanted: number) => {
  const hard = ctx.host.rlimits[type.slice('RLIMIT_'.length)]?.[1] ?? 'infinity';
  const most = hard === 'infinity' ? wanted : Math.min(wanted, Number(hard));
  return { type, soft: most, hard: most };
};
const deny = { allow: false, access: 'rwm' };
/** Numbers of the default devices, of the console and of terminals. */
const DEVICES = ['1 3', '1 8', '1 7', '5 0', '1 5', '1 9', '5 1', '136', '5 2'];
const allowed = DEVICES.map((numbers) => {
  const [major, minor] = numbers.split(' ').map(Number);
  return { allow: true, type: 'c', major, ...(minor === undefined ? {} : { minor }), access: 'rwm' };
});
const has = (ctx: Context, name: string): boolean => ctx.host.controllers.includes(name);
/** Without the privilege for it (cgroup v2), or its controller (v1), no list of devices can be applied. */
const devices = (ctx: Context, more: object[] = []): [string, unknown][] =>
  ctx.host.cgroup === 'v2' || has(ctx, 'devices') ? [['/linux/resources/devices', [deny, ...more]]] : [];
const resources = (ctx: Context, members: Record<string, unknown>): [string, unknown][] =>
  Object.entries(members)
    .filter(([name]) => has(ctx, name))
    .map(([name, value]) => [`/linux/resources/${name}`, value]);

const podman = (ctx: Context): Patch => ({
  set: [
    ['/process/user', { uid: 0, gid: 0, umask: 0o22 }],
    [
      '/process/capabilities',
      caps(`CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT`),
    ],
    ['/process/rlimits', [limit(ctx, 'RLIMIT_NOFILE', 1048576), limit(ctx, 'RLIMIT_NPROC', 32768)]],
    ['/process/env/-', 'TERM=xterm'],
    ['/process/env/-', 'container=podman'],
    ['/process/env/-', 'HOME=/root'],
    ['/process/env/-', 'HOSTNAME=050d9bf252c4'],
    ['/hostname', '050d9bf252c4'],
    [
      '/mounts',
      [
        ...[PROC, PODMAN_DEV, SYS, PTS, MQUEUE, bound('/etc/hosts'), bound('/run/.containerenv')],
        ...[bound('/dev/shm', 'bind rprivate nosuid noexec nodev'), bound('/etc/hostname'), PODMAN_CGROUP],
      ],
    ],
    ['/linux/sysctl', { 'net.ipv4.ping_group_range': '0 0' }],
    ...devices(ctx),
    ...resources(ctx, { pids: { limit: 2048 } }),
    ...paths(['/sys/fs/selinux', '/sys/dev/block'], ['/proc/asound']),
    filter(ctx),
  ],
});

const containerd = (ctx: Context): Patch => ({
  set: [
    ['/process/user', { uid: 0, gid: 0, additionalGids: [0] }],
    [
      '/process/capabilities',
      caps(
        `CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE`,
      ),
    ],
    ['/process/rlimits', [limit(ctx, 'RLIMIT_NOFILE', 1024)]],
    ['/process/noNewPrivileges', true],
    ['/mounts', [PROC, DEV, PTS, SHM, MQUEUE, SYS, RUN]],
    ...devices(ctx, allowed),
    ...resources(ctx, { cpu: { shares: 1024 } }),
    ...paths(['/proc/asound'], []),
  ],
});

/** A container of a pod: limits, and files of the pod. */
const kubernetes = (ctx: Context): Patch => ({
  set: [
    ['/process/capabilities', caps(KUBERNETES)],
    ['/process/oomScoreAdj', 999],
    [
      '/mounts',
      [
        ...[PROC, DEV, PTS, MQUEUE, SYS, CGROUP, bound('/etc/resolv.conf'), bound('/etc/hosts')],
        ...[bound('/dev/termination-log'), bound('/dev/shm', 'bind rw')],
      ],
    ],
    ...devices(ctx),
    ...resources(ctx, {
      memory: { limit: 256 * 2 ** 20 },
      cpu: { shares: 102, quota: 50000, period: 100000 },
      pids: { limit: 1024 },
    }),
    ...paths(['/proc/asound'], []),
    filter(ctx),
  ],
});

const SHAPES = [podman, containerd, kubernetes];

export const engine: Area = {
  name: 'engine',
  title: 'bases as podman, containerd and Kubernetes write them, for the other areas to change',
  /* their ids, nodes and mounts are those of a container without a user namespace */
  valid: (ctx) =>
    ctx.areas.includes('userns')
      ? null
      : pick(SHAPES).map((shape): Patch => {
          const patch = shape(ctx);
          const filtered = patch.set?.some(([at]) => at === '/linux/seccomp') === true;
          return {
            ...patch,
            files: [...FILES, file(`${ROOTFS}/etc/hosts`, '')],
            asks: filtered ? tried(ctx) : [],
          };
        }),
};
