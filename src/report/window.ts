/** A few lines at the foot of a terminal that are drawn again in place, with a log that scrolls above them. */
import { clip } from './format.ts';

export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };

export type Window = {
  /** writes lines above the window; they stay */
  log(lines: readonly string[]): void;
  /** draws the window; at most once in `interval` ms, later ones win */
  draw(lines: () => readonly string[]): void;
  /** takes the window away */
  close(): void;
};

/** Least time between two drawings, ms. */
const INTERVAL = 100;
/** Synchronised output (a terminal that does not know it ignores it): no half-drawn frames. */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l'];
const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';

export function openWindow(out: Output, now: () => number): Window {
  let drawn: readonly string[] = [];
  let drawnAt = Number.NEGATIVE_INFINITY;

  /** Up to the window's first line, and clear from there. */
  const erase = (): string => (drawn.length === 0 ? '' : `\r\u001b[${drawn.length}A\u001b[0J`);
  /** A line that wraps would take two rows, and the next erase would miss one. */
  const text = (lines: readonly string[]): string =>
    lines.map((l) => `${clip(l, (out.columns ?? 80) - 1)}\n`).join('');

  return {
    log(lines) {
      if (lines.length === 0) return;
      out.write(`${BEGIN}${erase()}${lines.join('\n')}\n${text(drawn)}${END}`);
    },
    draw(lines) {
      const at = now();
      if (at - drawnAt < INTERVAL) return;
      drawnAt = at;
      const next = lines();
      out.write(`${BEGIN}${HIDE}${erase()}${text(next)}${END}`);
      drawn = next;
    },
    close() {
      if (drawn.length > 0) out.write(`${erase()}${SHOW}`);
      drawn = [];
    },
  };
}
