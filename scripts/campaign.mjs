// `npm run campaign:NAME [-- OPTION...]`: the runs of a campaign of src/bench/campaigns.ts, then whether it found what it has to.
// Later options win. Releases of the runtimes: scripts/releases.mjs.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { releases } from './releases.mjs';
import { ROOT, setup, stop } from './setup.mjs';

const [name, ...more] = process.argv.slice(2);
setup();
const { CAMPAIGNS } = await import(join(ROOT, 'dist/src/bench/campaigns.js'));
const { checkFindings, labelled } = await import(join(ROOT, 'dist/src/bench/campaign-check.js'));
const { hostChanges, hostState, traces } = await import(join(ROOT, 'dist/src/bench/host-state.js'));
const plan = CAMPAIGNS[name];
if (!plan) stop(`no campaign ${name}; there are: ${Object.keys(CAMPAIGNS).join(', ')}`);

const given = more.lastIndexOf('--out');
const out = given < 0 ? join('.ocifuzz', `campaign-${name}`) : more[given + 1];
const main = join(ROOT, 'dist/src/cli/main.js');
const runtimes = labelled(releases(), plan.releases, plan.twice);
const fixed = ['--runtimes', runtimes, '--baseline', 'none', '--exit-zero', '--out', out];
const before = hostState();
const runs = plan.runs.map((options) => runOnce([...fixed, ...options, ...more]));
// what others do on the host meanwhile shows too
const pids = runs.map((r) => r.pid);
const left = plan.endsWithin ? [...pids.flatMap(traces), ...hostChanges(before, hostState())] : [];

const dirs = runs.map((r) => r.dir);
if (plan.after) spawnSync(process.execPath, [main, ...plan.after, ...dirs], { stdio: 'inherit' });
const findings = dirs
  .map((dir) => join(dir, 'divergences'))
  .flatMap((dir) =>
    readdirSync(dir).map((d) => JSON.parse(readFileSync(join(dir, d, 'finding.json'), 'utf8'))),
  );
const { lines, missing } = checkFindings(plan, findings);
process.stdout.write(`\n${[...lines, ...left.map((l) => `LEFT     ${l}`)].join('\n')}\n`);
process.exit(missing === 0 && left.length === 0 ? 0 : 1);

function runOnce(options) {
  const { status, pid, error } = spawnSync(process.execPath, [main, 'run', ...options], {
    stdio: 'inherit',
    ...(plan.endsWithin ? { timeout: plan.endsWithin * 60_000 } : {}),
  });
  if (error?.code === 'ETIMEDOUT') stop(`the run had not ended after ${plan.endsWithin} minutes`);
  if (status !== 0) process.exit(status ?? 70);
  return { pid, dir: realpathSync(join(out, 'runs', 'latest')) };
}
