import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src/agent/protocol.ts';
import { Observation } from '../../../src/contract/observation.ts';
import { checked } from '../../../src/contract/validate.ts';
import { type CompileInput, compile } from '../../../src/executor/compile.ts';
import { decode } from '../../../src/executor/decode.ts';
import { runtime, simpleCase } from './fixture.ts';

const c = simpleCase();
const input: CompileInput = {
  case: c,
  runtime,
  binary: '/r/runc',
  view: 'v1',
  hierarchies: [],
  prelude: [],
  stepTimeoutMs: 5000,
  hardLimits: { NOFILE: '20000', CORE: 'infinity' },
};
const plan = compile(input);
const opOf = (step: number) => [...plan.spawn].find(([, s]) => s === step)?.[0] ?? -1;
const spawned = (step: number, change: Partial<Extract<Result, { type: 'spawned' }>> = {}): Result => ({
  type: 'spawned',
  opIndex: opOf(step),
  exitCode: 0,
  signal: null,
  timedOut: false,
  wallNs: 2e6,
  userUs: 500,
  sysUs: 500,
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
  execErrno: 0,
  ...change,
});
const event = (
  seq: number,
  kind: 'spawn-begin' | 'spawn-end' | 'message' | 'hangup',
  label: string,
  text = '',
): Result => ({
  type: 'event',
  seq,
  realtimeNs: BigInt(1_000_000 * seq),
  monotonicNs: 0n,
  kind,
  pid: 0,
  label,
  payload: Buffer.from(text),
});
const seen = (results: Result[]) => decode({ caseId: 'x', case: c, runtime, plan, results });

describe('decode', () => {
  it('tells success, error, signal and time-out of a step apart', () => {
    const o = seen([
      spawned(0),
      spawned(1, { exitCode: 1, stderr: Buffer.from('container does not exist') }),
      spawned(3, { exitCode: null, signal: 9, timedOut: true }),
    ]);
    expect(o.steps.map((s) => s.outcome)).toEqual(['ok', 'error', 'skipped', 'timeout']);
    expect(o.steps[1]?.errorClass).toBe('not-found');
    expect(o.steps[0]?.cpuMs).toBe(1);
    expect(checked(Observation, o, 'observation')).toBe(o);
  });

  it('knows nothing of a container process that has ended, though its entry is still there', () => {
    const looked = simpleCase({ script: [{ op: 'create' }, { op: 'observe' }] });
    const looking = compile({ ...input, case: looked });
    const [pid = -1, read = -1] = looking.observe.keys();
    const view = (state: string, memory = 'VmSize:\t4096 kB\n') => {
      const value = (path: string, text: string): Result => ({
        type: 'value',
        opIndex: read,
        path: `/proc/%P/${path}`,
        errno: 0,
        content: Buffer.from(text),
      });
      const results: Result[] = [
        { type: 'pid', opIndex: pid, pid: 7 },
        value('cgroup', '4:memory:/\n'),
        value('mountinfo', '9 1 0:1 / /ä rw - tmpfs tmpfs rw\n'),
        value('status', `Name:\trunc\nState:\t${state}\n${memory}`),
      ];
      return decode({ caseId: 'x', case: looked, runtime, plan: looking, results }).outside[0];
    };
    expect(view('S (sleeping)')).toMatchObject({ pid: 7, cgroup: ['4:memory:/'] });
    // as records spell it, which oracles hold it against
    expect(view('S (sleeping)')?.mountinfo).toEqual([
      `9 1 0:1 / ${Buffer.from('/ä').toString('latin1')} rw - tmpfs tmpfs rw`,
    ]);
    // on its way out: its cgroups are taken away before its state says so
    expect(view('D (disk sleep)', '')).toMatchObject({ pid: 7, status: null, cgroup: null });
    expect(view('Z (zombie)')).toMatchObject({ pid: 7, status: null, cgroup: null });
  });

  it('keeps the order of arrival whatever the order of the results', () => {
    const o = seen([
      event(2, 'spawn-end', 'step 0'),
      event(0, 'spawn-begin', 'step 0'),
      event(1, 'message', '', 'end /h\n'),
    ]);
    expect(o.events.map((e) => [e.type, e.atMs])).toEqual([
      ['step-begin', 0],
      ['end', 1],
      ['step-end', 2],
    ]);
  });

  it('makes a fault of a record that is no JSON, and ignores what no probe sends', () => {
    expect(seen([event(0, 'message', '', 'begin /h\nnot json')]).faults).toHaveLength(1);
    const ignored = seen([event(0, 'message', '', 'hello')]);
    expect([ignored.faults, ignored.events]).toEqual([[], []]);
  });

  it('reports a failed op as a fault', () => {
    const o = seen([{ type: 'fault', opIndex: 0, errno: 28, text: 'no space' }]);
    expect(o.faults[0]).toContain('no space');
  });

  it('names the namespaces that the case has made by their paths', () => {
    const made = { op: 'namespace', path: '/n', kind: 'uts', uidMap: '', gidMap: '' } as const;
    const opIndex = plan.ops.length;
    const held: Result = { type: 'value', opIndex, path: '/n', errno: 0, content: Buffer.from('uts:[4026]') };
    const own = { ...plan, ops: [...plan.ops, made] };
    const o = decode({ caseId: 'x', case: c, runtime, plan: own, results: [held] });
    expect(o.before.namespaces).toEqual({ '/n': '4026' });
    expect(o.after.namespaces).toEqual({});
  });

  it('takes the record from the stdout of create where no socket could be reached, out of order', () => {
    const out = [...plan.stdout].find(([, step]) => step === 0)?.[0] ?? '';
    const o = seen([
      spawned(0),
      {
        type: 'value',
        opIndex: 1,
        path: out,
        errno: 0,
        content: Buffer.from('hi\nOCIFUZZ-RECORD {"argv":["x"]}\nho\n'),
      },
    ]);
    expect(o.steps[0]?.stdout).toBe('hi\nho\n');
    expect(o.events).toMatchObject([{ type: 'begin', unordered: true, program: c.files[1]?.path }]);
  });
});
