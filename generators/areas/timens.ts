/** Time namespace and linux.timeOffsets (config-linux.md#offset-for-time-namespace) */
import fc from 'fast-check';
import { type Area, knows, type Patch } from '../core/area.ts';
import { partial, pick } from '../core/words.ts';

const offset = partial({
  secs: fc.integer({ min: 0, max: 10_000_000 }),
  nanosecs: fc.integer({ min: 0, max: 999_999_999 }),
});
const own: [string, unknown] = ['/linux/namespaces/-', { type: 'time' }];
const withOffsets = (offsets: object): Patch => ({ set: [own, ['/linux/timeOffsets', offsets]] });
/** No empty object: that is for the edge. */
const someOffsets = (offsets: object): Patch =>
  Object.keys(offsets).length === 0 ? { set: [own] } : withOffsets(offsets);
const open = (p: Patch): Patch => ({ ...p, unspecified: true });

export const timens: Area = {
  name: 'timens',
  title: 'time namespace and timeOffsets',
  valid: (ctx) =>
    knows(ctx, '1.1.0') && ctx.host.namespaces.includes('time')
      ? fc.oneof(
          fc.constant<Patch>({ set: [own] }),
          partial({ monotonic: offset, boottime: offset }).map(someOffsets),
        )
      : null,
  edge: (ctx) =>
    knows(ctx, '1.1.0')
      ? pick<Patch>([
          open({ set: [['/linux/timeOffsets', { boottime: { secs: 86400 } }]] }),
          open(withOffsets({ boottime: { secs: -1 } })),
          open(withOffsets({ monotonic: { secs: -(2 ** 40) } })),
          open(withOffsets({ monotonic: { secs: 2 ** 40 } })),
          open(withOffsets({ monotonic: { nanosecs: 1_000_000_000 } })),
          open(withOffsets({ realtime: { secs: 1 } })),
          withOffsets({}),
          withOffsets({ monotonic: {}, boottime: { secs: 0, nanosecs: 0 } }),
        ])
      : null,
};
