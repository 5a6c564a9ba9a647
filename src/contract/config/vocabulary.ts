/** Words of config.json: every closed list of the specification, and since which version a word exists. */

/** config-linux.md#namespaces */
export const NAMESPACE_TYPES = ['pid', 'network', 'mount', 'ipc', 'uts', 'user', 'cgroup', 'time'] as const;

/** capabilities(7), in the order of their numbers */
export const CAPABILITIES = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_LINUX_IMMUTABLE',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_PACCT',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MKNOD',
  'CAP_LEASE',
  'CAP_AUDIT_WRITE',
  'CAP_AUDIT_CONTROL',
  'CAP_SETFCAP',
  'CAP_MAC_OVERRIDE',
  'CAP_MAC_ADMIN',
  'CAP_SYSLOG',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
  'CAP_AUDIT_READ',
  'CAP_PERFMON',
  'CAP_BPF',
  'CAP_CHECKPOINT_RESTORE',
] as const;

/** The five sets of process.capabilities (config.md#linux-process) */
export const CAPABILITY_SETS = ['bounding', 'effective', 'inheritable', 'permitted', 'ambient'] as const;

/** getrlimit(2) */
export const RLIMITS = [
  'RLIMIT_AS',
  'RLIMIT_CORE',
  'RLIMIT_CPU',
  'RLIMIT_DATA',
  'RLIMIT_FSIZE',
  'RLIMIT_LOCKS',
  'RLIMIT_MEMLOCK',
  'RLIMIT_MSGQUEUE',
  'RLIMIT_NICE',
  'RLIMIT_NOFILE',
  'RLIMIT_NPROC',
  'RLIMIT_RSS',
  'RLIMIT_RTPRIO',
  'RLIMIT_RTTIME',
  'RLIMIT_SIGPENDING',
  'RLIMIT_STACK',
] as const;

/** config.md#linux-process, scheduler */
export const SCHEDULER_POLICIES = [
  'SCHED_OTHER',
  'SCHED_FIFO',
  'SCHED_RR',
  'SCHED_BATCH',
  'SCHED_ISO',
  'SCHED_IDLE',
  'SCHED_DEADLINE',
] as const;
export const SCHEDULER_FLAGS = [
  'SCHED_FLAG_RESET_ON_FORK',
  'SCHED_FLAG_RECLAIM',
  'SCHED_FLAG_DL_OVERRUN',
  'SCHED_FLAG_KEEP_POLICY',
  'SCHED_FLAG_KEEP_PARAMS',
  'SCHED_FLAG_UTIL_CLAMP_MIN',
  'SCHED_FLAG_UTIL_CLAMP_MAX',
] as const;
export const IO_PRIORITY_CLASSES = ['IOPRIO_CLASS_RT', 'IOPRIO_CLASS_BE', 'IOPRIO_CLASS_IDLE'] as const;

/** config-linux.md#devices */
export const DEVICE_TYPES = ['c', 'b', 'u', 'p'] as const;
/** config-linux.md#default-devices, those that are always supplied, with their numbers */
export const DEFAULT_DEVICES = [
  { path: '/dev/null', major: 1, minor: 3 },
  { path: '/dev/zero', major: 1, minor: 5 },
  { path: '/dev/full', major: 1, minor: 7 },
  { path: '/dev/random', major: 1, minor: 8 },
  { path: '/dev/urandom', major: 1, minor: 9 },
  { path: '/dev/tty', major: 5, minor: 0 },
] as const;

export const ROOTFS_PROPAGATIONS = ['private', 'shared', 'slave', 'unbindable'] as const;
export const PERSONALITY_DOMAINS = ['LINUX', 'LINUX32'] as const;
export const MEMORY_POLICY_MODES = [
  'MPOL_DEFAULT',
  'MPOL_BIND',
  'MPOL_INTERLEAVE',
  'MPOL_WEIGHTED_INTERLEAVE',
  'MPOL_PREFERRED',
  'MPOL_PREFERRED_MANY',
  'MPOL_LOCAL',
] as const;
export const MEMORY_POLICY_FLAGS = [
  'MPOL_F_NUMA_BALANCING',
  'MPOL_F_RELATIVE_NODES',
  'MPOL_F_STATIC_NODES',
] as const;

/** config-linux.md#seccomp */
export const SECCOMP_ACTIONS = [
  'SCMP_ACT_KILL',
  'SCMP_ACT_KILL_PROCESS',
  'SCMP_ACT_KILL_THREAD',
  'SCMP_ACT_TRAP',
  'SCMP_ACT_ERRNO',
  'SCMP_ACT_TRACE',
  'SCMP_ACT_ALLOW',
  'SCMP_ACT_LOG',
  'SCMP_ACT_NOTIFY',
] as const;
export const SECCOMP_FLAGS = [
  'SECCOMP_FILTER_FLAG_TSYNC',
  'SECCOMP_FILTER_FLAG_LOG',
  'SECCOMP_FILTER_FLAG_SPEC_ALLOW',
  'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV',
] as const;
export const SECCOMP_OPERATORS = [
  'SCMP_CMP_NE',
  'SCMP_CMP_LT',
  'SCMP_CMP_LE',
  'SCMP_CMP_EQ',
  'SCMP_CMP_GE',
  'SCMP_CMP_GT',
  'SCMP_CMP_MASKED_EQ',
] as const;
export const SECCOMP_ARCHITECTURES = [
  'SCMP_ARCH_X86',
  'SCMP_ARCH_X86_64',
  'SCMP_ARCH_X32',
  'SCMP_ARCH_ARM',
  'SCMP_ARCH_AARCH64',
  'SCMP_ARCH_MIPS',
  'SCMP_ARCH_MIPS64',
  'SCMP_ARCH_MIPS64N32',
  'SCMP_ARCH_MIPSEL',
  'SCMP_ARCH_MIPSEL64',
  'SCMP_ARCH_MIPSEL64N32',
  'SCMP_ARCH_PPC',
  'SCMP_ARCH_PPC64',
  'SCMP_ARCH_PPC64LE',
  'SCMP_ARCH_S390',
  'SCMP_ARCH_S390X',
  'SCMP_ARCH_PARISC',
  'SCMP_ARCH_PARISC64',
  'SCMP_ARCH_RISCV64',
  'SCMP_ARCH_LOONGARCH64',
  'SCMP_ARCH_M68K',
  'SCMP_ARCH_SH',
  'SCMP_ARCH_SHEB',
] as const;

/** Mount options by what they are for (config.md#linux-mount-options). All are those of mount(8) ... */
export const MOUNT_OPTIONS = {
  bind: ['bind', 'rbind'],
  /** per-mount flags, each with its opposite */
  flag: ['ro', 'rw', 'nosuid', 'suid', 'nodev', 'dev', 'noexec', 'exec', 'nosymfollow', 'symfollow'],
  atime: [
    'atime',
    'noatime',
    'diratime',
    'nodiratime',
    'relatime',
    'norelatime',
    'strictatime',
    'nostrictatime',
  ],
  /** flags of the file system rather than of the mount */
  superblock: [
    'sync',
    'async',
    'dirsync',
    'lazytime',
    'nolazytime',
    'iversion',
    'noiversion',
    'mand',
    'nomand',
    'silent',
    'loud',
  ],
  propagation: ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave', 'unbindable', 'runbindable'],
  /** ... but these: the recursive forms of `flag` and `atime` */
  recursive: [
    'rro',
    'rrw',
    'rnosuid',
    'rsuid',
    'rnodev',
    'rdev',
    'rnoexec',
    'rexec',
    'rnodiratime',
    'rdiratime',
    'rrelatime',
    'rnorelatime',
    'rnoatime',
    'ratime',
    'rstrictatime',
    'rnostrictatime',
    'rnosymfollow',
    'rsymfollow',
  ],
  idmap: ['idmap', 'ridmap'],
  other: ['defaults', 'remount', 'tmpcopyup'],
} as const;

/** A mount option that neither runtimes nor file systems know. */
export const MEANINGLESS_OPTION = 'nosuchoption';

/** Pointer pattern to the words below it that came after 1.0.2, and the version that brought them. */
export const NEWER_WORDS: Record<string, Record<string, string>> = {
  '/linux/namespaces/*/type': { time: '1.1.0' },
  '/linux/seccomp/defaultAction': newerActions(),
  '/linux/seccomp/syscalls/*/action': newerActions(),
  '/linux/seccomp/flags/*': { SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: '1.1.0' },
  '/linux/seccomp/architectures/*': {
    SCMP_ARCH_RISCV64: '1.1.0',
    SCMP_ARCH_LOONGARCH64: '1.2.1',
    SCMP_ARCH_M68K: '1.2.1',
    SCMP_ARCH_SH: '1.2.1',
    SCMP_ARCH_SHEB: '1.2.1',
  },
  '/mounts/*/options/*': {
    ...Object.fromEntries(MOUNT_OPTIONS.recursive.map((o) => [o, '1.1.0'])),
    nosymfollow: '1.1.0',
    symfollow: '1.1.0',
    tmpcopyup: '1.1.0',
    ...Object.fromEntries(MOUNT_OPTIONS.idmap.map((o) => [o, '1.2.0'])),
  },
};

function newerActions(): Record<string, string> {
  return { SCMP_ACT_KILL_PROCESS: '1.1.0', SCMP_ACT_KILL_THREAD: '1.1.0', SCMP_ACT_NOTIFY: '1.1.0' };
}
