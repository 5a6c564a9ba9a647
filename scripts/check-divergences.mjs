// `node scripts/check-divergences.mjs DIR [ID...]`: does `ocifuzz check` report divergences that are already known?
//
// DIR has ID/config.json, ID/run.sh (prepares a bundle and runs it with $RTBIN), controls/ID of the same form,
// known.tsv (column 1: the id, 8: what can be seen to differ, 9: the groups of releases that did the same, such as
// `[runc-1.1.5 crun-1.28] ... || [...]`) and index.tsv (column 5: needs a sequence of its own; such are left out). Where
// run.sh wants to run a container, the bundle is checked with the newest release of each group. Prints bundle, releases,
// what is expected, whether it is reported, and as what. What controls show too does not count. A control must show no
// difference. Root. Releases of the runtimes: scripts/releases.mjs.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { releases } from './releases.mjs';
import { build, ROOT, stop } from './setup.mjs';

const LEAST = 0.9;
const [dir, ...only] = process.argv.slice(2);
if (!dir || !existsSync(join(dir, 'known.tsv')))
  stop('usage: check-divergences.mjs DIR [ID...]; DIR has known.tsv');
build();

const out = resolve('.ocifuzz', 'check-divergences');
const table = (text) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
const read = (name) => table(readFileSync(join(dir, name), 'utf8'));
const installed = new Map(
  table(releases()).map(([name, version, , , path]) => [`${name}-${version}`, { name, path }]),
);
const wanted = (id) => only.length === 0 || only.includes(id);
const sequences = new Set(read('index.tsv').flatMap((r) => (r[4] === 'no' ? [] : [r[0]])));

/** Of each group of releases that did the same the newest; groups list them oldest first. */
const representatives = (groups) =>
  [...groups.matchAll(/\[([^\]]*)\]/g)]
    .map(([, labels]) =>
      labels
        .split(' ')
        .filter((l) => installed.has(l))
        .at(-1),
    )
    .filter((l) => l !== undefined);

const tools = join(out, 'tools');
rmSync(out, { recursive: true, force: true });
mkdirSync(tools, { recursive: true });
// the bundle is in the current directory when run.sh runs it; what it then does with the container is of no interest
const main = join(ROOT, 'dist/src/cli/main.js');
script(
  'runtime',
  `for a; do case $a in run|create) [ -e "$OUT" ] || exec "${process.execPath}" "${main}" check . \\
  --runtimes "$RUNTIMES" --cgroup "$VIEW" --baseline none --exit-zero --step-timeout 3s --json --out "$OUT" > "$OUT.json" 2> "$OUT.err";; esac; done`,
);
// run.sh gives a runtime some seconds; a check takes longer
script(
  'timeout',
  'while [ "$#" -gt 0 ]; do case $1 in -k) shift 2;; -*) shift;; *) shift; exec "$@";; esac; done',
);

const CONTROLS = 'controls';
/** Of each runtime the newest release; the table lists them oldest first. */
const newest = [...new Map([...installed].map(([label, { name }]) => [name, label])).values()];
const seenOnControls = new Set();
let alarms = 0;
for (const id of readdirSync(join(dir, CONTROLS)).sort()) {
  if (!existsSync(join(dir, CONTROLS, id, 'run.sh'))) continue;
  const found = checked(join(CONTROLS, id), newest, 'auto');
  for (const d of found) seenOnControls.add(d.signature);
  const wrong = found.filter((d) => d.kind === 'difference');
  alarms += wrong.length;
  row(`${CONTROLS}/${id}`, newest, 'no difference', wrong.length === 0 ? 'yes' : 'NO', wrong);
}

let reported = 0;
let all = 0;
for (const [id, , , , , , , expected, groups = ''] of read('known.tsv')) {
  if (sequences.has(id) || !wanted(id)) continue;
  const labels = representatives(groups);
  const own = (view) => checked(id, labels, view).filter((d) => !seenOnControls.has(d.signature));
  const auto = own('auto');
  const found = auto.length > 0 ? auto : own('v2');
  all += 1;
  reported += found.length > 0 ? 1 : 0;
  row(id, labels, expected, found.length > 0 ? 'yes' : 'NO', found);
}
process.stdout.write(`${reported} of ${all} reported; ${alarms} differences on controls\n`);
process.exit(reported >= LEAST * all && alarms === 0 ? 0 : 1);

function row(id, labels, expected, answer, found) {
  const what = found.map((d) => `${d.kind}: ${d.signature}`).join('; ');
  process.stdout.write(`${[id, labels.join(' '), expected, answer, what].join('\t')}\n`);
}

/** What `check` finds of the bundle that run.sh makes. */
function checked(id, labels, view) {
  const at = join(out, `${id.replace('/', '-')}-${view}`);
  const env = {
    ...process.env,
    PATH: `${tools}:${process.env.PATH}`,
    RTBIN: join(tools, 'runtime'),
    RUNTIMES: labels.map((l) => `${installed.get(l).name}:${l}=${installed.get(l).path}`).join(','),
    VIEW: view,
    OUT: at,
  };
  const inside = 'mkdir -p /tmp/oci-case && mount -t tmpfs -o mode=755 divwork /tmp/oci-case && exec sh "$0"';
  const args = ['-m', '--propagation', 'private', 'sh', '-c', inside, join(resolve(dir), id, 'run.sh')];
  spawnSync('unshare', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return divergencesOf(at);
}

/** Also those that a run keeps apart because they may touch security. */
function divergencesOf(at) {
  const runs = join(at, 'runs');
  const run = existsSync(runs) ? readdirSync(runs).find((name) => name !== 'latest') : undefined;
  if (run === undefined) return [];
  return ['divergences', 'private'].flatMap((part) => {
    const folder = join(runs, run, part);
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map(
      (n) => JSON.parse(readFileSync(join(folder, n, 'finding.json'), 'utf8')).divergence,
    );
  });
}

function script(name, text) {
  const path = join(tools, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}
