/** Host views: where a rule depends on the host, and where it has been proven. */
import { describe, expect, test } from 'vitest';
import { ORACLES } from '../../../oracles/index.ts';
import { divergenceOf } from '../../../src/campaign/divergence.ts';
import type { HostFacts } from '../../../src/contract/facts.ts';
import { DEPENDENCES, provenOn, unprovenView } from '../../../src/contract/spec/views.ts';
import { host, runtime } from '../support/fake.ts';

const v1: HostFacts = { ...host, cgroup: 'v1', capabilities: [], lsm: [] };
const v2: HostFacts = { ...v1, cgroup: 'v2' };
const strong = { ...v1, capabilities: ['CAP_SYS_RESOURCE'] };
const confined = { ...v1, lsm: ['apparmor'] };

describe('a rule', () => {
  test('that does not depend on the host is proven anywhere', () => {
    for (const h of [v1, v2, strong, confined]) expect(unprovenView('hooks.order.overall', h)).toBeNull();
    expect(provenOn('hooks.order.overall')).toBeNull();
  });

  test('that was tried on one view only is unproven on the others', () => {
    const seen = (rule: string) => [v1, v2, strong, confined].map((h) => unprovenView(rule, h));
    expect(seen('linux.res.mem.limit')).toEqual([null, 'cgroup v2', null, null]);
    expect(seen('linux.cgroup.path.created')).toEqual([null, null, null, null]);
    expect(seen('config.process.oomScoreAdj.set')).toEqual([null, null, 'with CAP_SYS_RESOURCE', null]);
    expect(seen('config.process.apparmorProfile')).toEqual([null, null, null, 'apparmor']);
    expect(provenOn('config.process.apparmorProfile')).toEqual([]);
  });
});

test('every beginning of the table fits a rule', () => {
  const ids = ORACLES.flatMap((o) => o.rules.map((r) => r.id));
  const fits = ({ rules }: { rules: string }) => ids.some((id) => id === rules || id.startsWith(`${rules}.`));
  expect(DEPENDENCES.filter((d) => !fits(d))).toEqual([]);
});

test('a finding says on which view its rule is unproven', () => {
  const verdict = {
    ...{ oracle: 'cgroups', rule: 'linux.res.mem.limit', verdict: 'violation' as const, subjects: ['a'] },
    kind: 'violation' as const,
  };
  const candidate = {
    signature: 's',
    altSignatures: [],
    verdict,
    pairwise: false,
    kind: verdict.kind,
    level: null,
  };
  const found = (h: HostFacts) =>
    divergenceOf(
      { candidate, kind: verdict.kind, reliability: { same: 3, runs: 3 } },
      { case: 'c', replay: '', known: null, shrunk: null },
      { host: h, runtimes: [runtime('a')] },
    ).unprovenView;
  expect([v1, v2].map(found)).toEqual([undefined, 'cgroup v2']);
});
