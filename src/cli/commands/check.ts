/** `ocifuzz check BUNDLE...`: a campaign whose cases are bundle directories. */
import type { Generated } from '../../../generators/index.ts';
import { bundleCases } from '../../executor/foreign.ts';
import type { Handler } from '../commands.ts';
import { knownIssues } from '../corpus.ts';
import { type CampaignValues, runCampaign } from '../session.ts';

export const check: Handler<CampaignValues> = async (o, bundles, io) => {
  const cases = bundles.flatMap((dir) => {
    const { asIs, withProbe } = bundleCases(dir);
    return [asIs, ...(withProbe === null ? [] : [withProbe])];
  });
  const generate = (index: number): Generated => {
    const c = cases[index];
    if (!c) throw new Error(`no case ${index} among ${cases.length}`);
    return { case: c, areas: ['bundle'], shrinks: () => [] };
  };
  return await runCampaign(o, io, {
    seed: 0,
    generate: () => generate,
    corpus: [],
    known: knownIssues(o.baseline),
    limits: { maxTimeMs: null, maxCases: cases.length, maxDivergences: null, index: null, shard: null },
    shrink: false,
  });
};
