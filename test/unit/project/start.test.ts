/** What a start loads before it knows the command: --help is there at once as long as this stays small. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;
const IMPORT = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gm;

/** Files and packages that a module needs, without what it loads later by import(). */
function needed(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    if (from.startsWith('.')) needed(join(dirname(file), from), seen);
    else seen.add(from);
  }
  return seen;
}

test('neither schemas nor the tables of the specification are loaded at the start', () => {
  const all = [...needed(join(root, 'src/cli/main.ts'))];
  expect(all).toContain('commander');
  expect(all).toContain(join(root, 'src/cli/commands.ts'));
  const heavy = /^(typebox|ajv|fast-check|piscina|execa)|contract\/(spec|validate)|generators\/|oracles\//;
  expect(all.filter((name) => heavy.test(name.replace(root, '')))).toEqual([]);
});
