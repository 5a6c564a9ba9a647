// Writes src/contract/spec/{requirements,properties}.ts from the tables beside them.
// `--check`: writes nothing, exits 1 if a file is stale.
import { readFileSync, writeFileSync } from 'node:fs';

const dir = new URL('../src/contract/spec/', import.meta.url);
const rows = (name) => {
  const [head, ...lines] = readFileSync(new URL(name, dir), 'utf8').trimEnd().split('\n');
  const keys = head.split('\t');
  return lines.map((l) => Object.fromEntries(l.split('\t').map((v, i) => [keys[i], v])));
};
const banner = (tsv) => `// Generated from ${tsv} by scripts/generate-spec.mjs. Do not edit.\n`;
const levels = {
  REQUIRED: 'MUST',
  'MUST NOT': 'MUST',
  'SHOULD NOT': 'SHOULD',
  'NOT RECOMMENDED': 'SHOULD',
  OPTIONAL: 'MAY',
  'MAY NOT': 'MAY',
};

const requirements = rows('requirements.tsv').map((r) => [
  r.id,
  levels[r.keyword] ?? r.keyword,
  r.subject,
  r.source,
  r.since,
  r.until,
  r.testable,
  r.requirement,
]);
const properties = rows('config-properties.tsv').map((r) => [
  r.pointer,
  r.type,
  r.required,
  r.since.split(' ')[0].replace(/;$/, ''),
]);

const files = {
  'requirements.ts': `${banner('requirements.tsv')}
/** id, level (MUST, SHOULD, MAY, IMPLIED), subject, anchor, since, until ('' = it holds), testable (yes, or no or partly: why), our sentence */
export const REQUIREMENT_ROWS: readonly (readonly [string, string, string, string, string, string, string, string])[] = ${JSON.stringify(requirements, null, 1)};\n`,
  'properties.ts': `${banner('config-properties.tsv')}
/** JSON pointer (\`*\` = element, \`{key}\` = free key), type, required, since */
export const PROPERTY_ROWS: readonly (readonly [string, string, string, string])[] = ${JSON.stringify(properties, null, 1)};\n`,
};

let stale = false;
for (const [name, text] of Object.entries(files)) {
  const url = new URL(name, dir);
  let old = '';
  try {
    old = readFileSync(url, 'utf8');
  } catch {
    /* first time */
  }
  if (old === text) continue;
  stale = true;
  if (process.argv.includes('--check'))
    console.error(`stale: src/contract/spec/${name} (run node scripts/generate-spec.mjs)`);
  else writeFileSync(url, text);
}
if (stale && process.argv.includes('--check')) process.exit(1);
