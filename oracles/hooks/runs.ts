/** That a hook is run as execv(3) would, for as long as it takes, and what of the container is there by then. */
import { parseAsk } from '../../src/contract/asks.ts';
import type { HookKind } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import { type Life, stepPath } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { operationOf, type Slot } from './entries.ts';

const EXECV = 'hooks.path.execv';
const UNLIMITED = 'hooks.timeout.absent';
const NAMESPACES = 'hooks.prestart.namespaces-exist';
const MOUNTED: Partial<Record<HookKind, string>> = {
  createRuntime: 'hooks.createRuntime.mounts-done',
  createContainer: 'hooks.createContainer.mounts-done',
};
export const RUN_RULES = specRules(
  ...[EXECV, UNLIMITED, NAMESPACES],
  ...Object.values(MOUNTED).filter((r) => r !== undefined),
);

/** Magic numbers of statfs(2), hexadecimal. */
const MAGIC: Record<string, string> = { mqueue: '19800202', devpts: '1cd1' };

export type RunInput = {
  config: OciConfig;
  life: Life;
  slots: Slot[];
  /** kinds that the runtime claims to run */
  claims: string[];
  ownKernel: boolean;
  report: Report;
};

export function judgeRuns(input: RunInput): void {
  for (const [n, slot] of input.slots.entries()) {
    // what comes after a hook that may fail may not come at all
    if (slot.clear && input.slots.slice(0, n).every((s) => s.outcome === 'ok')) judgeExecv(input, slot);
    if (slot.clear) judgeUnlimited(input, slot);
    for (const call of slot.clear && !input.ownKernel ? slot.calls : [])
      for (const result of call.begin.record?.results ?? [])
        judgeThere(input, slot, result, call.begin.record);
  }
}

/** A link is followed; a text without an interpreter's name fails, and no shell is tried. */
function judgeExecv({ life, claims, report }: RunInput, { kind, form, calls }: Slot): void {
  const op = operationOf(kind);
  const step = life.create.step.op === 'run' ? life.create : op === 'start' ? life.start : life.create;
  if (op === 'delete' || kind === 'poststart' || step === null) return;
  const { outcome, errorClass } = step.seen;
  // an operation that fails before its hooks says nothing of them
  if (form === 'link' && claims.includes(kind) && (calls.length > 0 || errorClass === 'hook-failed'))
    report.check(EXECV, calls.length > 0, {
      path: `hooks.${kind}.path`,
      token: 'link-not-followed',
      title: `a symbolic link to a program is no ${kind} hook`,
      expected: 'called',
      actual: step.seen.stderr.slice(0, 500),
    });
  // how start tells of a failed startContainer hook is judged for all failures: here, that the program must not run
  const went = kind === 'startContainer' ? life.program !== null : outcome === 'ok';
  if (form === 'text' && claims.includes(kind) && (outcome === 'ok' || outcome === 'error'))
    report.check(EXECV, !went, {
      path: stepPath(step),
      token: `${kind}-text`,
      title: `${step.step.op} goes on though a ${kind} hook cannot be executed`,
      expected: 'error (ENOEXEC)',
      actual: 'went on',
    });
}

/** Its last word came, or it was ended before. */
function judgeUnlimited({ life, report }: RunInput, s: Slot): void {
  const [call] = s.calls;
  const step = { create: life.create, start: life.start, delete: life.delete }[operationOf(s.kind)];
  const long = (s.program?.behaviour.sleepMs ?? 0) > 0 && s.timeout === undefined && s.outcome === 'ok';
  if (!long || call === undefined || call.gone === null || step?.seen.outcome !== 'ok') return;
  report.check(UNLIMITED, call.end !== null, {
    path: `hooks.${s.kind}.timeout`,
    token: 'aborted-without-one',
    title: `a ${s.kind} hook without a timeout is ended`,
    expected: `${s.program?.behaviour.sleepMs} ms`,
    actual: 'ended before',
  });
}

type Result = ProbeRecord['results'][number];

/** What a hook saw of the container through the pid of its state, or in its own mount namespace. */
function judgeThere(
  { config, report }: RunInput,
  { kind }: Slot,
  result: Result,
  record: ProbeRecord | undefined,
): void {
  const asked = parseAsk(result.ask);
  const rule = MOUNTED[kind];
  if (asked?.name === 'hook:interfaces' && kind === 'prestart' && result.ret >= 0) {
    report.check(NAMESPACES, !(result.text ?? '').includes(`${asked.target}:`), {
      path: 'hooks.prestart.network',
      token: 'not-yet-new',
      title: 'the network namespace is not there when prestart hooks run',
      actual: result.text,
    });
  } else if (asked?.name === 'hook:statfs' && rule !== undefined) {
    const mount = config.mounts?.find((m) => m.destination === asked.target);
    const inside = record?.results.find((r) => r.ask === `hook:statfs-inside:${asked.target}`);
    const seen = [result, inside].map((r) => (r === undefined || r.ret < 0 ? null : r.text?.split(' ')[0]));
    const wanted = MAGIC[mount?.type ?? ''];
    // a path that is not there, or another file system: anything else says nothing
    const open = [result, inside].some((r) => r !== undefined && r.ret < 0 && r.errno !== ENOENT);
    if (wanted === undefined || open) return;
    report.check(rule, seen.includes(wanted), {
      path: `hooks.${kind}.mounts`,
      token: 'not-yet',
      title: `the mounts are not made when ${kind} hooks run`,
      expected: mount,
      actual: seen,
    });
  }
}

const ENOENT = 2;
