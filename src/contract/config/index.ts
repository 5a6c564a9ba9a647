/**
 * config.json for Linux, in our own words (src/contract/spec/config-properties.tsv): the one source of its static
 * type, its validation and the words that generators choose from. Unknown members are valid
 * (config.md#extensibility), a member that the text requires on Linux is required here.
 */
import type { ErrorObject } from 'ajv';
import Type, { type Static } from 'typebox';
import { HOOK_KINDS } from '../case.ts';
import { ajv } from '../validate.ts';
import { absolutePath, IdMappings, strings } from './common.ts';
import { Linux } from './linux.ts';
import { Process } from './process.ts';

export * from './vocabulary.ts';

const Mount = Type.Object(
  {
    destination: Type.String(),
    source: Type.Optional(Type.String()),
    type: Type.Optional(Type.String()),
    options: Type.Optional(strings()),
    uidMappings: Type.Optional(IdMappings),
    gidMappings: Type.Optional(IdMappings),
  },
  { dependencies: { uidMappings: ['gidMappings'], gidMappings: ['uidMappings'] } },
);

const HookEntries = Type.Optional(
  Type.Array(
    Type.Object({
      path: absolutePath(),
      args: Type.Optional(strings()),
      env: Type.Optional(strings()),
      timeout: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
  ),
);
const Hooks = Type.Object(
  Object.fromEntries(HOOK_KINDS.map((kind) => [kind, HookEntries])) as Record<
    (typeof HOOK_KINDS)[number],
    typeof HookEntries
  >,
);

/** SemVer 2.0.0 */
const VERSION = '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$';

export const OciConfig = Type.Object(
  {
    ociVersion: Type.String({ pattern: VERSION }),
    root: Type.Object({ path: Type.String(), readonly: Type.Optional(Type.Boolean()) }),
    hostname: Type.Optional(Type.String()),
    domainname: Type.Optional(Type.String()),
    mounts: Type.Optional(Type.Array(Mount)),
    process: Type.Optional(Process),
    hooks: Type.Optional(Hooks),
    annotations: Type.Optional(
      Type.Record(Type.String(), Type.String(), { propertyNames: { minLength: 1 } }),
    ),
    linux: Type.Optional(Linux),
  },
  { title: 'config.json' },
);
export type OciConfig = Static<typeof OciConfig>;
export type OciMount = Static<typeof Mount>;

/** A place in a config that breaks the schema. */
export type ConfigFault = {
  /** of the missing member where one is missing, of the member that needs another where that is */
  pointer: string;
  /** of JSON Schema: type, required, enum, pattern, minItems ... */
  keyword: string;
  message: string;
  /** what the keyword asks for, where it is a list of words */
  allowed?: readonly unknown[];
};

const validate = ajv.compile(OciConfig as object);

/** What breaks the schema; [] = valid. */
export function configFaults(config: unknown): ConfigFault[] {
  if (validate(config)) return [];
  return (validate.errors ?? []).filter(isCause).map((e) => ({
    pointer: `${e.instancePath}${missing(e)}`,
    keyword: e.keyword,
    message: e.message ?? e.keyword,
    ...(e.keyword === 'enum' ? { allowed: (e.params as { allowedValues: unknown[] }).allowedValues } : {}),
  }));
}

/** Not what is wrong in one branch of a choice, nor that a condition led to a fault that is listed by itself. */
const isCause = (e: ErrorObject): boolean => e.keyword !== 'if' && !e.schemaPath.includes('/anyOf/');

/** The member that is missing; or the one that is there without another that it needs. */
function missing(e: ErrorObject): string {
  const { property, missingProperty } = e.params as { property?: string; missingProperty?: string };
  const name = property ?? missingProperty;
  return name === undefined ? '' : `/${name}`;
}
