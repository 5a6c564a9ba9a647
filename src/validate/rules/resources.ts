/** linux.resources and linux.seccomp (config-linux.md), as a config alone can break them. */
import { type ConfigRule, isObject, membersOf, where } from '../rule.ts';

const ERRNO_ACTIONS: readonly string[] = ['SCMP_ACT_ERRNO', 'SCMP_ACT_TRACE'];

/** Places of `errno` in the objects of the pattern whose `action` takes none. */
const uselessErrno = (pattern: string, errno: string, action: string) => (config: unknown) =>
  where(pattern, (v) => {
    const members = membersOf(v);
    const given = members[action];
    return members[errno] !== undefined && typeof given === 'string' && !ERRNO_ACTIONS.includes(given);
  })(config).map((pointer) => `${pointer}/${errno}`);

export const RESOURCE_RULES: readonly ConfigRule[] = [
  ...(['kernel', 'kernelTCP'] as const).map((member) => ({
    requirement: `linux.res.mem.${member}`,
    hint: 'leave it out: it is not recommended since 1.1.0',
    faults: where(`/linux/resources/memory/${member}`, () => true),
  })),
  {
    requirement: 'linux.res.cpu.quota-burst',
    hint: 'lower burst or raise quota',
    faults: where('/linux/resources/cpu', (v) => {
      const { quota, burst } = membersOf(v);
      return typeof quota === 'number' && typeof burst === 'number' && quota > 0 && burst > quota;
    }),
  },
  {
    requirement: 'linux.res.hugetlb.pageSize',
    hint: 'name a size that kernels have, a power of two such as 2MB',
    faults: where('/linux/resources/hugepageLimits/*/pageSize', (v) => {
      const number = Number(/^(\d+)[KMG]B$/.exec(String(v))?.[1] ?? 1);
      return !Number.isInteger(Math.log2(number));
    }),
  },
  {
    requirement: 'linux.res.pids.limit.required',
    hint: 'add it, or raise ociVersion to 1.3.0',
    faults: (config) =>
      where(
        '/linux/resources/pids',
        (v) => isObject(v) && v.limit === undefined,
      )(config).map((pointer) => `${pointer}/limit`),
  },
  {
    requirement: 'linux.seccomp.defaultErrnoRet.unsupported',
    hint: 'only SCMP_ACT_ERRNO and SCMP_ACT_TRACE take an errno',
    faults: uselessErrno('/linux/seccomp', 'defaultErrnoRet', 'defaultAction'),
  },
  {
    requirement: 'linux.seccomp.syscalls.errnoRet.unsupported',
    hint: 'only SCMP_ACT_ERRNO and SCMP_ACT_TRACE take an errno',
    faults: uselessErrno('/linux/seccomp/syscalls/*', 'errnoRet', 'action'),
  },
];
