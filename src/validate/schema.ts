/** Faults that the schema of config.json finds, with the requirement that each breaks. */
import { HOOK_KINDS } from '../contract/case.ts';
import { type ConfigFault, configFaults, OciConfig } from '../contract/config/index.ts';
import { patternOf, schemaPointers } from '../contract/config/pointers.ts';

/** What is wrong in any other way (config.md#valid-values). */
export const INVALID = 'config.values.invalid-error';

/** Place, and keywords of JSON Schema where they matter, to the requirement. A wrong type is always INVALID. */
const REQUIREMENTS: readonly (readonly [pattern: string, requirement: string, keyword?: string])[] = [
  ['/ociVersion', 'config.ociVersion.required', 'required'],
  ['/ociVersion', 'config.ociVersion.semver', 'pattern'],
  ['/root', 'config.root.required', 'required'],
  ['/root/path', 'config.root.path.required', 'required'],
  ['/mounts/*/destination', 'config.mounts.destination.required', 'required'],
  ['/mounts/*/uidMappings', 'config.mounts.idmappings.both', 'dependencies'],
  ['/mounts/*/gidMappings', 'config.mounts.idmappings.both', 'dependencies'],
  ['/process/args', 'config.process.args.one-entry'],
  ['/process/cwd', 'config.process.cwd.required', 'required'],
  ['/process/cwd', 'config.process.cwd.absolute', 'pattern'],
  ['/process/consoleSize/height', 'config.process.consoleSize.height', 'required'],
  ['/process/consoleSize/width', 'config.process.consoleSize.width', 'required'],
  ['/process/user/uid', 'config.user.uid'],
  ['/process/user/gid', 'config.user.gid'],
  ['/process/rlimits/*/type', 'config.process.rlimits.type.required', 'required'],
  ['/process/rlimits/*/soft', 'config.process.rlimits.soft.required', 'required'],
  ['/process/rlimits/*/hard', 'config.process.rlimits.hard.required', 'required'],
  ['/process/scheduler/policy', 'config.process.scheduler.policy'],
  ['/process/ioPriority/class', 'config.process.ioPriority.class'],
  ['/process/ioPriority/priority', 'config.process.ioPriority.priority'],
  ...HOOK_KINDS.flatMap((kind) => [
    [`/hooks/${kind}/*/path`, 'hooks.path.required', 'required'] as const,
    [`/hooks/${kind}/*/path`, 'hooks.path.absolute', 'pattern'] as const,
    [`/hooks/${kind}/*/timeout`, 'hooks.timeout.positive', 'minimum'] as const,
  ]),
  ['/annotations', 'config.annotations.map', 'type'],
  ['/annotations', 'config.annotations.key-nonempty'],
  ['/annotations/{key}', 'config.annotations.value-string', 'type'],
  ['/linux/namespaces/*/type', 'linux.ns.type.required', 'required'],
  ['/linux/namespaces/*/type', 'linux.ns.type.unknown', 'enum'],
  ['/linux/namespaces/*/path', 'linux.ns.path.absolute', 'pattern'],
  ...['/linux', '/mounts/*'].flatMap((at) =>
    ['uidMappings', 'gidMappings'].flatMap((list) =>
      ['containerID', 'hostID', 'size'].map(
        (member) => [`${at}/${list}/*/${member}`, `linux.userns.mapping.${member}`, 'required'] as const,
      ),
    ),
  ),
  ['/linux/devices/*/type', 'linux.dev.type.required'],
  ['/linux/devices/*/path', 'linux.dev.path.required', 'required'],
  ['/linux/devices/*/major', 'linux.dev.major-minor', 'required'],
  ['/linux/devices/*/minor', 'linux.dev.major-minor', 'required'],
  ['/linux/resources/devices/*/allow', 'linux.res.dev.allow.required', 'required'],
  ['/linux/resources/blockIO/weightDevice/*', 'linux.res.blkio.weightDevice.one-of', 'anyOf'],
  ...['major', 'minor'].map(
    (n) =>
      [
        `/linux/resources/blockIO/weightDevice/*/${n}`,
        'linux.res.blkio.weightDevice.numbers',
        'required',
      ] as const,
  ),
  ...['ReadBps', 'WriteBps', 'ReadIOPS', 'WriteIOPS'].flatMap((kind) =>
    [
      ['major', 'numbers'],
      ['minor', 'numbers'],
      ['rate', 'rate'],
    ].map(
      ([member, what]) =>
        [
          `/linux/resources/blockIO/throttle${kind}Device/*/${member}`,
          `linux.res.blkio.throttle.${what}`,
          'required',
        ] as const,
    ),
  ),
  ['/linux/resources/hugepageLimits/*/pageSize', 'linux.res.hugetlb.pageSize'],
  ['/linux/resources/hugepageLimits/*/limit', 'linux.res.hugetlb.limit', 'required'],
  ['/linux/resources/network/priorities/*/name', 'linux.res.net.priorities.name', 'required'],
  ['/linux/resources/network/priorities/*/priority', 'linux.res.net.priorities.priority', 'required'],
  ['/linux/resources/rdma/{key}', 'linux.res.rdma.one-of', 'anyOf'],
  ['/linux/intelRdt/schemata/*', 'linux.rdt.schemata.newline', 'pattern'],
  ['/linux/memoryPolicy/mode', 'linux.mempolicy.mode'],
  ['/linux/sysctl/{key}', 'linux.sysctl.value-string', 'type'],
  ['/linux/rootfsPropagation', 'linux.rootfsprop.values', 'enum'],
  ['/linux/maskedPaths/*', 'linux.masked.absolute', 'pattern'],
  ['/linux/readonlyPaths/*', 'linux.readonly.absolute', 'pattern'],
  ['/linux/personality/domain', 'linux.personality.domain'],
  ['/linux/seccomp/defaultAction', 'linux.seccomp.defaultAction'],
  ['/linux/seccomp/listenerMetadata', 'linux.seccomp.listenerMetadata.needs-path', 'dependencies'],
  ['/linux/seccomp/syscalls/*/names', 'linux.seccomp.syscalls.names'],
  ['/linux/seccomp/syscalls/*/action', 'linux.seccomp.syscalls.action'],
  ['/linux/seccomp/syscalls/*/args/*/index', 'linux.seccomp.args.index'],
  ['/linux/seccomp/syscalls/*/args/*/value', 'linux.seccomp.args.value', 'required'],
  ['/linux/seccomp/syscalls/*/args/*/op', 'linux.seccomp.args.op'],
];

/** Ids of all requirements that the schema judges by. */
export const SCHEMA_REQUIREMENTS: readonly string[] = [
  ...new Set([INVALID, ...REQUIREMENTS.map(([, requirement]) => requirement)]),
];

const known = new Set(schemaPointers(OciConfig));

export type SchemaFault = { pointer: string; requirement: string; message: string; hint: string };

export function schemaFaults(config: unknown): SchemaFault[] {
  return configFaults(config).map((fault) => ({
    pointer: fault.pointer,
    requirement: requirementOf(fault),
    message: fault.message,
    hint: hintOf(fault),
  }));
}

function requirementOf({ pointer, keyword }: ConfigFault): string {
  const pattern = patternOf(pointer, known);
  const listed = REQUIREMENTS.find(
    ([p, , k]) => p === pattern && (k === undefined ? keyword !== 'type' : k === keyword),
  );
  return listed?.[1] ?? INVALID;
}

function hintOf({ keyword, message, allowed }: ConfigFault): string {
  if (keyword === 'required') return 'add it';
  if (keyword === 'dependencies') return 'add the member that belongs to it, or leave it out';
  if (allowed !== undefined) return `use one of ${allowed.join(', ')}`;
  return `the value ${message}`;
}
