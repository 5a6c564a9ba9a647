/** `ocifuzz show CASE`: a saved case or finding, for people. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { caseId } from '../../contract/canonical.ts';
import type { Case } from '../../contract/case.ts';
import type { SavedFinding } from '../../contract/verdict.ts';
import { type FindingView, findingBlock } from '../../report/finding.ts';
import { safeJson } from '../../report/sanitize.ts';
import { type Style, styleFor } from '../../report/style.ts';
import { marksOfFinding } from '../../report/timeline/marks.ts';
import { timelineText } from '../../report/timeline/text.ts';
import { timelineOf } from '../../report/timeline/timeline.ts';
import { readCase, readFindings } from '../../store/corpus.ts';
import { readJson } from '../../store/files.ts';
import { besideFinding, readObservations } from '../../store/observations.ts';
import type { Handler } from '../commands.ts';
import { describeCase } from '../describe.ts';
import { EXIT } from '../exit-codes.ts';
import { exportFormat } from '../export-format.ts';
import { self } from '../self.ts';

export const show: Handler<never> = async (_options, args, io) => {
  const path = args[0] ?? '';
  const style = styleFor(io.env, io.stdout.isTTY === true);
  const findings = isCase(path) ? [] : readFindings(path);
  const write = (lines: string[], c: Case) =>
    io.stdout.write(
      `${lines.join('\n')}\n\n${style.bold('config')} ${c.configText ?? safeJson(c.config, 2)}\n`,
    );
  if (findings.length === 0) {
    const c = readCase(path);
    write(describeCase(c), c);
  }
  for (const { path: file, finding } of findings) {
    const block = findingBlock(finding.divergence, finding.case, viewOf(finding, file, style));
    write([...block, ...timelines(finding, file, style)], finding.case);
  }
  return EXIT.ok;
};

/** A file without a finding in it. */
function isCase(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const document = readJson(path);
  return typeof document === 'object' && document !== null && !('divergence' in document);
}

/** Of each runtime that the finding is about, where observations of just this case lie beside it. */
function timelines({ case: c, divergence: d }: SavedFinding, file: string, style: Style): string[] {
  const seen = readObservations(besideFinding(file)).filter(
    (o) => o.caseId === caseId(c) && d.runtimes.includes(o.runtime),
  );
  return seen.flatMap((o) => ['', ...timelineText(timelineOf(c, o, marksOfFinding(d)), style)]);
}

function viewOf(finding: SavedFinding, file: string, style: FindingView['style']): FindingView {
  const runtimes = Object.entries(finding.runtimes).map(([label, facts]) => ({ label, ...facts }));
  return {
    style,
    runtimes,
    describe: describeCase,
    self: self(),
    exportFormat,
    place: () => dirname(file),
    width: 0,
    full: true,
  };
}
