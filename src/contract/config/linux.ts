/** config-linux.md but for its control groups */
import Type from 'typebox';
import { absolutePath, IdMappings, int64, strings, uint32, uint64 } from './common.ts';
import { Resources } from './resources.ts';
import {
  DEVICE_TYPES,
  MEMORY_POLICY_FLAGS,
  MEMORY_POLICY_MODES,
  NAMESPACE_TYPES,
  PERSONALITY_DOMAINS,
  ROOTFS_PROPAGATIONS,
  SECCOMP_ACTIONS,
  SECCOMP_ARCHITECTURES,
  SECCOMP_FLAGS,
  SECCOMP_OPERATORS,
} from './vocabulary.ts';

const offset = () =>
  Type.Optional(
    Type.Object({
      secs: Type.Optional(int64()),
      nanosecs: Type.Optional(Type.Integer({ minimum: 0, maximum: 0xffffffff })),
    }),
  );

/** major and minor are needed unless the device is a FIFO */
const Device = Type.Object(
  {
    type: Type.Enum(DEVICE_TYPES),
    path: Type.String(),
    major: Type.Optional(int64()),
    minor: Type.Optional(int64()),
    fileMode: Type.Optional(Type.Integer({ minimum: 0, maximum: 511 })),
    uid: Type.Optional(uint32()),
    gid: Type.Optional(uint32()),
  },
  { if: { properties: { type: { const: 'p' } } }, else: { required: ['major', 'minor'] } },
);

const Seccomp = Type.Object(
  {
    defaultAction: Type.Enum(SECCOMP_ACTIONS),
    defaultErrnoRet: Type.Optional(uint32()),
    architectures: Type.Optional(Type.Array(Type.Enum(SECCOMP_ARCHITECTURES))),
    flags: Type.Optional(Type.Array(Type.Enum(SECCOMP_FLAGS))),
    listenerPath: Type.Optional(Type.String()),
    listenerMetadata: Type.Optional(Type.String()),
    syscalls: Type.Optional(
      Type.Array(
        Type.Object({
          names: Type.Array(Type.String(), { minItems: 1 }),
          action: Type.Enum(SECCOMP_ACTIONS),
          errnoRet: Type.Optional(uint32()),
          args: Type.Optional(
            Type.Array(
              Type.Object({
                index: Type.Integer({ minimum: 0, maximum: 5 }),
                value: uint64(),
                valueTwo: Type.Optional(uint64()),
                op: Type.Enum(SECCOMP_OPERATORS),
              }),
            ),
          ),
        }),
      ),
    ),
  },
  { dependencies: { listenerMetadata: ['listenerPath'] } },
);

const oneLine = Type.String({ pattern: '^[^\\n]*$' });
const IntelRdt = Type.Object({
  closID: Type.Optional(Type.String()),
  schemata: Type.Optional(Type.Array(oneLine)),
  l3CacheSchema: Type.Optional(Type.String()),
  memBwSchema: Type.Optional(Type.String({ pattern: '^MB:[^\\n]*$' })),
  enableMonitoring: Type.Optional(Type.Boolean()),
});

export const Linux = Type.Object({
  namespaces: Type.Optional(
    Type.Array(Type.Object({ type: Type.Enum(NAMESPACE_TYPES), path: Type.Optional(absolutePath()) })),
  ),
  uidMappings: Type.Optional(IdMappings),
  gidMappings: Type.Optional(IdMappings),
  timeOffsets: Type.Optional(Type.Object({ boottime: offset(), monotonic: offset() })),
  devices: Type.Optional(Type.Array(Device)),
  netDevices: Type.Optional(Type.Record(Type.String(), Type.Object({ name: Type.Optional(Type.String()) }))),
  cgroupsPath: Type.Optional(Type.String()),
  resources: Type.Optional(Resources),
  rootfsPropagation: Type.Optional(Type.Enum(ROOTFS_PROPAGATIONS)),
  seccomp: Type.Optional(Seccomp),
  sysctl: Type.Optional(Type.Record(Type.String(), Type.String())),
  maskedPaths: Type.Optional(Type.Array(absolutePath())),
  readonlyPaths: Type.Optional(Type.Array(absolutePath())),
  mountLabel: Type.Optional(Type.String()),
  intelRdt: Type.Optional(IntelRdt),
  memoryPolicy: Type.Optional(
    Type.Object({
      mode: Type.Enum(MEMORY_POLICY_MODES),
      nodes: Type.Optional(Type.String()),
      flags: Type.Optional(Type.Array(Type.Enum(MEMORY_POLICY_FLAGS))),
    }),
  ),
  personality: Type.Optional(
    Type.Object({ domain: Type.Enum(PERSONALITY_DOMAINS), flags: Type.Optional(strings()) }),
  ),
});
