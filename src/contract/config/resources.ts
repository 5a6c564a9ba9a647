/** config-linux.md#control-groups: the controllers */
import Type from 'typebox';
import { int64, numbered, oneOrMoreOf, uint32, uint64 } from './common.ts';

const uint16 = () => Type.Integer({ minimum: 0, maximum: 0xffff });
const throttle = () => Type.Optional(Type.Array(numbered({ rate: uint64() })));

const Memory = Type.Object({
  limit: Type.Optional(int64()),
  reservation: Type.Optional(int64()),
  swap: Type.Optional(int64()),
  kernel: Type.Optional(int64()),
  kernelTCP: Type.Optional(int64()),
  swappiness: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  disableOOMKiller: Type.Optional(Type.Boolean()),
  useHierarchy: Type.Optional(Type.Boolean()),
  checkBeforeUpdate: Type.Optional(Type.Boolean()),
});

const Cpu = Type.Object({
  shares: Type.Optional(uint64()),
  quota: Type.Optional(int64()),
  burst: Type.Optional(uint64()),
  period: Type.Optional(uint64()),
  realtimeRuntime: Type.Optional(int64()),
  realtimePeriod: Type.Optional(uint64()),
  cpus: Type.Optional(Type.String()),
  mems: Type.Optional(Type.String()),
  idle: Type.Optional(Type.Integer({ minimum: 0, maximum: 1 })),
});

const weights = { weight: Type.Optional(uint16()), leafWeight: Type.Optional(uint16()) };
const BlockIO = Type.Object({
  ...weights,
  weightDevice: Type.Optional(Type.Array(numbered(weights, oneOrMoreOf('weight', 'leafWeight')))),
  throttleReadBpsDevice: throttle(),
  throttleWriteBpsDevice: throttle(),
  throttleReadIOPSDevice: throttle(),
  throttleWriteIOPSDevice: throttle(),
});

const DeviceRule = Type.Object({
  allow: Type.Boolean(),
  type: Type.Optional(Type.Enum(['a', 'c', 'b'] as const)),
  major: Type.Optional(int64()),
  minor: Type.Optional(int64()),
  access: Type.Optional(Type.String({ pattern: '^[rwm]*$' })),
});

export const Resources = Type.Object({
  devices: Type.Optional(Type.Array(DeviceRule)),
  memory: Type.Optional(Memory),
  cpu: Type.Optional(Cpu),
  pids: Type.Optional(Type.Object({ limit: Type.Optional(int64()) })),
  blockIO: Type.Optional(BlockIO),
  hugepageLimits: Type.Optional(
    Type.Array(Type.Object({ pageSize: Type.String({ pattern: '^[1-9][0-9]*[KMG]B$' }), limit: uint64() })),
  ),
  network: Type.Optional(
    Type.Object({
      classID: Type.Optional(uint32()),
      priorities: Type.Optional(Type.Array(Type.Object({ name: Type.String(), priority: uint32() }))),
    }),
  ),
  rdma: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Object(
        { hcaHandles: Type.Optional(uint32()), hcaObjects: Type.Optional(uint32()) },
        oneOrMoreOf('hcaHandles', 'hcaObjects'),
      ),
    ),
  ),
  unified: Type.Optional(Type.Record(Type.String(), Type.String())),
});
