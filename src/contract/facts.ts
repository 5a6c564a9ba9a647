/** Facts about the host and the runtimes that verdicts depend on. */
import Type, { type Static } from 'typebox';

export const HostFacts = Type.Object(
  {
    kernel: Type.String(),
    arch: Type.String(),
    distribution: Type.String(),
    cpus: Type.Integer(),
    /** the cgroup view that the runtimes get */
    cgroup: Type.Union([Type.Literal('v1'), Type.Literal('v2')]),
    /** controllers usable in that view */
    controllers: Type.Array(Type.String()),
    /** files that go with a delegated cgroup (/sys/kernel/cgroup/delegate), where the kernel says so */
    cgroupDelegate: Type.Optional(Type.Array(Type.String())),
    /** effective capabilities of the harness, names as CAP_* */
    capabilities: Type.Array(Type.String()),
    /** active Linux security modules that label or confine: apparmor, selinux */
    lsm: Type.Array(Type.String()),
    /** namespace kinds that the kernel knows: pid net mnt ipc uts user cgroup time */
    namespaces: Type.Array(Type.String()),
    /** RLIMIT_NAME without prefix to [soft, hard] of the harness; "infinity" possible */
    rlimits: Type.Record(Type.String(), Type.Tuple([Type.String(), Type.String()])),
    /** file systems of /proc/filesystems */
    filesystems: Type.Array(Type.String()),
    hugepageSizes: Type.Array(Type.String()),
    sandbox: Type.Union([Type.Literal('full'), Type.Literal('light')]),
  },
  { title: 'HostFacts' },
);
export type HostFacts = Static<typeof HostFacts>;

export const RuntimeFacts = Type.Object(
  {
    /** as the user named it; unique in a run */
    label: Type.String(),
    /** adapter: runc, crun, runsc, youki, generic. Counts in signatures; label and version do not. */
    name: Type.String(),
    path: Type.String(),
    version: Type.String(),
    /** spec version that the runtime declares (highest of --version and features), or null */
    declaredSpec: Type.Union([Type.String(), Type.Null()]),
    sha256: Type.String(),
    /** package that the binary came with, as `NAME VERSION`; absent where no package manager knows it */
    package: Type.Optional(Type.String()),
    /** hook kinds that the runtime claims to run */
    hooks: Type.Array(Type.String()),
    /** output of `features`, or null where there is no such command */
    features: Type.Unknown(),
    /** ociVersion values that it takes, as prefixes ("1.0."); empty = any 1.x */
    ociVersions: Type.Array(Type.String()),
    /** true: containers run on a kernel of their own (gVisor); host-side views of the container say nothing */
    ownKernel: Type.Boolean(),
    /** false: resources are not applied by request of the harness (runsc --ignore-cgroups) */
    cgroups: Type.Boolean(),
    /** what this host lacks, so that it cannot make user namespaces; absent where nothing is known to keep it from that */
    noUserNamespaces: Type.Optional(Type.String()),
  },
  { title: 'RuntimeFacts' },
);
export type RuntimeFacts = Static<typeof RuntimeFacts>;
