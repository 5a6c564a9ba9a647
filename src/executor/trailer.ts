/** From a Behaviour to the trailer text that the native program reads (src/native/PROTOCOL.md). */
import { STATE_PID } from '../contract/asks.ts';
import { type Behaviour, REPORT_SOCKET, ROOTFS, WORK } from '../contract/case.ts';

/** Where programs report when the case has no rootfs to put the socket into. */
export const OUTSIDE_SOCKET = `${WORK}/report`;

/**
 * `label` is the program's path in the case; it names the program in every message. `argvOf` gives the command line
 * of a call of the runtime.
 */
export function trailer(
  label: string,
  b: Behaviour,
  argvOf: (call: NonNullable<Behaviour['call']>) => string[],
): string {
  const lines: (string | false)[] = [
    `label ${label}`,
    `sock ${ROOTFS}${REPORT_SOCKET}`,
    `sock ${REPORT_SOCKET}`,
    `sock ${OUTSIDE_SOCKET}`,
    b.role === 'hook' ? 'brief 1' : 'stdout 1',
    `stdin ${b.stdin ?? (b.role === 'hook' ? 'read' : 'ignore')}`,
    b.asks?.some((a) => a.args.some((w) => w.includes(STATE_PID))) === true && 'behind "pid":',
    ...(b.asks ?? []).map((a) => `ask ${a.id} ${a.kind} ${a.args.join(' ')}`),
    b.floodStdout !== undefined && `floodout ${b.floodStdout}`,
    b.floodStderr !== undefined && `flooderr ${b.floodStderr}`,
    b.childMs !== undefined && `child ${b.childMs}`,
    b.hostname !== undefined && `hostname ${b.hostname}`,
    b.mount !== undefined && `mount ${b.mount.source} ${b.mount.target} ${b.mount.type}`,
    b.remove !== undefined && `remove ${b.remove}`,
    b.write !== undefined && `write ${b.write.path} ${b.write.text}`,
    b.call !== undefined && `call ${argvOf(b.call).join('\x1f')}`,
    b.sleepMs !== undefined && `sleep ${b.sleepMs}`,
    b.stubborn === true && 'stubborn 1',
    b.holdMs !== undefined && `hold ${b.holdMs}`,
    b.signal !== undefined && `kill ${b.signal}`,
    `exit ${b.exit ?? 0}`,
  ];
  return `${lines.filter((l) => l !== false).join('\n')}\n`;
}
