import { expect, test } from 'vitest';
import { Result } from '../../../src/contract/result.ts';
import { checked } from '../../../src/contract/validate.ts';
import { REPORTERS } from '../../../src/report/index.ts';
import { divergence, end, START } from './samples.ts';

function documentOf(...events: Parameters<ReturnType<typeof REPORTERS.json>['onEvent']>[0][]): string {
  let text = '';
  const reporter = REPORTERS.json({
    out: { write: (t: string) => (text += t) },
    env: {},
    now: () => 0,
    version: '0.1.0',
    self: 'ocifuzz',
    maxTimeMs: null,
    ruleCount: 2,
    detail: 'normal',
    loadCase: () => null,
    exportFormat: () => 'sh',
    describe: () => [],
  });
  for (const e of events) reporter.onEvent(e);
  reporter.close();
  return text;
}

test('one document, of the form that its schema says', () => {
  const inconclusive = [{ reason: 'harness fault', count: 1, case: null }];
  const text = documentOf(
    START,
    { type: 'finding', divergence: divergence(), isNew: true },
    end({ inconclusive }),
  );
  const result = checked(Result, JSON.parse(text), '--json');
  expect(result).toMatchObject({ ocifuzz: '0.1.0', seed: 1873, stopReason: 'max-time', inconclusive });
  expect(result.divergences).toHaveLength(1);
});

test('nothing before the run has ended', () => {
  expect(documentOf(START, { type: 'warning', text: 'w' })).toBe('');
});

test('docs/schema/result.schema.json is up to date', async () => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...Result };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../docs/schema/result.schema.json',
  );
});
