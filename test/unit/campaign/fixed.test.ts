/** Fixed cases come before generated ones. */
import { expect, test } from 'vitest';
import type { Generated } from '../../../generators/index.ts';
import { fixedFirst } from '../../../src/campaign/fixed.ts';
import { sampleCase } from '../report/samples.ts';

const fixed = (name: string, areas: string) => ({
  name,
  requirements: [name],
  case: { ...sampleCase(), origin: { areas } },
});
const suite = [fixed('a', 'hooks'), fixed('b', 'hooks,mounts'), fixed('c', 'mounts')];
const random = (index: number): Generated => ({
  case: { ...sampleCase(), origin: { index } },
  areas: ['random'],
  shrinks: () => [],
});

test('each index has its case: the fixed ones first, then those of its own', () => {
  const generate = fixedFirst(random, suite, ['hooks', 'mounts']);
  expect([0, 1, 2].map((i) => generate(i).case)).toEqual(suite.map((c) => c.case));
  expect(generate(1).areas).toEqual(['hooks', 'mounts']);
  expect(generate(3)).toMatchObject({ areas: ['random'], case: { origin: { index: 3 } } });
});

test('of fewer areas only the cases that need no other', () => {
  const generate = fixedFirst(random, suite, ['mounts']);
  expect(generate(0).case).toEqual(suite[2]?.case);
  expect(generate(1).areas).toEqual(['random']);
});
