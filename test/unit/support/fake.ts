/** A world without containers: runtimes that answer as a test says, and oracles that read the answers. */
import type { Case } from '../../../src/contract/case.ts';
import type { Executor } from '../../../src/contract/executor.ts';
import type { HostFacts, RuntimeFacts } from '../../../src/contract/facts.ts';
import type { Observation, Snapshot } from '../../../src/contract/observation.ts';
import type { Verdict } from '../../../src/contract/verdict.ts';
import type { Judge } from '../../../src/triage/examine.ts';

export const host: HostFacts = {
  kernel: '6.1.0',
  arch: 'x86_64',
  distribution: 'Debian GNU/Linux 12',
  cpus: 2,
  cgroup: 'v1',
  controllers: [],
  capabilities: [],
  lsm: [],
  namespaces: [],
  rlimits: {},
  filesystems: [],
  hugepageSizes: [],
  sandbox: 'full',
};

export function runtime(label: string, facts: Partial<RuntimeFacts> = {}): RuntimeFacts {
  return {
    label,
    name: label,
    path: `/usr/bin/${label}`,
    version: '1.0.0',
    declaredSpec: '1.0.2',
    sha256: '0'.repeat(64),
    hooks: [],
    features: null,
    ociVersions: [],
    ownKernel: false,
    cgroups: true,
    ...facts,
  };
}

/** A case that differs from others by its annotations. */
export function caseOf(annotations: Record<string, string> = {}, more: Partial<Case> = {}): Case {
  return {
    schemaVersion: 1,
    expectation: 'valid',
    config: { ociVersion: '1.0.2', root: { path: 'rootfs' }, annotations },
    files: [],
    script: [{ op: 'create' }, { op: 'start' }, { op: 'delete' }],
    caller: {},
    host: {},
    ...more,
  };
}

const nothing: Snapshot = {
  mounts: [],
  cgroups: [],
  processes: [],
  files: [],
  interfaces: [],
  namespaces: {},
};

/** What a fake runtime shows: named values, or a refusal, or a fault of the harness. */
export type Seen = {
  values?: Record<string, string>;
  refusal?: 'config-value' | 'unsupported';
  fault?: string;
  /** ms of each operation */
  wallMs?: number;
};
/** `nth`: how many runs there were before, of any case on any runtime */
export type Behave = (c: Case, label: string, nth: number) => Seen;

export function observationOf(label: string, { values = {}, refusal, fault, wallMs = 1 }: Seen): Observation {
  const step = (op: string, index: number) => ({
    index,
    op,
    argv: [],
    outcome: refusal === undefined ? ('ok' as const) : ('error' as const),
    exitCode: refusal === undefined ? 0 : 1,
    signal: null,
    errorClass: refusal ?? null,
    stdout: '',
    stderr: '',
    wallMs,
    cpuMs: 1,
  });
  return {
    schemaVersion: 1,
    caseId: 'fake',
    runtime: label,
    steps: ['create', 'start', 'delete'].map(step),
    events: [],
    outside: [],
    before: nothing,
    after: { ...nothing, namespaces: values },
    cgroupsLeft: [],
    cpuMs: 3,
    faults: fault === undefined ? [] : [fault],
  };
}

export type FakeExecutor = Executor & { ran: { case: Case; label: string }[]; mostAtOnce: () => number };

export function fakeExecutor(
  runtimes: RuntimeFacts[],
  behave: Behave,
  { capacity = 1, onRun = () => {} }: { capacity?: number; onRun?: (nth: number) => void } = {},
): FakeExecutor {
  const ran: FakeExecutor['ran'] = [];
  let underWay = 0;
  let most = 0;
  return {
    host,
    runtimes,
    capacity,
    ran,
    mostAtOnce: () => most,
    async run(c, label) {
      const nth = ran.push({ case: c, label }) - 1;
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      onRun(nth);
      return observationOf(label, behave(c, label, nth));
    },
    async close() {},
  };
}

/** Value NAME has to be rules[NAME], which a `together.` value only ought to; every other value is compared between all pairs of runtimes. */
export function fakeJudge(rules: Record<string, string> = {}): Judge {
  return ({ runs }) => {
    const seen = runs
      .filter(({ observation: o }) => o.faults.length === 0 && o.steps[0]?.outcome === 'ok')
      .map((r) => ({ label: r.runtime.label, values: r.observation.after.namespaces }));
    const verdicts: Verdict[] = [];
    for (const { label, values } of seen)
      for (const [name, value] of Object.entries(values)) {
        const expected = rules[name];
        if (expected === undefined) continue;
        const isGap = name.startsWith('together.');
        verdicts.push({
          oracle: 'spec',
          rule: `RULE-${name}`,
          verdict: value === expected ? 'ok' : 'violation',
          subjects: [label],
          kind: isGap ? 'spec-gap' : 'violation',
          level: isGap ? null : 'MUST',
          path: isGap ? name : `program.${name}`,
          token: 'wrong',
          expected,
          actual: { [label]: value },
        });
      }
    seen.forEach((a, i) => {
      for (const b of seen.slice(i + 1))
        for (const name of Object.keys(a.values))
          verdicts.push({
            oracle: 'differential',
            rule: 'DIFF',
            verdict: a.values[name] === b.values[name] ? 'ok' : 'violation',
            subjects: [a.label, b.label],
            kind: 'difference',
            level: null,
            path: `program.${name}`,
            token: 'differs',
            actual: { [a.label]: a.values[name], [b.label]: b.values[name] },
          });
    });
    return verdicts;
  };
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
