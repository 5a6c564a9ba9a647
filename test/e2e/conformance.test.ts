/** The fixed cases on real runtimes. */
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { Conformance } from '../../src/contract/conformance.ts';
import { checked } from '../../src/contract/validate.ts';
import { conformanceHtml } from '../../src/report/conformance/html.ts';
import { axe, openBrowser, SCHEMES } from './browser.ts';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
let result: Conformance;
let exitCode: number | undefined;

beforeAll(async () => {
  const args = ['conformance', '--runtimes', 'runc,crun', '--json'];
  const run = await execa(process.execPath, [CLI, ...args], { reject: false, stdin: 'ignore' });
  exitCode = run.exitCode;
  result = checked(Conformance, JSON.parse(run.stdout), 'the result');
}, 600_000);

const outcome = (id: string, label: string) =>
  result.requirements.find((r) => r.id === id)?.answers[label]?.outcome;

test('all cases are run, and the harness has no trouble with any', () => {
  expect(result.inconclusive).toEqual([]);
  expect(result.cases).toBeGreaterThan(150);
});

test('what both runtimes are known to do right and wrong comes out', () => {
  for (const label of ['runc', 'crun']) {
    expect([label, outcome('config.process.args.argv', label)]).toEqual([label, 'ok']);
    expect([label, outcome('op.create.id-duplicate', label)]).toEqual([label, 'ok']);
    expect([label, outcome('config.hostname.applied', label)]).toEqual([label, 'ok']);
    expect([label, outcome('linux.masked.absolute', label)]).toEqual([label, 'violation']);
  }
  expect(exitCode).toBe(1);
});

test('most requirements have a result', () => {
  for (const { label } of result.runtimes) {
    const outcomes = result.requirements.map((r) => outcome(r.id, label) ?? '');
    const told = outcomes.filter((o) => ['ok', 'violation'].includes(o));
    expect([label, told.length > 280]).toEqual([label, true]);
  }
});

test('axe finds no flaw in the page', async () => {
  const browser = await openBrowser();
  try {
    for (const scheme of SCHEMES) {
      const page = await browser.newPage();
      await page.setContent(conformanceHtml(result));
      const { flaws, passed } = await axe(page, scheme);
      expect(passed).toBeGreaterThan(15);
      expect(flaws).toEqual([]);
    }
  } finally {
    await browser.close();
  }
});
