import { describe, expect, it } from 'vitest';
import { deviatesEnv } from '../../../oracles/core/env.ts';

describe('deviatesEnv', () => {
  it.each([
    [['A=1'], ['A=1'], ''],
    [['A=1'], [], 'missing'],
    [['A=1'], ['A=2'], 'changed'],
    [['A=1'], ['A=1', 'A=1'], 'repeated'],
    [['A=1'], ['Z=', 'A=1', 'HOME=/'], 'extra:HOME+Z'],
    [[], ['A=', 'B=', 'C=', 'D='], 'extra'],
    [['A=1', 'A=2'], ['A=1'], null],
  ])('of %j and %j is %s', (listed, seen, word) => {
    expect(deviatesEnv(listed, seen)).toBe(word);
  });

  it('names what comes of the program alike, whatever the case calls it', () => {
    const seen = (name: string) => ['PATH=/bin', 'HOME=/', `${name}=1`, `${name}2=1`];
    for (const name of ['V_ABC', 'OTHER'])
      expect(deviatesEnv([], seen(name), ['PATH=/bin', `${name}=1`, `${name}2=1`])).toBe(
        'extra:HOME+PATH+program',
      );
  });
});
