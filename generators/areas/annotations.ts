/** annotations (config.md#annotations): none that changes what a runtime does */
import fc from 'fast-check';
import { type Area, knows, type Patch } from '../core/area.ts';
import { broken, harmless, lacking, odd, oddText, pick, plainText } from '../core/words.ts';

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
      broken('config.annotations.map', '/annotations', []),
      broken('config.annotations.map', '/annotations', 'text'),
      ...[5, true, {}, ['x']].map((value) =>
        lacking('config.annotations.value-string', '/annotations', '/com.example.a', {
          'com.example.a': value,
        }),
      ),
      harmless('config.annotations.absent-or-empty', '/annotations', {}),
      harmless('config.annotations.value-empty', '/annotations', { 'com.example.empty': '' }),
      harmless('config.annotations.unknown-key', '/annotations', { 'com.example.unknown': 'x' }, '1.0.2'),
      harmless('config.annotations.unknown-key', '/annotations', { 'no dots at all': 'x' }, '1.0.2'),
      harmless('config.annotations.structure-free', '/annotations', {
        'com.example.free': '{"a":[1,"\u00e4"]}\n\t=;,',
      }),
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
            harmless(
              'config.annotations.image-keys',
              '/annotations',
              {
                'org.opencontainers.image.os': 'linux',
                'org.opencontainers.image.os.version': '1',
                'org.opencontainers.image.os.features': 'a,b',
                'org.opencontainers.image.architecture': 'amd64',
                'org.opencontainers.image.variant': 'v1',
                'org.opencontainers.image.author': 'nobody',
                'org.opencontainers.image.created': '2020-01-01T00:00:00Z',
                'org.opencontainers.image.stopSignal': 'SIGUSR1',
              },
              '1.2.0',
            ),
          ]
        : []),
    ]),
};
