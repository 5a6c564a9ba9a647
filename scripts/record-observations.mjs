// `node scripts/record-observations.mjs RUNDIR...`: takes from what runs observed the looks that show the most kinds
// of findings, leaves out what did not change on the host, and writes test/observations/real.ndjson.br.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib';
import { build, ROOT, say } from './setup.mjs';

const MOST = 80;

build();
const load = (file) => import(join(ROOT, 'dist', file));
const { judgeAll } = await load('oracles/index.js');
const { merge } = await load('src/triage/merge.js');
const { namesOf } = await load('src/triage/signature.js');
const signaturesOf = (look) =>
  merge(judgeAll(look), namesOf(look.runs.map((r) => r.runtime))).map((c) => c.signature);

const seen = new Set();
const kept = [];
const looks = process.argv.slice(2).flatMap(looksOf);
const judged = looks.map((look) => ({ look, signatures: signaturesOf(look) }));
// those with few findings first: each then stands for little else
for (const { look, signatures } of judged.sort((a, b) => a.signatures.length - b.signatures.length)) {
  const small = pruned(look);
  const fresh = signatures.some((s) => !seen.has(s));
  if (!fresh || kept.length === MOST || `${signaturesOf(small)}` !== `${signatures}`) continue;
  for (const s of signatures) seen.add(s);
  kept.push(small);
}
const text = Buffer.from(kept.map((look) => `${JSON.stringify(look)}\n`).join(''));
const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
writeFileSync(join(ROOT, 'test/observations/real.ndjson.br'), brotliCompressSync(text, { params }));
say(`${kept.length} of ${looks.length} looks, ${seen.size} signatures`);

/** What oracles get of every case of a run that the harness had no trouble with. */
function looksOf(run) {
  const { host, runtimes } = JSON.parse(readFileSync(join(run, 'env.json'), 'utf8'));
  // where a binary lay is no business of the tests
  const facts = new Map(runtimes.map((r) => [r.label, { ...r, path: `/usr/bin/${r.name}` }]));
  const dir = join(run, 'observations');
  return readdirSync(dir)
    .filter((name) => name.startsWith('recent-'))
    .flatMap((name) =>
      gunzipSync(readFileSync(join(dir, name)))
        .toString()
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line))
    .filter(({ runs }) => runs.length > 1 && runs.every((r) => r.observation.faults.length === 0))
    .map((seen) => ({
      case: seen.case,
      host,
      runs: seen.runs.map((r) => ({ ...r, runtime: facts.get(r.observation.runtime) })),
    }));
}

/** Without what is the same before and after. */
function pruned(look) {
  const copy = structuredClone(look);
  for (const { before, after } of copy.runs.flatMap((r) => [
    r.observation,
    ...(r.control ? [r.control] : []),
  ])) {
    for (const part of ['mounts', 'cgroups', 'interfaces', 'files', 'processes']) {
      const texts = [before, after].map((snapshot) => new Set(snapshot[part].map((x) => JSON.stringify(x))));
      before[part] = before[part].filter((x) => !texts[1].has(JSON.stringify(x)));
      after[part] = after[part].filter((x) => !texts[0].has(JSON.stringify(x)));
    }
  }
  return copy;
}
