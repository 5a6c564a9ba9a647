/** Offline judgement of a config: the schema, and the rules that no schema can say. Pure. */
import { membersNewerThan, versionOf } from '../contract/config/versions.ts';
import { holdsAt, requirement } from '../contract/spec/index.ts';
import type { ConfigRule } from './rule.ts';
import { LINUX_RULES } from './rules/linux.ts';
import { MOUNT_RULES } from './rules/mounts.ts';
import { PROCESS_RULES } from './rules/process.ts';
import { RESOURCE_RULES } from './rules/resources.ts';
import { SCHEMA_REQUIREMENTS, schemaFaults } from './schema.ts';

/** A place in a config that breaks a requirement. Only errors make a config wrong. */
export type Fault = {
  pointer: string;
  requirement: string;
  severity: 'error' | 'warning';
  /** what the requirement says, and how the value misses it where the schema tells */
  message: string;
  hint: string;
};

/** The registry: one line per area. */
const RULES: readonly ConfigRule[] = [...MOUNT_RULES, ...PROCESS_RULES, ...LINUX_RULES, ...RESOURCE_RULES];

const isWarning = ({ requirement: id, warning }: Pick<ConfigRule, 'requirement' | 'warning'>): boolean =>
  warning === true || requirement(id).level === 'SHOULD';

/** Ids of requirements that a config breaks by an error: a runtime has to refuse it. */
export const BINDING_REQUIREMENTS: readonly string[] = [
  ...new Set([...SCHEMA_REQUIREMENTS, ...RULES.filter((r) => !isWarning(r)).map((r) => r.requirement)]),
].sort();

/** What whoever reads the bundle's files sees: text.ts, and the command. */
const FILE_REQUIREMENTS = [
  'bundle.config.exists',
  'bundle.config.name',
  'config.root.path.directory-exists',
  'json.duplicate-names',
  'json.encoding.utf8',
] as const;

/** Ids of all requirements that a bundle can be judged by without running it. */
export const STATIC_REQUIREMENTS: readonly string[] = [
  ...new Set([...FILE_REQUIREMENTS, ...BINDING_REQUIREMENTS, ...RULES.map((r) => r.requirement)]),
].sort();

/**
 * Everything that is wrong with a config, in no order, by the version of the specification that it names or by
 * `version`. Members that are newer than that count as unknown, and so are valid; each gives a warning.
 */
export function validateConfig(config: unknown, version: string = versionOf(config)): Fault[] {
  const newer = membersNewerThan(config, version);
  const isUnknown = (pointer: string): boolean =>
    newer.some((n) => n.what === 'member' && isWithin(pointer, n.pointer));
  const binds = (f: Fault): boolean => holdsAt(requirement(f.requirement), version) && !isUnknown(f.pointer);
  const said = RULES.flatMap((rule) =>
    rule.faults(config).map((pointer) => fault(rule.requirement, pointer, rule.hint, rule)),
  ).filter(binds);
  const others = [
    ...schemaFaults(config)
      .map((f) => fault(f.requirement, f.pointer, f.hint, { message: f.message }))
      .filter(binds),
    ...newer
      .filter((n) => n.pointer === newer.find((m) => isWithin(n.pointer, m.pointer))?.pointer)
      .map((n) => ({
        ...fault('config.ext.unknown.ignore', n.pointer, `raise ociVersion to ${n.since}`, { warning: true }),
        message: `It came with ${n.since}: in a config of ${version} it has no effect.`,
      })),
  ];
  // each place once: a rule says more than the schema
  const all = [...said];
  for (const f of others) if (!all.some((s) => s.pointer === f.pointer)) all.push(f);
  return all;
}

const isWithin = (pointer: string, above: string): boolean =>
  pointer === above || pointer.startsWith(`${above}/`);

function fault(
  id: string,
  pointer: string,
  hint: string,
  { warning = false, message }: { warning?: boolean; message?: string },
): Fault {
  const { text } = requirement(id);
  return {
    pointer,
    requirement: id,
    severity: isWarning({ requirement: id, warning }) ? 'warning' : 'error',
    message: message === undefined ? text : `${text} It ${message}.`,
    hint,
  };
}

/** A fault of the text or the bundle around a config, for those who read files. */
export const faultAt = (id: (typeof FILE_REQUIREMENTS)[number], pointer: string, hint: string): Fault =>
  fault(id, pointer, hint, {});
