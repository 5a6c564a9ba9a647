/** `ocifuzz run`: a campaign of generated cases. */
import { randomInt } from 'node:crypto';
import { faults, generateCase } from '../../../generators/index.ts';
import { fixedFirst } from '../../campaign/fixed.ts';
import { UserError } from '../../contract/errors.ts';
import { chosenAreas } from '../areas.ts';
import type { Handler } from '../commands.ts';
import { corpusFindings, fixedCases, knownIssues } from '../corpus.ts';
import { type CampaignValues, runCampaign } from '../session.ts';

/** ms */
const DEFAULT_TIME = 600_000;

type RunValues =
  | CampaignValues
  | 'maxTime'
  | 'maxCases'
  | 'maxDivergences'
  | 'maxNew'
  | 'seed'
  | 'index'
  | 'profile'
  | 'areas'
  | 'faults'
  | 'shrink'
  | 'shard'
  | 'resume';

export const run: Handler<RunValues> = async (o, _args, io) => {
  if (o.index !== undefined && o.seed === undefined)
    throw new UserError('--index needs the --seed it belongs to');
  if (o.resume !== undefined && o.seed !== undefined)
    throw new UserError('--resume goes on with the seed of the run; leave --seed out');
  const areas = [...chosenAreas(o.areas), ...(o.faults ? [faults] : [])];
  const unlimited = o.maxCases !== undefined || o.index !== undefined;
  const maxTimeMs = o.maxTime ?? (unlimited ? null : DEFAULT_TIME);
  return await runCampaign(o, io, {
    seed: o.seed ?? randomInt(2 ** 32),
    ...(o.resume === undefined ? {} : { resume: o.resume }),
    generate: ({ host, runtimes }, seed) => {
      const random = (index: number) =>
        generateCase({ seed, index, profile: o.profile, areas, host, runtimes });
      const names = areas.map((a) => a.name);
      return o.profile === 'all' && !o.faults ? fixedFirst(random, fixedCases(), names) : random;
    },
    corpus: unlimited || o.resume !== undefined ? [] : corpusFindings(),
    known: knownIssues(o.baseline),
    limits: {
      maxTimeMs,
      timed: maxTimeMs !== null && o.index === undefined,
      maxCases: o.maxCases ?? null,
      maxDivergences: o.maxDivergences ?? null,
      maxNew: o.maxNew ?? null,
      index: o.index ?? null,
      shard: o.shard === undefined ? null : { index: o.shard.index - 1, count: o.shard.count },
    },
    shrink: o.shrink,
  });
};
