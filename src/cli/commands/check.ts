/** `ocifuzz check BUNDLE...` and `ocifuzz minimize BUNDLE...`: campaigns whose cases are bundle directories. */
import type { Generated } from '../../../generators/index.ts';
import { bundleCases } from '../../executor/foreign.ts';
import type { Handler } from '../commands.ts';
import { knownIssues } from '../corpus.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Values } from '../options.ts';
import { type CampaignValues, runCampaign } from '../session.ts';

const USUAL_UMASK = 0o022;

export const check: Handler<CampaignValues> = (o, bundles, io) =>
  onBundles(o, bundles, io, { maxTimeMs: null, shrink: false });

export const minimize: Handler<CampaignValues | 'maxTime'> = (o, bundles, io) =>
  onBundles(o, bundles, io, { maxTimeMs: o.maxTime ?? null, shrink: true });

async function onBundles(
  o: Pick<Values, CampaignValues>,
  bundles: readonly string[],
  io: Io,
  { maxTimeMs, shrink }: { maxTimeMs: number | null; shrink: boolean },
): Promise<ExitCode> {
  // a runtime that is called by hand inherits it
  const umask = process.umask();
  const cases = bundles.flatMap((dir) => {
    const { asIs, withProbe } = bundleCases(dir, umask === USUAL_UMASK ? {} : { umask });
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
    limits: {
      maxTimeMs,
      timed: false,
      maxCases: cases.length,
      maxDivergences: null,
      maxNew: null,
      index: null,
      shard: null,
    },
    shrink,
  });
}
