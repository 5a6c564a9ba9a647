/** JUnit XML: a suite for each runtime, a test case for each rule. */
import { escapeMarkup } from '../html/markup.ts';
import { kindText } from '../severity.ts';
import { type Check, checksOf } from './checks.ts';
import type { Render } from './index.ts';

export const junit: Render = (run) => {
  const checks = checksOf(run);
  const suites = run.start.runtimes.map(({ label, version }) => {
    const own = checks.filter((c) => c.runtime === label);
    return [
      `  <testsuite name="${escapeMarkup(`${label} ${version}`)}" timestamp="${escapeMarkup(run.startedAt)}" ${counts(own)}>`,
      ...own.map(testcase),
      '  </testsuite>',
    ].join('\n');
  });
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="ocifuzz" time="${run.stats.elapsedSeconds}" ${counts(checks)}>`,
    ...suites,
    '</testsuites>',
  ].join('\n')}\n`;
};

const counts = (checks: readonly Check[]): string =>
  `tests="${checks.length}" failures="${checks.filter((c) => c.outcome === 'failed').length}" errors="0" skipped="${
    checks.filter((c) => c.outcome === 'known' || c.outcome === 'unknown').length
  }"`;

function testcase(check: Check): string {
  const open = `    <testcase name="${escapeMarkup(check.rule)}" classname="${escapeMarkup(check.runtime)}"`;
  if (check.outcome === 'ok') return `${open}/>`;
  return `${open}>\n      ${element(check)}\n    </testcase>`;
}

function element({ outcome, findings, text }: Check): string {
  if (outcome === 'unknown') return '<skipped message="could not be judged"/>';
  const [first] = findings;
  if (outcome === 'known') return `<skipped message="${escapeMarkup(`known: ${first?.known ?? ''}`)}"/>`;
  const fresh = findings.filter((d) => d.known === null);
  const lines = fresh.flatMap((d) => [
    d.title,
    `  ${kindText(d)}, ${d.reliability.same}/${d.reliability.runs}`,
    `  ${d.replay}`,
  ]);
  const title = fresh[0]?.title ?? '';
  return `<failure type="${escapeMarkup(fresh[0]?.kind ?? '')}" message="${escapeMarkup(title)}">${escapeMarkup(
    [text, ...lines].filter((l) => l !== '').join('\n'),
  )}</failure>`;
}
