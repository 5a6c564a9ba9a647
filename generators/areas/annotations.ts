/** annotations (config.md#annotations): none that changes what a runtime does */
import fc from 'fast-check';
import { type Area, knows, type Patch } from '../core/area.ts';
import { odd, oddText, pick, plainText } from '../core/words.ts';

const key = fc.oneof(
  plainText(8).map((s) => `com.example.${s}`),
  pick(['a', 'A B', 'com.example.ä', 'x/y~z', 'com.example/key', '.', 'com.example.really.long.'.repeat(8)]),
);
const pairs = fc
  .dictionary(key, fc.oneof(plainText(), oddText()), { minKeys: 1, maxKeys: 5 })
  .map((annotations): Patch => ({ set: [['/annotations', { ...annotations }]] }));

export const annotations: Area = {
  name: 'annotations',
  title: 'annotations: keys and values, seen again in state and by hooks',
  valid: () => pairs,
  edge: (ctx) =>
    pick<Patch>([
      {
        set: [['/annotations', { '': 'x' }]],
        invalid: { requirement: 'config.annotations.key-nonempty', pointer: '/annotations' },
      },
      { set: [['/annotations', {}]] },
      odd('/annotations', { 'com.example.large': 'x'.repeat(200_000) }),
      odd(
        '/annotations',
        Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`com.example.${i}`, `${i}`])),
      ),
      odd('/annotations', { 'com.example.nul': 'a\0b' }),
      odd('/annotations', { 'com.example.surrogate': '\u{1f600}\u0001' }),
      odd('/annotations', { constructor: 'a', toString: 'b' }),
      odd('/annotations', { 'org.opencontainers.other': 'x' }),
      ...(knows(ctx, '1.2.0')
        ? [
            {
              set: [
                [
                  '/annotations',
                  {
                    'org.opencontainers.image.stopSignal': 'SIGUSR1',
                    'org.opencontainers.image.os': 'linux',
                  },
                ],
              ],
            } satisfies Patch,
          ]
        : []),
    ]),
};
