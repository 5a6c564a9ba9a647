/** agreement: whether runtimes accept or refuse a case (config.md#valid-values, runtime.md#create). */

import type { Case, Contrast } from '../src/contract/case.ts';
import { MOUNT_OPTIONS, NAMESPACE_TYPES } from '../src/contract/config/index.ts';
import type { HostFacts } from '../src/contract/facts.ts';
import type { Observation } from '../src/contract/observation.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { BINDING_REQUIREMENTS } from '../src/validate/index.ts';
import {
  configOf,
  hooksMayFail,
  makesUserNamespace,
  mayNotKnow,
  newerThan,
  patternOf,
  versionOf,
} from './core/case.ts';
import { CAP_SYS_RESOURCE, needsSysResource } from './core/host.ts';
import { isBelow, normalPath } from './core/mounts.ts';
import { pairsOf, sides } from './core/pair.ts';
import { controlReception, declares, type Reception, receptionOf, takes } from './core/reception.ts';
import { report } from './core/report.ts';
import { ownRule, specRules } from './core/rules.ts';

const ACCEPT = 'agreement.accept';
/** Options of the table that are more than permitted; it has no rnodev (config.md#linux-mount-options). */
const OFFERED = Object.values(MOUNT_OPTIONS)
  .flat()
  .filter((o) => !['rnodev', 'mand', 'nomand', 'tmpcopyup', 'remount'].includes(o));
/** What an invalid or a harmless part of a case may name beside that: files, the host, what no config can break. */
const BEYOND_CONFIG = [
  'linux.rdt.no-resctrl',
  'config.annotations.absent-or-empty',
  'config.annotations.image-keys',
  'config.annotations.structure-free',
  'config.annotations.unknown-key',
  'config.annotations.value-empty',
  'config.ext.unknown.ignore',
  'config.mounts.destination.relative-to-slash',
  'config.ociVersion.backward-compat',
  'config.process.capabilities.do-not-fail',
  'config.process.capabilities.unmappable-warn',
  'config.process.commandLine.linux',
  'config.process.consoleSize.ignored',
  'config.root.path.directory-exists',
  'hooks.createContainer.path-resolution',
  'hooks.createRuntime.path-resolution',
  'hooks.prestart.path-resolution',
  'json.member-order',
  'linux.dev.path.mismatch',
  'linux.mempolicy.flags',
  'linux.mempolicy.nodes',
  'linux.netdev.available',
  'linux.netdev.check-possible',
  'linux.netdev.name.template',
  'linux.ns.path.join',
  'linux.ns.path.wrong-type',
  'linux.res.unified.absent-controller',
  'linux.res.unified.convert-error',
  'linux.seccomp.listenerPath.send-fail',
  'linux.seccomp.listenerPath.unused',
  'op.create.cannot-apply',
  'warnings.flow-unchanged',
  ...OFFERED.map((option) => `config.mounts.opt.${option}`),
  ...NAMESPACE_TYPES.map((type) => `linux.ns.supported.${type}`),
];
const RULES = [
  ownRule(ACCEPT, 'What one runtime accepts as valid, the others accept too.'),
  ...specRules(...new Set([...BINDING_REQUIREMENTS, ...BEYOND_CONFIG])),
];

/** Why a refusal says nothing about the runtime: the host, or a version that it does not take. */
function excuse(c: Case, host: HostFacts, run: Run): string | null {
  if (!takes(c, run)) return `does not take ociVersion ${String(c.config?.ociVersion)}`;
  const { noUserNamespaces } = run.runtime;
  if (noUserNamespaces !== undefined && makesUserNamespace(configOf(c) ?? {}))
    return `no user namespaces: ${noUserNamespaces}`;
  if (needsSysResource(c, host)) return `the host does not give ${CAP_SYS_RESOURCE}`;
  if (host.cgroup === 'v1' && configOf(c)?.linux?.resources?.unified !== undefined) return NEEDS_V2;
  return null;
}

/** Of saved cases that were made for such a host. */
const NEEDS_V2 = 'it needs cgroup v2';
/** Of resources that a runtime takes without a look (`RuntimeFacts.cgroups`). */
const UNREAD = 'it was told to leave cgroups alone';
/** Of members newer than a runtime: to pass over what it does not know is right, and no answer. */
const UNKNOWN_TO = 'it uses what the runtime that accepts it may not know';
const MEANT_VALID = 'The case is meant to be valid: nothing in the specification asks for a refusal.';
const LEFT_OPEN = 'The specification leaves open whether this is accepted.';

/** Runs of a valid or unspecified case against each other. */
function compare(input: JudgeInput): Verdict[] {
  const { case: c, host, runs } = input;
  const receptions = new Map(runs.map((run) => [run, receptionOf(c, run)]));
  const valid = c.expectation === 'valid' && !hooksMayFail(c);
  return pairsOf(runs).flatMap((pair): Verdict[] => {
    const [a, b] = pair.map((r) => receptions.get(r) ?? null) as [Reception, Reception];
    const subjects = pair.map((r) => r.runtime.label);
    const base = { oracle: 'agreement', rule: ACCEPT, subjects };
    if (a === null || b === null)
      return [{ ...base, verdict: 'unknown', why: 'not every runtime came to an answer' }];
    if (a.accepted && b.accepted) return [{ ...base, verdict: 'ok' }];
    if (!a.accepted && !b.accepted) {
      return valid ? [{ ...base, verdict: 'unknown', why: 'refused by all' }] : [{ ...base, verdict: 'ok' }];
    }
    const refuser = a.accepted ? pair[1] : pair[0];
    const refusal = a.accepted ? b : a;
    const taker = a.accepted ? pair[0] : pair[1];
    const unread = !taker.runtime.cgroups && configOf(c)?.linux?.resources !== undefined;
    const why =
      excuse(c, host, refuser) ??
      (unread ? UNREAD : null) ??
      (mayNotKnow(c, taker.runtime) ? UNKNOWN_TO : null) ??
      failingHook(c, refusal.word, firstError(refuser.observation));
    if (why !== null) return [{ ...base, verdict: 'unknown', why }];
    const word = (r: NonNullable<Reception>) => (r.accepted ? 'ok' : `refused:${r.word}`);
    return [
      {
        ...base,
        verdict: 'violation',
        kind: valid ? 'difference' : 'spec-gap',
        level: null,
        path: refusal.path,
        token: sides(pair, word(a), word(b)),
        title: `${refuser.runtime.name} refuses (${refusal.word}) what ${taker.runtime.name} accepts`,
        // texts of errors have times and pids in them: to be read, not to be compared
        why: `${valid ? MEANT_VALID : LEFT_OPEN} ${refuser.runtime.name} said: ${firstError(refuser.observation)}`,
        expected: valid ? 'accepted' : null,
        actual: Object.fromEntries(pair.map((r) => [r.runtime.label, receptions.get(r)?.word])),
        ...(newerThan(c, refuser.runtime.declaredSpec) === null ? {} : { notClaimed: true }),
      },
    ];
  });
}

/** Why a refusal may come of a hook that fails, whatever the runtime makes of that. */
function failingHook(c: Case, word: string, said: string): string | null {
  if (word !== 'hook-failed' && said !== '') return null;
  if (hooksMayFail(c)) return 'a hook of the case fails';
  // some take it for none, some for the least there is: the files of the cgroup tell
  const isNone = word === 'hook-failed' && configOf(c)?.linux?.resources?.pids?.limit === 0;
  return isNone ? 'a pids limit of 0 may leave no room for hooks' : null;
}

const firstError = (o: Observation): string =>
  o.steps.find((s) => s.outcome === 'error')?.stderr.slice(0, 500) ?? '';

/** An invalid case: accepting is wrong; a refusal is right only where the control is accepted. */
function judgeInvalid(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const { invalid } = c;
  if (invalid === undefined) return [];
  const r = report('agreement', RULES, run, versionOf(input));
  const rule = ruleOf(invalid);
  const reception = receptionOf(c, run);
  const excused = excuse(c, input.host, run);
  const unread = !run.runtime.cgroups && invalid.pointer.startsWith('/linux/resources');
  if (reception === null) r.unknown(rule, 'neither accepted nor refused');
  else if (input.host.cgroup === 'v1' && rule.startsWith('linux.res.unified.')) r.unknown(rule, NEEDS_V2);
  else if (reception.accepted && unread) r.unknown(rule, UNREAD);
  else if (reception.accepted) {
    r.fail(rule, {
      path: `config:${patternOf(c, invalid.pointer)}`,
      token: 'accepted',
      title: `accepts a config that breaks ${rule}`,
      expected: 'an error',
      actual: 'accepted',
      ignored: true,
      ...newerThanDeclared(c, run),
    });
  } else if (excused !== null) r.unknown(rule, excused);
  else if (controlReception(c, run, invalid.control)?.accepted) r.ok(rule);
  else r.unknown(rule, 'refused, but so was the control, or it was not run');
  return r.verdicts();
}

/** A part that is no reason to refuse: accepting is right; refusing is wrong only where the control is accepted. */
function judgeHarmless(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const { harmless } = c;
  const reception = receptionOf(c, run);
  if (harmless === undefined || !takes(c, run) || !declares(c, run)) return [];
  const r = report('agreement', RULES, run, versionOf(input));
  const rule = ruleOf(harmless);
  if (reception === null) r.unknown(rule, 'neither accepted nor refused');
  else if (reception.accepted) r.ok(rule);
  else if (holdsOthers(c, harmless)) r.unknown(rule, 'something else is to be made in the mount');
  // of a source with mounts below a user namespace may bind all or nothing (mount_namespaces(7))
  else if (rule.startsWith('linux.ns.supported.') && reception.word === 'mount-failed')
    r.unknown(rule, 'it is a mount that cannot be made');
  else if (controlReception(c, run, harmless.control)?.accepted) {
    r.fail(rule, {
      path: `config:${patternOf(c, harmless.pointer)}`,
      token: 'refused',
      title: `refuses what ${rule} says is no reason to refuse`,
      expected: 'accepted, as the config without it is',
      actual: firstError(run.observation),
    });
  } else r.unknown(rule, 'refused, but so was the control, or it was not run');
  return r.verdicts();
}

/** True for a mount in which other mounts or devices have to be made: it may be these that cannot be. */
function holdsOthers(c: Case, { pointer }: Contrast): boolean {
  const config = configOf(c);
  const own = config?.mounts?.[Number(/^\/mounts\/(\d+)/.exec(pointer)?.[1] ?? -1)];
  if (own === undefined) return false;
  const others = [
    ...(config?.mounts ?? []).map((m) => m.destination),
    ...(config?.linux?.devices ?? []).map((d) => d.path),
  ];
  return others.some((p) => isBelow(normalPath(p), normalPath(own.destination)));
}

const ruleOf = ({ requirement }: Contrast): string =>
  RULES.some((k) => k.id === requirement) ? requirement : 'config.values.invalid-error';

/** An offending member that is newer than what the runtime declares is an unknown one, to be ignored. */
function newerThanDeclared(c: Case, run: Run): { since?: string } {
  const since = newerThan(c, run.runtime.declaredSpec, c.invalid?.pointer);
  return since === null ? {} : { since };
}

function judge(input: JudgeInput): Verdict[] {
  if (input.case.expectation === 'invalid') return input.runs.flatMap((run) => judgeInvalid(input, run));
  const harmless = input.runs.flatMap((run) => judgeHarmless(input, run));
  // who refuses the harmless part is found: how others take it says no more
  return harmless.some((v) => v.verdict === 'violation') ? harmless : [...harmless, ...compare(input)];
}

export const agreement: Oracle = {
  name: 'agreement',
  title:
    'accept or refuse: valid cases, invalid and harmless parts with a control, and where runtimes differ',
  rules: RULES,
  judge,
};
