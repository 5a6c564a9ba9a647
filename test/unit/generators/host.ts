/** A host and runtimes for generator tests; the same as no real one, so that results do not depend on the machine. */

import type { RuntimeLimits } from '../../../generators/index.ts';
import { CAPABILITIES } from '../../../src/contract/config/index.ts';
import type { HostFacts } from '../../../src/contract/facts.ts';

export const HOST: HostFacts = {
  kernel: '6.18.0',
  arch: 'x64',
  distribution: 'test',
  cpus: 2,
  cgroup: 'v1',
  controllers: ['memory', 'pids', 'cpu', 'cpuacct', 'cpuset', 'blkio', 'devices', 'freezer'],
  capabilities: CAPABILITIES.filter((c) => c !== 'CAP_SYS_RESOURCE'),
  lsm: [],
  namespaces: ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'],
  rlimits: {
    NOFILE: ['1024', '20000'],
    CORE: ['0', 'infinity'],
    NPROC: ['96343', '96343'],
    MEMLOCK: ['8388608', '8388608'],
    NICE: ['0', '0'],
    RTPRIO: ['0', '0'],
    MSGQUEUE: ['819200', '819200'],
    STACK: ['8388608', 'infinity'],
  },
  filesystems: ['sysfs', 'tmpfs', 'proc', 'cgroup', 'cgroup2', 'devpts', 'mqueue', 'ramfs', 'overlay'],
  hugepageSizes: ['2048kB'],
  sandbox: 'full',
};

/** crun 1.8.1 takes 1.0.x only */
export const OLD: RuntimeLimits = { declaredSpec: '1.0.0', ociVersions: ['1.0.'] };
export const NEW: RuntimeLimits = { declaredSpec: '1.3.0', ociVersions: [] };
