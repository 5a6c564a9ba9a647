/** Runs of shards merged are the run of one machine. */
import { describe, expect, it } from 'vitest';
import {
  mergedFindings,
  mergedInconclusive,
  mergedRuntimes,
  mergedStats,
} from '../../../src/campaign/merge-runs.ts';
import type { Case } from '../../../src/contract/case.ts';
import { caseOf, runtime } from '../support/fake.ts';
import { indexOf, play } from './world.ts';

const A = runtime('a');
const B = runtime('b');
/** Something differs in every case, something else in every third, and a case of five is refused by one. */
const behave = (c: Case, label: string) => ({
  values: { cwd: label, ...(indexOf(c) % 3 === 0 ? { umask: label } : {}) },
  ...(indexOf(c) % 5 === 0 && label === 'b' ? { refusal: 'config-value' as const } : {}),
});
const part = (index: number, count: number, maxCases: number) =>
  play({
    runtimes: [A, B],
    behave,
    cost: 100,
    options: { maxCases, shard: count === 1 ? null : { index, count } },
  });

describe('merged runs', () => {
  it('of all shards say what one run says', async () => {
    const whole = await part(0, 1, 30);
    const shards = [await part(0, 2, 15), await part(1, 2, 15)];
    const found = mergedFindings(shards.flatMap((s) => s.store.findings()));
    expect(found.map((f) => f.finding.divergence.signature).sort()).toEqual(
      whole.result.divergences.map((d) => d.signature).sort(),
    );
    expect(found.length).toBeGreaterThan(1);
    const stats = mergedStats(shards.map((s) => s.result.stats));
    const { lifecycles, elapsedSeconds, ...rest } = whole.result.stats;
    expect(stats).toMatchObject(rest);
    // each shard confirms by itself
    expect(stats.lifecycles).toBeGreaterThanOrEqual(lifecycles);
    expect(stats.elapsedSeconds).toBeLessThan(elapsedSeconds);
  });

  it('keep of each cause the most severe finding and its smallest case', async () => {
    const [{ store }, { store: other }] = [await part(0, 2, 4), await part(1, 2, 4)];
    const [small] = store.findings();
    const [large] = other.findings();
    if (!small || !large) throw new Error('nothing was found');
    large.finding.case = caseOf({ index: '1', more: 'x' });
    large.finding.divergence.altSignatures = ['R p other a'];
    for (const order of [
      [small, large],
      [large, small],
    ]) {
      const [first, ...more] = mergedFindings(order);
      expect(more).toEqual([]);
      expect(first?.finding.case).toEqual(small.finding.case);
      expect(first?.finding.divergence.altSignatures).toContain('R p other a');
    }
    expect(small.finding.divergence.altSignatures).not.toContain('R p other a');
  });

  it('count a reason once', () => {
    const reason = (count: number, c: string) => ({ reason: 'agent', count, case: c });
    expect(mergedInconclusive([reason(2, 'x'), reason(3, 'y')])).toEqual([reason(5, 'x')]);
  });

  it('are of the same binaries', () => {
    expect(mergedRuntimes([[A, B], [B]])).toEqual([A, B]);
    expect(() => mergedRuntimes([[A], [{ ...A, sha256: 'other', version: '9' }]])).toThrow(
      /a is a .* in one run and a 9 in another/,
    );
  });
});
