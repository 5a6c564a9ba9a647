/** How a script tells whether a finding shows, with shell commands alone. */
import type { Case, FileEntry } from '../../contract/case.ts';
import type { OciConfig } from '../../contract/config/index.ts';
import type { SavedFinding } from '../../contract/verdict.ts';

export type Check = {
  /** shell lines that a program of the case runs when it begins (`say` writes a line to the log); path to lines */
  says?: Record<string, readonly string[]>;
  /** shell lines at each step that observes */
  observe?: readonly string[];
  /** shell lines, after the last step, that set `seen` to a word; where it stays empty nobody can tell */
  look: readonly string[];
  /** words of `seen` that the finding is about */
  present: readonly string[];
  /** what is looked at, for the reader */
  what: string;
};

export type Checker = {
  name: string;
  /** null where it cannot tell this finding */
  check(finding: Finding): Check | null;
};

/** A finding as checkers see it. */
export type Finding = {
  case: Case;
  config: Partial<OciConfig>;
  rule: string;
  path: string;
  /** how the runtime that the script is for deviates; empty where the signature does not tell */
  word: string;
  pairwise: boolean;
  /** adapter name of the runtime that PRESENT is about */
  subject: string;
  expected: unknown;
  actual: unknown;
};

/**
 * Of a difference between runtimes the script is about one of them: the last one named, whose word the token has.
 */
export function findingOf({
  divergence,
  runtimes,
  case: c,
}: Pick<SavedFinding, 'divergence' | 'runtimes' | 'case'>): Finding {
  const [rule = '', path = '', token = '', about = ''] = divergence.signature.split(' ');
  const names = divergence.runtimes.map((label) => runtimes[label]?.name ?? label);
  const label = divergence.runtimes.at(-1) ?? '';
  const subject = names.at(-1) ?? '';
  // several releases may break a rule; only a comparison has sides
  const pairwise =
    ['difference', 'spec-gap'].includes(divergence.kind) && (/=|_differ$/.test(token) || about.includes('+'));
  return {
    case: c,
    config: (c.config ?? {}) as Partial<OciConfig>,
    rule,
    path,
    word: pairwise ? sideOf(token, subject, names) : token,
    pairwise,
    subject,
    expected: divergence.expected,
    actual: (divergence.actual as Record<string, unknown> | null)?.[label],
  };
}

/** `crun=on_runc=absent` is `on` for crun; one with two sides for crun, or none, does not tell. */
function sideOf(token: string, name: string, names: readonly string[]): string {
  if (`_${token}`.split(`_${name}=`).length !== 2) return '';
  const others = names.filter((n) => n !== name).map((n) => `_${n}=`);
  const at = token.startsWith(`${name}=`) ? 0 : token.indexOf(`_${name}=`) + 1;
  const rest = token.slice(at + name.length + 1);
  const end = Math.min(rest.length, ...others.map((o) => rest.indexOf(o)).filter((i) => i >= 0));
  return rest.slice(0, end);
}

/** Index of the one step of the script with this operation; null where there is none, or several. */
export function onlyStep({ script }: Case, op: string | undefined): number | null {
  const places = script.flatMap((s, i) => (s.op === op ? [i] : []));
  return places.length === 1 ? (places[0] ?? null) : null;
}

/** Path of the container's program, if the case has one that process.args names. */
export function programPath({ case: c, config }: Finding, rootfs: string): string | null {
  const first = config.process?.args?.[0] ?? '';
  const program = c.files.find((f: FileEntry) => f.type === 'program' && f.path === `${rootfs}${first}`);
  return program?.path ?? null;
}
