/** Maps what a runtime printed to a coarse class. Oracles compare classes, never texts. */
import type { ErrorClass } from '../contract/observation.ts';

/** The order matters: what was being done says more than the errno at the end of the message. */
const COMMON: [RegExp, ErrorClass][] = [
  // not what runc calls its state while it sets up a container: procHooks
  [/\bhooks?\b/i, 'hook-failed'],
  [
    /flag provided but not defined|unrecognized option|unknown command|usage:|requires (exactly|a minimum|at least)/i,
    'usage',
  ],
  [/already exists|already in use|exists already/i, 'exists'],
  [
    /not running|is not (stopped|created)|cannot (start|kill|delete)|already (started|stopped)|in (the )?\w+ state|invalid (container )?state/i,
    'wrong-status',
  ],
  [
    /container .*(does ?n.t|does not) exist|container does not exist|no such container|container .* not found/i,
    'not-found',
  ],
  [
    /invalid character|cannot unmarshal|parse error|lexical error|unexpected end of JSON|invalid json|cannot parse/i,
    'config-syntax',
  ],
  [
    /exec(ve|uting)?\b.*(no such file|permission denied|format error|is a directory)|executable file not found|exec format error|unable to start container process: exec/i,
    'exec-failed',
  ],
  [/duplicated? (namespace|ns)\b/i, 'config-value'],
  [/\bmount|rootfs|pivot_root|remount|open_tree|move_mount/i, 'mount-failed'],
  [/cgroup|controller/i, 'cgroup-failed'],
  [/namespace|setns|unshare|uid_?map|gid_?map|mapping/i, 'namespace-failed'],
  [/not supported|unsupported|not implemented/i, 'unsupported'],
  [/invalid|must be|must not|required|unknown|malformed|not allowed/i, 'config-value'],
  [/permission denied|operation not permitted/i, 'permission'],
  [/no such file or directory|not found|does not exist/i, 'not-found'],
  [/panic|BUG|assert/i, 'internal'],
];

/** What runc and runsc log before the error that made them fail. */
const WARNING = /^.*\blevel=warning\b.*\n?/gm;

export function errorClass(stderr: string, own: [RegExp, ErrorClass][] = []): ErrorClass {
  const said = stderr.replaceAll(WARNING, '') || stderr;
  return [...own, ...COMMON].find(([pattern]) => pattern.test(said))?.[1] ?? 'other';
}
