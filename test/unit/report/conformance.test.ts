/** Conformance results as documents. */
import { Parser } from 'tap-parser';
import { expect, test } from 'vitest';
import type { Answer, Conformance, Row } from '../../../src/contract/conformance.ts';
import { Conformance as Schema } from '../../../src/contract/conformance.ts';
import { checked } from '../../../src/contract/validate.ts';
import { conformanceHtml } from '../../../src/report/conformance/html.ts';
import { CONFORMANCE_FORMATS } from '../../../src/report/conformance/index.ts';
import { markdown } from '../../../src/report/conformance/markdown.ts';
import { tap } from '../../../src/report/conformance/tap.ts';
import { conformanceText } from '../../../src/report/conformance/text.ts';
import { styleFor } from '../../../src/report/style.ts';
import { host, runtime } from '../support/fake.ts';

const HOSTILE = `<b>&"'\u001b[2J # TODO \`x\` | y`;
const ok: Answer = { outcome: 'ok', why: '' };
const row = (id: string, level: Row['level'], a: Answer, b: Answer): Row => ({
  ...{ id, level, area: id.split('.')[0] ?? '', anchor: 'config.md#poststart', text: `says ${id}` },
  answers: { a, b },
});
const result: Conformance = {
  ...{ schemaVersion: 1, ocifuzz: '0.1.0', host, runtimes: [runtime('a'), runtime('b')] },
  ...{ cases: 7, elapsedSeconds: 12.3, inconclusive: [] },
  requirements: [
    row('hooks.one', 'MUST', ok, {
      outcome: 'violation',
      why: HOSTILE,
      case: 'c',
      expected: 1,
      actual: HOSTILE,
    }),
    row('hooks.two', 'SHOULD', { outcome: 'violation', why: 'late', case: 'c', actual: null }, ok),
    row('mounts.one', 'MUST', { outcome: 'unknown', why: HOSTILE }, { outcome: 'unexercised', why: 'none' }),
  ],
};

test('the result keeps to its schema, which docs/schema has', async () => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...Schema };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../docs/schema/conformance.schema.json',
  );
  expect(checked(Schema, JSON.parse(JSON.stringify(result)), 'result')).toEqual(result);
});

test.each(CONFORMANCE_FORMATS.map((f) => [f.name, f] as const))(
  '%s has no control characters, also without requirements',
  async (_, { load }) => {
    const render = await load();
    for (const r of [result, { ...result, requirements: [] }]) {
      expect(render(r)).not.toMatch(/[^\P{Cc}\n]/u);
      expect(render(r)).toMatch(/\n$/);
    }
  },
);

test('TAP 14: a point for each requirement and runtime; what is no MUST fails as TODO', () => {
  const points = Parser.parse(tap(result), { strict: true }).flatMap(([type, value]) =>
    type === 'assert' ? [value] : [],
  );
  expect(points.map((p) => [p.name, p.ok, Boolean(p.skip), Boolean(p.todo)])).toEqual([
    ['hooks.one a', true, false, false],
    ['hooks.one b', false, false, false],
    ['hooks.two a', false, false, true],
    ['hooks.two b', true, false, false],
    ['mounts.one a', true, true, false],
    ['mounts.one b', true, true, false],
  ]);
  expect(points[1]?.diag).toMatchObject({ requirement: 'says hooks.one', level: 'MUST', case: 'c' });
});

test('Markdown: figures, violations, requirements', async () => {
  await expect(markdown(result)).toMatchFileSnapshot('../../golden/conformance.md');
});

test('HTML: what runtimes say is text', () => {
  const page = conformanceHtml(result);
  expect(page).not.toContain('<b>');
  expect(page).toContain('&lt;b&gt;');
  expect(page).toContain('✗ violation');
  expect(page).toMatch(/href="#requirements">Skip to the requirements/);
});

test('a terminal gets what is broken, and figures', async () => {
  const text = conformanceText(styleFor({ NO_COLOR: '1' }, true))(result);
  await expect(text).toMatchFileSnapshot('../../golden/conformance.txt');
});
