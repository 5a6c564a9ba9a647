/**
 * The loop: the corpus, then generated cases; all oracles on every case; what is new is confirmed at once and
 * shrunk in between. It ends with all reports written, whatever the reason.
 */
import { caseId } from '../contract/canonical.ts';
import type { Stats, StopReason } from '../contract/event.ts';
import type { Divergence, Verdict } from '../contract/verdict.ts';
import type { Sighting } from '../triage/examine.ts';
import { touchesSecurity } from '../triage/severity.ts';
import { namesOf, signatureOf } from '../triage/signature.ts';
import { type Context, createContext } from './context.ts';
import { fileNew, inconclusive } from './filing.ts';
import { KnownWatch } from './known-watch.ts';
import { Plan, type Planned } from './plan.ts';
import { Sampler } from './sampler.ts';
import { ShrinkQueue } from './shrink-queue.ts';
import { figuresOf } from './tally.ts';
import type { CampaignInput, CampaignResult } from './types.ts';

/** Time between two progress events. */
const PROGRESS_MS = 1000;

/** Cases in a row that brought nothing new, after which findings are made small beside the search for more. */
const BARREN = 25;

/** @throws what the executor, a generator or the store throws: errors of the harness itself */
export async function campaign(input: CampaignInput): Promise<CampaignResult> {
  const broken = new AbortController();
  const looked = () => loop.progressIfDue();
  const ctx = createContext(input, AbortSignal.any([input.signal, broken.signal]), looked);
  const { store, options, executor } = input;
  store.environment(executor.host, executor.runtimes);
  ctx.report({
    type: 'run-start',
    seed: options.seed,
    host: executor.host,
    runtimes: executor.runtimes,
    argv: options.argv,
    runDir: store.dir,
  });
  const lanes = Math.max(2, executor.capacity);
  const loop = new Loop(ctx, lanes);
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      try {
        await loop.lane();
      } catch (error) {
        broken.abort(error);
      }
    }),
  );
  // what was found is on disk; a run that broke has no stop reason
  if (broken.signal.aborted) throw broken.signal.reason;
  return loop.end();
}

class Loop {
  #ctx: Context;
  #plan: Plan;
  #known: KnownWatch;
  #shrinks: ShrinkQueue;
  /** null: every case runs on every runtime, because it is not time that is short */
  #sampler: Sampler | null;
  #lanes: number;
  #reason: StopReason | null = null;
  #progressAt = 0;
  /** generated cases in a row that brought nothing new; stays where it is at BARREN */
  #barren = 0;
  #notClaimed = new Set<string>();

  constructor(ctx: Context, lanes: number) {
    this.#ctx = ctx;
    this.#lanes = lanes;
    this.#shrinks = new ShrinkQueue(ctx, lanes);
    this.#plan = new Plan(ctx.input);
    this.#known = new KnownWatch(ctx.input);
    const { executor, options } = ctx.input;
    this.#sampler = options.timed ? new Sampler(executor.runtimes) : null;
  }

  async lane(): Promise<void> {
    const { signal } = this.#ctx;
    while (!signal.aborted) {
      const work =
        this.#shrinks.take(this.#shrinkLanes()) ?? this.#takeCase() ?? this.#shrinks.take(this.#lanes);
      if (!work) return;
      await work();
    }
  }

  /** Lanes that may shrink: none as long as cases bring something new, half while there is time enough, then all. */
  #shrinkLanes(): number {
    if (this.#shrinks.isBehind()) return this.#lanes;
    return this.#barren < BARREN && this.#shrinks.canWait() ? 0 : Math.floor(this.#lanes / 2);
  }

  #takeCase(): (() => Promise<void>) | null {
    const planned = this.#take();
    return planned && (() => this.#look(planned));
  }

  end(): CampaignResult {
    const { report, tally, findings, input } = this.#ctx;
    for (const text of this.#known.warnings()) report({ type: 'warning', text });
    this.#progress();
    const told = findings.all().filter((d) => !touchesSecurity(d));
    const hidden = findings.all().filter((d) => touchesSecurity(d) && d.known === null);
    const off =
      input.options.maxNew === null ? [] : told.filter((d) => d.known === null).slice(input.options.maxNew);
    for (const { signature, altSignatures } of findings.all())
      input.store.saveLearnt(signature, { altSignatures });
    this.#putOff(off);
    if (hidden.length > 0) report({ type: 'warning', text: privateText(hidden.length) });
    const end = {
      reason: input.signal.aborted ? ('interrupted' as const) : (this.#reason ?? 'done'),
      stats: this.#stats(this.#ctx.elapsedMs()),
      divergences: told.filter((d) => !off.includes(d)),
      inconclusive: tally.inconclusives(),
    };
    report({ type: 'run-end', ...end });
    input.store.finish(end.reason);
    return { ...end, privateFindings: hidden.length };
  }

  #putOff(off: readonly Divergence[]): void {
    for (const { signature } of off) this.#ctx.input.store.putOff(signature);
    const text = `${off.length} less severe new findings are put off; they are in the run's directory later/`;
    if (off.length > 0) this.#ctx.report({ type: 'warning', text });
  }

  /** The next case; null when the campaign takes no more. */
  #take(): Planned | null {
    this.#reason ??= this.#limit();
    if (this.#reason !== null) return null;
    const planned = this.#plan.take();
    if (!planned) this.#reason = this.#ctx.input.options.index === null ? 'max-cases' : 'done';
    return planned;
  }

  #limit(): StopReason | null {
    const { input, findings, elapsedMs } = this.#ctx;
    const { maxTimeMs, maxDivergences } = input.options;
    if (input.executor.runtimes.length === 0) return 'no-runtime';
    if (maxTimeMs !== null && elapsedMs() >= maxTimeMs) return 'max-time';
    const fresh = () => findings.all().filter((d) => d.known === null).length;
    if (maxDivergences !== null && fresh() >= maxDivergences) return 'max-divergences';
    return null;
  }

  async #look(planned: Planned): Promise<void> {
    const { examine, tally, findings, report } = this.#ctx;
    const { case: c, areas, index } = planned;
    const sampler = planned.generated ? this.#sampler : null;
    const sighting = await examine(c, sampler ? { labels: sampler.labels() } : {});
    sampler?.note(sighting.runs);
    const refused = tally.sighting(c, areas, sighting);
    this.#known.saw(planned, sighting);
    for (const reason of [...sighting.inconclusive, ...brokenOracles(sighting)])
      inconclusive(this.#ctx, reason, c);
    this.#reportNotClaimed(sighting.verdicts);
    findings.count(sighting.candidates);
    const filed = await fileNew(this.#ctx, c, sighting, index);
    if (planned.generated && this.#barren < BARREN) this.#barren = filed.length > 0 ? 0 : this.#barren + 1;
    // a saved case is as small as it got
    if (planned.generated) this.#shrinks.add(filed.map((found) => ({ found, from: planned.generated })));
    // an interrupted case has to be looked at again
    if (this.#ctx.signal.aborted) return;
    this.#plan.done(planned);
    report({
      type: 'case-done',
      index: index ?? -1,
      caseId: caseId(c),
      areas,
      findings: sighting.candidates.length,
      refused,
    });
  }

  /** Called whenever a case was looked at, be it to find, to confirm or to shrink. */
  progressIfDue(): void {
    if (this.#ctx.elapsedMs() - this.#progressAt >= PROGRESS_MS) this.#progress();
  }

  /** Each signature once: the count is in the statistics. */
  #reportNotClaimed(verdicts: readonly Verdict[]): void {
    const names = namesOf(this.#ctx.input.executor.runtimes);
    for (const verdict of verdicts.filter((v) => v.notClaimed)) {
      const signature = signatureOf(verdict, names);
      if (this.#notClaimed.has(signature)) continue;
      this.#notClaimed.add(signature);
      if (touchesSecurity({ kind: 'violation', level: verdict.level ?? null, signature })) continue;
      this.#ctx.report({ type: 'not-claimed', verdict });
    }
  }

  /** Without the rules of private findings: their counts would tell of them. */
  #stats(elapsedMs: number): Stats {
    const { tally, findings } = this.#ctx;
    const stats = tally.stats(elapsedMs);
    const secret = findings
      .all()
      .flatMap((d) => (touchesSecurity(d) ? d.signature.split(' ').slice(0, 1) : []));
    const rules = Object.entries(stats.rules).filter(([rule]) => !secret.includes(rule));
    return { ...stats, rules: Object.fromEntries(rules) };
  }

  #progress(): void {
    const { findings, report, input, elapsedMs } = this.#ctx;
    this.#progressAt = elapsedMs();
    const stats = this.#stats(this.#progressAt);
    report({ type: 'progress', figures: figuresOf(stats), divergences: findings.all().length });
    input.store.progress(stats, this.#plan.next);
  }
}

const privateText = (n: number): string =>
  `${n} new ${n === 1 ? 'finding' : 'findings'} may touch security: look in the run's directory private/, and tell ` +
  "the project through the private address of its security policy (the repository's /security page)";

/** An oracle that threw says nothing of the case, and somebody has to mend it. */
function brokenOracles({ verdicts }: Sighting): string[] {
  return verdicts.filter((v) => v.rule === 'harness.oracle').map((v) => `oracle broke: ${v.why}`);
}
