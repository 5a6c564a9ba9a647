/** `ocifuzz bisect CASE`: the first release that shows a finding, or what one build says. */
import { bisect, type Probe } from '../../campaign/bisect.ts';
import { matrix } from '../../campaign/matrix.ts';
import { UserError } from '../../contract/errors.ts';
import type { Executor } from '../../contract/executor.ts';
import type { SavedFinding } from '../../contract/verdict.ts';
import { sanitize } from '../../report/sanitize.ts';
import type { Examine } from '../../triage/examine.ts';
import { isComparison } from '../../triage/signature.ts';
import type { Handler } from '../commands.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { looks, oneFinding } from '../finding.ts';
import type { Io } from '../io.ts';
import { type HostOptions, withExecutor } from '../session.ts';
import { mustKnow } from '../suggest.ts';

/** Label of the build that --run names. */
const BUILD = 'build';

type Options = keyof HostOptions | 'spec' | 'good' | 'bad' | 'run';

export const bisectReleases: Handler<Options> = async (o, [path = ''], io) => {
  const finding = oneFinding(path);
  if (o.run !== undefined) {
    const entry = { adapter: subjectOf(finding), label: BUILD, path: o.run, flags: [] };
    const others = o.bad === undefined ? [] : o.runtimes.filter((r) => r.label === o.bad);
    return await withExecutor({ ...o, runtimes: [entry, ...others] }, async (executor) => {
      const bad = await probe(looks(executor, o.spec), executor, finding, o.bad)(BUILD);
      io.stdout.write(`${bad === null ? 'UNKNOWN' : bad ? 'SHOWS' : 'ABSENT'}\n`);
      return bad === null ? EXIT.untold : bad ? EXIT.findings : EXIT.ok;
    });
  }
  const labels = range(
    o.runtimes.map((r) => r.label),
    o.good,
    o.bad,
  );
  return await withExecutor(o, (executor) =>
    overReleases(probe(looks(executor, o.spec), executor, finding, o.bad), labels, io),
  );
};

function range(labels: readonly string[], good: string | undefined, bad: string | undefined): string[] {
  if (good === undefined || bad === undefined)
    throw new UserError('bisect needs --good and --bad, two labels of --runtimes, or --run FILE');
  for (const label of [good, bad]) mustKnow('runtime', label, labels);
  const [from, to] = [labels.indexOf(good), labels.indexOf(bad)];
  if (from >= to)
    throw new UserError('list the releases in their order: the good one stands before the bad one');
  return labels.slice(from, to + 1);
}

async function overReleases(tell: Probe, labels: readonly string[], io: Io): Promise<ExitCode> {
  const found = await bisect(labels, async (label) => {
    const bad = await tell(label);
    io.stdout.write(`${sanitize(label)}  ${bad === null ? 'UNKNOWN' : bad ? 'SHOWS' : 'ABSENT'}\n`);
    return bad;
  });
  if ('wrongEnd' in found)
    throw new UserError(
      `${found.wrongEnd} ${found.bad === null ? 'cannot be told' : found.bad ? 'shows it' : 'does not show it'}; name other ends`,
    );
  const between =
    found.skipped.length > 0 ? ` or one of ${found.skipped.join(', ')}, which cannot be told` : '';
  io.stdout.write(
    `first bad: ${sanitize(`${found.firstBad}${between}`)}; last good: ${sanitize(found.lastGood)}\n`,
  );
  return EXIT.ok;
}

/** A broken rule shows by itself; a difference is bad where a release does as the bad one does. */
function probe(
  examine: Examine,
  { runtimes: all }: Executor,
  finding: SavedFinding,
  bad: string | undefined,
): Probe {
  if (isComparison(finding.divergence) && bad === undefined)
    throw new UserError(
      'nobody is wrong in this finding; name with --bad a runtime of the list to be compared with',
    );
  return async (label) => {
    const with_ = isComparison(finding.divergence) ? [...new Set([label, bad])] : [label];
    const runtimes = all.filter((r) => with_.includes(r.label));
    if (isComparison(finding.divergence) && runtimes.length === 1) return true;
    const rows = await matrix(finding, runtimes, examine);
    const own = rows.find((r) => r.label === label)?.outcome ?? 'UNKNOWN';
    if (own === 'UNKNOWN') return null;
    return isComparison(finding.divergence) ? rows.every((r) => r.outcome === own) : own === 'SHOWS';
  };
}

const subjectOf = ({ divergence, runtimes }: SavedFinding): string =>
  runtimes[divergence.runtimes.at(-1) ?? '']?.name ?? 'generic';
