/** A campaign on fake runtimes, in a directory of its own, with a clock that only runs move. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Generated } from '../../../generators/index.ts';
import { campaign } from '../../../src/campaign/campaign.ts';
import type { CampaignInput, CampaignOptions, CampaignResult } from '../../../src/campaign/types.ts';
import type { Case } from '../../../src/contract/case.ts';
import type { Event } from '../../../src/contract/event.ts';
import type { RuntimeFacts } from '../../../src/contract/facts.ts';
import { createRunDir, type RunDir } from '../../../src/store/run-dir.ts';
import { type Behave, caseOf, type FakeExecutor, fakeExecutor, fakeJudge } from '../support/fake.ts';

export type World = {
  runtimes: RuntimeFacts[];
  behave: Behave;
  rules?: Record<string, string>;
  options?: Partial<CampaignOptions>;
  input?: Partial<CampaignInput>;
  capacity?: number;
  /** ms that one lifecycle takes */
  cost?: number;
  onRun?: (nth: number) => void;
  store?: RunDir;
  /** nothing observed is kept: which file is written first is chance, and the order of what follows hangs on it */
  forgetful?: boolean;
};

export type Outcome = { result: CampaignResult; events: Event[]; executor: FakeExecutor; store: RunDir };

export function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** Case number `index` says so in its annotations. */
export function generate(index: number): Generated {
  return { case: caseOf({ index: `${index}` }), areas: ['fake'], *shrinks() {} };
}

export const indexOf = (c: Case): number =>
  Number((c.config?.annotations as { index?: string } | undefined)?.index);

const forgetting = (store: RunDir): RunDir => ({
  ...store,
  observed: async () => {},
  keep: async () => {},
  saveFinding: (saved, _, isPrivate) => store.saveFinding(saved, [], isPrivate),
});

export async function play(world: World): Promise<Outcome> {
  let now = 0;
  const executor = fakeExecutor(world.runtimes, world.behave, {
    capacity: world.capacity ?? 1,
    onRun(nth) {
      now += world.cost ?? 1;
      world.onRun?.(nth);
    },
  });
  const events: Event[] = [];
  const made = world.store ?? createRunDir(temporary(), { seed: 1, argv: [], startedAt: new Date(0) });
  const store = world.forgetful ? forgetting(made) : made;
  const result = await campaign({
    executor,
    judge: fakeJudge(world.rules),
    generate,
    corpus: [],
    known: [],
    store,
    emit: (event) => events.push(event),
    signal: new AbortController().signal,
    clock: { now: () => now, today: () => '2026-01-01' },
    ...world.input,
    options: {
      seed: 1,
      argv: [],
      maxTimeMs: null,
      timed: false,
      maxCases: 10,
      maxDivergences: null,
      maxNew: null,
      index: null,
      shard: null,
      shrink: false,
      replayCommand: (path) => `ocifuzz replay ${path}`,
      ...world.options,
    },
  });
  return { result, events, executor, store };
}
