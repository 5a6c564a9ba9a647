import { describe, expect, it } from 'vitest';
import { remembered, rememberedText } from '../../../src/contract/remembered.ts';

describe('what is remembered', () => {
  it('of objects is computed once for each list of them', () => {
    let asked = 0;
    const pair = remembered((a: object, b: object) => [++asked, a, b]);
    const [x, y] = [{}, {}];
    expect(pair(x, y)).toBe(pair(x, y));
    expect(pair(x, y)).not.toBe(pair(y, x));
    expect(asked).toBe(2);
  });

  it('takes no notice of what a caller like map gives beside', () => {
    let asked = 0;
    const one = remembered((_: object) => ++asked);
    const x = {};
    expect([x, x].map(one)).toEqual([1, 1]);
  });

  it('of a text is computed once, as long as there are not many', () => {
    let asked = 0;
    const length = rememberedText((text) => ({ asked: ++asked, length: text.length }));
    expect(length('abc')).toBe(length('abc'));
    for (let i = 0; i < 10_000; i++) length(`text ${i}`);
    expect(length('abc')).toEqual({ asked: 10_002, length: 3 });
  });
});
