/** process.capabilities and noNewPrivileges (config.md#linux-process) */
import fc from 'fast-check';
import { CAPABILITIES, CAPABILITY_SETS } from '../../src/contract/config/index.ts';
import { type Area, type Context, knows, mayBeOld, type Patch } from '../core/area.ts';
import { below, broken, harmless, merge, odd, pick, some } from '../core/words.ts';

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
]);

/** What cannot be granted: up to 1.0.2 an error, since 1.1.0 a warning and no failure. */
const ungranted = (ctx: Context): Patch[] => {
  const beyond = CAPABILITIES.filter((c) => !ctx.host.capabilities.includes(c));
  const lists = [['CAP_CHOWN', 'CAP_NOSUCH'], ['CAP_ALL'], ...beyond.map((c) => ['CAP_CHOWN', c])];
  const at = '/process/capabilities';
  return [
    ...[...lists, [...CAPABILITIES]].map((list) => odd(at, same(list))),
    ...(mayBeOld(ctx)
      ? [broken('config.process.capabilities.unmappable-error', at, same(['CAP_CHOWN', 'CAP_NOSUCH']))]
      : []),
    ...(knows(ctx, '1.1.0')
      ? [
          harmless('config.process.capabilities.unmappable-warn', at, same(lists[0] ?? []), '1.1.0'),
          harmless('warnings.flow-unchanged', at, same(lists[1] ?? []), '1.1.0'),
          ...[...lists.slice(2), [...CAPABILITIES]].map((list) =>
            harmless('config.process.capabilities.do-not-fail', at, same(list), '1.1.0'),
          ),
        ]
      : []),
  ];
};

export const capabilities: Area = {
  name: 'capabilities',
  title: 'process.capabilities: the five sets; noNewPrivileges',
  valid,
  edge: (ctx) => fc.oneof({ weight: 2, arbitrary: edge }, { weight: 1, arbitrary: pick(ungranted(ctx)) }),
};
