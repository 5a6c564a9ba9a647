/** Every exported script of the corpus, run by dash where there is no ocifuzz. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { hostState } from '../../src/bench/host-state.ts';
import type { SavedFinding } from '../../src/contract/verdict.ts';
import { findingOf } from '../../src/export/checkers/checker.ts';
import { script } from '../../src/export/script.ts';
import { readFindings } from '../../src/store/corpus.ts';
import { inRange } from '../../src/triage/known.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-scripts-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const before = hostState();
const corpus = readFindings('corpus').map(({ finding }): [string, SavedFinding] => [
  finding.divergence.signature,
  finding,
]);

async function answer(finding: SavedFinding, runtime: string): Promise<string> {
  const path = join(dir, 'repro.sh');
  writeFileSync(path, script(finding));
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  const run = await execa('dash', [path, runtime], { cwd: dir, env, extendEnv: false, reject: false });
  if (run.exitCode === 2) return `cannot tell: ${run.stderr}`;
  expect(run.exitCode).toBe({ PRESENT: 0, ABSENT: 1 }[run.stdout]);
  return run.stdout;
}

/** The runtimes of this machine, as the corpus names them. */
const HERE = Object.fromEntries(
  ['runc', 'crun'].map((name) => {
    const { stdout } = execaSync(name, ['--version']);
    return [name, { name, version: /version ([\d.]+)/.exec(stdout)?.[1] ?? '' }];
  }),
);

/** What the release of a label was seen to show, where that could be told. */
function expected({ expects = [] }: SavedFinding, label: string): string | undefined {
  const { name, version } = HERE[label] ?? { name: '', version: '' };
  const outcome = expects.find((e) => e.runtime === name && inRange(version, e.versions))?.outcome;
  return outcome === 'SHOWS' ? 'PRESENT' : outcome;
}

let told = 0;

test.each(corpus)('%s', async (_, finding) => {
  const { runtimes, divergence } = finding;
  const answers = new Map<string, string>();
  for (const label of Object.keys(HERE)) answers.set(label, await answer(finding, label));
  if (findingOf(finding).pairwise) {
    expect([...answers.values()].sort()).toEqual(['ABSENT', 'PRESENT']);
    return;
  }
  const isHere = (label: string) => runtimes[label]?.version === HERE[label]?.version;
  for (const label of divergence.runtimes.filter(isHere)) expect(answers.get(label)).toBe('PRESENT');
  for (const label of Object.keys(HERE)) {
    const due = expected(finding, label);
    if (due === undefined) continue;
    expect(answers.get(label)).toBe(due);
    if (due === 'ABSENT') told += 1;
  }
});

test('conforming runtimes are told apart for most findings', () => {
  const rules = corpus.filter(([, f]) => !findingOf(f).pairwise).length;
  expect(told).toBeGreaterThan(rules / 2);
});

test('a script leaves nothing on the host and nothing beside itself', () => {
  expect(hostState()).toEqual(before);
  expect(readdirSync(dir)).toEqual(['repro.sh']);
  const cgroups = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => (/ cgroup2? /.test(line) ? [line.split(' ')[1] ?? ''] : []));
  expect(cgroups.length).toBeGreaterThan(0);
  for (const at of cgroups) expect(readdirSync(at).filter((n) => /^ocifuzz-\d+-\d+$/.test(n))).toEqual([]);
});
