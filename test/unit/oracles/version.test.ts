/** Rules hold in a range of versions, and are judged at the version of the verdict. */
import { expect, it } from 'vitest';
import { report } from '../../../oracles/core/report.ts';
import { judgeAll } from '../../../oracles/index.ts';
import type { RuleInfo } from '../../../src/contract/verdict.ts';
import { fail, hooked, succeed } from './bugs/plant.ts';
import { honest, input, run } from './fixture.ts';

const FAILED = 'lifecycle.09.poststart-failure';

/** Step 3 is start; `failed`: it ends with an error, as a failing poststart hook demands since 1.3.0. */
const poststart = (ociVersion: string, failed: boolean, spec?: string) => {
  const c = hooked('poststart', { exit: 1 });
  Object.assign(c.config ?? {}, { ociVersion });
  const o = honest('a');
  (failed ? fail : succeed)(o, 3);
  const given = input([run('a', o, { declaredSpec: null })], c);
  return judgeAll(spec === undefined ? given : { ...given, spec })
    .filter((v) => v.rule.startsWith(FAILED) && v.verdict === 'violation')
    .map((v) => [v.rule, v.kind]);
};

it('a failing poststart hook is warned about up to 1.2.1, and an error since 1.3.0', () => {
  expect(poststart('1.2.1', true)).toEqual([[`${FAILED}.warning`, 'violation']]);
  expect(poststart('1.2.1', false)).toEqual([]);
  expect(poststart('1.3.0', false)).toContainEqual([FAILED, 'violation']);
});

it('--spec overrides the version of the config', () => {
  expect(poststart('1.3.0', true, '1.2.1')).toEqual([[`${FAILED}.warning`, 'violation']]);
  expect(poststart('1.3.0', false, '1.2.1')).toEqual([]);
  expect(poststart('1.2.1', false, '1.3.0')).toContainEqual([FAILED, 'violation']);
});

it('what is no longer demanded is not judged, what is not demanded yet is a gap', () => {
  const rule: RuleInfo = { id: 'r', level: 'MUST', anchor: null, since: '1.1.0', until: '1.3.0', text: '' };
  const kinds = (version: string) => {
    const r = report('o', [rule], run('a'), version);
    r.fail('r', { path: 'p', token: 't' });
    return r.verdicts().map((v) => v.kind);
  };
  expect(['1.0.2', '1.1.0', '1.2.1', '1.3.0'].map(kinds)).toEqual([
    ['spec-gap'],
    ['violation'],
    ['violation'],
    [],
  ]);
});
