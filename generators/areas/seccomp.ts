/** linux.seccomp (config-linux.md#seccomp) */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import { AGENT_SOCKET, WORK } from '../../src/contract/case.ts';
import { SECCOMP_ARCHITECTURES, SECCOMP_FLAGS, SECCOMP_OPERATORS } from '../../src/contract/config/index.ts';
import { type Area, type Context, knows, type Patch } from '../core/area.ts';
import { harmless, lacking, maybe, odd, pick, some } from '../core/words.ts';

/** System calls that neither runtimes nor the probe need after the filter, harmless with arguments of 0. */
const NUMBERS: Record<string, Record<string, number>> = {
  x64: {
    getpriority: 140,
    sysinfo: 99,
    mkdir: 83,
    chmod: 90,
    kcmp: 312,
    add_key: 248,
    getitimer: 36,
    sched_getparam: 143,
    quotactl: 179,
    swapon: 167,
    clock_getres: 229,
    mlockall: 151,
    io_setup: 206,
    memfd_create: 319,
  },
  arm64: {
    getpriority: 141,
    sysinfo: 179,
    kcmp: 272,
    add_key: 217,
    getitimer: 102,
    sched_getparam: 121,
    quotactl: 60,
    swapon: 224,
    clock_getres: 114,
    mlockall: 230,
    io_setup: 0,
    memfd_create: 279,
  },
};
const numbers = (ctx: Context): Record<string, number> => NUMBERS[ctx.host.arch] ?? {};
const native = (ctx: Context) =>
  ctx.host.arch === 'arm64' ? ['SCMP_ARCH_AARCH64'] : ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'];

export const call = (ctx: Context, name: string, args: number[] = []) =>
  ask('seccomp:call', [name, ...args].join(','), [
    `${numbers(ctx)[name] ?? -1}`,
    ...Array.from({ length: 6 }, (_, i) => `${args[i] ?? 0}`),
  ]);

type Rule = { names: string[]; action: string; errnoRet?: number; args?: object[] };
const filter = (rules: Rule[], more: object = {}): [string, unknown] => [
  '/linux/seccomp',
  { defaultAction: 'SCMP_ACT_ALLOW', ...more, syscalls: rules },
];

/** Rules for different calls: an errno, a kill, a trap, a log line; the probe tries each call. */
function rules(ctx: Context): fc.Arbitrary<Patch> {
  const actions = [
    'SCMP_ACT_ERRNO',
    'SCMP_ACT_ERRNO',
    'SCMP_ACT_KILL',
    'SCMP_ACT_TRAP',
    'SCMP_ACT_LOG',
    'SCMP_ACT_ALLOW',
  ];
  if (knows(ctx, '1.1.0')) actions.push('SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_KILL_THREAD');
  const rule = fc.tuple(pick(actions), maybe(pick([1, 2, 38, 95, 0]))).map(([action, errno]) => ({
    action,
    ...(action === 'SCMP_ACT_ERRNO' && errno !== undefined && knows(ctx, '1.1.0') ? { errnoRet: errno } : {}),
  }));
  return fc
    .tuple(
      some(Object.keys(numbers(ctx)), 1, 5),
      fc.array(rule, { minLength: 5, maxLength: 5 }),
      maybe(some(native(ctx), 1)),
    )
    .map(
      ([names, made, architectures]): Patch => ({
        set: [
          filter(
            names.map((name, i) => ({ names: [name], action: 'SCMP_ACT_ERRNO', ...made[i] })),
            architectures ? { architectures } : {},
          ),
        ],
        asks: names.map((name) => call(ctx, name)),
      }),
    );
}

/** One rule with argument tests; calls with values on both sides of them. */
const compared = (ctx: Context): fc.Arbitrary<Patch> =>
  fc
    .tuple(pick(SECCOMP_OPERATORS), pick([0, 1, 8, 0xffffffff]), fc.nat({ max: 1 }), pick([1, 7, 0xff]))
    .map(([op, value, index, mask]) => {
      const test =
        op === 'SCMP_CMP_MASKED_EQ'
          ? { index, op, value: mask, valueTwo: value & mask }
          : { index, op, value };
      const values = [0, 1, 7, 8, 9];
      return {
        set: [filter([{ names: ['getpriority'], action: 'SCMP_ACT_ERRNO', args: [test] }])],
        asks: values.map((v) => call(ctx, 'getpriority', index === 0 ? [v, 0] : [0, v])),
      };
    });

/** Calls that an agent is told of: it closes the descriptor at once, so that they end with ENOSYS. */
const notified = (ctx: Context): fc.Arbitrary<Patch> =>
  fc.tuple(some(Object.keys(numbers(ctx)), 1, 3), maybe(pick(['', 'opaque', 'a b;"\u00e4"']))).map(
    ([names, listenerMetadata]): Patch => ({
      set: [
        filter([{ names, action: 'SCMP_ACT_NOTIFY' }], {
          listenerPath: AGENT_SOCKET,
          ...(listenerMetadata === undefined ? {} : { listenerMetadata }),
        }),
      ],
      asks: names.map((name) => call(ctx, name)),
    }),
  );

const whole = (value: object): Patch => odd('/linux/seccomp', value);
const broken = (requirement: string, member: string, value: object): Patch =>
  lacking(requirement, '/linux/seccomp', member, value);
const ALLOW = 'SCMP_ACT_ALLOW';
const ERRNO = 'SCMP_ACT_ERRNO';

function odds(ctx: Context): Patch[] {
  const deny = (names: string[], more: object = {}) => ({ names, action: ERRNO, ...more });
  const asks = [call(ctx, 'getpriority')];
  const test = { index: 0, op: 'SCMP_CMP_EQ', value: 0 };
  return [
    broken('linux.seccomp.syscalls.names', '/syscalls/0/names', {
      defaultAction: ALLOW,
      syscalls: [deny([])],
    }),
    broken('linux.seccomp.defaultAction', '/defaultAction', { syscalls: [] }),
    broken('linux.seccomp.defaultAction', '/defaultAction', { defaultAction: 'SCMP_ACT_NOSUCH' }),
    broken('linux.seccomp.syscalls.action', '/syscalls/0/action', {
      defaultAction: ALLOW,
      syscalls: [{ names: ['sync'] }],
    }),
    broken('linux.seccomp.args.op', '/syscalls/0/args/0/op', {
      defaultAction: ALLOW,
      syscalls: [deny(['sync'], { args: [{ index: 0, value: 1 }] })],
    }),
    broken('linux.seccomp.args.index', '/syscalls/0/args/0/index', {
      defaultAction: ALLOW,
      syscalls: [deny(['sync'], { args: [{ ...test, index: 6 }] })],
    }),
    broken('linux.seccomp.args.index', '/syscalls/0/args/0/index', {
      defaultAction: ALLOW,
      syscalls: [deny(['sync'], { args: [{ op: test.op, value: 0 }] })],
    }),
    broken('linux.seccomp.args.value', '/syscalls/0/args/0/value', {
      defaultAction: ALLOW,
      syscalls: [deny(['sync'], { args: [{ index: 0, op: test.op }] })],
    }),
    broken('linux.seccomp.args.op', '/syscalls/0/args/0/op', {
      defaultAction: ALLOW,
      syscalls: [deny(['sync'], { args: [{ ...test, op: 'SCMP_CMP_NOSUCH' }] })],
    }),
    broken('linux.seccomp.syscalls.action', '/syscalls/0/action', {
      defaultAction: ALLOW,
      syscalls: [{ names: ['sync'], action: 'SCMP_ACT_NOSUCH' }],
    }),
    broken('linux.seccomp.syscalls.names', '/syscalls/0/names', {
      defaultAction: ALLOW,
      syscalls: [{ action: ERRNO }],
    }),
    broken('config.values.invalid-error', '/architectures/0', {
      defaultAction: ALLOW,
      architectures: ['SCMP_ARCH_NOSUCH'],
    }),
    broken('config.values.invalid-error', '/flags/0', {
      defaultAction: ALLOW,
      flags: ['SECCOMP_FILTER_FLAG_NOSUCH'],
      syscalls: [deny(['sync'])],
    }),
    whole({ defaultAction: ALLOW }),
    whole({ defaultAction: ALLOW, syscalls: [] }),
    whole({ defaultAction: 'SCMP_ACT_LOG' }),
    whole({ defaultAction: ERRNO }),
    whole({ defaultAction: 'SCMP_ACT_KILL', syscalls: [] }),
    whole({ defaultAction: 'SCMP_ACT_TRACE' }),
    whole({ defaultAction: ALLOW, architectures: [] }),
    whole({
      defaultAction: ALLOW,
      architectures: [SECCOMP_ARCHITECTURES[3]],
      syscalls: [deny(['getpriority'])],
    }),
    whole({
      defaultAction: ALLOW,
      architectures: SECCOMP_ARCHITECTURES.slice(0, 18),
      syscalls: [deny(['getpriority'])],
    }),
    whole({ defaultAction: ALLOW, architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86_64'] }),
    ...(knows(ctx, '1.2.1') ? [whole({ defaultAction: ALLOW, architectures: SECCOMP_ARCHITECTURES })] : []),
    whole({ defaultAction: ALLOW, syscalls: [deny(['nosuchcall', 'getpriority'])] }),
    whole({ defaultAction: ALLOW, syscalls: [deny(['write', 'read', 'openat'])] }),
    whole({ defaultAction: ALLOW, syscalls: [deny(['execve'])] }),
    whole({ defaultAction: ALLOW, syscalls: [deny(['exit_group', 'close'])] }),
    {
      ...whole({
        defaultAction: ALLOW,
        syscalls: [deny(['getpriority']), { names: ['getpriority'], action: 'SCMP_ACT_KILL' }],
      }),
      asks,
    },
    { ...whole({ defaultAction: ALLOW, syscalls: [deny(['getpriority']), deny(['getpriority'])] }), asks },
    {
      ...whole({
        defaultAction: ALLOW,
        syscalls: [deny(['getpriority'], { args: [test, { ...test, value: 1 }] })],
      }),
      asks,
    },
    {
      ...whole({
        defaultAction: ALLOW,
        syscalls: [deny(['getpriority'], { args: [test, { ...test, index: 1 }] })],
      }),
      asks,
    },
    ...SECCOMP_FLAGS.filter((f) => !f.includes('WAIT') || knows(ctx, '1.1.0')).map((f) =>
      whole({ defaultAction: ALLOW, flags: [f], syscalls: [deny(['getpriority'])] }),
    ),
    whole({ defaultAction: ALLOW, flags: [] }),
    ...(knows(ctx, '1.1.0')
      ? [
          broken('linux.seccomp.defaultErrnoRet.unsupported', '/defaultErrnoRet', {
            defaultAction: ALLOW,
            defaultErrnoRet: 5,
          }),
          broken('linux.seccomp.syscalls.errnoRet.unsupported', '/syscalls/0/errnoRet', {
            defaultAction: ALLOW,
            syscalls: [{ names: ['sync'], action: 'SCMP_ACT_KILL', errnoRet: 5 }],
          }),
          broken('linux.seccomp.listenerMetadata.needs-path', '/listenerMetadata', {
            defaultAction: ALLOW,
            listenerMetadata: 'x',
          }),
          ...[`${WORK}/src/no-socket`, AGENT_SOCKET].map((listenerPath) =>
            harmless('linux.seccomp.listenerPath.unused', '/linux/seccomp', {
              defaultAction: ALLOW,
              listenerPath,
              syscalls: [deny(['getpriority'])],
            }),
          ),
          whole({ defaultAction: ALLOW, syscalls: [{ names: ['getpriority'], action: 'SCMP_ACT_NOTIFY' }] }),
          broken('linux.seccomp.listenerPath.send-fail', '/listenerPath', {
            defaultAction: ALLOW,
            listenerPath: `${WORK}/src/no-socket`,
            syscalls: [{ names: ['getpriority'], action: 'SCMP_ACT_NOTIFY' }],
          }),
          {
            ...whole({
              defaultAction: ALLOW,
              listenerPath: AGENT_SOCKET,
              syscalls: [{ names: ['chmod', 'execve'], action: 'SCMP_ACT_NOTIFY' }],
            }),
          },
          { ...whole({ defaultAction: ALLOW, syscalls: [deny(['getpriority'], { errnoRet: 4096 })] }), asks },
          { ...whole({ defaultAction: ALLOW, syscalls: [deny(['getpriority'], { errnoRet: 0 })] }), asks },
        ]
      : []),
  ];
}

export const seccomp: Area = {
  name: 'seccomp',
  title: 'linux.seccomp: actions, errno, argument tests, architectures, flags',
  weight: 2,
  valid: (ctx) =>
    Object.keys(numbers(ctx)).length === 0
      ? null
      : fc.oneof(
          { weight: 2, arbitrary: rules(ctx) },
          { weight: 1, arbitrary: compared(ctx) },
          ...(knows(ctx, '1.1.0') ? [{ weight: 1, arbitrary: notified(ctx) }] : []),
        ),
  edge: (ctx) => (Object.keys(numbers(ctx)).length === 0 ? null : pick(odds(ctx))),
};
