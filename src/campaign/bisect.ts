/** The first release of a list that shows a saved finding. */

/** What one release says: true = bad, false = good, null = it cannot be told there. */
export type Probe = (label: string) => Promise<boolean | null>;

export type Bisected = {
  /** every release that was looked at, in that order */
  tried: { label: string; bad: boolean | null }[];
  lastGood: string;
  firstBad: string;
  /** releases between the two that could not be told */
  skipped: string[];
};

/**
 * Looks for the border by halves. `labels`: from the good one to the bad one, both included and both looked at.
 * @returns the border, or which of the two ends is not what it was said to be
 */
export async function bisect(
  labels: readonly string[],
  probe: Probe,
): Promise<Bisected | { wrongEnd: string; bad: boolean | null }> {
  const known = new Map<string, boolean | null>();
  const look = async (label: string): Promise<boolean | null> => {
    const bad = await probe(label);
    known.set(label, bad);
    return bad;
  };
  let [low, high] = [0, labels.length - 1];
  const [good, bad] = [labels[low] ?? '', labels[high] ?? ''];
  if ((await look(good)) !== false) return { wrongEnd: good, bad: known.get(good) ?? null };
  if ((await look(bad)) !== true) return { wrongEnd: bad, bad: known.get(bad) ?? null };
  for (;;) {
    const open = labels.slice(low + 1, high).filter((l) => !known.has(l));
    const middle = open[open.length >> 1];
    if (middle === undefined) break;
    const found = await look(middle);
    if (found === true) high = labels.indexOf(middle);
    if (found === false) low = labels.indexOf(middle);
  }
  return {
    tried: [...known].map(([label, isBad]) => ({ label, bad: isBad })),
    lastGood: labels[low] ?? '',
    firstBad: labels[high] ?? '',
    skipped: labels.slice(low + 1, high),
  };
}
