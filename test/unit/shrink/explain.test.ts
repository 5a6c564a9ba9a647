/** What of a minimal case matters, for predicates of which that is known. */
import { describe, expect, it } from 'vitest';
import { hostPathsNamed } from '../../../generators/index.ts';
import { canonical } from '../../../src/contract/canonical.ts';
import type { Case } from '../../../src/contract/case.ts';
import { explainedText } from '../../../src/contract/explained.ts';
import { admissible } from '../../../src/shrink/admissible.ts';
import { valueAt } from '../../../src/shrink/edit.ts';
import { explain } from '../../../src/shrink/explain.ts';
import { BUDGET, shrink } from '../../../src/shrink/shrinker.ts';
import { large } from './cases.ts';

/** Shrinks a case and explains what is left, as a campaign does. */
async function explained(shows: (c: Case) => boolean) {
  const may = admissible(large, hostPathsNamed);
  const ran: string[] = [];
  const run = async (c: Case) => {
    ran.push(canonical(c));
    return shows(c);
  };
  const result = await shrink({
    ...{ case: large, shows: run, admissible: may, budget: BUDGET, now: () => 0, stopped: () => false },
    ...{ parallel: 1, onGain: () => {} },
  });
  const tell = async (c: Case) => (may(c) ? (result.known(c) ?? run(c)) : null);
  return { ...(await explain({ case: result.case, shows: tell, known: result.known })), ran };
}
const hard = (c: Case) => Number(valueAt(c.config, ['process', 'rlimits', 0, 'hard']));

describe('explain', () => {
  it('says of a value that it matters, and with which other one it shows no more', async () => {
    const { matters, nearest } = await explained((c) => hard(c) > 100);
    expect(matters).toContainEqual({ pointer: '/config/process/rlimits/0/hard', instead: 0 });
    expect(nearest).toEqual(matters[0]);
  });

  it('says of a value that it does not, where every one that was tried shows', async () => {
    const { matters, free } = await explained((c) => hard(c) >= 0);
    expect(free).toContain('/config/process/rlimits/0/soft');
    expect(matters.map((m) => m.pointer)).not.toContain('/config/process/rlimits/0/soft');
  });

  it('names what cannot be taken away where no value matters', async () => {
    const shows = (c: Case) => c.config?.hooks !== undefined && 'poststop' in (c.config.hooks as object);
    const { matters, nearest } = await explained(shows);
    expect(matters).toEqual([]);
    expect(nearest).toEqual({ pointer: '/config/hooks/poststop' });
  });

  it('does not name what every config has, though a case without it shows nothing', async () => {
    const mounts = (c: Case) => valueAt(c.config, ['mounts', 0, 'destination']) === '/proc';
    const { nearest } = await explained((c) => mounts(c) && canonical(c.config).includes('poststop'));
    expect(nearest?.pointer).toMatch(/^\/config\/hooks/);
    expect((await explained(mounts)).nearest).toBeNull();
  });

  it('runs nothing twice, and nothing that is not admissible', async () => {
    const { ran } = await explained((c) => hard(c) > 100);
    expect(new Set(ran).size).toBe(ran.length);
  });

  it('is told in sentences', () => {
    const text = explainedText({
      matters: [{ pointer: '/caller/umask', instead: 0 }],
      free: ['/config/hostname'],
      nearest: { pointer: '/script/1' },
    });
    expect(text).toEqual([
      'It depends on /caller/umask (not with 0).',
      'It shows whatever value is at /config/hostname.',
      'The smallest change that was seen to end it: without /script/1.',
    ]);
    expect(explainedText({ matters: [], free: [], nearest: null })).toEqual([]);
  });
});
