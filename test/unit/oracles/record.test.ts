import { describe, expect, it } from 'vitest';
import { alteredFrom, recordOf, viewsOf } from '../../../oracles/core/record.ts';
import { BUNDLE, type Case, type Step } from '../../../src/contract/case.ts';
import { aCase, honest, numbered, PROGRAM, recordIn } from './fixture.ts';

const EDIT: Step = { op: 'write', path: `${BUNDLE}/config.json`, content: '{}' };

/** The program reports during the last step. */
function seen(c: Case) {
  const o = honest('a');
  const program = { type: 'begin' as const, program: PROGRAM, record: recordIn(o), seq: 0, atMs: 0 };
  const steps = c.script.flatMap((s, step) =>
    s.op === 'write' ? [] : [{ type: 'step-begin' as const, step, seq: 0, atMs: 0 }],
  );
  return { ...o, events: numbered([...steps, program]) };
}

describe('what is told of the container', () => {
  it('counts while config.json is the one that create read', () => {
    const c = aCase({ script: [{ op: 'create' }, { op: 'observe' }, EDIT, { op: 'start' }] });
    expect(alteredFrom(c)).toBe(Infinity);
    expect(recordOf(c, seen(c))).not.toBeNull();
    expect(viewsOf(c, seen(c))).toHaveLength(1);
  });

  it('does not count of a container that was made after a change of it', () => {
    const c = aCase({ script: [EDIT, { op: 'create' }, { op: 'observe' }, { op: 'start' }] });
    expect(alteredFrom(c)).toBe(1);
    expect(recordOf(c, seen(c))).toBeNull();
    const o = seen(c);
    for (const v of o.outside) v.step = 2;
    expect(viewsOf(c, o)).toEqual([]);
  });

  it('does not count of a second container where a hook changes it', () => {
    const c = aCase({ script: [{ op: 'create' }, { op: 'delete', force: true }, { op: 'run' }] });
    c.files.push({
      type: 'program',
      path: '/run/ocifuzz/hooks/editor',
      behaviour: { role: 'hook', remove: `${BUNDLE}/config.json` },
    });
    expect(alteredFrom(c)).toBe(2);
    expect(alteredFrom({ ...c, script: [EDIT, ...c.script] })).toBe(1);
  });
});
