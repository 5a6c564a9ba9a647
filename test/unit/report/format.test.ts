import { expect, test } from 'vitest';
import { rate, wilson } from '../../../src/report/format.ts';

test.each([
  // figures of Wilson's interval as published tables have them
  [7, 20, 0.181, 0.567],
  [1, 10, 0.018, 0.404],
  [0, 10, 0, 0.278],
  [10, 10, 0.722, 1],
])('%i of %i lies between %f and %f', (n, of, low, high) => {
  expect(wilson(n, of).map((x) => Math.round(x * 1000) / 1000)).toEqual([low, high]);
});

test('a rate has its interval, what always shows has none', () => {
  expect(rate(7, 20)).toBe('7/20 (18% to 57%)');
  expect(rate(20, 20)).toBe('20/20');
});
