/** What came to the sockets that a lifecycle has beside the report socket: of the terminal, of the seccomp agent. */
import type { Result } from '../agent/protocol.ts';
import type { AgentConnection, Observation } from '../contract/observation.ts';

export const lines = (text: string): string[] => text.split('\n').filter((l) => l !== '');

export function consoleOf(results: Result[]): Pick<Observation, 'console'> {
  const r = results.find((r) => r.type === 'consoled');
  return r?.type === 'consoled' ? { console: { received: r.got, rows: r.rows, cols: r.cols } } : {};
}

/** Connections of the collect socket, by their numbers in the log. */
export function agentConnections(results: Result[]): AgentConnection[] {
  const connections = new Map<string, AgentConnection>();
  let step: number | null = null;
  for (const e of inOrder(results)) {
    if (e.kind === 'spawn-begin') step = stepOf(e.label);
    if (e.kind !== 'received' && e.kind !== 'closed') continue;
    const c = connections.get(e.label) ?? { step, messages: [], closed: false };
    connections.set(e.label, c);
    if (e.kind === 'closed') c.closed = true;
    else {
      const text = e.payload.toString('utf8');
      const gap = text.startsWith('\n') ? 0 : text.indexOf('\n\n') + 1;
      c.messages.push({ fds: lines(text.slice(0, gap)), text: text.slice(gap + 1) });
    }
  }
  return [...connections.values()];
}

export const inOrder = (results: Result[]) =>
  results.filter((r) => r.type === 'event').sort((a, b) => a.seq - b.seq);

/** Index of the step that a spawn is named after. */
export function stepOf(label: string): number | null {
  const index = /^step (\d+)$/.exec(label)?.[1];
  return index === undefined ? null : Number(index);
}
