/** Commands about releases, and the nightly job, on real runtimes. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { baseConfig } from '../../generators/core/base.ts';
import type { Row } from '../../src/campaign/matrix.ts';
import type { Result } from '../../src/contract/result.ts';
import type { SavedFinding } from '../../src/contract/verdict.ts';
import { readFindings } from '../../src/store/corpus.ts';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const CORPUS = new URL('../../corpus', import.meta.url).pathname;
const SIGNATURE = 'hooks.stdin.status.poststart hooks.poststart.stdin.status created runc';
const FINDING = readFindings(CORPUS).find((f) => f.finding.divergence.signature === SIGNATURE)?.path ?? '';
const scratch = mkdtempSync(join(tmpdir(), 'ocifuzz-releases-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const ocifuzz = (...args: string[]) =>
  execa(process.execPath, [CLI, ...args], {
    reject: false,
    stdin: 'ignore',
    cwd: scratch,
    env: { NO_COLOR: '1' },
  });

test('matrix says which runtimes show a finding, as text and as JSON', async () => {
  const run = await ocifuzz('matrix', FINDING, '--runtimes', 'runc,crun', '--json');
  const { rows } = JSON.parse(run.stdout) as { rows: Row[] };
  expect(rows.map((r) => [r.label, r.outcome])).toEqual([
    ['runc', 'SHOWS'],
    ['crun', 'ABSENT'],
  ]);
  expect((await ocifuzz('matrix', FINDING, '--runtimes', 'runc')).stdout).toMatch(
    /runc {2}runc \S+ {2}SHOWS {2}3\/3/,
  );
});

test('matrix judges by the version of the specification that is named', async () => {
  const [found] = readFindings(FINDING);
  if (!found) throw new Error('no finding');
  const { finding } = found;
  const files = finding.case.files.map((f) =>
    f.type === 'program' && f.behaviour.role === 'hook'
      ? { ...f, behaviour: { ...f.behaviour, exit: 1 } }
      : f,
  );
  // up to 1.2.1 a poststart hook that fails is to be warned about; later it is an error, by another rule
  const signature = 'lifecycle.09.poststart-failure.warning steps.start[created] poststart-failed crun';
  const divergence = { ...finding.divergence, signature, reliability: { same: 3, runs: 3 } };
  const path = join(scratch, 'finding.json');
  writeFileSync(path, JSON.stringify({ ...finding, divergence, case: { ...finding.case, files } }));
  const outcome = async (...args: string[]) => {
    const run = await ocifuzz('matrix', path, '--runtimes', 'crun', '--json', ...args);
    return (JSON.parse(run.stdout) as { rows: Row[] }).rows[0]?.outcome;
  };
  expect(await outcome()).toMatch(/SHOWS|ABSENT/);
  expect(await outcome('--spec', '1.3.0')).toBe('UNKNOWN');
});

test('bisect finds the first that shows it, and answers git bisect for one build', async () => {
  const list = 'a=crun,crun:b=crun,runc:c=runc,runc:d=runc'.replaceAll(
    /=(\w+)/g,
    (_, n: string) => `=${which(n)}`,
  );
  const run = await ocifuzz('bisect', FINDING, '--runtimes', list, '--good', 'a', '--bad', 'd');
  expect(run.stdout).toContain('first bad: c; last good: b');
  expect((await ocifuzz('bisect', FINDING, '--run', which('runc'))).exitCode).toBe(1);
  const wrong = await ocifuzz('bisect', FINDING, '--runtimes', list, '--good', 'c', '--bad', 'd');
  expect(wrong.stderr).toContain('c shows it; name other ends');
});

const which = (name: string): string =>
  ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'].map((d) => join(d, name)).find(existsSync) ??
  name;

test('minimize makes a foreign bundle small, and leaves the bundle as it is', async () => {
  const bundle = join(scratch, 'bundle');
  mkdirSync(join(bundle, 'rootfs/data'), { recursive: true });
  for (const n of Array.from({ length: 30 }, (_, i) => i))
    writeFileSync(join(bundle, 'rootfs/data', `${n}`), `${n}`);
  const shared = { destination: '/shared', type: 'tmpfs', source: 'tmpfs', options: ['rshared'] };
  const base = baseConfig();
  const config = { ...base, mounts: [...(base.mounts ?? []), shared] };
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(config));
  const names = () => readdirSync(bundle, { recursive: true }).sort();
  const before = names();
  const run = await ocifuzz(
    'minimize',
    bundle,
    '--runtimes',
    'crun',
    '--max-time',
    '60s',
    '--json',
    '--baseline',
    'none',
  );
  const doc = JSON.parse(run.stdout) as Result;
  const small = doc.divergences.filter((d) => d.shrunk !== null);
  expect(small.length).toBeGreaterThan(0);
  for (const d of small) expect(d.shrunk?.to).toBeLessThan((d.shrunk?.from ?? 0) / 2);
  expect(names()).toEqual(before);
  expect(JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8'))).toEqual(config);
});

test('nightly replays, fuzzes, and keeps so many runs', async () => {
  cpSync(join(FINDING, '..'), join(scratch, 'corpus/one'), { recursive: true });
  // no hooks: it cannot show, which is worth a word only where releases like these are known to show it
  const saved = JSON.parse(readFileSync(FINDING, 'utf8')) as SavedFinding;
  const { hooks: _, ...config } = saved.case.config ?? {};
  const { expects: __, ...bare } = { ...saved, case: { ...saved.case, config } };
  const later = Object.entries(saved.runtimes).map(([label, r]) => [label, { ...r, version: '99.0' }]);
  mkdirSync(join(scratch, 'corpus/two'));
  mkdirSync(join(scratch, 'corpus/three'));
  writeFileSync(join(scratch, 'corpus/two/finding.json'), JSON.stringify(bare));
  const only = { ...bare, runtimes: Object.fromEntries(later) };
  writeFileSync(join(scratch, 'corpus/three/finding.json'), JSON.stringify(only));
  const args = ['nightly', '--runtimes', 'runc,crun', '--max-time', '3s', '--keep', '1', '--out', 'nightly'];
  const runs = join(scratch, 'nightly/runs');
  for (const n of [1, 2]) {
    const run = await ocifuzz(...args, '--baseline', 'none', '--max-new', '1');
    expect(run.stderr, `run ${n}`).toContain('the corpus: 3 cases, 1 STILL there');
    expect(run.stderr).toMatch(/ERROR {2}\S*two\/finding\.json {2}it cannot be told/);
    expect(run.stderr).not.toContain('three');
    expect([0, 1]).toContain(run.exitCode);
    // a run with what may touch security stays, until somebody has taken that away
    if (n === 1) rmSync(join(runs, 'latest/private'), { recursive: true, force: true });
  }
  expect(readdirSync(runs).filter((d) => d !== 'latest')).toHaveLength(1);
});
