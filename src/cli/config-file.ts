/** `ocifuzz.config.json`: values of options, for a directory in which ocifuzz is called again and again. */
import { existsSync } from 'node:fs';
import Type from 'typebox';
import { checked } from '../contract/validate.ts';
import { readJson } from '../store/files.ts';
import { meaningOf, OPTIONS, type OptionName, type OptionSpec } from './options.ts';
import { mustKnow } from './suggest.ts';

/** Read where it lies in the working directory; another one is named by --config. */
const HERE = 'ocifuzz.config.json';

/** What describes a place and a habit. What is asked of one call alone stays on its command line. */
const NAMES = [
  ...(['runtimes', 'workers', 'cgroup', 'sandbox', 'clock', 'stepTimeout', 'spec'] as const),
  ...(['maxTime', 'maxCases', 'maxDivergences', 'profile', 'areas', 'faults', 'shrink'] as const),
  ...(['baseline', 'failOn', 'exitZero', 'out', 'quiet', 'verbose'] as const),
] satisfies OptionName[];

/** Published as docs/schema/config.schema.json. Texts are those of the command line; a number may stand for one. */
export const ConfigFile = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    ...Object.fromEntries(NAMES.map((name) => [name, Type.Optional(typeOf(name))])),
  },
  { additionalProperties: false, title: 'configuration of ocifuzz' },
);

function typeOf(name: OptionName): Type.TSchema {
  const spec: OptionSpec = OPTIONS[name];
  const description = meaningOf(name);
  if ('switch' in spec) return Type.Boolean({ description });
  return Type.Union([Type.String(), Type.Number()], { description });
}

export type ConfigValues = Partial<Record<OptionName, string | boolean>>;

/**
 * @param named --config, or undefined for the file here, which may be missing
 * @throws DocumentError, UserError naming an option that does not exist
 */
export function readConfig(named: string | undefined): ConfigValues {
  if (named === undefined && !existsSync(HERE)) return {};
  const path = named ?? HERE;
  const document = readJson(path);
  if (typeof document === 'object' && document !== null && !Array.isArray(document))
    for (const key of Object.keys(document)) mustKnow(`option in ${path}:`, key, [...NAMES, '$schema']);
  const { $schema: _, ...values } = checked(ConfigFile, document, path) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(values).map(([k, v]) => [k, typeof v === 'number' ? String(v) : v]),
  ) as ConfigValues;
}
