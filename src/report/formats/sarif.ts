/** SARIF 2.1.0, for code scanning. */
import type { Divergence } from '../../contract/verdict.ts';
import { SPECIFICATION } from '../html/links.ts';
import { safeJson } from '../sanitize.ts';
import { kindText, type Loudness, loudness } from '../severity.ts';
import { ruleOf } from './checks.ts';
import type { Render } from './index.ts';

const LEVELS: Record<Loudness, string> = { error: 'error', warning: 'warning', notice: 'note' };

export const sarif: Render = (run) => {
  const found = run.findings.map((f) => f.saved.divergence);
  const rules = [...new Set(found.map(ruleOf))].sort();
  const requirements = new Map(run.catalogue.map(({ requirement: r }) => [r.id, r]));
  const driver = {
    name: 'ocifuzz',
    version: run.version,
    rules: rules.map((id) => {
      const r = requirements.get(id);
      return {
        id,
        shortDescription: { text: r?.text ?? id },
        ...(r ? { helpUri: `${SPECIFICATION}${r.anchor}` } : {}),
      };
    }),
  };
  const invocation = {
    commandLine: ['ocifuzz', ...run.start.argv].join(' '),
    executionSuccessful: run.reason !== null,
    startTimeUtc: run.startedAt,
  };
  return `${safeJson(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, invocations: [invocation], results: found.map((d) => result(d, rules)) }],
    },
    2,
  )}\n`;
};

function result(d: Divergence, rules: readonly string[]): object {
  const { same, runs } = d.reliability;
  return {
    ruleId: ruleOf(d),
    ruleIndex: rules.indexOf(ruleOf(d)),
    level: LEVELS[loudness(d)],
    kind: 'fail',
    message: {
      text: `${d.runtimes.join(', ')}: ${d.title} (${kindText(d)}, ${same}/${runs}). ${d.why}`.trim(),
    },
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(d.case) } } }],
    partialFingerprints: { 'ocifuzzSignature/v1': d.signature },
    suppressions: d.known === null ? [] : [{ kind: 'external', justification: d.known }],
    properties: { runtimes: d.runtimes, expected: d.expected, actual: d.actual, replay: d.replay },
  };
}
