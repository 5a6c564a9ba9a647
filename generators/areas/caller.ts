/** How the runtime is called: what a process inherits (not part of the config) */
import fc from 'fast-check';
import { BUNDLE, type Caller, WORK } from '../../src/contract/case.ts';
import type { Area, Patch } from '../core/area.ts';
import { partial, pick } from '../core/words.ts';

const STREAMS = ['null', 'file', 'pipe'] as const;

const rlimits = pick<NonNullable<Caller['rlimits']>>([
  { NOFILE: [512, 1024] },
  { CORE: [0, 0] },
  { STACK: [4194304, 8388608] },
]);

const calm = (cpus: number, limits: boolean): fc.Arbitrary<Caller> =>
  partial<Caller>({
    cwd: pick(['/', WORK, BUNDLE]),
    bundle: pick(['absolute', 'relative', 'trailing-slash', 'symlink', 'dotted', 'cwd'] as const),
    umask: pick([0o022, 0o027, 0o077, 0o002, 0]),
    stdin: pick(['null', 'file', 'pipe'] as const),
    stdout: pick(STREAMS),
    stderr: pick(STREAMS),
    affinity: pick(cpus > 1 ? [[0], [1], [0, 1]] : [[0]]),
    ...(limits ? { rlimits } : {}),
    env: pick([[], ['FOO=bar'], ['LANG=C', 'TZ=UTC'], ['HOME=/nowhere'], ['TMPDIR=/nowhere']]),
  });

const wild = fc.oneof(
  fc.record({
    stdin: pick(['closed', 'null', 'file'] as const),
    stdout: pick(['closed', 'file'] as const),
    stderr: pick(['closed', 'file'] as const),
  }),
  pick([[3], [3, 4, 5], [7], [100]]).map((fds): Caller => ({ fds })),
  pick([0o777, 0o377, 0o111]).map((umask): Caller => ({ umask })),
  pick<Caller>([
    { fds: [3], env: ['LISTEN_FDS=1'] },
    { fds: [3, 4], env: ['LISTEN_FDS=2', 'LISTEN_PID=1'] },
    { env: ['LISTEN_FDS=5'] },
    { env: ['LISTEN_FDS=x'] },
    { env: ['NOEQUALS'] },
    { env: ['XDG_RUNTIME_DIR=/nowhere'] },
    { rlimits: { NOFILE: [64, 64] } },
    { rlimits: { FSIZE: [1048576, 1048576] } },
  ]),
);

export const caller: Area = {
  name: 'caller',
  title: 'caller: cwd, spelling of the bundle, umask, stdio, descriptors, affinity, limits, environment',
  weight: 2,
  /* limits of the caller bound those of process.rlimits */
  valid: (ctx) => calm(ctx.host.cpus, !ctx.areas.includes('rlimits')).map((c): Patch => ({ caller: c })),
  edge: () => wild.map((c): Patch => ({ caller: c, unspecified: true })),
};
