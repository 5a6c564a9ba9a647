/** Which known issues deserve a look: expired ones, and those whose saved case does not show them any more. */

import { mayHide } from '../triage/confirm.ts';
import type { Sighting } from '../triage/examine.ts';
import { expired, type Sought, staleIssues } from '../triage/known.ts';
import { signaturesOf } from '../triage/merge.ts';
import { expectedToShow } from './expects.ts';
import type { Planned } from './plan.ts';
import { lookFor } from './replay.ts';
import type { CampaignInput } from './types.ts';

export class KnownWatch {
  #input: CampaignInput;
  #tried: Sought[] = [];
  #seen = new Set<string>();

  constructor(input: CampaignInput) {
    this.#input = input;
  }

  saw({ saved }: Planned, sighting: Sighting): void {
    for (const signature of signaturesOf(sighting.candidates)) this.#seen.add(signature);
    if (!saved || mayHide(saved.divergence) || sighting.inconclusive.length > 0) return;
    if (lookFor(saved, sighting) !== 'absent') return;
    const { signature, altSignatures } = saved.divergence;
    const runtimes = sighting.runs.map((r) => r.runtime);
    const subjects = expectedToShow(saved, runtimes);
    if (subjects.length > 0) this.#tried.push({ signatures: [signature, ...altSignatures], subjects });
  }

  warnings(): string[] {
    const { known, clock } = this.#input;
    return [
      ...known
        .filter((issue) => expired(issue, clock.today()))
        .map((issue) => `known issue expired on ${issue.expires} and counts as new: ${issue.signature}`),
      ...staleIssues(known, this.#tried, this.#seen).map(
        (issue) => `known issue is stale, its saved case does not show it any more: ${issue.signature}`,
      ),
    ];
  }
}
