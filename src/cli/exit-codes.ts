/** What the exit code says. When several apply, the first of PRECEDENCE wins. */
export const EXIT = {
  ok: 0,
  findings: 1,
  usage: 2,
  inconclusive: 3,
  internal: 70,
  untold: 125,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const PRECEDENCE: readonly ExitCode[] = [130, 70, 2, 125, 1, 3, 0];

/** Meaning for --help and docs/cli.md, in order of precedence. */
export const EXIT_TEXT: Record<ExitCode, string> = {
  130: 'interrupted; reports are written',
  70: 'internal error of ocifuzz',
  2: 'wrong usage, or an environment that cannot run it',
  125: 'bisect --run: it cannot be told of this build',
  1: 'new findings (replay: some case is FIXED or CHANGED)',
  3: 'inconclusive: faults of the harness (replay: some case is in ERROR)',
  0: 'nothing new',
};

export const EXIT_LINES: readonly [ExitCode, string][] = PRECEDENCE.map((c) => [c, EXIT_TEXT[c]]);

/** The one code that a run ends with; 0 for none. */
export function combine(codes: readonly ExitCode[]): ExitCode {
  return PRECEDENCE.find((c) => codes.includes(c)) ?? EXIT.ok;
}
