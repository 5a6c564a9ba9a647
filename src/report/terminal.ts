/** The reporter for people: a live window on a terminal, plain lines elsewhere, findings and a summary. */
import { dirname } from 'node:path';
import type { Case } from '../contract/case.ts';
import type { Event } from '../contract/event.ts';
import type { Divergence } from '../contract/verdict.ts';
import { type FindingView, findingBlock, findingLine, paintOf } from './finding.ts';
import type { ReportContext, Reporter } from './reporter.ts';
import { EMPTY, fold } from './run-state.ts';
import { sanitize } from './sanitize.ts';
import { severityWord } from './severity.ts';
import { plainLine, startLine, statusLines } from './status.ts';
import { styleFor } from './style.ts';
import { bySeverity, summaryLines } from './summary.ts';
import { openWindow, type Window } from './window.ts';

/** Least time between two plain lines, ms. */
const PLAIN_INTERVAL = 30_000;
/** The window is drawn this often though nothing happens, ms: its clock goes on. */
const TICK = 1000;
/** Lines are cut here where the output has no width. */
const PLAIN_WIDTH = 160;

/** So few new findings are shown in full at the end; of more, --verbose shows all. */
const FEW = 2;

export function terminal(ctx: ReportContext): Reporter {
  const { out, now } = ctx;
  const window = out.isTTY ? openWindow(out, now) : plainLog(ctx);
  const style = styleFor(ctx.env, out.isTTY === true);
  let state = EMPTY;
  let plainAt = Number.NEGATIVE_INFINITY;
  let ticker: NodeJS.Timeout | undefined;

  const view = (): FindingView => ({
    style,
    runtimes: state.start?.runtimes ?? [],
    describe: ctx.describe,
    place: (d) => `${state.start?.runDir ?? '.'}/${dirname(d.case)}`,
    self: ctx.self,
    exportFormat: ctx.exportFormat,
    width: out.isTTY ? (out.columns ?? 80) : PLAIN_WIDTH,
  });
  const load = (d: Divergence): Case | null =>
    state.start === null ? null : ctx.loadCase(state.start.runDir, d);
  const block = (d: Divergence): string[] => ['', ...findingBlock(d, load(d), view())];
  const quiet = ctx.detail === 'quiet';
  const lines = (event: Event): string[] => {
    if (quiet && event.type !== 'run-end') return [];
    switch (event.type) {
      case 'run-start':
        return [style.bold(startLine(ctx.version, event))];
      case 'finding': {
        const { divergence } = event;
        const isKnown = divergence.known !== null;
        const line = findingLine(headOf(isKnown ? 'known' : 'NEW', divergence), divergence, view());
        return [
          isKnown ? style.dim(line) : line.replace(severityWord(divergence), paintOf(divergence, style)),
        ];
      }
      case 'shrunk':
        return shrunkLines(event.divergence);
      case 'warning':
        return [style.yellow(`⚠ ${sanitize(event.text)}`)];
      case 'run-end': {
        const fresh = bySeverity(event.divergences.filter((d) => d.known === null));
        const inFull = ctx.detail === 'verbose' || (ctx.detail === 'normal' && fresh.length <= FEW);
        return [...(inFull ? fresh.flatMap(block) : []), ...summaryLines(state.start, event, view(), ctx)];
      }
      default:
        return [];
    }
  };

  const draw = (): void => window.draw(() => statusLines(state, now(), ctx, (out.columns ?? 80) - 1));
  const close = (): void => {
    clearInterval(ticker);
    window.close();
  };

  return {
    onEvent(event) {
      const at = now();
      state = fold(state, event, at);
      if (event.type === 'run-end') close();
      window.log(lines(event));
      if (event.type === 'run-end' || quiet) return;
      if (out.isTTY) {
        ticker ??= setInterval(draw, TICK).unref();
        draw();
      } else if (event.type !== 'run-start' && at - plainAt >= PLAIN_INTERVAL) {
        plainAt = at;
        window.log([plainLine(state, at)]);
      }
    },
    close,
  };
}

/** Where the title of a finding begins in the log: behind what happened, and how grave it is. */
const headOf = (what: string, d: Divergence): string => `${what.padEnd(7)}${severityWord(d).padEnd(12)}`;

function shrunkLines(d: Divergence): string[] {
  const { title, shrunk } = d;
  return shrunk === null
    ? []
    : [`${headOf('shrunk', d)}${sanitize(title)}  ${shrunk.from} → ${shrunk.to} parts`];
}

/** The same log where there is no window to keep. */
function plainLog({ out }: ReportContext): Window {
  return {
    log: (lines) => void (lines.length > 0 && out.write(`${lines.join('\n')}\n`)),
    draw: () => {},
    close: () => {},
  };
}
