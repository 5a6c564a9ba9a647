/** The kernel's trace: its text, and where executions stand in the order of a lifecycle. */
import { describe, expect, it } from 'vitest';
import { ROOTFS } from '../../../src/contract/case.ts';
import type { OrderEvent } from '../../../src/contract/observation.ts';
import { parseTrace, withTrace } from '../../../src/executor/trace.ts';

const HOOK = '/run/ocifuzz/hooks/poststart-0';
const line = (time: string, event: string, comm = 'runc') =>
  `            ${comm}-6238    [000] ..... ${time}: ${event}\n`;
const exec = (time: string, file: string, comm?: string) =>
  line(time, `sched_process_exec: filename=${file} pid=6238 old_pid=6238`, comm);

describe('the text of a trace', () => {
  it('tells what was executed and pivoted, and when', () => {
    const text =
      exec('25869.610881', HOOK) + line('25869.616117', 'sys_pivot_root(new_root: 0x55, put_old: 0x0)');
    expect(parseTrace(text)).toEqual([
      { ns: 25869610881000n, file: HOOK },
      { ns: 25869616117000n, file: null },
    ]);
  });

  it('takes any name of a command or a file', () => {
    const odd = '/a b pid=1 old_pid=1';
    expect(parseTrace(exec('1.000000', odd, 'x-1 [9] a: b'))).toEqual([{ ns: 1_000_000_000n, file: odd }]);
  });

  it('says nothing of a trace that is not whole', () => {
    expect(parseTrace(`CPU:0 [LOST 12 EVENTS]\n${exec('1.000000', HOOK)}`)).toBeNull();
    expect(parseTrace(exec('1.000000', '/a\nforged'))).toBeNull();
    expect(parseTrace(line('1.000000', 'sched_switch: prev_comm=a'))).toBeNull();
  });

  it('may be empty', () => expect(parseTrace('')).toEqual([]));
});

describe('the order with executions', () => {
  const event = (type: OrderEvent['type'], more: Partial<OrderEvent> = {}) => ({ type, ...more });
  /** Events of an order with their times in us. */
  function order(list: [us: number, e: Partial<OrderEvent> & Pick<OrderEvent, 'type'>][]) {
    const times = new Map<number, bigint>();
    const events = list.map(([us, e], seq): OrderEvent => {
      times.set(seq, BigInt(us) * 1000n);
      return { ...e, seq, atMs: us / 1000 };
    });
    return { events, timeOf: ({ seq }: OrderEvent) => times.get(seq) ?? 0n };
  }
  const told = (events: OrderEvent[]) =>
    events.map((e) => [e.type, e.program ?? e.step ?? null, e.pid ?? null]);
  const at = (us: number, file: string | null) => ({ ns: BigInt(us) * 1000n, file });

  it('puts an execution where it was, however late its report', () => {
    const { events, timeOf } = order([
      [0, event('step-begin', { step: 1 })],
      [50, event('step-end', { step: 1 })],
      [60, event('begin', { program: HOOK, pid: 7 })],
    ]);
    const seen = withTrace(events, timeOf, [at(30, null), at(40, HOOK)]);
    expect(told(seen)).toEqual([
      ['step-begin', 1, null],
      ['pivot', null, null],
      ['exec', HOOK, 7],
      ['step-end', 1, null],
      ['begin', HOOK, 7],
    ]);
    expect(seen.map((e) => e.seq)).toEqual([0, 1, 2, 3, 4]);
    expect(seen.map((e) => e.atMs)).toEqual([0, 0.03, 0.04, 0.05, 0.06]);
  });

  it('leaves out what the lifecycle before has executed, though it came late', () => {
    const { events, timeOf } = order([
      [50, event('step-begin', { step: 0 })],
      [60, event('begin', { program: HOOK, pid: 7 })],
    ]);
    expect(told(withTrace(events, timeOf, [at(40, HOOK)]))).toEqual([
      ['step-begin', 0, null],
      ['begin', HOOK, 7],
    ]);
  });

  it('knows a program of the container by its path there', () => {
    const program = `${ROOTFS}/bin/probe`;
    const { events, timeOf } = order([
      [0, event('step-begin', { step: 0 })],
      [9, event('begin', { program, pid: 4 })],
    ]);
    expect(told(withTrace(events, timeOf, [at(5, '/bin/probe')]))[1]).toEqual(['exec', program, 4]);
  });

  it('gives each report the last execution before it, and leaves out what nobody reported', () => {
    const { events, timeOf } = order([
      [0, event('step-begin', { step: 0 })],
      [10, event('begin', { program: HOOK, pid: 1 })],
      [30, event('begin', { program: HOOK, pid: 2 })],
    ]);
    const seen = withTrace(events, timeOf, [
      at(1, HOOK),
      at(5, HOOK),
      at(20, HOOK),
      at(25, '/bin/other'),
      at(40, HOOK),
    ]);
    expect(told(seen)).toEqual([
      ['step-begin', 0, null],
      ['exec', HOOK, 1],
      ['begin', HOOK, 1],
      ['exec', HOOK, 2],
      ['begin', HOOK, 2],
    ]);
  });
});
