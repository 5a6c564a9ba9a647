/** agreement: whether runtimes accept or refuse a case (config.md#valid-values, runtime.md#create). */

import type { Case } from '../src/contract/case.ts';
import { HOOK_KINDS } from '../src/contract/case.ts';
import type { HostFacts } from '../src/contract/facts.ts';
import type { Observation } from '../src/contract/observation.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, newerThan, patternOf, versionOf } from './core/case.ts';
import { CAP_SYS_RESOURCE, needsSysResource } from './core/host.ts';
import { stepPath, walk } from './core/lifecycle.ts';
import { pairsOf, sides } from './core/pair.ts';
import { report } from './core/report.ts';
import { ownRule, specRules } from './core/rules.ts';
import { isFault } from './core/signals.ts';

const ACCEPT = 'agreement.accept';
const RULES = [
  ownRule(ACCEPT, 'What one runtime accepts as valid, the others accept too.'),
  // what a case that is invalid may break
  ...specRules(
    'config.annotations.key-nonempty',
    'config.mounts.idmappings.both',
    'config.mounts.opt.idmap.no-userns-error',
    'config.mounts.opt.ridmap.no-userns-error',
    'config.ociVersion.required',
    'config.ociVersion.semver',
    'config.process.args.one-entry',
    'config.process.cwd.absolute',
    'config.process.cwd.required',
    'config.process.ioPriority.priority',
    'config.process.rlimits.duplicate',
    'config.process.rlimits.soft-above-hard',
    'config.process.rlimits.type.unknown',
    'config.root.path.directory-exists',
    'config.root.path.required',
    'config.root.required',
    'config.user.gid',
    'config.user.uid',
    'config.values.invalid-error',
    'hooks.createContainer.path-resolution',
    'hooks.createRuntime.path-resolution',
    'hooks.path.absolute',
    'hooks.path.required',
    'hooks.prestart.path-resolution',
    'hooks.timeout.positive',
    'linux.dev.major-minor',
    'linux.dev.path.mismatch',
    'linux.dev.type.required',
    'linux.masked.absolute',
    'linux.ns.duplicate',
    'linux.ns.path.absolute',
    'linux.ns.path.wrong-type',
    'linux.ns.type.required',
    'linux.ns.type.unknown',
    'linux.personality.domain',
    'linux.readonly.absolute',
    'linux.seccomp.args.index',
    'linux.seccomp.args.op',
    'linux.seccomp.defaultAction',
    'linux.seccomp.defaultErrnoRet.unsupported',
    'linux.seccomp.listenerMetadata.needs-path',
    'linux.seccomp.syscalls.action',
    'linux.seccomp.syscalls.errnoRet.unsupported',
    'linux.seccomp.syscalls.names',
    'op.create.cannot-apply',
  ),
];

/** Whether a runtime took the case: `path` is the step that it refused, with the class of its error. */
type Reception = { accepted: boolean; path: string; word: string } | null;

/** null: it was neither accepted nor refused (crash, hang, cut off, no create in the script). */
function receptionOf(c: Case, run: Run): Reception {
  const life = walk(c, run).lives[0];
  if (life === undefined) return null;
  const { create, start } = life;
  for (const s of start === null ? [create] : [create, start]) {
    const { outcome, errorClass } = s.seen;
    if (outcome === 'timeout') return null;
    // killed by another's hand: no fault of its own that liveness would tell
    if (outcome === 'signal')
      return isFault(s.seen) ? null : { accepted: false, path: stepPath(s), word: 'killed' };
    // run hands out the exit code of a program that ran
    const ran =
      s.step.op === 'run' && (life.program !== null || run.observation.events.some((e) => e.unordered));
    if (outcome === 'error' && !ran)
      return { accepted: false, path: stepPath(s), word: errorClass ?? 'other' };
  }
  return { accepted: true, path: stepPath(start ?? create), word: 'ok' };
}

/** Why a refusal says nothing about the runtime: the host, or a version that it does not take. */
function excuse(c: Case, host: HostFacts, run: Run): string | null {
  const version = c.config?.ociVersion;
  const { ociVersions } = run.runtime;
  const takes = ociVersions.length === 0 || ociVersions.some((p) => String(version).startsWith(p));
  if (!takes) return `does not take ociVersion ${String(version)}`;
  if (needsSysResource(c, host)) return `the host does not give ${CAP_SYS_RESOURCE}`;
  return null;
}

/** True if a hook of the case is there to fail or may: the hooks oracle judges what follows. */
function hooksMayFail(c: Case): boolean {
  const entries = HOOK_KINDS.flatMap((k) => configOf(c)?.hooks?.[k] ?? []);
  return entries.some((e) =>
    c.files.some(
      (f) =>
        f.type === 'program' &&
        f.path.endsWith(e.path) &&
        ((f.behaviour.exit ?? 0) !== 0 || f.behaviour.signal !== undefined),
    ),
  );
}

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
    const why = excuse(c, host, refuser);
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
        title: `${refuser.runtime.name} refuses (${refusal.word}) what ${(a.accepted ? pair[0] : pair[1]).runtime.name} accepts`,
        why: valid
          ? 'The case is meant to be valid: nothing in the specification asks for a refusal.'
          : 'The specification leaves open whether this is accepted.',
        expected: valid ? 'accepted' : null,
        actual: Object.fromEntries(
          pair.map((r) => [
            r.runtime.label,
            { answer: receptions.get(r)?.word, stderr: firstError(r.observation) },
          ]),
        ),
        ...(newerThan(c, refuser.runtime.declaredSpec) === null ? {} : { notClaimed: true }),
      },
    ];
  });
}

const firstError = (o: Observation): string =>
  o.steps.find((s) => s.outcome === 'error')?.stderr.slice(0, 500) ?? '';

/** An invalid case: accepting is wrong; a refusal is right only where the control is accepted. */
function judgeInvalid(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const invalid = c.invalid;
  if (invalid === undefined) return [];
  const r = report('agreement', RULES, run, versionOf(c));
  const rule = RULES.some((k) => k.id === invalid.requirement)
    ? invalid.requirement
    : 'config.values.invalid-error';
  const reception = receptionOf(c, run);
  const excused = excuse(c, input.host, run);
  if (reception === null) r.unknown(rule, 'neither accepted nor refused');
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
  else if (run.control === undefined) r.unknown(rule, 'refused, and no control was run');
  else {
    const { control: observation } = run;
    const same = { ...c, config: invalid.control, expectation: 'valid' as const };
    const control = receptionOf(same, { ...run, observation });
    if (control?.accepted) r.ok(rule);
    else r.unknown(rule, 'refused, but so was the control');
  }
  return r.verdicts();
}

/** An offending member that is newer than what the runtime declares is an unknown one, to be ignored. */
function newerThanDeclared(c: Case, run: Run): { since?: string } {
  const since = newerThan(c, run.runtime.declaredSpec, c.invalid?.pointer);
  return since === null ? {} : { since };
}

export const agreement: Oracle = {
  name: 'agreement',
  title: 'accept or refuse: valid cases, invalid ones with their control, and where runtimes differ',
  rules: RULES,
  judge: (input) =>
    input.case.expectation === 'invalid'
      ? input.runs.flatMap((run) => judgeInvalid(input, run))
      : compare(input),
};
