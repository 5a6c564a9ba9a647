import { describe, expect, it } from 'vitest';
import type { EventKind, Result } from '../../../src/agent/protocol.ts';
import { AGENT_SOCKET } from '../../../src/contract/case.ts';
import { compile } from '../../../src/executor/compile.ts';
import { agentConnections, consoleOf } from '../../../src/executor/sockets.ts';
import { runtime, simpleCase } from './fixture.ts';

const event = (seq: number, kind: EventKind, label: string, text = ''): Result => ({
  ...{ type: 'event', seq, realtimeNs: 0n, monotonicNs: 0n, kind, pid: 0, label },
  payload: Buffer.from(text),
});
const compiled = (change: Parameters<typeof simpleCase>[0]) =>
  compile({
    ...{ case: simpleCase(change), runtime, binary: '/r/runc', view: 'v1', hierarchies: [], prelude: [] },
    ...{ stepTimeoutMs: 5000, hardLimits: { NOFILE: '20000', CORE: 'infinity' } },
  });

describe('sockets of a lifecycle', () => {
  it('are made where the case gives or names them, before the first snapshot', () => {
    const { ops, argv } = compiled({
      caller: { consoleSocket: true },
      config: { linux: { seccomp: { listenerPath: AGENT_SOCKET } } },
    });
    const names = ops.map((o) => o.op);
    expect(names.indexOf('console')).toBeGreaterThan(0);
    expect(names.indexOf('collect')).toBeLessThan(names.indexOf('snapshot'));
    expect(argv[0]).toContain('--console-socket');
    expect(argv[1]).not.toContain('--console-socket');
  });

  it('are not made otherwise', () => {
    const { ops, argv } = compiled({});
    expect(ops.filter((o) => o.op === 'console' || o.op === 'collect')).toEqual([]);
    expect(argv[0]).not.toContain('--console-socket');
  });

  it('tell what came to the agent, by connection, with the step of its first message', () => {
    const connections = agentConnections([
      event(5, 'received', '2', '\n{"b":1}'),
      event(0, 'spawn-begin', 'step 3'),
      event(1, 'received', '1', 'anon_inode:a\n/dev/null\n\n{"a"'),
      event(2, 'received', '1', '\n:1}\n\n'),
      event(3, 'closed', '1'),
      event(4, 'spawn-begin', 'step 4'),
    ]);
    expect(connections).toEqual([
      {
        step: 3,
        messages: [
          { fds: ['anon_inode:a', '/dev/null'], text: '{"a"' },
          { fds: [], text: ':1}\n\n' },
        ],
        closed: true,
      },
      { step: 4, messages: [{ fds: [], text: '{"b":1}' }], closed: false },
    ]);
  });

  it('tell whether a terminal came, and its size', () => {
    expect(consoleOf([])).toEqual({});
    expect(consoleOf([{ type: 'consoled', opIndex: 1, got: true, rows: 2, cols: 3 }])).toEqual({
      console: { received: true, rows: 2, cols: 3 },
    });
  });
});
