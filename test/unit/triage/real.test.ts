/** What real runtimes showed, and the signatures that it gives: they stay the same whatever is changed. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { judgeAll } from '../../../oracles/index.ts';
import { caseId } from '../../../src/contract/canonical.ts';
import type { JudgeInput } from '../../../src/contract/verdict.ts';
import { causeOf } from '../../../src/triage/cause.ts';
import { merge } from '../../../src/triage/merge.ts';
import { namesOf } from '../../../src/triage/signature.ts';

// made by scripts/record-observations.mjs
const looks: JudgeInput[] = brotliDecompressSync(readFileSync('test/observations/real.ndjson.br'))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as JudgeInput);

const candidatesOf = (look: JudgeInput) => merge(judgeAll(look), namesOf(look.runs.map((r) => r.runtime)));

test('signatures of real observations', async () => {
  expect(looks.length).toBeGreaterThanOrEqual(60);
  const text = looks.flatMap((look) => [
    `${caseId(look.case).slice(0, 12)}  ${look.runs.map((r) => `${r.runtime.name} ${r.runtime.version}`).join(', ')}`,
    ...candidatesOf(look).map(
      (c) => `  ${c.signature}${c.altSignatures.map((a) => `\n    also ${a}`).join('')}`,
    ),
  ]);
  await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('../../golden/signatures.txt');
}, 60_000);

test('signatures hold no number, path or time of a run', () => {
  for (const { signature } of looks.flatMap(candidatesOf)) {
    expect(signature.split(' ')).toHaveLength(4);
    // hosts, ids and pids: versions of rules and modes are no longer than four digits
    expect(signature).not.toMatch(/\d{5}|\/(run|tmp|proc|sys\/fs)\/|:\d\d:/);
  }
});

test('labels, and the order of the runtimes, make no difference', () => {
  for (const look of looks.filter((_, i) => i % 4 === 0)) {
    const renamed = structuredClone(look);
    for (const r of renamed.runs) {
      r.runtime.label = `new-${r.runtime.label}`;
      r.observation.runtime = r.runtime.label;
      if (r.control) r.control.runtime = r.runtime.label;
    }
    const signatures = (l: JudgeInput) => candidatesOf(l).map((c) => c.signature);
    expect(new Set(signatures(renamed))).toEqual(new Set(signatures(look)));
    const turned = { ...look, runs: [...look.runs].reverse() };
    expect(new Set(signatures(turned).map(causeOf))).toEqual(new Set(signatures(look).map(causeOf)));
  }
}, 60_000);
