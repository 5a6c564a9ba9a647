/** How bugs are planted: what to change in an honest lifecycle, and what has to be found then. */
import type { Case, HookKind } from '../../../../src/contract/case.ts';
import type { HostFacts, RuntimeFacts } from '../../../../src/contract/facts.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import type { Verdict } from '../../../../src/contract/verdict.ts';
import { aCase, config, hookLabel, recordIn } from '../fixture.ts';

export type Bug = {
  name: string;
  /** what an honest runtime shows of the parts that the case has beside those of every case */
  setup?: (o: Observation) => void;
  plant?: (o: Observation) => void;
  /** rule, path, token of what has to be found */
  found: [rule: string, path: string, token: string];
  kind?: Verdict['kind'];
  case?: () => Case;
  facts?: Partial<RuntimeFacts>;
  host?: Partial<HostFacts>;
  notClaimed?: boolean;
};

export const stepOf = (o: Observation, index: number) => {
  const s = o.steps[index];
  if (!s) throw new Error(`no step ${index}`);
  return s;
};
export const succeed = (o: Observation, index: number): void => {
  Object.assign(stepOf(o, index), { outcome: 'ok', exitCode: 0, errorClass: null });
};
export const fail = (o: Observation, index: number): void => {
  Object.assign(stepOf(o, index), { outcome: 'error', exitCode: 1, errorClass: 'other' });
};
export const documentIn = (o: Observation, index: number) =>
  stepOf(o, index).state as Record<string, unknown>;
export const atBegin = (step: number) => (e: { type: string; step?: number }) =>
  e.type === 'step-begin' && e.step === step;
export const atEnd = (step: number) => (e: { type: string; step?: number }) =>
  e.type === 'step-end' && e.step === step;
export const hooked = (
  kind: HookKind,
  behaviour: object,
  entry: object = {},
  more: Partial<Case> = {},
): Case => {
  const c = aCase(more);
  for (const f of c.files) {
    if (f.type === 'program' && f.path === hookLabel(kind)) Object.assign(f.behaviour, behaviour);
  }
  Object.assign((c.config as ReturnType<typeof config>).hooks?.[kind]?.[0] ?? {}, entry);
  return c;
};
export const configured = (change: (c: ReturnType<typeof config>) => void): Case => {
  const own = config();
  change(own);
  return aCase({ config: own });
};
export const mountLine = (o: Observation, at: string, change: (line: string) => string): void => {
  const r = recordIn(o);
  r.mountinfo = (r.mountinfo ?? []).map((l) => (l.includes(` ${at} `) ? change(l) : l));
};
export const withoutMount = (o: Observation, at: string): void => {
  const r = recordIn(o);
  r.mountinfo = (r.mountinfo ?? []).filter((l) => !l.includes(` ${at} `));
};
export const answer = (
  o: Observation,
  ask: string,
  ret: number,
  errno: number,
  text: string | null = null,
): void => {
  Object.assign(recordIn(o).results.find((r) => r.ask === ask) ?? {}, { ret, errno, text });
};
export const device = (o: Observation, path: string) => recordIn(o).dev?.find((d) => d.path === path) ?? {};
export const added = (o: Observation, path: string, more: object = {}): void => {
  const stat = { path, type: 'f', mode: 0o644, uid: 0, gid: 0, size: 0, rdev: null, extra: '0', ...more };
  o.after.files.push(stat);
};
