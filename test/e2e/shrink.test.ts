/** Shrinking with real runtimes ends where nothing more can be taken away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostPathsNamed } from '../../generators/index.ts';
import { judgeAll } from '../../oracles/index.ts';
import { recordedFindings, shrinkRecorded } from '../../src/bench/recorded.ts';
import { caseId } from '../../src/contract/canonical.ts';
import type { Case } from '../../src/contract/case.ts';
import type { Executor } from '../../src/contract/executor.ts';
import { laneSetup } from '../../src/executor/executor.ts';
import { Lane } from '../../src/executor/lane.ts';
import { resolveRuntimes } from '../../src/runtimes/resolve.ts';
import { admissible } from '../../src/shrink/admissible.ts';
import { edited, type Unit } from '../../src/shrink/edit.ts';
import { PASSES } from '../../src/shrink/passes/index.ts';
import { beyondSmallest } from '../../src/shrink/size.ts';
import { examiner, type Sighting } from '../../src/triage/examine.ts';

const RECORDED = recordedFindings(new URL('../../src/bench/unshrunk.ndjson.br', import.meta.url));
const finding = (signature: string) =>
  RECORDED.find((r) => r.signature === signature) ?? expect.fail(signature);

describe('a minimal case', () => {
  const out = mkdtempSync(join(tmpdir(), 'ocifuzz-e2e-'));
  let executor: Executor;

  beforeAll(async () => {
    const runtimes = await resolveRuntimes(['runc', 'crun'].map((label) => ({ label, flags: [] })));
    const { setup, host } = await laneSetup({
      ...{ runtimes, cgroup: 'auto', workers: 1, stepTimeoutMs: 10_000, sandbox: 'full' },
    });
    const lane = new Lane(setup);
    executor = {
      ...{ host, runtimes: runtimes.map((r) => r.facts), capacity: 1, close: () => lane.close() },
      run: (c, label, o) => lane.run({ id: caseId(c), case: c, label, timeoutFactor: o?.timeoutFactor ?? 1 }),
    };
  });
  afterAll(async () => {
    await executor.close();
    rmSync(out, { recursive: true });
  });

  it.each([
    ['of a broken rule on configs', 'linux.readonly.absolute config:/linux/readonlyPaths/* accepted crun'],
    ['of a difference', 'differential.hooks hooks.createContainer.cwd crun=bundle_runc=rootfs crun+runc'],
    [
      'of what hooks are told',
      'hooks.stdin.status.startContainer hooks.startContainer.stdin.status starting crun',
    ],
  ])('%s loses the finding with whatever is taken away', async (_, signature) => {
    const recorded = finding(signature);
    const small = (await shrinkRecorded(executor, recorded, out))?.case ?? expect.fail('does not show');
    const examine = examiner(executor, judgeAll, async () => {});
    const may = admissible(recorded.case, hostPathsNamed);
    const rule = signature.split(' ')[0];
    const right = (s: Sighting) =>
      s.verdicts.filter((v) => v.rule === rule && v.verdict === 'ok').flatMap((v) => v.subjects);
    const shows = (s: Sighting) => s.candidates.some((k) => k.signature === signature);
    const whole = await examine(small);
    expect(shows(whole)).toBe(true);
    expect(beyondSmallest(small).length).toBeLessThanOrEqual(2);
    expect(small.script.length).toBeLessThanOrEqual(3);

    const removable: Unit[] = [];
    for (const unit of PASSES.flatMap((pass) => pass(small).flat()).filter((u) =>
      u.every((e) => !('to' in e)),
    )) {
      const less: Case = edited(small, unit);
      if (!may(less)) continue;
      const sighting = await examine(less);
      // who did it right has to do so still: it is what people compare with
      const still = right(sighting);
      if (shows(sighting) && right(whole).every((label) => still.includes(label))) removable.push(unit);
    }
    expect(removable).toEqual([]);
  });
});
