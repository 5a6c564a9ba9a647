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

type StepRule = { name: string; op: Step['op']; needs: Step['op'][]; where: 'before' | 'after' };

const STEP_RULES: StepRule[] = [
  { name: 'start of nothing', op: 'start', needs: ['create'], where: 'before' },
  { name: 'wait for nothing', op: 'wait', needs: ['start', 'run'], where: 'before' },
  // the program would race with the end of the lifecycle
  { name: 'start not waited for', op: 'start', needs: ['wait'], where: 'after' },
];

function breaks(script: readonly Step[], { op, needs, where }: StepRule): boolean {
  return script.some(
    (step, i) =>
      step.op === op &&
      !(where === 'before' ? script.slice(0, i) : script.slice(i + 1)).some((s) => needs.includes(s.op)),
  );
}

/** A program that holds on until a signal comes, and a wait for its end without one. */
function waitsInVain(c: Case): boolean {
  const holds = c.files.some(
    (f) => f.type === 'program' && f.behaviour.role === 'probe' && f.behaviour.holdMs !== undefined,
  );
  const end = c.script.findIndex((s) => s.op === 'wait' && s.until === 'stopped');
  return holds && end >= 0 && !c.script.slice(0, end).some((s) => s.op === 'kill');
}

/** A network device that the config names, and the host does not have. */
function namesNoDevice(c: Case): boolean {
  const there = list(c.host.interfaces).map((i) => i.name);
  const { linux } = (c.config ?? {}) as Config;
  return Object.keys(linux?.netDevices ?? {}).some((name) => !there.includes(name));
}

/** What raw text may not lose, whatever else it is: a container without it would meet the sandbox itself. */
const KEPT = ['"mount"', '"cgroupsPath"', '"process"'];

/** Names of the relations that the case breaks. */
export function brokenRelations(c: Case): string[] {
  const { configText } = c;
  if (configText !== undefined) return KEPT.filter((word) => !configText.includes(word));
  const rules = RULES.filter(({ broken }) => {
    try {
      return broken((c.config ?? {}) as Config);
    } catch {
      // a config of other types than the schema's has no relations to speak of
      return false;
    }
  });
  const steps = STEP_RULES.filter((rule) => breaks(c.script, rule));
  const held = waitsInVain(c) ? [{ name: 'end of a held program' }] : [];
  const devices = namesNoDevice(c) ? [{ name: 'network device' }] : [];
  return [...rules, ...steps, ...held, ...devices].map((r) => r.name);
}
