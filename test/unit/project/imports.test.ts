/** The lint rules of biome.json say who may import whom; here each is seen to bite and to let pass. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ALLOWED: [file: string, imports: string][] = [
  ['src/contract/config/a.ts', '../spec/index.ts'],
  ['generators/b.ts', '../src/contract/case.ts'],
  ['generators/b2.ts', 'fast-check'],
  ['oracles/c.ts', '../src/contract/verdict.ts'],
  ['src/report/d.ts', '../contract/event.ts'],
  ['src/report/d2.ts', '../triage/severity.ts'],
  ['src/executor/e.ts', '../runtimes/resolve.ts'],
  ['src/export/e2.ts', '../runtimes/adapter.ts'],
  ['src/campaign/f.ts', '../../generators/index.ts'],
  ['oracles/c2.ts', '../src/validate/index.ts'],
  ['src/validate/q.ts', '../contract/config/index.ts'],
  ['src/catalogue/p.ts', '../../oracles/index.ts'],
  ['src/cli/commands/g.ts', '../../campaign/campaign.ts'],
];
const FORBIDDEN: [file: string, imports: string][] = [
  ['src/contract/h.ts', '../executor/executor.ts'],
  ['generators/i.ts', 'node:fs'],
  ['generators/i2.ts', '../oracles/index.ts'],
  ['oracles/j.ts', 'node:child_process'],
  ['oracles/j2.ts', 'fast-check'],
  ['oracles/j3.ts', '../src/runtimes/index.ts'],
  ['src/report/k.ts', '../campaign/campaign.ts'],
  ['src/report/k2.ts', '../triage/merge.ts'],
  ['src/store/l.ts', '../triage/signature.ts'],
  ['src/executor/m.ts', '../store/corpus.ts'],
  ['src/export/m2.ts', '../executor/executor.ts'],
  ['src/campaign/m3.ts', '../export/index.ts'],
  ['src/shrink/n.ts', '../executor/executor.ts'],
  ['src/validate/q2.ts', '../../oracles/index.ts'],
  ['generators/i3.ts', '../src/validate/index.ts'],
  ['src/catalogue/p2.ts', '../../oracles/agreement.ts'],
  ['src/catalogue/p3.ts', '../store/corpus.ts'],
  ['src/report/k2.ts', '../catalogue/catalogue.ts'],
  ['src/campaign/o.ts', '../../generators/hooks.ts'],
  ['src/campaign/o2.ts', '../cli/main.ts'],
];

const root = new URL('../../../', import.meta.url).pathname;
let dir: string;
let flagged: Set<string>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ocifuzz-lint-'));
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  delete config.$schema;
  config.vcs.enabled = false;
  writeFileSync(join(dir, 'biome.json'), JSON.stringify(config));
  for (const [file, imports] of [...ALLOWED, ...FORBIDDEN]) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), `import { x } from '${imports}';\nexport const y = x;\n`);
  }
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '--only=style/noRestrictedImports', '.'];
  const { stdout } = await execa(biome, args, { cwd: dir, reject: false });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string } }[] };
  flagged = new Set(diagnostics.map((d) => d.location.path));
}, 30_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.each(ALLOWED)('%s may import %s', (file) => {
  expect(flagged).not.toContain(file);
});

test.each(FORBIDDEN)('%s may not import %s', (file) => {
  expect(flagged).toContain(file);
});
