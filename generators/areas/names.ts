/** hostname and domainname (config.md#hostname, #domainname) */
import fc from 'fast-check';
import { type Area, knows, type Patch } from '../core/area.ts';
import { merge, odd, pick, plainText } from '../core/words.ts';

const name = fc.oneof(plainText(20), pick(['a', 'UPPER', 'with-dash', 'dots.in.it', 'x'.repeat(64)]));
const at =
  (member: string) =>
  (value: string): Patch => ({ set: [[`/${member}`, value]] });

export const names: Area = {
  name: 'names',
  title: 'hostname, domainname',
  valid: (ctx) =>
    knows(ctx, '1.1.0')
      ? fc.oneof(
          name.map(at('hostname')),
          name.map(at('domainname')),
          fc.tuple(name.map(at('hostname')), name.map(at('domainname'))).map(merge),
        )
      : name.map(at('hostname')),
  edge: (ctx) =>
    fc
      .tuple(
        pick(knows(ctx, '1.1.0') ? ['hostname', 'domainname'] : ['hostname']),
        pick(['', ' ', 'a b', 'ä', 'a\nb', 'a/b', '-', '(none)', 'x'.repeat(65), 'x'.repeat(256)]),
      )
      .map(([member, value]) => odd(`/${member}`, value)),
};
