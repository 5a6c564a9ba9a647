/** One case from a seed and an index: swarm testing (a few areas at random), then the areas' arbitraries. */
import fc from 'fast-check';
import { shortHash } from '../../src/contract/canonical.ts';
import type { Case } from '../../src/contract/case.ts';
import { VERSIONS } from '../../src/contract/config/releases.ts';
import type { HostFacts, RuntimeFacts } from '../../src/contract/facts.ts';
import { remembered } from '../../src/contract/remembered.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';
import type { Area, Context, Patch } from './area.ts';
import { compose } from './compose.ts';
import { Dice } from './dice.ts';

type Kind = 'valid' | 'edge' | 'hostile';
/** `mixed` = valid and edge; `all` = hostile too */
export type Profile = Kind | 'mixed' | 'all';

/** What a runtime takes: decides which versions of the specification most cases keep to. */
export type RuntimeLimits = Pick<RuntimeFacts, 'declaredSpec' | 'ociVersions'>;

export type Request = {
  seed: number;
  index: number;
  profile: Profile;
  /** areas to choose from: those of the registry, or fewer */
  areas: readonly Area[];
  host: HostFacts;
  runtimes: readonly RuntimeLimits[];
};

/** A case, the names of the areas that made it, and smaller cases to try (lazy; each can be shrunk again). */
export type Generated = { case: Case; areas: string[]; shrinks(): Iterable<Generated> };

/** An area that takes part in a case, with the patches that it can make. */
type Chosen = { area: string; always: boolean; patch: fc.Arbitrary<Patch> };

/** Nothing of an area at all: what every area shrinks to. */
const NOTHING: Patch = {};

/** Deterministic: depends on the request alone, not on other cases or on who asks. */
export function generateCase(request: Request): Generated {
  const seed = Number.parseInt(shortHash([request.seed, request.index]).slice(0, 8), 16) | 0;
  const dice = new Dice(seed);
  const profile = profileOf(request.profile, dice);
  const ctx: Context = { host: request.host, version: versionOf(request.runtimes, dice), areas: [] };
  const chosen = choose(request.areas, profile, ctx, dice);
  const arbitrary = caseArbitrary(chosen);
  const names = chosen.map((c) => c.area);
  const origin = { seed: request.seed, index: request.index, profile, areas: names.join(',') };
  return generated(arbitrary, draw(arbitrary, seed), names, origin);
}

/** One patch for each chosen area, or nothing in its place when shrinking. */
function caseArbitrary(chosen: readonly Chosen[]): fc.Arbitrary<Patch[]> {
  return fc.tuple(
    ...chosen.map(({ always, patch }) => (always ? patch : fc.option(patch, { nil: NOTHING, freq: 100 }))),
  );
}

function generated(
  arbitrary: fc.Arbitrary<Patch[]>,
  drawn: fc.Value<Patch[]>,
  areas: string[],
  origin: NonNullable<Case['origin']>,
): Generated {
  return {
    case: compose(drawn.value, origin),
    areas,
    *shrinks() {
      for (const smaller of arbitrary.shrink(drawn.value_, drawn.context))
        yield generated(arbitrary, smaller, areas, origin);
    },
  };
}

/** One value with the context that shrinking needs: fast-check's own sampling gives the value alone. */
function draw<T>(arbitrary: fc.Arbitrary<T>, seed: number): fc.Value<T> {
  let drawn: fc.Value<T> | undefined;
  class Recorder extends fc.Arbitrary<null> {
    generate(mrng: fc.Random, biasFactor: number | undefined): fc.Value<null> {
      drawn = arbitrary.generate(mrng, biasFactor);
      return new fc.Value(null, undefined);
    }
    canShrinkWithoutContext(value: unknown): value is null {
      return value === null;
    }
    shrink(): fc.Stream<fc.Value<null>> {
      return fc.Stream.nil();
    }
  }
  fc.sample(new Recorder(), { seed, numRuns: 1 });
  if (drawn === undefined) throw new Error('fast-check generated no value');
  return drawn;
}

function profileOf(profile: Profile, dice: Dice): Kind {
  if (profile === 'mixed') return dice.chance(0.5) ? 'valid' : 'edge';
  if (profile === 'all') return dice.chance(0.2) ? 'hostile' : dice.chance(0.5) ? 'valid' : 'edge';
  return profile;
}

/** Mostly the newest version that every runtime takes, now and then a newer one, the newest first. */
function versionOf(runtimes: readonly RuntimeLimits[], dice: Dice): string {
  const limits = runtimes.map(limitOf).sort(compareVersions);
  const common = limits[0] ?? '1.3.0';
  const newer = VERSIONS.filter((v) => compareVersions(v, common) > 0);
  if (newer.length === 0 || !dice.chance(0.3)) return common;
  return dice.chance(0.5) ? (newer.at(-1) ?? common) : dice.one(newer);
}

/** Newest version that a runtime takes by its own words; one that says nothing is taken for 1.0.2. */
function limitOf(r: RuntimeLimits): string {
  const takes = VERSIONS.filter(
    (v) => r.ociVersions.length === 0 || r.ociVersions.some((p) => v.startsWith(p)),
  );
  const declared = VERSIONS.filter((v) => compareVersions(v, r.declaredSpec ?? VERSIONS[0]) <= 0);
  return takes.filter((v) => declared.includes(v)).at(-1) ?? VERSIONS[0];
}

/** Those of the areas that have something of a kind for a host and a version: making all of it again takes long. */
const offeringOf = remembered((areas: readonly Area[], host: HostFacts) => {
  const known = new Map<string, Area[]>();
  return (kind: Kind, version: string): Area[] => {
    const key = `${kind} ${version}`;
    const own = known.get(key) ?? areas.filter((a) => a[kind]?.({ host, version, areas: [] }));
    known.set(key, own);
    return own;
  };
});

/** About 1 to 5 areas, now and then half of all; in edge and hostile cases one or two of them are not valid. */
function choose(areas: readonly Area[], profile: Kind, ctx: Context, dice: Dice): Chosen[] {
  const offering = (kind: Kind) => offeringOf(areas, ctx.host)(kind, ctx.version);
  const wild = profile === 'valid' ? [] : dice.some(offering(profile), dice.chance(0.75) ? 1 : 2);
  const others = offering('valid').filter((a) => !wild.includes(a) && !a.always);
  const count = dice.chance(0.08) ? Math.ceil(others.length / 2) : dice.below(4);
  const tame = dice.some(others, profile === 'valid' ? count + 1 : count);
  const chosen = areas.filter((a) => a.always || wild.includes(a) || tame.includes(a));
  const known = { ...ctx, areas: chosen.map((a) => a.name) };
  return chosen.flatMap((a) => {
    const patch = a[wild.includes(a) ? profile : 'valid']?.(known);
    return patch ? [{ area: a.name, always: a.always ?? false, patch }] : [];
  });
}
