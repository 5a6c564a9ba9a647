/** The state that hooks read on standard input. */
import type { Case, HookKind } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import { textOf } from '../core/case.ts';
import type { Life } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { denies } from '../core/seccomp.ts';
import {
  bundleWord,
  type Document,
  deviatesAnnotations,
  documentOf,
  judgeSchema,
  STATUSES,
  statusWord,
} from '../core/state-document.ts';
import type { Call } from '../core/timeline.ts';
import { executionSide, groupPath, type Slot } from './entries.ts';

/** Requirements that derive the status of a kind, what it follows to be, and what passes as a gap. */
export const STATUS: Record<HookKind, { rule: string; right: string[]; gap: string[] }> = {
  prestart: { rule: 'hooks.stdin.status.prestart', right: ['creating'], gap: ['created'] },
  createRuntime: { rule: 'hooks.stdin.status.prestart', right: ['creating'], gap: ['created'] },
  createContainer: { rule: 'hooks.stdin.status.prestart', right: ['creating'], gap: ['created'] },
  startContainer: { rule: 'hooks.stdin.status.startContainer', right: ['created'], gap: ['creating'] },
  poststart: { rule: 'hooks.stdin.status.poststart', right: ['running', 'stopped'], gap: [] },
  poststop: { rule: 'hooks.stdin.status.poststop', right: ['stopped'], gap: STATUSES },
};

export const STDIN_RULES = specRules(
  'hooks.stdin.state',
  'hooks.stdin.id',
  'hooks.stdin.bundle',
  'hooks.stdin.annotations',
  'hooks.stdin.pid.runtime',
  'hooks.stdin.pid.container',
  ...new Set(Object.values(STATUS).map((s) => s.rule)),
  'state.ociVersion',
  'state.status.required',
  'state.json-schema',
);

export type StdinInput = { case: Case; config: OciConfig; life: Life; ownKernel: boolean; report: Report };

export function judgeStdin(input: StdinInput, slot: Slot): void {
  if ((slot.program?.behaviour.stdin ?? 'read') !== 'read') return;
  for (const call of slot.calls) {
    const doc = judgeArrival(input, slot.kind, call);
    if (doc === null) continue;
    judgeMembers(input, slot.kind, doc);
    judgeStatus(input.report, slot.kind, doc);
    if (!input.ownKernel) judgePid(input, slot.kind, doc);
  }
}

/** The document a hook read, as JSON; null if it is not there or is no object. */
export function stdinDocument(call: Call): Document | null {
  try {
    return documentOf(JSON.parse(textOf(call.begin.record?.stdin?.bytes ?? '')));
  } catch {
    return null;
  }
}

function judgeArrival({ config, report }: StdinInput, kind: HookKind, call: Call): Document | null {
  const rule = 'hooks.stdin.state';
  const path = groupPath(kind, 'stdin');
  const { record } = call.begin;
  if (record === undefined) {
    report.unknown(rule, 'what the hook saw was too long to report');
    return null;
  }
  const { stdin } = record;
  if (stdin == null) {
    report.fail(rule, { path, token: 'unreadable', title: `${kind} hooks cannot read their standard input` });
    return null;
  }
  const doc = stdinDocument(call);
  const token = stdin.bytes === '' ? 'empty' : doc === null ? 'no-json' : stdin.eof ? '' : 'no-eof';
  const title = `the state on standard input of ${kind} hooks: ${token.replace('-', ' ')}`;
  // the filter of the program is loaded by then, and may keep the runtime from writing or closing
  if (token !== '' && kind === 'startContainer' && denies(config.linux?.seccomp))
    report.unknown(rule, 'the seccomp filter may be what keeps the state away');
  else report.check(rule, token === '', { path, token, title, actual: stdin });
  return doc;
}

function judgeMembers({ case: c, config, life, report }: StdinInput, kind: HookKind, doc: Document): void {
  const path = groupPath(kind, 'stdin');
  report.check('hooks.stdin.id', doc.id === life.id, {
    path: `${path}.id`,
    token: 'id' in doc ? 'other' : 'absent',
    expected: life.id,
    actual: doc.id,
  });
  report.check('state.ociVersion', typeof doc.ociVersion === 'string' && doc.ociVersion !== '', {
    path: `${path}.ociVersion`,
    token: 'absent',
    actual: doc.ociVersion,
  });
  const bundle = bundleWord(c, doc.bundle);
  report.check('hooks.stdin.bundle', bundle === 'right', {
    path: `${path}.bundle`,
    token: bundle,
    // whose view of the path a hook inside gets is open (runtime-spec 731)
    ...(executionSide(kind) === 'container' && (bundle === 'root' || bundle === 'other')
      ? { kind: 'spec-gap' as const }
      : {}),
    actual: doc.bundle,
  });
  const annotations = deviatesAnnotations(config.annotations ?? {}, doc.annotations);
  if (annotations !== null && Object.keys(config.annotations ?? {}).length > 0) {
    report.check('hooks.stdin.annotations', annotations === '', {
      path: `${path}.annotations`,
      token: annotations,
      expected: config.annotations,
      actual: doc.annotations,
    });
  }
  judgeSchema(report, doc, path);
}

function judgeStatus(report: Report, kind: HookKind, doc: Document): void {
  const { rule, right, gap } = STATUS[kind];
  const path = `hooks.${kind}.stdin.status`;
  if (!('status' in doc)) {
    report.fail('state.status.required', { path, token: 'absent' });
    return;
  }
  const status = statusWord(doc.status);
  report.check(rule, right.includes(status), {
    path,
    token: status,
    title: `${kind} hooks read the status ${status}`,
    // derived from the definitions alone (runtime-spec 958); further values are allowed, and break the schema
    ...(gap.includes(status) || !STATUSES.includes(status) ? { kind: 'spec-gap' as const } : {}),
    expected: right,
    actual: doc.status,
  });
}

function judgePid({ config, life, report }: StdinInput, kind: HookKind, doc: Document): void {
  if (kind === 'poststop' || doc.status === 'stopped') return;
  const inside = executionSide(kind) === 'container';
  const rule = inside ? 'hooks.stdin.pid.container' : 'hooks.stdin.pid.runtime';
  const { pid } = doc;
  const path = `hooks.${kind}.stdin.pid`;
  const own = (config.linux?.namespaces ?? []).find((n) => n.type === 'pid');
  const namespaced = own !== undefined && own.path === undefined;
  // in a namespace that is joined it has a number that nobody looked at
  const wanted = !inside ? life.pid : namespaced ? 1 : own === undefined ? life.pid : null;
  if (wanted === null) {
    report.unknown(rule, 'the pid of the container process was not seen');
    return;
  }
  const token =
    pid === undefined ? 'absent' : pid === 0 ? 'zero' : inside && pid === life.pid ? 'of-runtime' : 'other';
  // while creating, a pid is not demanded; 0 names no process
  const mild = token === 'absent' || token === 'zero';
  if (doc.status === 'creating' && token === 'absent') {
    report.ok(rule);
    return;
  }
  report.check(rule, pid === wanted, {
    path,
    token,
    kind: mild ? 'difference' : 'violation',
    title: `${kind} hooks read a pid that is ${token.replace('-', ' ')}`,
    expected: inside && namespaced ? 1 : 'that of the container process',
    actual: pid,
  });
}
