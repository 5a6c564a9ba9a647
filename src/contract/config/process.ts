/** config.md#process, #posix-process, #linux-process, #user */
import Type from 'typebox';
import { absolutePath, strings, uint32, uint64 } from './common.ts';
import { CAPABILITY_SETS, IO_PRIORITY_CLASSES, SCHEDULER_FLAGS, SCHEDULER_POLICIES } from './vocabulary.ts';

const capabilitySet = Type.Optional(Type.Array(Type.String({ pattern: '^CAP_[A-Z0-9_]+$' })));
const cpuList = Type.Optional(Type.String({ pattern: '^[0-9, -]*$' }));
const int32 = Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1 });

const User = Type.Object({
  uid: uint32(),
  gid: uint32(),
  umask: Type.Optional(uint32()),
  additionalGids: Type.Optional(Type.Array(uint32())),
  username: Type.Optional(Type.String()),
});

const Scheduler = Type.Object({
  policy: Type.Enum(SCHEDULER_POLICIES),
  nice: Type.Optional(int32),
  priority: Type.Optional(int32),
  flags: Type.Optional(Type.Array(Type.Enum(SCHEDULER_FLAGS))),
  runtime: Type.Optional(uint64()),
  deadline: Type.Optional(uint64()),
  period: Type.Optional(uint64()),
});

export const Process = Type.Object({
  terminal: Type.Optional(Type.Boolean()),
  consoleSize: Type.Optional(Type.Object({ height: uint64(), width: uint64() })),
  cwd: absolutePath(),
  env: Type.Optional(strings()),
  args: Type.Array(Type.String(), { minItems: 1 }),
  commandLine: Type.Optional(Type.String()),
  user: Type.Optional(User),
  rlimits: Type.Optional(
    Type.Array(
      Type.Object({ type: Type.String({ pattern: '^RLIMIT_[A-Z]+$' }), soft: uint64(), hard: uint64() }),
    ),
  ),
  capabilities: Type.Optional(
    Type.Object(
      Object.fromEntries(CAPABILITY_SETS.map((set) => [set, capabilitySet])) as Record<
        (typeof CAPABILITY_SETS)[number],
        typeof capabilitySet
      >,
    ),
  ),
  noNewPrivileges: Type.Optional(Type.Boolean()),
  apparmorProfile: Type.Optional(Type.String()),
  selinuxLabel: Type.Optional(Type.String()),
  oomScoreAdj: Type.Optional(Type.Integer()),
  scheduler: Type.Optional(Scheduler),
  ioPriority: Type.Optional(
    Type.Object({
      class: Type.Enum(IO_PRIORITY_CLASSES),
      priority: Type.Integer({ minimum: 0, maximum: 7 }),
    }),
  ),
  execCPUAffinity: Type.Optional(Type.Object({ initial: cpuList, final: cpuList })),
});
