/** Which releases a campaign runs, and what it has to find against what it has found. Pure. */
import { type Case, HOOK_KINDS } from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import type { Divergence, SavedFinding } from '../contract/verdict.ts';
import { beyondSmallest } from '../shrink/size.ts';
import type { CampaignPlan } from './campaigns.ts';
import { median } from './quantile.ts';

/**
 * The value of `--runtimes`: of each runtime the releases that `wanted` names, labelled NAME-VERSION, from the table
 * that scripts/install-runtimes.sh writes (TSV: name, version, package, suite, path).
 * @throws UserError where the table has no release of a runtime
 */
export function labelled(table: string, wanted: CampaignPlan['releases'], twice = false): string {
  const rows = table.trim().split('\n').slice(1);
  return Object.entries(wanted)
    .flatMap(([name, which]) => {
      const own = rows
        .map((row) => row.split('\t'))
        .filter(([n]) => n === name)
        .map(([, version = '', , , path = '']) => ({ version, path }))
        .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
      const chosen = new Set(which.map((w) => (w === 'oldest' ? own[0] : own.at(-1))));
      return [...chosen].flatMap((release) => {
        if (!release)
          throw new UserError(`no release of ${name} is unpacked; see scripts/install-runtimes.sh`);
        const label = `${name}-${release.version}`;
        return [label, ...(twice ? [`${label}-again`] : [])].map((l) => `${name}:${l}=${release.path}`);
      });
    })
    .join(',');
}

const hooksOf = (c: Case): number => {
  const hooks = (c.config?.hooks ?? {}) as Record<string, unknown[] | undefined>;
  return HOOK_KINDS.reduce((n, kind) => n + (hooks[kind]?.length ?? 0), 0);
};

/** One line for each thing expected, and how many of them are missing or not minimal. */
export function checkFindings(
  { expected, most, twice, least = 0 }: Pick<CampaignPlan, 'expected' | 'most' | 'twice' | 'least'>,
  findings: readonly Pick<SavedFinding, 'case' | 'divergence'>[],
): { lines: string[]; missing: number } {
  let missing = 0;
  const lines = expected.map(({ what, signature }) => {
    // findings of one cause are filed once
    const hits = findings.filter(({ divergence: d }) =>
      [d.signature, ...d.altSignatures].some((s) => signature.test(s)),
    );
    const small = hits.find((f) => hooksOf(f.case) <= most.hooks && f.case.script.length <= most.steps);
    if (small) {
      const { kind, reliability } = small.divergence;
      const size = `hooks: ${hooksOf(small.case)}, script: ${small.case.script.map((s) => s.op).join(' ')}`;
      return `found    ${what}: ${kind} ${reliability.same}/${reliability.runs} (${size})`;
    }
    missing += 1;
    const [hit] = hits;
    if (!hit) return `MISSING  ${what}`;
    return `TOO BIG  ${what}: ${hooksOf(hit.case)} hooks, ${hit.case.script.length} steps`;
  });
  // one binary under two labels shows the same under both; a race may hide from one of them
  const uneven = findings.filter(({ divergence: d }) => twice && d.kind !== 'race' && !isEven(d));
  const differing = uneven.map(({ divergence: d }) => `DIFFERS  ${d.signature}`);
  const few = findings.length < least ? [`FEW      ${findings.length} findings of ${least}`] : [];
  return {
    lines: [...lines, ...differing, ...few, ...sizes(findings)],
    missing: missing + differing.length + few.length,
  };
}

/** How small the cases of the findings are; those that are raw text have no values to count. */
function sizes(findings: readonly Pick<SavedFinding, 'case' | 'divergence'>[]): string[] {
  const all = findings.filter((f) => f.case.config);
  const minimal = all.filter((f) => f.divergence.shrunk?.minimal);
  const beyond = median(all.map((f) => beyondSmallest(f.case).length));
  const steps = median(all.map((f) => f.case.script.length));
  const text = `${minimal.length} of ${all.length} cases are minimal; median of all: ${beyond} values beyond the smallest valid config, ${steps} steps`;
  return all.length > 0 ? [text] : [];
}

/** True for a broken rule that every label showed in all its runs. */
const isEven = ({ kind, reliability: { byLabel } }: Divergence): boolean =>
  kind !== 'difference' &&
  Object.values(byLabel ?? { none: { same: 0, runs: 1 } }).every((r) => r.same === r.runs);
