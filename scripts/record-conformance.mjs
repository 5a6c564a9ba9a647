// `node scripts/record-conformance.mjs LIST [COUNT]`: chooses the cases of `ocifuzz conformance` anew.
//
// Makes COUNT cases (default 60) of each area and kind alone, runs them on the runtimes of LIST, and of those takes as
// few and as cheap ones as give every requirement a verdict on every runtime that came to one; writes conformance/*.json.
// Where there is a cgroup v2 hierarchy too, what concerns cgroups is also run there.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, ROOT, say, stop } from './setup.mjs';

const SEED = 7;
const KINDS = ['valid', 'edge', 'hostile'];
const [list, count = '60'] = process.argv.slice(2);
if (!list) stop('usage: record-conformance.mjs LIST [COUNT]');
build();
const load = (file) => import(join(ROOT, 'dist', file));
const { AREAS, generateCase } = await load('generators/index.js');
const { judgeAll } = await load('oracles/index.js');
const { catalogue } = await load('src/catalogue/catalogue.js');
const { isJudgedByRuns } = await load('src/catalogue/conformance.js');
const { parseRuntimeList } = await load('src/cli/runtimes-list.js');
const { createExecutor } = await load('src/executor/executor.js');
const { resolveRuntimes } = await load('src/runtimes/resolve.js');
const { examiner } = await load('src/triage/examine.js');

const judged = new Set(
  catalogue()
    .filter(isJudgedByRuns)
    .map((e) => e.requirement.id),
);
const samples = await sample('auto', AREAS);
const v2 = AREAS.filter((a) => ['cgroups', 'userns'].includes(a.name));
if (existsSync('/sys/fs/cgroup/cgroup.controllers') || existsSync('/sys/fs/cgroup/unified'))
  samples.push(...(await sample('v2', v2, '-v2')));

const chosen = cover(samples);
const dir = join(ROOT, 'conformance');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir);
for (const { name, case: c, requirements } of chosen)
  writeFileSync(join(dir, `${name}.json`), `${JSON.stringify({ requirements, case: c }, null, 1)}\n`);
const ids = new Set(chosen.flatMap((s) => s.requirements));
say(`${chosen.length} of ${samples.length} cases for ${ids.size} of ${judged.size} requirements`);
for (const id of judged) if (!ids.has(id)) say(`no case for ${id}`);

/** What was judged of COUNT cases of each area and kind on one view of cgroups. */
async function sample(cgroup, areas, mark = '') {
  const executor = await createExecutor({
    runtimes: await resolveRuntimes(parseRuntimeList(list)),
    cgroup,
    workers: 2,
    stepTimeoutMs: 3000,
    sandbox: 'full',
    clock: 'tracefs',
  });
  const taken = [];
  try {
    const { host, runtimes } = executor;
    const examine = examiner(executor, judgeAll, async () => {});
    const queue = Array.from({ length: Number(count) }, (_, index) => index).flatMap((index) =>
      areas.flatMap((area) =>
        KINDS.filter((kind) => area[kind]).map((profile) => ({ index, area, profile })),
      ),
    );
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { area, ...how } = next;
        const { case: c } = generateCase({ seed: SEED, ...how, areas: [area], host, runtimes });
        const began = performance.now();
        const look = await examine(c);
        const name = `${area.name}${mark}-${how.profile}-${how.index}`;
        if (look.inconclusive.length === 0)
          taken.push({ name, case: c, ms: performance.now() - began, ...judgedOf(look.verdicts) });
      }
    };
    await Promise.all([worker(), worker()]);
  } finally {
    await executor.close();
  }
  return taken;
}

/** Pairs `REQUIREMENT LABEL` with a verdict that says something, and whether one of them is a violation. */
function judgedOf(verdicts) {
  const telling = verdicts.filter(
    (v) => v.verdict !== 'unknown' && !v.notClaimed && v.subjects.length === 1 && judged.has(v.rule),
  );
  return {
    pairs: new Set(telling.map((v) => `${v.rule} ${v.subjects[0]}`)),
    broken: telling.some((v) => v.verdict === 'violation'),
  };
}

/** Greedy: always the case with the most new pairs for its time; what seems broken is looked at twice. */
function cover(all) {
  const left = new Set(all.flatMap((s) => [...s.pairs]));
  const taken = [];
  while (left.size > 0) {
    const gain = (s) => [...s.pairs].filter((p) => left.has(p)).length / (s.ms * (s.broken ? 2 : 1));
    const best = all.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    const fresh = [...best.pairs].filter((p) => left.has(p));
    for (const pair of fresh) left.delete(pair);
    taken.push({ ...best, requirements: [...new Set(fresh.map((p) => p.split(' ')[0]))].sort() });
  }
  return taken;
}
