import { expect, test } from 'vitest';
import { caseLines, stepText } from '../../../src/report/case-lines.ts';
import { sampleCase } from './samples.ts';

const base = { root: { path: 'rootfs' }, process: { args: ['/bin/probe'], cwd: '/' }, list: [1, 2] };

test('only what differs from the base is shown', () => {
  const c = {
    ...sampleCase(),
    config: { root: { path: 'rootfs' }, process: { args: ['/x'], 'a/b': 1 }, list: [2, 3] },
  };
  expect(caseLines(c, base, []).filter((l) => l.startsWith('config'))).toEqual([
    "config  /process/args without 1 of the base's 1 elements",
    'config  /process/args/- = "/x"',
    'config  /process/a~1b = 1',
    'config  /process/cwd (absent)',
    "config  /list without 1 of the base's 2 elements",
    'config  /list/- = 3',
  ]);
});

test('raw text is quoted', () => {
  const { config: _, ...rest } = sampleCase();
  expect(caseLines({ ...rest, configText: '{"a":\u0000' }, base, [])[0]).toBe(
    'config  text, 6 characters: "{\\"a\\":\\u0000"',
  );
});

test('steps read like commands', () => {
  expect(stepText({ op: 'kill', signal: 'TERM', id: 'c2' })).toBe('kill TERM c2');
  expect(stepText({ op: 'delete', force: true })).toBe('delete --force');
  expect(stepText({ op: 'wait', until: 'stopped', timeoutMs: 500 })).toBe('wait stopped 500ms');
  expect(stepText({ op: 'create', fault: { type: 'kill', atReport: 2 } })).toBe('create (kill atReport 2)');
});
