/** What the parts of one campaign share. */
import type { Case } from '../contract/case.ts';
import type { Event } from '../contract/event.ts';
import type { RuntimeFacts } from '../contract/facts.ts';
import type { Run } from '../contract/verdict.ts';
import { type Examine, examiner } from '../triage/examine.ts';
import { touchesSecurity } from '../triage/severity.ts';
import { Findings } from './findings.ts';
import { Tally } from './tally.ts';
import type { CampaignInput } from './types.ts';

export type Context = {
  input: CampaignInput;
  tally: Tally;
  findings: Findings;
  /** counts lifecycles, keeps what was observed, notes on which cases candidates show */
  examine: Examine;
  /** to the run directory, then to the listener */
  report(event: Event): void;
  /** aborted by the user, or by an error in another part */
  signal: AbortSignal;
  elapsedMs(): number;
  /** true when even what is under way has to come to its end */
  expired(): boolean;
};

/** How long confirming and shrinking may go on after the campaign's time is over. */
export const DRAIN_MS = 15_000;

/** `looked` is called when a case was run and judged, whatever for. */
export function createContext(input: CampaignInput, signal: AbortSignal, looked: () => void): Context {
  const { store, clock, emit } = input;
  const begun = clock.now();
  const elapsedMs = () => clock.now() - begun;
  const tally = new Tally();
  const executor: CampaignInput['executor'] = {
    ...input.executor,
    run(c, label, options) {
      tally.lifecycles += 1;
      return input.executor.run(c, label, options);
    },
  };
  const findings = new Findings(store.findings().map((f) => f.finding));
  const examine = examiner(executor, input.judge, (c: Case, runs: Run[]) => store.observed(c, runs));
  return {
    input,
    tally,
    findings,
    async examine(c, options) {
      const sighting = await examine(c, options);
      findings.note(c, sighting.candidates);
      looked();
      return sighting;
    },
    report(event) {
      // what may touch security is for the eyes of the user alone
      if (isPrivate(event)) return;
      store.event(event);
      emit(event);
    },
    signal,
    elapsedMs,
    expired() {
      const { maxTimeMs } = input.options;
      return signal.aborted || (maxTimeMs !== null && elapsedMs() > maxTimeMs + DRAIN_MS);
    },
  };
}

function isPrivate(event: Event): boolean {
  if ('divergence' in event) return touchesSecurity(event.divergence);
  return (
    'signature' in event && touchesSecurity({ kind: 'violation', level: null, signature: event.signature })
  );
}

/** Facts of the runtimes with these labels. */
export function factsOf(ctx: Context, labels: readonly string[]): RuntimeFacts[] {
  return ctx.input.executor.runtimes.filter((r) => labels.includes(r.label));
}
