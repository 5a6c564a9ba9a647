/**
 * report.html of a real run, in a real browser: of a run of some seconds that is made here, or of the one in the
 * directory that REPORT_RUN names. `npm run campaign:report` makes one of ten minutes first.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { parse as parseJunit } from 'junit2json';
import type { Browser, Page } from 'playwright-core';
import { Parser } from 'tap-parser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportOf } from '../../src/cli/reports.ts';
import { Event } from '../../src/contract/event.ts';
import type { StoredEvidence } from '../../src/contract/stored-run.ts';
import { checked } from '../../src/contract/validate.ts';
import type { Divergence } from '../../src/contract/verdict.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { reportHtml } from '../../src/report/html/page.ts';
import { readRun } from '../../src/store/read-run.ts';
import { severityOf } from '../../src/triage/severity.ts';
import { sarifValidator } from '../unit/report/sarif-schema.ts';
import { axe, openBrowser, SCHEMES } from './browser.ts';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const out = mkdtempSync(join(tmpdir(), 'ocifuzz-report-'));
const run = resolve(process.env.REPORT_RUN ?? join(out, 'runs/latest'));
let found: Divergence[];
let labels: string[];
let browser: Browser;
let page: Page;

const stepSummary = join(out, 'step-summary.md');

/** Returns what it wrote to stderr. */
async function makeRun(): Promise<string> {
  const args = [
    'run',
    '--runtimes',
    'runc,crun',
    '--areas',
    'hooks,mounts',
    '--seed',
    '1',
    '--max-cases',
    '25',
  ];
  const child = await execa(
    process.execPath,
    [CLI, ...args, '--baseline', 'none', '--no-shrink', '--exit-zero', '--out', out],
    { reject: false, stdin: 'ignore', env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: stepSummary } },
  );
  expect(child.exitCode, child.stderr).toBe(0);
  return child.stderr;
}

let annotations: string | null = null;
beforeAll(async () => {
  if (process.env.REPORT_RUN === undefined) annotations = await makeRun();
  else await execa(process.execPath, [CLI, 'report', run]);
  const report = reportOf(run);
  found = report.findings.map((f) => f.saved.divergence);
  labels = report.start.runtimes.map((r) => r.label);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(out, { recursive: true, force: true });
});

const outside: string[] = [];
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('request', (r) => outside.push(r.url()));
  page.on('pageerror', (e) => outside.push(String(e)));
  await page.goto(`file://${run}/report.html`);
  return async () => await page.close();
});

const shown = () => page.locator('.finding:visible').count();
const mustOf = (label: string) => page.locator(`[data-filter="runtime=${label}&severity=must"]`);
const worst = () => found.find((d) => severityOf(d) === 'must');

describe('report.html', () => {
  it('names runtimes, rules and counts on its first screen', async () => {
    const title = (await page.locator('h1').textContent()) ?? '';
    expect(title).toMatch(
      new RegExp(`^${found.length} new findings: ${labels.map((l) => `${l} \\S+`).join(', ')}$`),
    );
    const label = worst()?.runtimes[0] ?? '?';
    const must = found.filter((d) => severityOf(d) === 'must' && d.runtimes.includes(label));
    const cell = mustOf(label);
    expect(await cell.textContent()).toBe(String(must.length));
    const rule = page.locator('.first code', { hasText: worst()?.requirement ?? '?' }).first();
    for (const seen of [cell, rule]) expect((await seen.boundingBox())?.y).toBeLessThan(900);
  });

  it('filters by runtime, area, level and text, and a count shows what it counts', async () => {
    expect(await shown()).toBe(found.length);
    await page.selectOption('[name=area]', 'hooks');
    expect(await shown()).toBe(found.filter((d) => / hooks\./.test(d.signature)).length);
    const label = worst()?.runtimes[0] ?? '?';
    await page.selectOption('[name=runtime]', label);
    const both = found.filter((d) => / hooks\./.test(d.signature) && d.runtimes.includes(label)).length;
    expect(await shown()).toBe(both);
    expect(await page.locator('output').textContent()).toBe(`${both} of ${found.length} shown`);
    await page.click('text=Clear');
    await expect.poll(shown).toBe(found.length);
    await page.fill('[name=text]', 'no finding says this');
    expect(await shown()).toBe(0);
    const cell = mustOf(label);
    await cell.click();
    expect(String(await shown())).toBe(await cell.textContent());
  });

  it('opens a finding by keyboard: requirement, sides, steps, timeline, commands that run', async () => {
    const finding = page.locator('.finding', { has: page.locator('.timeline') }).first();
    await finding.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await finding.locator('.timeline svg').first().isVisible()).toBe(true);
    expect(await finding.locator('.steps tbody tr').count()).toBeGreaterThan(1);
    const title = (await finding.locator('.title').textContent()) ?? '?';
    const commands = await finding.locator('.command code').allTextContents();
    expect(commands.map((c) => / (replay|show|export) /.exec(c)?.[1])).toEqual(['replay', 'show', 'export']);
    const script = join(out, 'repro.sh');
    for (const command of commands) {
      const pasted = await execa('sh', ['-c', command.replace(/(?<=--output )\S+/, script)], {
        ...{ reject: false, stdin: 'ignore' },
      });
      expect(pasted.exitCode, `${command}\n${pasted.stderr}`).toBe(0);
      expect(command.includes(' export ') ? readFileSync(script, 'utf8') : pasted.stdout).toContain(title);
    }
  });

  it('opens the finding that its address names', async () => {
    const id = worst()?.case.split('/')[1] ?? '';
    await page.goto(`file://${run}/report.html#${id}`);
    expect(await page.locator(`[id="${id}"] .body`).isVisible()).toBe(true);
  });

  it('is printed without what only a screen can do', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.filters').isVisible()).toBe(false);
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('drills down from an area to its requirements', async () => {
    const row = page.locator('.rows code', { hasText: worst()?.requirement ?? '?' }).first();
    expect(await row.isVisible()).toBe(false);
    const areas = page.locator('.area button');
    for (let i = 0; i < (await areas.count()); i++) await areas.nth(i).click();
    expect(await row.isVisible()).toBe(true);
    expect(await page.locator('.rows .broken').count()).toBeGreaterThan(0);
  });

  it('has charts, asks for nothing from outside and runs without an error', async () => {
    expect(await page.locator('.chart svg').count()).toBeGreaterThan(3);
    expect(outside.filter((what) => !what.startsWith('file:'))).toEqual([]);
  });

  it.each(SCHEMES)('has no flaw that axe finds, %s', async (colorScheme) => {
    const { flaws, passed } = await axe(page, colorScheme);
    expect(passed).toBeGreaterThan(20);
    expect(flaws).toEqual([]);
  });
});

describe('ocifuzz report', () => {
  it('makes the same page later', async () => {
    const before = readFileSync(join(run, 'report.html'), 'utf8');
    const again = await execa(process.execPath, [CLI, 'report', run, '--format', 'html']);
    expect(`${again.stdout}\n`).toBe(before);
  });

  it('was made in all formats, for GitHub too', () => {
    for (const { file } of FORMATS) expect(statSync(join(run, file)).size, file).toBeGreaterThan(0);
    if (annotations === null) return;
    expect(readFileSync(stepSummary, 'utf8')).toBe(readFileSync(join(run, 'summary.md'), 'utf8'));
    expect(`${annotations}\n`).toBe(readFileSync(join(run, 'github.txt'), 'utf8'));
  });

  it('is read by the readers of others', async () => {
    const text = (file: string) => readFileSync(join(run, file), 'utf8');
    const suites = await parseJunit(text('junit.xml'));
    if (!suites || !('testsuite' in suites)) throw new Error('no test suites');
    expect(suites.testsuite).toHaveLength(labels.length);
    const rules = new Set(found.map((d) => d.signature.split(' ')[0])).size;
    expect(suites.failures).toBeGreaterThanOrEqual(rules);
    const points = Parser.parse(text('results.tap'), { strict: true });
    const failed = points.filter(([type, point]) => type === 'assert' && !point.ok);
    expect(failed).toHaveLength(suites.failures ?? 0);
    const validate = sarifValidator();
    const sarif = JSON.parse(text('ocifuzz.sarif'));
    expect(validate(sarif) ? [] : validate.errors).toEqual([]);
    expect(sarif.runs[0].results).toHaveLength(found.length);
  });

  it('is made from events of the published form', () => {
    const seen = [...readRun(run).events].map((event) => checked(Event, event, 'event').type);
    expect(seen).toEqual(expect.arrayContaining(['run-start', 'finding', 'progress', 'run-end']));
  });

  it('can be judged again without running anything', async () => {
    const again = await execa(process.execPath, [CLI, 'rejudge', run], { reject: false });
    expect(again.exitCode, again.stdout).toBe(0);
    const [, still, unknown] = /^(\d+) STILL, 0 GONE, (\d+) UNKNOWN/m.exec(again.stdout) ?? [];
    expect(Number(still) + Number(unknown)).toBe(found.length);
    expect(Number(still)).toBeGreaterThan(Number(unknown));
  });

  it('opens with 500 findings', async () => {
    const report = reportOf(run);
    const many = Array.from({ length: 500 }, (_, i): StoredEvidence => {
      const { saved, observations } = report.findings[i % found.length] as StoredEvidence;
      const divergence = { ...saved.divergence, case: `divergences/finding-${i}/finding.json` };
      return { saved: { ...saved, divergence }, observations };
    });
    const file = join(out, 'many.html');
    writeFileSync(file, reportHtml({ ...report, findings: many }));
    await page.goto(`file://${file}`);
    expect(await page.locator('.finding').count()).toBe(500);
  });

  it('says what is wrong with a directory of another kind', async () => {
    const bad = await execa(process.execPath, [CLI, 'report', out], { reject: false });
    expect([bad.exitCode, bad.stdout]).toEqual([2, '']);
    expect(bad.stderr).toContain('is not the directory of a run');
  });
});
