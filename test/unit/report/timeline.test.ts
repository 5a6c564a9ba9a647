import { expect, test } from 'vitest';
import { styleFor } from '../../../src/report/style.ts';
import { marksOfFinding, marksOfVerdicts } from '../../../src/report/timeline/marks.ts';
import type { Timeline } from '../../../src/report/timeline/model.ts';
import { timelineSvg } from '../../../src/report/timeline/svg.ts';
import { timelineText } from '../../../src/report/timeline/text.ts';
import { timelineOf } from '../../../src/report/timeline/timeline.ts';
import { atEnd } from '../oracles/bugs/plant.ts';
import { aCase, honest, hookLabel, move, numbered, traced } from '../oracles/fixture.ts';

const verdict = {
  oracle: 'hooks',
  rule: 'hooks.poststart.phase',
  verdict: 'violation' as const,
  subjects: ['runc'],
  path: 'hooks.poststart.phase',
  token: 'in-create',
  title: 'poststart hooks: in create',
};
const text = (t: Timeline): string => timelineText(t, styleFor({}, false)).join('\n');
const markedIn = (t: Timeline): string[] =>
  t.moments.flatMap((m) => (m.marks.length > 0 && m.bar !== null ? [t.bars[m.bar]?.title ?? ''] : []));

/** The honest lifecycle with its poststart hook in create. */
function early(): Timeline {
  const o = honest('runc');
  move(o, hookLabel('poststart'), atEnd(0));
  return timelineOf(aCase(), o, marksOfVerdicts([verdict]));
}

test('as text', async () => {
  await expect(`${text(early())}\n`).toMatchFileSnapshot('../../golden/timeline.txt');
});

test('as an image', async () => {
  await expect(`${timelineSvg(early())}\n`).toMatchFileSnapshot('../../golden/timeline.svg');
});

test('only the moments that a verdict or a finding is about are marked', () => {
  const at = (path: string) => markedIn(timelineOf(aCase(), honest('runc'), [{ path, title: 't' }]));
  expect(at('hooks.poststart.phase')).toEqual(['poststart']);
  expect(at('hooks.createContainer.env')).toEqual(['createContainer']);
  expect(at('hooks.runtime.env')).toEqual(['prestart', 'createRuntime', 'poststart', 'poststop']);
  expect(at('steps.start[running]')).toEqual(['start', 'start']);
  expect(at('program.begin')).toEqual(['probe']);
  expect(at('program.umask')).toEqual([]);
  expect(at('residue.cgroups')).toEqual([]);
  expect(marksOfVerdicts([{ ...verdict, verdict: 'ok' }])).toEqual([]);
  const signature = 'hooks.poststart.phase hooks.poststart.phase in-create runc';
  expect(marksOfFinding({ signature, title: 't' })).toEqual([{ path: 'hooks.poststart.phase', title: 't' }]);
});

test('overlapping operations and processes have columns and lanes of their own', () => {
  const o = honest('runc');
  o.events = numbered([
    { type: 'step-begin', step: 0, pid: 2 },
    { type: 'step-begin', step: 3, pid: 3 },
    { type: 'begin', program: hookLabel('prestart'), pid: 4 },
    { type: 'step-end', step: 0, pid: 2 },
    { type: 'reaped', pid: 4, text: 'signal 9' },
    { type: 'end', program: hookLabel('poststop'), pid: 5 },
  ]);
  const t = timelineOf(aCase(), o);
  expect(t.bars.map((b) => [b.title, b.from, b.to, b.ended])).toEqual([
    ['create', 0, 3, true],
    ['start', 1, 7, false],
    ['prestart', 2, 5, true],
    ['poststop', 6, 7, true],
  ]);
  expect(text(t)).toContain(' ┃┏  start');
  expect(text(t)).toContain('prestart: signal 9');
});

test('the moment when the runtime was killed stands in its operation', () => {
  const o = honest('runc');
  o.events = numbered([
    { type: 'step-begin', step: 0 },
    { type: 'killed', step: 0, pid: 3 },
    { type: 'step-end', step: 0 },
  ]);
  const t = timelineOf(aCase(), o);
  expect(t.bars.map((b) => [b.title, b.from, b.to])).toEqual([['create', 0, 2]]);
  expect(text(t)).toContain('create: killed');
});

test('what a container says cannot reach the terminal or the page', () => {
  const o = honest('runc');
  const program = '/x/\u001b[2J<script>&"\u202e';
  o.events = numbered([{ type: 'begin', program, pid: 4 }]);
  const t = timelineOf(aCase(), o, [{ path: 'program.begin', title: '<b>\u001b' }]);
  const hostile = ['\u001b', '\u202e'];
  expect(hostile.filter((h) => text(t).includes(h))).toEqual([]);
  const svg = timelineSvg(t);
  expect([...hostile, '<script', '<b>'].filter((h) => svg.includes(h))).toEqual([]);
  expect(svg).toContain('\\x1b[2J&lt;script&gt;&amp;&quot;\\u202e');
});

test('a flood of reports is cut short, and says so', () => {
  const o = honest('runc');
  o.events = numbered(
    Array.from({ length: 1000 }, () => ({ type: 'begin' as const, program: '/p', pid: 4 })),
  );
  const t = timelineOf(aCase(), o);
  expect(t.moments).toHaveLength(400);
  expect(text(t)).toContain('… 600 more events');
  expect(timelineSvg(t)).toContain('… 600 more events');
});

test('nothing observed is an empty timeline', () => {
  const t = timelineOf({ ...aCase(), script: [] }, { ...honest('runc'), events: [] });
  expect(text(t)).toBe('runc  ms, in the order of arrival');
  expect(timelineSvg(t)).toMatch(/^<svg .*<\/svg>$/s);
});

test('a program begins where the kernel saw it executed, and its report is a moment of its own', () => {
  const o = honest('runc');
  traced(o);
  o.events = numbered([{ type: 'pivot' }, ...o.events]);
  const t = timelineOf(aCase(), o);
  expect(text(t)).toContain("in the order of the kernel's trace");
  expect(t.moments[0]).toMatchObject({ bar: null, edge: 'point', text: 'pivot_root' });
  const told = t.moments.filter((m) => m.bar !== null && t.bars[m.bar]?.title === 'poststart');
  expect(told.map((m) => [m.edge, m.text])).toEqual([
    ['begin', 'poststart'],
    ['point', 'reports'],
    ['end', 'ends'],
  ]);
  expect(t.bars.filter((b) => b.title === 'poststart')).toHaveLength(1);
});
