/** Each format is read by somebody else's reader. */
import { parse as parseJunit } from 'junit2json';
import { Parser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import { Event } from '../../../src/contract/event.ts';
import { checked } from '../../../src/contract/validate.ts';
import { github } from '../../../src/report/formats/github.ts';
import { FORMATS } from '../../../src/report/formats/index.ts';
import { junit } from '../../../src/report/formats/junit.ts';
import { markdown } from '../../../src/report/formats/markdown.ts';
import { sarif } from '../../../src/report/formats/sarif.ts';
import { tap } from '../../../src/report/formats/tap.ts';
import { evidence, reportOf, storedRun } from './runs.ts';
import { sarifValidator } from './sarif-schema.ts';

const HOSTILE = `<b>]]>&"'\u001b[2J\n::error::%0A | \`x\` # TODO`;
const run = reportOf([
  evidence({ signature: 'hooks.poststart.phase hooks.poststart.phase in-create runc' }),
  evidence({
    signature: 'own.rule mounts[x].y z crun',
    kind: 'spec-gap',
    level: null,
    title: HOSTILE,
    runtimes: ['crun'],
  }),
  evidence({ signature: 'known.rule a b crun', runtimes: ['crun'], known: HOSTILE, title: 'seen before' }),
]);
const empty = reportOf([]);

test.each(FORMATS.map((f) => [f.name, f] as const))(
  '%s is text without control characters, the same each time, also for a run without findings',
  async (_name, { load }) => {
    const render = await load();
    for (const r of [run, empty]) {
      expect(render(r)).not.toMatch(/[^\P{Cc}\n]/u);
      expect(render(r)).toBe(render(r));
      expect(render(r)).toMatch(/^$|\n$/);
    }
  },
);

test('JUnit: a suite for each runtime, a case for each rule', async () => {
  const read = await parseJunit(junit(run));
  if (!read || !('testsuite' in read)) throw new Error('no test suites');
  expect(read).toMatchObject({ tests: 4, failures: 2, skipped: 2 });
  expect(read.testsuite?.map((s) => [s.name, s.tests, s.failures, s.skipped])).toEqual([
    ['runc 1.1.5', 2, 1, 1],
    ['crun 1.8.1', 2, 1, 1],
  ]);
  const cases = read.testsuite?.flatMap((s) => s.testcase ?? []) ?? [];
  const failed = cases.find((c) => c.name === 'own.rule');
  expect(failed?.failure?.[0]?.message).toContain('<b>]]>&"\'\\x1b[2J');
  expect(cases.find((c) => c.name === 'known.rule')?.skipped?.[0]?.message).toContain('known: <b>');
  expect(await parseJunit(junit(empty))).toMatchObject({ failures: 0 });
});

test('TAP 14: known failures are TODO, what was never judged is SKIP', () => {
  const results = Parser.parse(tap(run), { strict: true });
  const asserts = results.flatMap(([type, value]) => (type === 'assert' ? [value] : []));
  expect(asserts.map((a) => [a.ok, a.name, Boolean(a.todo), Boolean(a.skip)])).toEqual([
    [false, 'hooks.poststart.phase runc', false, false],
    [false, 'known.rule crun', true, false],
    [true, 'never.exercised runc', false, true],
    [false, 'own.rule crun', false, false],
  ]);
  expect(asserts[0]?.diag).toMatchObject({ findings: [{ expected: 'start', actual: { runc: 'create' } }] });
  expect(results.filter(([type]) => type === 'extra')).toEqual([]);
  expect(
    Parser.parse(tap({ ...empty, stats: { ...empty.stats, rules: {} } }), { strict: true }),
  ).toContainEqual(['plan', expect.objectContaining({ start: 1, end: 0 })]);
});

describe('SARIF', () => {
  const validate = sarifValidator();

  test.each([
    ['findings', run],
    ['none', empty],
  ])('%s: is valid by the schema of 2.1.0', (_name, r) => {
    const log = JSON.parse(sarif(r));
    expect(validate(log) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...log, version: '2.0.0' })).toBe(false);
  });

  test('level, rule, fingerprint and suppression follow from the finding', () => {
    const { results, tool } = JSON.parse(sarif(run)).runs[0];
    expect(results.map((r: { level: string }) => r.level)).toEqual(['error', 'error', 'note']);
    expect(results.map((r: { suppressions: unknown[] }) => r.suppressions.length)).toEqual([0, 1, 0]);
    for (const r of results) expect(tool.driver.rules[r.ruleIndex].id).toBe(r.ruleId);
    expect(results[0].partialFingerprints).toEqual({
      'ocifuzzSignature/v1': 'hooks.poststart.phase hooks.poststart.phase in-create runc',
    });
  });
});

test('GitHub: new findings alone, one line each, ten of a level', () => {
  const many = Array.from({ length: 12 }, (_, i) =>
    evidence({ signature: `r.${i} a b runc`, title: `t${i}` }),
  );
  const lines = github(reportOf([...many, ...run.findings]))
    .trimEnd()
    .split('\n');
  expect(lines.filter((l) => l.startsWith('::error '))).toHaveLength(10);
  expect(lines.filter((l) => l.startsWith('::notice '))).toHaveLength(1);
  expect(lines).toHaveLength(11);
  expect(lines[10]).toContain('title=spec-gap%3A crun::<b>');
  expect(lines[10]).toContain('\\n::error::%250A');
  expect(github(empty)).toBe('');
});

test('the summary in Markdown', async () => {
  await expect(markdown(run)).toMatchFileSnapshot('../../golden/summary.md');
});

test('docs/schema/event.schema.json is up to date, and events have its form', async () => {
  for (const event of storedRun([evidence()]).events) checked(Event, event, 'event');
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...Event };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../docs/schema/event.schema.json',
  );
});
