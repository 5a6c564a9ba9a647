/** The one table of options: commander, --help and docs/cli.md are made from it. */

import { VERSIONS } from '../contract/config/releases.ts';
import { CONFORMANCE_FORMATS } from '../report/conformance/index.ts';
import { FORMATS } from '../report/formats/index.ts';
import { FAIL_ON } from './fail-on.ts';
import { parseHook, parseMount, parseUser } from './hand-values.ts';
import { parseChoice, parseDuration, parseInteger, parseShard, parseWords } from './parse.ts';
import { parseRuntimeList } from './runtimes-list.ts';

/** An option with a value; without `default` it may be absent. The text says what an absent one means. */
type Value<T, D extends string | undefined> = {
  argument: string;
  text: string;
  parse: (text: string) => T;
  default: D;
  /** where it is not the option's name */
  flag?: string;
  /** may be given several times: `parse` reads one of them, and the value is a list */
  many?: true;
};
/** A switch: `on` is false unless given; `off` is true unless given as --no-NAME. */
type Switch = { text: string; switch: 'on' | 'off' };
export type OptionSpec = Value<unknown, string | undefined> | Switch;

function value<T>(argument: string, text: string, parse: (text: string) => T): Value<T, undefined>;
function value<T>(
  argument: string,
  text: string,
  parse: (text: string) => T,
  fallback: string,
): Value<T, string>;
function value<T>(argument: string, text: string, parse: (text: string) => T, fallback?: string) {
  return { argument, text, parse, default: fallback };
}
/** Versions that verdicts can be by. */
const SPEC_VERSIONS = ['1.0.0', '1.0.1', ...VERSIONS] as const;

const on = (text: string): Switch => ({ text, switch: 'on' });
const off = (text: string): Switch => ({ text, switch: 'off' });
/** The same flag may mean different things to different commands. */
const flag = <T extends Value<unknown, string | undefined>>(name: string, spec: T): T => ({
  ...spec,
  flag: name,
});
/** Each time it is given adds one. */
const many = <T>(argument: string, text: string, parse: (text: string) => T): Value<T[], undefined> =>
  ({ ...value(argument, text, parse), many: true }) as unknown as Value<T[], undefined>;
const asIs = (text: string): string => text;

const REPORTS = FORMATS.map((f) => f.name);
const RESULTS = CONFORMANCE_FORMATS.map((f) => f.name);

export const OPTIONS = {
  runtimes: value(
    'LIST',
    'runtimes to run: [adapter:]label[=path][?flag=value], separated by commas',
    parseRuntimeList,
    'runc,crun',
  ),
  maxTime: value(
    'DURATION',
    'stop after this time: 60s, 10m, 1h (default: 10m; no limit with --max-cases or --index)',
    parseDuration,
  ),
  maxCases: value('N', 'stop after so many cases (default: no limit)', parseInteger(1)),
  maxDivergences: value('N', 'stop after so many new findings (default: no limit)', parseInteger(1)),
  maxNew: value(
    'N',
    'tell of the N most severe new findings; the others go to later/ in the directory of the run (default: all)',
    parseInteger(1),
  ),
  keep: value('N', 'directories of runs to keep; older ones are removed', parseInteger(1), '30'),
  seed: value('S', 'seed of the generated cases (default: a new one, shown)', parseInteger(0, 0xffffffff)),
  index: value('I', 'run only the case with this index of the seed', parseInteger(0)),
  profile: value(
    'NAME',
    'generated cases: valid (meant to run), edge (at the borders), mixed (both), hostile (broken types and JSON), all (in `run` after the cases of `ocifuzz conformance`)',
    parseChoice('profile', ['valid', 'edge', 'mixed', 'hostile', 'all'] as const),
    'mixed',
  ),
  count: value('N', 'bundles to make (default: 1)', parseInteger(1)),
  args: many('WORD', 'the program, then its arguments, one each time', asIs),
  env: many('NAME=VALUE', 'a variable of the program', asIs),
  cwd: value('PATH', 'working directory of the program', asIs),
  uid: value('UID[:GID]', 'user, and group, of the program', parseUser),
  hostname: value('NAME', 'hostname of the container', asIs),
  mount: many(
    'MOUNT',
    'one more mount: type=tmpfs,source=tmpfs,destination=/x,ro; other words are its options',
    parseMount,
  ),
  hook: many('KIND=COMMAND', 'one more hook: poststart=/usr/bin/logger started', parseHook),
  rootfs: value('DIR', 'use this root filesystem (default: a new one with busybox)', asIs),
  from: value('FILE', 'change this config.json (default: a plain config with a shell)', asIs),
  bundleOut: flag(
    'out',
    value('DIR', 'new directory that gets the bundle, or the bundles as 0/bundle, 1/bundle, ...', asIs),
  ),
  areas: value('LIST', 'config areas to generate; see `ocifuzz list areas` (default: all)', parseWords),
  faults: on(
    'in each case something befalls the runtime in one operation: it is killed, cannot write, lacks descriptors...',
  ),
  workers: value('N', 'lifecycles at a time (default: one per CPU)', parseInteger(1, 256)),
  cgroup: value(
    'VIEW',
    'cgroup view that runtimes get: auto, v1, v2',
    parseChoice('cgroup view', ['auto', 'v1', 'v2'] as const),
    'auto',
  ),
  sandbox: value(
    'MODE',
    'full, or light (mount namespace and cgroup only; to compare)',
    parseChoice('sandbox', ['full', 'light'] as const),
    'full',
  ),
  clock: value(
    'CLOCK',
    'when programs start: arrival (of their reports), tracefs (by the kernel, where the host has it)',
    parseChoice('clock', ['arrival', 'tracefs'] as const),
    'tracefs',
  ),
  stepTimeout: value(
    'DURATION',
    'longest time of one operation; a longer one is a hang',
    parseDuration,
    '10s',
  ),
  baseline: value(
    'FILE',
    'known issues, which are shown and never fail a run; none for none (default: corpus/known-issues.json)',
    asIs,
  ),
  failOn: value(
    'LEVEL',
    `least severe new finding that gives exit code 1: ${FAIL_ON.join(', ')}`,
    parseChoice('level', FAIL_ON),
    'any',
  ),
  exitZero: on('exit 0 whatever was found'),
  shrink: off('leave findings as they were found (faster)'),
  shard: value('I/N', 'run only the I-th of N parts of the same campaign, from 1', parseShard),
  resume: value('DIR', 'go on with the run in this directory', asIs),
  out: value('DIR', 'directory that gets runs/ with a directory for each run', asIs, '.ocifuzz'),
  good: value('LABEL', 'the runtime of the list that does not show the finding', asIs),
  bad: value('LABEL', 'the runtime of the list that shows it', asIs),
  format: value(
    'FORMAT',
    `sh (a script that prints PRESENT or ABSENT), markdown (an issue with the script), tar (both, with the case), json`,
    parseChoice('format', ['sh', 'markdown', 'tar', 'json'] as const),
    'sh',
  ),
  output: value('FILE', 'write to this file (default: stdout)', asIs),
  reportFormat: flag(
    'format',
    value(
      'FORMAT',
      `print this alone: ${REPORTS.join(', ')} (default: write all into the run directory)`,
      parseChoice('format', REPORTS),
    ),
  ),
  conformanceFormat: flag(
    'format',
    value(
      'FORMAT',
      `print every result as ${RESULTS.join(', ')} (default: what is broken, and figures)`,
      parseChoice('format', RESULTS),
    ),
  ),
  measure: on('run each finding on all --runtimes, and keep what which release shows'),
  note: value('TEXT', 'a note that is kept with the finding', asIs),
  force: on('also where it touches security, or is fixed in the newest release'),
  config: value(
    'FILE',
    'values of options, which those given here override (default: ocifuzz.config.json, where there is one)',
    asIs,
  ),
  quiet: on('print the end of the summary and nothing else'),
  verbose: on('print every finding in full at the end'),
  json: on('one JSON document on stdout, nothing else (docs/schema/result.schema.json)'),
  spec: value(
    'VERSION',
    'judge by this version of the specification (default: the one that the config names)',
    parseChoice('version of the specification', SPEC_VERSIONS),
  ),
  area: value('NAME', 'only requirements of this area (default: all)', asIs),
  markdown: on('as a table in Markdown'),
  run: value(
    'PATH',
    'spec: what the run in this directory has exercised of the rules, and what it never did; bisect: look at this build alone, exit code as `git bisect run` takes it (0, 1, 125)',
    asIs,
  ),
} satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof OPTIONS;

type ValueOf<O> = O extends Value<infer T, infer D> ? (D extends string ? T : T | undefined) : boolean;

/** What commands get: every option by its name, parsed. */
export type Values = { [K in OptionName]: ValueOf<(typeof OPTIONS)[K]> };

/** `--max-time DURATION`, `--no-shrink` */
export function flagOf(name: OptionName): string {
  const spec: OptionSpec = OPTIONS[name];
  const named = 'flag' in spec && spec.flag !== undefined ? spec.flag : name;
  const kebab = named.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  if (!('switch' in spec)) return `--${kebab} ${spec.argument}`;
  return spec.switch === 'off' ? `--no-${kebab}` : `--${kebab}`;
}

/** Meaning with the default, for help and docs. */
export function meaningOf(name: OptionName): string {
  const spec: OptionSpec = OPTIONS[name];
  return 'switch' in spec || spec.default === undefined
    ? spec.text
    : `${spec.text} (default: ${spec.default})`;
}
