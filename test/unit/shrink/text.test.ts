import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/contract/case.ts';
import { admissible } from '../../../src/shrink/admissible.ts';
import { edited } from '../../../src/shrink/edit.ts';
import { dropText } from '../../../src/shrink/passes/drop-text.ts';
import { BUDGET, shrink } from '../../../src/shrink/shrinker.ts';
import { large } from './cases.ts';

const { config: _, ...rest } = large;
const raw = (configText: string): Case => ({ ...rest, configText });
const texts = (c: Case) =>
  dropText(c)
    .flat()
    .map((unit) => edited(c, unit).configText);

describe('raw text', () => {
  it('loses each member and each element, with its comma', () => {
    expect(new Set(texts(raw('{"a":[1,"x,]",{}],"b":2}')))).toEqual(
      new Set([
        '{"b":2}',
        '{"a":[1,"x,]",{}]}',
        '{"a":["x,]",{}],"b":2}',
        '{"a":[1,{}],"b":2}',
        '{"a":[1,"x,]"],"b":2}',
      ]),
    );
  });

  it.each(['', '{', '{"a', '[1,', '}{', '"\\', '{"a":1,}'])('need not be JSON: %j', (text) => {
    for (const smaller of texts(raw(text))) expect(smaller?.length).toBeLessThan(text.length);
  });

  it('shrinks to what matters, and keeps what a container needs', async () => {
    const text =
      '{"process":{"args":["x"]},"linux":{"namespaces":[{"type":"pid"},{"type":"mount"}],"cgroupsPath":"/a"},"hostname":"h","n":1e400}';
    const start = raw(text);
    const { case: small, minimal } = await shrink({
      case: start,
      shows: async (c) => c.configText?.includes('1e400') === true,
      admissible: admissible(start, () => []),
      budget: BUDGET,
      now: () => 0,
      stopped: () => false,
      parallel: 1,
      onGain: () => {},
    });
    expect(minimal).toBe(true);
    expect(small.configText).toBe(
      '{"process":{},"linux":{"namespaces":[{"type":"mount"}],"cgroupsPath":"/a"},"n":1e400}',
    );
  });
});
