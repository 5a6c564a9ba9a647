/** The terminal reporter, on a stream and a clock of the test's own. */
import { describe, expect, test, vi } from 'vitest';
import type { Event } from '../../../src/contract/event.ts';
import type { Detail } from '../../../src/report/reporter.ts';
import { terminal } from '../../../src/report/terminal.ts';
import { divergence, end, figures, START, sampleCase } from './samples.ts';

const ESC = '\u001b';
/** One escape sequence, a return, a line feed, or a stretch of text. */
const PIECES = new RegExp(`(${ESC}\\[[?\\d;]*[A-Za-z]|\\r|\\n)|([^${ESC}\\r\\n]+)`, 'g');

function setUp({ detail = 'normal', ...size }: { isTTY?: boolean; columns?: number; detail?: Detail }) {
  const writes: string[] = [];
  let at = 0;
  const reporter = terminal({
    out: { write: (t: string) => writes.push(t), ...size },
    env: {},
    now: () => at,
    version: '0.1.0',
    self: 'ocifuzz',
    exportFormat: () => 'sh',
    maxTimeMs: 60_000,
    ruleCount: 9,
    detail,
    loadCase: () => sampleCase(),
    describe: () => ['script  create'],
  });
  return {
    writes,
    tell(event: Event, afterMs = 0) {
      at += afterMs;
      reporter.onEvent(event);
    },
    pass(ms: number) {
      at += ms;
    },
    close: () => reporter.close(),
  };
}

/** What stands on the screen: line feeds, cursor up and clear-to-end are all that the window uses. */
function screen(writes: string[]): string[] {
  const rows: string[] = [''];
  let y = 0;
  for (const [, control, text] of writes.join('').matchAll(PIECES)) {
    const up = /\[(\d+)A/.exec(control ?? '');
    if (up) y -= Number(up[1]);
    else if (control === `${ESC}[0J`) rows.length = y + 1;
    if (control === `${ESC}[0J`) rows[y] = '';
    if (control === '\n') y += 1;
    if (text !== undefined) rows[y] = (rows[y] ?? '') + text;
    rows[y] ??= '';
  }
  return rows;
}

const plain = (text: string): string =>
  text.replace(PIECES, (_, control, t) => t ?? (control === '\n' ? control : ''));
const progress: Event = { type: 'progress', figures: figures(), divergences: 0 };

describe('on a terminal', () => {
  test('a window below the log, drawn at most ten times a second', () => {
    const t = setUp({ isTTY: true, columns: 100 });
    t.tell(START);
    for (let i = 0; i < 100; i++) t.tell(progress, 10);
    const draws = t.writes.filter((w) => w.includes('accepted')).length;
    // at 0, 100, ... 1000 ms
    expect(draws).toBe(11);
    const rows = screen(t.writes);
    expect(rows[0]).toContain('ocifuzz 0.1.0');
    expect(rows[1]).toContain('of 0:01:00   120 cases (120.0/s)');
    expect(rows[2]).toContain('runc 97%   crun 100%   rules exercised 1 of 9');
    expect(rows).toHaveLength(5);
  });

  test('findings scroll above the window, and the window goes at the end', () => {
    const t = setUp({ isTTY: true, columns: 100 });
    t.tell(START);
    t.tell(progress, 200);
    t.tell({ type: 'finding', divergence: divergence(), isNew: true }, 200);
    t.tell({ type: 'shrinking', signature: 'sig', from: 61, now: 20, executions: 41 }, 200);
    const during = screen(t.writes);
    expect(during.filter((r) => r.includes('NEW'))).toHaveLength(1);
    expect(during.findIndex((r) => r.includes('NEW'))).toBeLessThan(
      during.findIndex((r) => r.includes('accepted')),
    );
    expect(during.join('\n')).toContain('shrinking sig: 61 → 20 parts, 41 runs');
    t.tell({ type: 'shrunk', divergence: divergence() }, 200);
    t.tell(end(), 200);
    t.close();
    const after = screen(t.writes);
    expect(after.join('\n')).not.toContain('rules exercised');
    expect(after.filter((r) => r.startsWith('  replay'))).toHaveLength(1);
    expect(t.writes.join('')).toContain(`${ESC}[?25h`);
    expect(after.at(-2)).toBe('ocifuzz show .ocifuzz/runs/r1/divergences/poststart-1a2b3c');
  });

  test('one line says where the campaign wastes its time', () => {
    const t = setUp({ isTTY: true, columns: 100 });
    t.tell(START);
    const done = (areas: string[], cause?: string): Event => ({
      ...{ type: 'case-done', index: 3, caseId: 'c', areas, findings: 0 },
      refused: cause === undefined ? {} : { crun: cause },
    });
    for (let i = 0; i < 20; i++)
      t.tell(done(['seccomp', 'mounts'], i < 15 ? 'mount-failed' : i < 18 ? 'other' : undefined));
    t.tell(progress, 200);
    expect(screen(t.writes).join('\n')).toContain(
      '⚠ crun refuses 90% of the cases with seccomp: mount-failed',
    );
    for (let i = 0; i < 20; i++) t.tell(done(['corpus'], 'other'));
    for (let i = 0; i < 20; i++) t.tell(done(['seccomp', 'mounts']));
    t.tell(progress, 200);
    expect(screen(t.writes).join('\n')).not.toContain('⚠');
  });

  test('the clock goes on while nothing happens', () => {
    vi.useFakeTimers();
    const t = setUp({ isTTY: true, columns: 100 });
    t.tell(START);
    t.pass(3000);
    vi.advanceTimersToNextTimer();
    expect(screen(t.writes)[1]).toContain('0:00:03 of 0:01:00');
    t.tell(end());
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  test('on a narrow terminal rows go on below, and titles give way before runtimes and rates', () => {
    const t = setUp({ isTTY: true, columns: 60 });
    t.tell(START);
    t.tell(progress, 200);
    t.tell({ type: 'finding', divergence: divergence({ title: 'x'.repeat(60) }), isNew: true }, 200);
    expect(screen(t.writes).slice(1, 4)).toEqual([
      `NEW    must        ${'x'.repeat(21)}…  [runc 1.1.5]  3/3`,
      '  time         0:00:00 of 0:01:00   120 cases (300.0/s)',
      '               260 lifecycles (650.0/s)',
    ]);
  });

  test('no line of the window is wider than the terminal', () => {
    const t = setUp({ isTTY: true, columns: 30 });
    t.tell(START);
    t.tell({ type: 'warning', text: 'w'.repeat(200) }, 200);
    t.tell(progress, 200);
    const drawn = t.writes.filter((w) => w.includes('?25l')).flatMap((w) => plain(w).split('\n'));
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn.filter((l) => [...l].length > 29)).toEqual([]);
  });
});

describe('without a terminal', () => {
  test('no escape sequence, and a line at most every 30 seconds', () => {
    const t = setUp({});
    t.tell(START);
    for (let i = 0; i < 95; i++) t.tell(progress, 1000);
    t.tell(end());
    const text = t.writes.join('');
    expect(text).not.toContain(ESC);
    const lines = text.split('\n').filter((l) => /^\d:\d\d:\d\d {2}/.test(l));
    expect(lines).toEqual([
      '0:00:01  120 cases  accepted runc 97%   crun 100%  findings 0 new, 0 known',
      '0:00:31  120 cases  accepted runc 97%   crun 100%  findings 0 new, 0 known',
      '0:01:01  120 cases  accepted runc 97%   crun 100%  findings 0 new, 0 known',
      '0:01:31  120 cases  accepted runc 97%   crun 100%  findings 0 new, 0 known',
    ]);
  });

  test('a long shrink is no silence', () => {
    const t = setUp({});
    t.tell(START);
    t.tell(progress, 1000);
    t.tell({ type: 'shrinking', signature: 'sig', from: 61, now: 20, executions: 41 }, 31_000);
    expect(t.writes.at(-1)).toContain('0:00:32  120 cases');
    expect(t.writes.at(-1)).toContain('shrinking sig: 61 → 20 parts, 41 runs');
  });

  const known = divergence({ signature: 'other', title: 'seen before', known: 'url' });
  const gaps = Array.from({ length: 12 }, (_, i) =>
    divergence({ signature: `${i}`, title: `gap ${i}`, kind: 'spec-gap', level: null }),
  );

  test('a few new findings are shown in full at the end; a known one is not', () => {
    const t = setUp({});
    t.tell(START);
    t.tell(end({ divergences: [divergence(), known] }));
    const text = t.writes.join('');
    expect(text.match(/^ {2}replay/gm)).toHaveLength(1);
    expect(text).toContain('  export  ocifuzz export .ocifuzz/runs/r1/divergences/poststart-1a2b3c');
    expect(text).toContain('1 new finding, 1 known');
  });

  test('many are listed, and in full with --verbose, the gravest first', () => {
    for (const detail of ['normal', 'verbose'] as const) {
      const t = setUp({ detail });
      t.tell(START);
      t.tell({ type: 'finding', divergence: known, isNew: false });
      t.tell(end({ divergences: [...gaps, divergence(), known] }));
      const text = t.writes.join('');
      expect(text.match(/^ {2}replay/gm) ?? []).toHaveLength(detail === 'verbose' ? 13 : 0);
      expect(text.match(/\[runc 1.1.5\]/g)).toHaveLength(detail === 'verbose' ? 15 : 6);
      expect(text.indexOf('must (1)')).toBeLessThan(text.indexOf('spec-gap (12)'));
      expect(text).toContain('known  must        seen before');
      expect(text).toContain('13 new findings, 1 known');
    }
  });

  test('--quiet leaves the end of the summary', () => {
    const t = setUp({ detail: 'quiet' });
    t.tell(START);
    t.tell(progress, 31_000);
    t.tell({ type: 'finding', divergence: divergence(), isNew: true });
    t.tell(end());
    expect(t.writes.join('').trimEnd().split('\n')).toHaveLength(3);
  });
});
