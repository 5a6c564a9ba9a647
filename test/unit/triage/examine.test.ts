import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/contract/verdict.ts';
import { examiner } from '../../../src/triage/examine.ts';
import { caseOf, fakeExecutor, fakeJudge, runtime } from '../support/fake.ts';

const A = runtime('a');
const B = runtime('b', { ociVersions: ['1.0.'] });
const invalid = caseOf(
  {},
  { expectation: 'invalid', invalid: { requirement: 'R', pointer: '/x', control: { ociVersion: '1.0.2' } } },
);

describe('examiner', () => {
  it('keeps what was observed before it is judged', async () => {
    const log: string[] = [];
    const executor = fakeExecutor([A], () => ({}));
    const examine = examiner(
      executor,
      () => {
        log.push('judged');
        return [];
      },
      async (_, runs) => void log.push(`kept ${runs.length}`),
    );
    await examine(caseOf());
    expect(log).toEqual(['kept 1', 'judged']);
  });

  it('does not run a case on a runtime that does not take its version', async () => {
    const executor = fakeExecutor([A, B], () => ({}));
    const examine = examiner(executor, fakeJudge(), async () => {});
    await examine(caseOf({}, { config: { ociVersion: '1.2.0' } }));
    expect(executor.ran.map((r) => r.label)).toEqual(['a']);
    await examine(caseOf({}, { config: { ociVersion: '1.0.1' } }));
    expect(executor.ran.map((r) => r.label)).toEqual(['a', 'a', 'b']);
  });

  it('runs the control of an invalid case only where the case was refused', async () => {
    const executor = fakeExecutor([A, B], (c, label) =>
      label === 'a' && c.invalid ? { refusal: 'config-value' } : {},
    );
    let judged: Run[] = [];
    const examine = examiner(
      executor,
      ({ runs }) => {
        judged = runs;
        return [];
      },
      async () => {},
    );
    await examine(invalid);
    expect(judged.map((r) => r.control?.steps[0]?.outcome)).toEqual(['ok', undefined]);
    const control = executor.ran.find((r) => !r.case.invalid)?.case;
    expect(control).toMatchObject({ expectation: 'unspecified', config: { ociVersion: '1.0.2' } });
  });

  it('runs a case in which something befalls the runtime without that too, whatever comes of it', async () => {
    const executor = fakeExecutor([A], () => ({}));
    const fault = { type: 'kill', atReport: 1 } as const;
    await examiner(executor, fakeJudge(), async () => {})(caseOf({}, { script: [{ op: 'create', fault }] }));
    expect(executor.ran.map((r) => r.case.script)).toEqual([[{ op: 'create', fault }], [{ op: 'create' }]]);
  });

  it('runs again after a fault, and leaves the runtime out after the second one', async () => {
    const once = fakeExecutor([A], (_, __, nth) => (nth === 0 ? { fault: 'lost' } : { values: { x: '1' } }));
    const good = await examiner(once, fakeJudge({ x: '0' }), async () => {})(caseOf());
    expect([good.candidates.length, good.inconclusive]).toEqual([1, []]);
    const always = fakeExecutor([A, B], (_, label) =>
      label === 'a' ? { fault: 'lost' } : { values: { x: '1' } },
    );
    const bad = await examiner(always, fakeJudge({ x: '0' }), async () => {})(caseOf());
    expect(bad.inconclusive).toEqual(['harness fault on a: lost']);
    expect(bad.candidates.map((c) => c.verdict.subjects)).toEqual([['b']]);
  });
});
