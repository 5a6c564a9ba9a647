/** Explained: what of a minimal case matters, found out by running it with other values. */
import Type, { type Static } from 'typebox';

/** JSON pointer into the case, and the value that was put there; without a value it was taken away. */
const Change = Type.Object({ pointer: Type.String(), instead: Type.Optional(Type.Unknown()) });
export type Change = Static<typeof Change>;

export const Explained = Type.Object(
  {
    matters: Type.Array(Change, { description: 'with this other value the finding does not show' }),
    free: Type.Array(Type.String(), { description: 'pointers: with every value that was tried it shows' }),
    nearest: Type.Union([Change, Type.Null()], {
      description: 'the smallest change that was tried and with which it does not show',
    }),
  },
  { additionalProperties: false },
);
export type Explained = Static<typeof Explained>;

/** Sentences for people; values as JSON. */
export function explainedText({ matters, free, nearest }: Explained): string[] {
  const one = ({ pointer, instead }: Change) => `${pointer} (not with ${JSON.stringify(instead)})`;
  const gone = (c: Change) =>
    'instead' in c ? `with ${JSON.stringify(c.instead)} at ${c.pointer}` : `without ${c.pointer}`;
  return [
    ...(matters.length > 0 ? [`It depends on ${matters.map(one).join(', ')}.`] : []),
    ...(free.length > 0 ? [`It shows whatever value is at ${free.join(', ')}.`] : []),
    ...(nearest ? [`The smallest change that was seen to end it: ${gone(nearest)}.`] : []),
  ];
}
