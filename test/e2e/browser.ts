/** Debian's Chromium, driven by playwright-core. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
type Axe = Record<'violations' | 'passes', { id: string; nodes: { html: string }[] }[]>;

export const SCHEMES = ['light', 'dark'] as const;

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

/** What axe has to say against the page, with some findings and areas open; and how many of its rules passed. */
export async function axe(
  page: Page,
  colorScheme: (typeof SCHEMES)[number],
): Promise<{ flaws: string[]; passed: number }> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(
    "document.querySelectorAll('.group .finding:first-of-type').forEach((f) => (f.open = true))",
  );
  await page.evaluate("document.querySelectorAll('.area button').forEach((b, i) => i < 3 && b.click())");
  // through the debugger: the page's own policy lets no other script in
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const { violations, passes } = await page.evaluate<Axe>('axe.run()');
  return { flaws: violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`), passed: passes.length };
}
