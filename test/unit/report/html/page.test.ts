import { describe, expect, test } from 'vitest';
import { reportHtml } from '../../../../src/report/html/page.ts';
import { observationOf } from '../../support/fake.ts';
import { evidence, reportOf } from '../runs.ts';

const HOSTILE = `<img src=x onerror=alert(1)>"'\u001b[2J\u202e</script>`;
const text = (html: string) =>
  html
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<wbr>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('the first screen names runtimes, rules and counts', () => {
  const page = reportHtml(
    reportOf([
      evidence(),
      evidence({
        signature: 'r.other mounts[x].y z crun',
        title: 'other',
        level: 'SHOULD',
        runtimes: ['crun'],
      }),
      evidence({ signature: 'r.known hooks.x y runc', title: 'seen before', known: 'url' }),
    ]),
  );
  const first = page.slice(page.indexOf('<h1>'), page.indexOf('<section id="findings"'));
  expect(text(first)).toContain('2 new findings, 1 known: runc 1.1.5, crun 1.8.1');
  expect(text(first)).toContain('should r.other other crun 1');
  expect(first).toContain('data-filter="runtime=crun&amp;severity=should"');
});

test('a finding has its requirement, what differs word by word, the case and the commands', () => {
  const page = reportHtml(
    reportOf([evidence({ expected: 'mode is 0755 now', actual: { runc: 'mode is 0700 now' } })]),
  );
  expect(page).toContain('<del>0755</del>');
  expect(page).toContain('<ins>0700</ins>');
  expect(page).toContain('runtime-spec/blob/main/config.md#poststart');
  expect(text(page)).toContain('script create, start');
  expect(text(page)).toContain('shrunk from 61 parts to 9');
  expect(page).toContain('<code>ocifuzz show .ocifuzz/runs/r1/divergences/poststart-1a2b3c</code>');
  expect(page.match(/<svg[^>]*>\s*<title>timeline of/g)).toHaveLength(2);
});

test('the timeline accuses nobody but the runtime that the finding is about', () => {
  const seen = ['runc', 'crun'].map((label) => observationOf(label, {}));
  for (const o of seen) o.events = [{ seq: 0, type: 'step-begin', step: 0, atMs: 1 }];
  const found = evidence({ signature: 'r steps.create t runc', title: 'create is early' }, seen);
  expect(reportHtml(reportOf([found])).match(/◀ create is early/g)).toHaveLength(1);
});

test('a finding says where it shows: in this run, and what was measured of releases before', () => {
  const own = evidence({ signature: 'r x t runc' });
  const expects = [{ runtime: 'runc', versions: '>=1.1.5 <=1.3.6', outcome: 'SHOWS' }];
  const run = reportOf([{ ...own, saved: { ...own.saved, expects } }, evidence({ signature: 'r y t runc' })]);
  const newer = { runtime: 'runc', versions: '=1.4.3', outcome: 'ABSENT' };
  const page = text(reportHtml({ ...run, recorded: (s) => (s === 'r y t runc' ? [newer] : []) }));
  expect(page).toContain(
    'In this run Runtime Releases Finding runc runc 1.1.5 shows crun crun 1.8.1 does not show',
  );
  expect(page).toContain('runc &gt;=1.1.5 &lt;=1.3.6 shows');
  expect(page).toContain('runc =1.4.3 does not show');
});

test('steps in which runtimes differ are marked', () => {
  const refused = observationOf('crun', { refusal: 'config-value' });
  const page = reportHtml(reportOf([evidence({}, [observationOf('runc', {}), refused])]));
  expect(page).toContain('<tr class="differs">');
  expect(text(page)).toContain('error: config-value');
  expect(reportHtml(reportOf([evidence()]))).not.toContain('<tr class="differs">');
});

describe('what a runtime says', () => {
  const observation = observationOf(HOSTILE, { refusal: 'config-value' });
  for (const step of observation.steps) step.stderr = HOSTILE;
  const hostile = evidence(
    {
      ...{
        title: HOSTILE,
        why: HOSTILE,
        known: HOSTILE,
        signature: `${HOSTILE} ${HOSTILE}`,
        replay: HOSTILE,
      },
      ...{ expected: HOSTILE, actual: { [HOSTILE]: `${HOSTILE}!` }, anchor: HOSTILE, runtimes: [HOSTILE] },
    },
    [observation],
  );
  const page = reportHtml(reportOf([hostile], [{ type: 'warning', text: HOSTILE }]));

  test('is text and nothing else', () => {
    expect(page).not.toContain('<img');
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('has no control character', () => {
    expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});

test('nothing is loaded from anywhere, by the page or by its policy', () => {
  const page = reportHtml(reportOf([evidence()]));
  expect(page).not.toMatch(/<link|<img|<iframe|\ssrc=|@import|url\(/);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-`);
});

test('conformance tells broken, held, untried and unjudged apart', () => {
  const page = reportHtml(reportOf([]));
  const section = page.slice(page.indexOf('id="conformance"'), page.indexOf('id="campaign"'));
  expect(text(section)).toContain('✗ 4 of 4');
  expect(section).toContain('<td class="untried">');
  expect(text(section)).toContain('Not judged: a sum of others.');
  expect(text(section)).toContain('About configs: ocifuzz validate judges them by it.');
});

test('a run without findings, and one that was too short for charts, have a page too', () => {
  const run = reportOf([]);
  expect(text(reportHtml({ ...run, points: [], reason: null }))).toContain('did not end by itself');
  expect(text(reportHtml(run))).toContain('Nothing was found.');
});

test('the same run gives the same page', () => {
  const run = reportOf([evidence()]);
  expect(reportHtml(run)).toBe(reportHtml(run));
});
