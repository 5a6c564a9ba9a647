/** process.capabilities and noNewPrivileges (config.md#linux-process) */
import fc from 'fast-check';
import { CAPABILITIES, CAPABILITY_SETS } from '../../src/contract/config/index.ts';
import type { Area, Context, Patch } from '../core/area.ts';
import { below, merge, odd, pick, some } from '../core/words.ts';

/** Sets that the kernel takes: inheritable and permitted within bounding, the others within those. */
const nested = (ctx: Context): fc.Arbitrary<Patch> =>
  some(
    CAPABILITIES.filter((c) => ctx.host.capabilities.includes(c)),
    0,
    12,
  )
    .chain((bounding) =>
      fc.tuple(
        fc.constant(bounding),
        fc.subarray(bounding),
        fc.subarray(bounding),
        fc.subarray(bounding),
        fc.subarray(bounding),
      ),
    )
    .map(([bounding, permitted, inheritable, effective, ambient]): Patch => {
      const both = permitted.filter((c) => inheritable.includes(c));
      const sets = {
        bounding,
        permitted,
        inheritable,
        effective: effective.filter((c) => permitted.includes(c)),
        ambient: ambient.filter((c) => both.includes(c)),
      };
      return { set: [['/process/capabilities', sets]] };
    });

const lists = (values: Partial<Record<(typeof CAPABILITY_SETS)[number], string[]>>): Patch => ({
  set: [['/process/capabilities', values]],
});
const same = (list: string[]) => Object.fromEntries(CAPABILITY_SETS.map((s) => [s, list]));
const CHOWN = ['CAP_CHOWN'];

const valid = (ctx: Context) =>
  fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: nested(ctx) },
        { weight: 1, arbitrary: pick<Patch>([lists({}), lists(same([])), lists(same(CHOWN)), {}]) },
      ),
      pick([undefined, true, false]),
    )
    .map(([sets, nnp]) =>
      merge([sets, nnp === undefined ? {} : below('/process', { noNewPrivileges: nnp })]),
    );

const edge = pick<Patch>([
  { unset: ['/process/capabilities'] },
  {
    ...lists(same(['CAP_KILL'])),
    set: [
      ['/process/capabilities', same(['CAP_KILL'])],
      ['/process/user', { uid: 1000, gid: 1000 }],
    ],
  },
  odd('/process/capabilities', { bounding: CHOWN }),
  odd('/process/capabilities', { effective: CHOWN }),
  odd('/process/capabilities', { bounding: [], effective: CHOWN, permitted: CHOWN }),
  odd('/process/capabilities', {
    permitted: CHOWN,
    effective: ['CAP_KILL'],
    bounding: ['CAP_CHOWN', 'CAP_KILL'],
  }),
  odd('/process/capabilities', { inheritable: CHOWN, permitted: [], bounding: [] }),
  odd('/process/capabilities', { ambient: CHOWN, permitted: CHOWN, bounding: CHOWN, effective: CHOWN }),
  odd('/process/capabilities', { ambient: CHOWN, inheritable: CHOWN, bounding: CHOWN }),
  odd('/process/capabilities', same(['CAP_CHOWN', 'CAP_CHOWN'])),
  /* unknown names: a warning, and since 1.1.0 no failure */
  odd('/process/capabilities', same(['CAP_CHOWN', 'CAP_NOSUCH'])),
  odd('/process/capabilities', same(['CAP_ALL'])),
  odd('/process/capabilities', same(['CAP_SYS_RESOURCE'])),
  odd('/process/capabilities', same([...CAPABILITIES])),
]);

export const capabilities: Area = {
  name: 'capabilities',
  title: 'process.capabilities: the five sets; noNewPrivileges',
  valid,
  edge: () => edge,
};
