/** process.rlimits (config.md#posix-process) */
import fc from 'fast-check';
import { RLIMITS } from '../../src/contract/config/index.ts';
import type { Area, Context, Patch } from '../core/area.ts';
import { broken, lacking, odd, pick } from '../core/words.ts';

/** Least values with which runtimes and the probe still work. */
const LEAST: Record<string, number> = {
  AS: 2 ** 44,
  CPU: 60,
  DATA: 2 ** 40,
  FSIZE: 2 ** 20,
  NOFILE: 256,
  NPROC: 2048,
  STACK: 2 ** 20,
};

/** Highest value that a runtime may set: its caller's hard limit. Numbers beyond 2^53 are not for JSON here. */
function most(ctx: Context, name: string): number {
  if (name === 'CORE') return 0;
  const hard = ctx.host.rlimits[name]?.[1];
  return hard === undefined || hard === 'infinity' ? 2 ** 45 : Number(hard);
}

type Limit = { type: string; soft: number; hard: number };

function limit(ctx: Context, type: string): fc.Arbitrary<Limit> {
  const name = type.slice('RLIMIT_'.length);
  const max = most(ctx, name);
  const number = fc.integer({ min: Math.min(LEAST[name] ?? 0, max), max });
  return fc.tuple(number, number).map(([a, b]) => ({ type, soft: Math.min(a, b), hard: Math.max(a, b) }));
}

const list = (...limits: [string, number, number][]) =>
  limits.map(([type, soft, hard]): Limit => ({ type, soft, hard }));

export const rlimits: Area = {
  name: 'rlimits',
  title: 'process.rlimits: every resource, soft and hard',
  valid: (ctx) =>
    fc
      .uniqueArray(fc.oneof(...RLIMITS.map((type) => limit(ctx, type))), {
        minLength: 1,
        maxLength: 5,
        selector: (l) => l.type,
      })
      .map((limits): Patch => ({ set: [['/process/rlimits', limits]] })),
  edge: () =>
    pick<Patch>([
      broken(
        'config.process.rlimits.duplicate',
        '/process/rlimits',
        list(['RLIMIT_CORE', 0, 0], ['RLIMIT_CORE', 0, 0]),
      ),
      broken(
        'config.process.rlimits.duplicate',
        '/process/rlimits',
        list(['RLIMIT_NOFILE', 300, 400], ['RLIMIT_NOFILE', 512, 512]),
      ),
      broken('config.process.rlimits.type.unknown', '/process/rlimits', list(['RLIMIT_NOSUCH', 1, 1])),
      ...(['type', 'soft', 'hard'] as const).map((member) => {
        const { [member]: _, ...rest } = { type: 'RLIMIT_CORE', soft: 0, hard: 0 };
        return lacking(`config.process.rlimits.${member}.required`, '/process/rlimits', `/0/${member}`, [
          rest,
        ]);
      }),
      broken('config.process.rlimits.soft-above-hard', '/process/rlimits', list(['RLIMIT_NOFILE', 500, 400])),
      broken('config.process.rlimits.soft-above-hard', '/process/rlimits', list(['RLIMIT_CORE', 1, 0])),
      odd('/process/rlimits', []),
      odd('/process/rlimits', list(['RLIMIT_NOFILE', 3, 3])),
      odd('/process/rlimits', list(['RLIMIT_NOFILE', 0, 0])),
      odd('/process/rlimits', list(['RLIMIT_NOFILE', 2 ** 20, 2 ** 20])),
      odd('/process/rlimits', list(['RLIMIT_FSIZE', 0, 0])),
      odd('/process/rlimits', list(['RLIMIT_AS', 4096, 4096])),
      odd('/process/rlimits', list(['RLIMIT_NPROC', 1, 1])),
      odd('/process/rlimits', list(['RLIMIT_STACK', 4096, 4096])),
      odd('/process/rlimits', list(['RLIMIT_CPU', 1, 1])),
      odd('/process/rlimits', list(['RLIMIT_RTPRIO', 99, 99])),
      odd('/process/rlimits', list(['RLIMIT_NICE', 40, 40])),
      odd('/process/rlimits', list(['RLIMIT_CORE', 2 ** 53, 2 ** 53])),
    ]),
};
