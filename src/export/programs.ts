/** Programs of a case as shell scripts: what stands in for the probe where there is nothing but busybox. */
import { type Behaviour, type Case, type FileEntry, ROOTFS, WORK } from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import { quote } from './shell.ts';

export type Program = Extract<FileEntry, { type: 'program' }>;

/** Where busybox and the log lie: inside the rootfs if the case has one, so that the container reaches them too. */
export const toolsDir = (c: Case): string =>
  c.files.some((f) => f.path === ROOTFS || f.path.startsWith(`${ROOTFS}/`))
    ? `${ROOTFS}/.ocifuzz`
    : `${WORK}/.ocifuzz`;

/** As the program sees the directory: a program of the rootfs runs inside. */
const seenBy = (tools: string, path: string): string =>
  path.startsWith(`${ROOTFS}/`) ? tools.replace(ROOTFS, '') : tools;

/**
 * A script that notes `begin PATH` in the log, says `lines`, behaves, and notes `end PATH`. `say` writes a line to
 * the log; a container that cannot reach it has its standard output. Never uses anything but busybox.
 */
export function programText(c: Case, program: Program, lines: readonly string[]): string {
  const tools = seenBy(toolsDir(c), program.path);
  const label = quote(program.path);
  return [
    `#!${tools}/busybox sh`,
    `B=${tools}/busybox`,
    `say() { { echo "$*" >>${tools}/log; } 2>/dev/null || echo "$*"; }`,
    ...(readsStdin(program.behaviour) ? ["state=$($B cat | $B tr -d '\\n')"] : []),
    `say begin ${label}`,
    ...lines,
    ...behaviour(program.behaviour, `say end ${label}`),
    '',
  ].join('\n');
}

export const readsStdin = (b: Behaviour): boolean =>
  (b.stdin ?? (b.role === 'hook' ? 'read' : '')) === 'read';

const seconds = (ms: number): string => `${ms / 1000}`;

function behaviour(b: Behaviour, end: string): string[] {
  if (b.call) throw new UserError('this case needs a hook that calls its runtime; export it as json');
  const flood = (n: number) => `$B head -c ${n} /dev/zero | $B tr '\\0' x`;
  return [
    ...(b.stdin === 'close' ? ['exec <&-'] : []),
    ...(b.floodStdout === undefined ? [] : [flood(b.floodStdout)]),
    ...(b.floodStderr === undefined ? [] : [`${flood(b.floodStderr)} >&2`]),
    ...(b.childMs === undefined ? [] : [`$B sleep ${seconds(b.childMs)} &`]),
    ...(b.hostname === undefined ? [] : [`$B hostname ${quote(b.hostname)} 2>/dev/null`]),
    ...(b.mount === undefined
      ? []
      : [
          `$B mount -t ${quote(b.mount.type)} ${quote(b.mount.source)} ${quote(b.mount.target)} 2>/dev/null`.replace(
            '-t bind',
            '-o bind',
          ),
        ]),
    ...(b.remove === undefined ? [] : [`$B rm -f ${quote(b.remove)}`]),
    ...(b.write === undefined ? [] : [`printf %s ${quote(b.write.text)} >${quote(b.write.path)}`]),
    ...(b.sleepMs === undefined ? [] : [`$B sleep ${seconds(b.sleepMs)}`]),
    ...(b.holdMs === undefined ? [] : hold(b.holdMs, b.stubborn === true)),
    ...(b.signal === undefined ? [] : [`kill -${b.signal} $$`]),
    end,
    `exit ${b.exit ?? 0}`,
  ];
}

/** Until a signal comes, or the time is over. */
function hold(ms: number, stubborn: boolean): string[] {
  const signals = 'TERM INT HUP QUIT USR1 USR2';
  return [
    'held=1',
    `for s in ${signals}; do trap "say signal $s${stubborn ? '' : '; held=0'}" $s; done`,
    `n=0; while [ $held = 1 ] && [ $n -lt ${Math.ceil(ms / 20)} ]; do $B usleep 20000; n=$((n+1)); done`,
  ];
}
