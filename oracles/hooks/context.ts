/** Where hooks are looked up and executed, and with what arguments and environment. */
import { type Case, HOOK_KINDS, type HookKind } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { Observation } from '../../src/contract/observation.ts';
import { bytesOf, isPlain } from '../core/case.ts';
import { deviatesEnv, isInherited } from '../core/env.ts';
import type { Life } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import type { Call } from '../core/timeline.ts';
import { executionSide, groupPath, lookupSide, type Slot } from './entries.ts';

export const CONTEXT_RULES = specRules(
  ...HOOK_KINDS.flatMap((k) => [`hooks.${k}.path-resolution`, `hooks.${k}.namespace`]),
  'hooks.args.argv',
  'hooks.env.environ',
  'hooks.env.absent',
);

export type ContextInput = {
  case: Case;
  config: OciConfig;
  observation: Observation;
  life: Life;
  ownKernel: boolean;
  report: Report;
};

export function judgeContext(input: ContextInput, slot: Slot): void {
  judgeLookup(input.report, slot);
  for (const call of slot.clear ? slot.calls : []) {
    if (!input.ownKernel) judgeNamespace(input, slot.kind, call);
    judgeArguments(input.report, slot, call);
    judgeEnvironment(input, slot, call);
  }
}

function judgeLookup(report: Report, { kind, calls, strayed, clear }: Slot): void {
  const rule = `hooks.${kind}.path-resolution`;
  if (!clear || calls.length + strayed.length === 0) return;
  const wrong = lookupSide(kind) === 'runtime' ? 'container' : 'runtime';
  report.check(rule, strayed.length === 0, {
    path: rule,
    token: `in-${wrong}`,
    title: `the path of ${kind} hooks is looked up in the ${wrong} namespace`,
  });
}

/** Names as config.json has them, of the namespace kinds as records have them. */
const TYPES: Record<string, string> = {
  pid: 'pid',
  net: 'network',
  mnt: 'mount',
  ipc: 'ipc',
  uts: 'uts',
  user: 'user',
  cgroup: 'cgroup',
  time: 'time',
};

function judgeNamespace(
  { config, observation, life, report }: ContextInput,
  kind: HookKind,
  call: Call,
): void {
  const rule = `hooks.${kind}.namespace`;
  const seen = call.begin.record?.ns ?? {};
  const outside = observation.before.namespaces;
  const look = observation.outside.find((v) => life.steps.some((s) => s.index === v.step));
  const inside = life.program?.begin.record?.ns ?? look?.ns;
  const listed = new Set((config.linux?.namespaces ?? []).map((n) => n.type as string));
  const wanted = executionSide(kind) === 'runtime' ? outside : inside;
  if (wanted === undefined) {
    report.unknown(rule, 'the namespaces of the container were not seen');
    return;
  }
  const off = Object.keys(TYPES).filter((k) => seen[k] != null && wanted[k] != null && seen[k] !== wanted[k]);
  const path = rule;
  const title = `${kind} hooks are not executed in the ${executionSide(kind)} namespace`;
  // while create goes on the cgroup may be missing (config.md#createcontainer-hooks)
  const late: string[] = kind === 'createContainer' ? off.filter((k) => k === 'cgroup') : [];
  const firm = off.filter((k) => !late.includes(k));
  const named = (kinds: string[]) =>
    kinds.filter((k) => listed.has(TYPES[k] ?? '') || kinds.length === 1).join('+');
  if (late.length > 0)
    report.fail(rule, { path, token: 'cgroup', kind: 'spec-gap', title, expected: wanted, actual: seen });
  if (firm.length > 0)
    report.fail(rule, { path, token: named(firm) || 'other', title, expected: wanted, actual: seen });
  if (off.length === 0) report.ok(rule);
}

function judgeArguments(report: Report, { kind, args }: Slot, call: Call): void {
  const argv = call.begin.record?.argv;
  // without args, or with none, argv is not defined
  if (args === undefined || args.length === 0 || argv === undefined || !args.every(isPlain)) return;
  const expected = args.map(bytesOf);
  const same = argv.length === expected.length && argv.every((a, i) => a === expected[i]);
  const token =
    argv.length === expected.length + 1
      ? 'prepended'
      : argv.length === expected.length
        ? 'changed'
        : 'length';
  report.check('hooks.args.argv', same, {
    path: groupPath(kind, 'argv'),
    token,
    kind: 'violation',
    title: `argv of ${kind} hooks is not what args says`,
    expected: args,
    actual: argv,
  });
}

function judgeEnvironment({ case: c, config, report }: ContextInput, { kind, env }: Slot, call: Call): void {
  const seen = call.begin.record?.env;
  if (seen === undefined) return;
  const path = groupPath(kind, 'env');
  if (env === undefined) {
    report.check('hooks.env.absent', seen.length === 0, {
      path,
      token: isInherited(c, seen) ? 'inherited' : 'not-empty',
      // literally empty, yet runtimes and their users disagree (runc 4323, crun 911)
      kind: 'spec-gap',
      title: `${kind} hooks without env get an environment`,
      expected: [],
      actual: seen,
    });
    return;
  }
  const off = deviatesEnv(env, seen, config.process?.env);
  if (off === null) return;
  report.check('hooks.env.environ', off === '', {
    path,
    token: off,
    kind: off.startsWith('extra') ? 'spec-gap' : 'violation',
    title: `the environment of ${kind} hooks is not what env says`,
    expected: env,
    actual: seen,
  });
}
