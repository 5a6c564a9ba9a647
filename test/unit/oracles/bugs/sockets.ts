/** Bugs of the terminal, and of what a seccomp agent is sent. */
import { AGENT_SOCKET, type Case } from '../../../../src/contract/case.ts';
import type { AgentConnection, Observation } from '../../../../src/contract/observation.ts';
import { CONTAINER_PID, recordIn, stateDocument } from '../fixture.ts';
import { type Bug, configured } from './plant.ts';

const withTerminal = (): Case => ({
  ...configured((c) =>
    Object.assign(c.process ?? {}, { terminal: true, consoleSize: { height: 24, width: 80 } }),
  ),
  caller: { umask: 0o077, consoleSocket: true },
});
/** What a runtime without bugs shows of it. */
function onTerminal(o: Observation): void {
  o.console = { received: true, rows: 24, cols: 80 };
  const pty = (fd: number) => ({ fd, target: '/dev/pts/0', mode: 0o600, flags: 2 });
  Object.assign(recordIn(o), { tty: { rows: 24, cols: 80 }, fds: [0, 1, 2].map(pty) });
}
const terminal = (name: string, found: Bug['found'], plant: (o: Observation) => void): Bug => ({
  name,
  found,
  case: withTerminal,
  setup: onTerminal,
  plant,
  kind: 'violation',
});

export const withAgent = (): Case =>
  configured((c) =>
    Object.assign(c.linux ?? {}, {
      seccomp: {
        defaultAction: 'SCMP_ACT_ALLOW',
        listenerPath: AGENT_SOCKET,
        listenerMetadata: 'opaque',
        syscalls: [{ names: ['kcmp'], action: 'SCMP_ACT_NOTIFY' }],
      },
    }),
  );
export const STATE = {
  ociVersion: '1.1.0',
  fds: ['seccompFd'],
  pid: CONTAINER_PID,
  metadata: 'opaque',
  state: stateDocument('creating', CONTAINER_PID),
};
export const connection = (state: object = STATE): AgentConnection => ({
  step: 3,
  messages: [{ fds: ['anon_inode:seccomp notify'], text: JSON.stringify(state) }],
  closed: true,
});
const agent = (
  name: string,
  rule: string,
  path: string,
  token: string,
  change: (c: AgentConnection) => void,
): Bug => ({
  name,
  found: [`linux.seccomp.${rule}`, `agent.${path}`, token],
  case: withAgent,
  setup: (o) => {
    o.agent = [connection()];
  },
  plant: (o) => {
    for (const c of o.agent ?? []) change(c);
  },
  kind: 'violation',
});
const state = (rule: string, path: string, token: string, change: object): Bug =>
  agent(`${path} ${token}`, rule, path, token, (c) =>
    Object.assign(c, connection({ ...STATE, ...change }), { closed: true }),
  );

export const SOCKETS: Bug[] = [
  terminal('no terminal', ['config.process.terminal.true', 'program.tty', 'absent'], (o) => {
    recordIn(o).tty = null;
  }),
  terminal('stderr elsewhere', ['config.process.terminal.true', 'program.tty', 'not-on-all'], (o) =>
    Object.assign(recordIn(o).fds?.[2] ?? {}, { target: '/dev/null' }),
  ),
  terminal('no pty', ['config.process.terminal.true', 'program.tty', 'no-pty'], (o) => {
    for (const f of recordIn(o).fds ?? []) f.target = '/dev/tty1';
  }),
  terminal('terminal not sent', ['config.process.terminal.true', 'program.tty', 'not-sent'], (o) => {
    o.console = { received: false, rows: 0, cols: 0 };
  }),
  terminal('size ignored', ['config.process.consoleSize.applied', 'program.tty.size', 'zero'], (o) =>
    Object.assign(recordIn(o), { tty: { rows: 0, cols: 0 } }),
  ),
  {
    name: 'a size brings a terminal',
    case: () => configured((c) => Object.assign(c.process ?? {}, { consoleSize: { height: 24, width: 80 } })),
    plant: (o) => Object.assign(recordIn(o), { tty: { rows: 24, cols: 80 } }),
    found: ['config.process.consoleSize.ignored', 'program.tty', 'unasked'],
    kind: 'violation',
  },
  {
    ...agent('nothing sent', 'listenerPath.send', 'connection', 'none', () => undefined),
    plant: (o) => {
      o.agent = [];
    },
  },
  agent('left open', 'listenerPath.close', 'connection', 'open', (c) => {
    c.closed = false;
  }),
  ...['one-state', 'no-reuse'].map((rule) =>
    agent(`two states: ${rule}`, `listenerPath.${rule}`, 'connection', 'several-states', (c) =>
      c.messages.push({ fds: [], text: JSON.stringify(STATE) }),
    ),
  ),
  agent('no JSON', 'state.payload', 'payload', 'no-json', (c) =>
    Object.assign(c.messages[0] ?? {}, { text: 'seccomp' }),
  ),
  agent('no descriptor', 'state.scm', 'fds', 'none', (c) => Object.assign(c.messages[0] ?? {}, { fds: [] })),
  agent('descriptors later', 'state.fds-first', 'fds', 'later', (c) =>
    c.messages.push({ fds: ['/dev/null'], text: '' }),
  ),
  agent('another descriptor', 'listener.fd', 'fds', 'other', (c) =>
    Object.assign(c.messages[0] ?? {}, { fds: ['/dev/null'] }),
  ),
  state('listener.fd', 'fds', 'unnamed', { fds: [] }),
  state('state.ociVersion', 'ociVersion', 'no-string', { ociVersion: undefined }),
  state('state.pid', 'pid', 'other', { pid: 99 }),
  state('state.state', 'state', 'absent', { state: undefined }),
  state('state.state', 'state', 'other-id', { state: { ...STATE.state, id: 'c2' } }),
  state('listenerMetadata.sent', 'metadata', 'absent', { metadata: undefined }),
  {
    name: 'a state though nothing notifies',
    case: () =>
      configured((c) =>
        Object.assign(c.linux ?? {}, {
          seccomp: { defaultAction: 'SCMP_ACT_ALLOW', listenerPath: AGENT_SOCKET },
        }),
      ),
    setup: (o) => {
      o.agent = [];
    },
    plant: (o) => {
      o.agent = [connection()];
    },
    found: ['linux.seccomp.listenerPath.unused', 'agent.connection', 'unasked'],
    kind: 'violation',
  },
];
