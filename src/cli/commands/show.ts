/** `ocifuzz show CASE`: a saved case or finding, for people. */
import { statSync } from 'node:fs';
import type { SavedFinding } from '../../contract/verdict.ts';
import { type FindingView, findingBlock } from '../../report/finding.ts';
import { safeJson } from '../../report/sanitize.ts';
import { styleFor } from '../../report/style.ts';
import { readCase, readFindings } from '../../store/corpus.ts';
import { readJson } from '../../store/files.ts';
import type { Handler } from '../commands.ts';
import { describeCase } from '../describe.ts';
import { EXIT } from '../exit-codes.ts';

export const show: Handler<never> = async (_options, args, io) => {
  const path = args[0] ?? '';
  const style = styleFor(io.env, io.stdout.isTTY === true);
  const findings = isCase(path) ? [] : readFindings(path).map((f) => f.finding);
  const cases = findings.length > 0 ? findings.map((f) => f.case) : [readCase(path)];
  for (const [i, c] of cases.entries()) {
    const finding = findings[i];
    const lines = finding ? findingBlock(finding.divergence, c, viewOf(finding, style)) : describeCase(c);
    io.stdout.write(
      `${lines.join('\n')}\n\n${style.bold('config')} ${c.configText ?? safeJson(c.config, 2)}\n`,
    );
  }
  return EXIT.ok;
};

/** A file without a finding in it. */
function isCase(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const document = readJson(path);
  return typeof document === 'object' && document !== null && !('divergence' in document);
}

function viewOf(finding: SavedFinding, style: FindingView['style']): FindingView {
  const runtimes = Object.entries(finding.runtimes).map(([label, { version }]) => ({ label, version }));
  return { style, runtimes, describe: describeCase, width: 0, full: true };
}
