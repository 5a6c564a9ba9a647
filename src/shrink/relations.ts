/**
 * Parts of a case that need each other: taking one away alone would turn a valid config into one that a runtime
 * may refuse, and a finding about something into a finding about that; or leave a step waiting for nothing.
 */
import type { Case, Step } from '../contract/case.ts';
import type { OciConfig } from '../contract/config/index.ts';

type Config = Partial<OciConfig>;
type Rule = { name: string; broken: (c: Config) => boolean };

/** Kinds of new namespaces. */
const fresh = (c: Config, type: string): boolean =>
  list(c.linux?.namespaces).some((n) => n?.type === type && n.path === undefined);
const has = (c: Config, type: string): boolean => list(c.linux?.namespaces).some((n) => n?.type === type);
const list = <T>(value: readonly T[] | undefined): readonly T[] => (Array.isArray(value) ? value : []);
const within = (inner: readonly string[] | undefined, outer: readonly string[] | undefined): boolean =>
  list(inner).every((x) => list(outer).includes(x));

const RULES: Rule[] = [
  // config.md#process: start needs a program
  { name: 'process', broken: (c) => c.process === undefined },
  // config.md#hostname, #domainname
  { name: 'hostname', broken: (c) => c.hostname !== undefined && !has(c, 'uts') },
  { name: 'domainname', broken: (c) => c.domainname !== undefined && !has(c, 'uts') },
  // config-linux.md#user-namespace-mappings
  { name: 'mappings', broken: (c) => list(c.linux?.uidMappings).length > 0 && !has(c, 'user') },
  {
    name: 'user namespace',
    broken: (c) =>
      fresh(c, 'user') &&
      (list(c.linux?.uidMappings).length === 0 || list(c.linux?.gidMappings).length === 0),
  },
  // config-linux.md#offset-for-time-namespace
  { name: 'time offsets', broken: (c) => c.linux?.timeOffsets !== undefined && !fresh(c, 'time') },
  // these change mounts, and must not be those of the runtime namespace
  { name: 'mount namespace', broken: (c) => !has(c, 'mount') },
  // capabilities(7), thread capability sets
  {
    name: 'capabilities',
    broken: ({ process }) => {
      const sets = process?.capabilities;
      return (
        !within(sets?.effective, sets?.permitted) ||
        !within(sets?.permitted, sets?.bounding) ||
        !within(sets?.ambient, sets?.permitted) ||
        !within(sets?.ambient, sets?.inheritable)
      );
    },
  },
  // config.md#process: consoleSize is for terminals
  { name: 'console size', broken: ({ process }) => !!process?.consoleSize && process.terminal !== true },
];

/** Steps that make no sense without one of others before them. */
const NEEDS: [Step['op'], Step['op'][]][] = [
  ['start', ['create']],
  ['wait', ['start', 'run']],
];

const follows = (script: readonly Step[], index: number, ops: readonly Step['op'][]): boolean =>
  script.slice(0, index).some((s) => ops.includes(s.op));

/** Names of the relations that the case breaks. */
export function brokenRelations(c: Case): string[] {
  const rules = RULES.filter(({ broken }) => {
    try {
      return broken((c.config ?? {}) as Config);
    } catch {
      // a config of other types than the schema's has no relations to speak of
      return false;
    }
  });
  const steps = NEEDS.filter(([op, before]) =>
    c.script.some((s, i) => s.op === op && !follows(c.script, i, before)),
  );
  return [...rules.map((r) => r.name), ...steps.map(([op]) => `step ${op}`)];
}
