import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { hostState, traces } from '../../src/bench/host-state.ts';
import type { Result } from '../../src/contract/result.ts';
import type { Divergence, SavedFinding } from '../../src/contract/verdict.ts';
import { until } from './until.ts';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const out = mkdtempSync(join(tmpdir(), 'ocifuzz-e2e-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

type Document = {
  divergences: Divergence[];
  inconclusive: unknown[];
  stopReason: string;
  stats: { cases: number; acceptedByRuntime: Record<string, { ratio: number }> };
};
const ocifuzz = (...args: string[]) =>
  execa(process.execPath, [CLI, ...args], { reject: false, stdin: 'ignore', env: { NO_COLOR: '1' } });
const json = (stdout: string): Document => JSON.parse(stdout) as Document;

describe('the main job on real runtimes', () => {
  it('finds distinct confirmed divergences between runc and crun, and each replays', async () => {
    const dir = join(out, 'main');
    const run = await ocifuzz(
      ...['run', '--runtimes', 'runc,crun', '--max-time', '50s', '--seed', '1', '--baseline', 'none'],
      ...['--exit-zero', '--json', '--out', dir],
    );
    expect(run.exitCode, run.stderr).toBe(0);
    const found = json(run.stdout).divergences;
    expect(new Set(found.map((d) => d.signature)).size).toBeGreaterThanOrEqual(10);
    expect(found.map((d) => d.requirement)).toContain('hooks.poststart.phase');
    expect(found.some((d) => d.signature.includes('hooks') && d.signature.includes('status'))).toBe(true);
    for (const d of found.filter((f) => f.kind !== 'race'))
      expect(d.reliability.same).toBe(d.reliability.runs);

    const saved = join(dir, 'runs', 'latest', 'divergences');
    const replay = await ocifuzz('replay', saved, '--runtimes', 'runc,crun', '--json');
    expect(replay.exitCode, replay.stdout).toBe(0);
  });

  it('shows no difference between one runtime and itself', async () => {
    for (const name of ['runc', 'crun']) {
      const path = (await execa('which', [name])).stdout;
      const run = await ocifuzz(
        ...[
          'run',
          '--runtimes',
          `${name},b=${path}`,
          '--max-cases',
          '60',
          '--seed',
          '7',
          '--baseline',
          'none',
        ],
        ...['--exit-zero', '--json', '--no-shrink', '--out', join(out, `aa-${name}`)],
      );
      expect(run.exitCode, run.stderr).toBe(0);
      const doc = json(run.stdout);
      expect(doc.divergences.filter((d) => ['difference', 'spec-gap'].includes(d.kind))).toEqual([]);
      expect(doc.inconclusive).toEqual([]);
    }
  });
});

describe('the corpus', () => {
  it('replays, and every finding still shows on the versions that it was recorded with', async () => {
    const run = await ocifuzz('replay', '--runtimes', 'runc,crun', '--json');
    const doc = JSON.parse(run.stdout) as Result;
    expect(doc.replayed?.length).toBeGreaterThan(30);
    for (const { case: path, outcome, why } of doc.replayed ?? []) {
      const { runtimes, divergence } = JSON.parse(readFileSync(path, 'utf8')) as SavedFinding;
      if (/\brunsc$/.test(divergence.signature)) {
        expect([outcome, why], path).toEqual(['ERROR', 'it needs runsc among --runtimes']);
        continue;
      }
      const same = doc.runtimes.every((r) => runtimes[r.label]?.version === r.version);
      if (same) expect(outcome, `${path}: ${why}`).toBe('STILL');
      // of other releases it may be that nothing can be said
      else if (outcome === 'ERROR') expect(why, path).toMatch(/^it cannot be told/);
    }
  });
});

describe('the host', () => {
  const before = hostState();
  const args = [
    'run',
    '--runtimes',
    'runc,crun',
    '--seed',
    '3',
    '--baseline',
    'none',
    '--out',
    join(out, 'host'),
  ];
  const begun = (child: { pid?: number }) =>
    until(() => traces(child.pid).length > 0, 60_000, 'an agent runs');

  it('gets nothing by asking runtimes what they are', async () => {
    // -n: else mount(8) makes /run/mount on the host, where there is none yet
    const inside = `mount -n -t tmpfs t /run && "$@" >&2 && ls -A /run`;
    const asked = [process.execPath, CLI, 'doctor', '--runtimes', 'runc,crun'];
    const run = await execa('unshare', [
      '-m',
      '--propagation',
      'private',
      'sh',
      '-c',
      inside,
      'sh',
      ...asked,
    ]);
    expect(run.stdout).toBe('');
  });

  it('is as before after a run', async () => {
    const child = ocifuzz(...args, '--max-cases', '20', '--no-shrink', '--exit-zero');
    const run = await child;
    expect(run.exitCode, run.stderr).toBe(0);
    expect(traces(child.pid)).toEqual([]);
    expect(hostState()).toEqual(before);
  });

  it('is as before after SIGINT, and the reports are written', async () => {
    const child = ocifuzz(...args, '--max-time', '120s', '--json');
    await begun(child);
    child.kill('SIGINT');
    const run = await child;
    expect(run.exitCode).toBe(130);
    expect(json(run.stdout).stopReason).toBe('interrupted');
    expect(traces(child.pid)).toEqual([]);
    expect(hostState()).toEqual(before);
  });

  it('is as before after kill -9 and the next start', async () => {
    const child = ocifuzz(...args, '--max-time', '120s');
    await begun(child);
    child.kill('SIGKILL');
    await child;
    const next = await ocifuzz(...args, '--max-cases', '1', '--no-shrink', '--exit-zero');
    expect(next.exitCode, next.stderr).toBe(0);
    await until(() => traces(child.pid).length === 0, 60_000, 'nothing of the dead campaign is left');
    expect(hostState()).toEqual(before);
  });
});
