/** Looks once at each case of a fixed set, and again where a requirement seems to be broken. */
import type { ConformanceCase, Look } from '../contract/conformance.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Examine } from '../triage/examine.ts';

export type SuiteOptions = {
  /** cases under way at once */
  width: number;
  signal: AbortSignal;
  /** called after each case */
  onLook: (done: number) => void;
};

export type SuiteResult = {
  /** in the order of the cases; without those that an interrupt kept from being looked at */
  looks: Look[];
  /** faults of the harness, seen twice, each once */
  inconclusive: string[];
};

export async function lookAtAll(
  examine: Examine,
  suite: readonly ConformanceCase[],
  { width, signal, onLook }: SuiteOptions,
): Promise<SuiteResult> {
  const looks = new Map<ConformanceCase, Look>();
  const inconclusive = new Set<string>();
  const queue = [...suite];
  const look = async (c: ConformanceCase): Promise<void> => {
    const first = await examine(c.case);
    for (const reason of first.inconclusive) inconclusive.add(reason);
    const labels = brokenBy(first.verdicts, c.requirements);
    const again = labels.length > 0 ? (await examine(c.case, { labels })).verdicts : [];
    looks.set(c, { name: c.name, verdicts: first.verdicts, again });
    onLook(looks.size);
  };
  const worker = async (): Promise<void> => {
    for (let c = queue.shift(); c !== undefined && !signal.aborted; c = queue.shift()) await look(c);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return { looks: suite.flatMap((c) => looks.get(c) ?? []), inconclusive: [...inconclusive] };
}

/** Labels of the runtimes that break one of these requirements. */
const brokenBy = (verdicts: readonly Verdict[], ids: readonly string[]): string[] => [
  ...new Set(verdicts.flatMap((v) => (v.verdict === 'violation' && ids.includes(v.rule) ? v.subjects : []))),
];
