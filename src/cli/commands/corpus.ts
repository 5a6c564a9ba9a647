/** `ocifuzz corpus add|list|prune|merge`: the only thing that writes to corpus/. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expectsOf } from '../../campaign/expects.ts';
import { matrix } from '../../campaign/matrix.ts';
import { UserError } from '../../contract/errors.ts';
import type { Executor } from '../../contract/executor.ts';
import type { SavedFinding } from '../../contract/verdict.ts';
import { sanitize } from '../../report/sanitize.ts';
import { caseSize } from '../../shrink/size.ts';
import { readFindings, type StoredFinding, slugOf, writeFinding } from '../../store/corpus.ts';
import { causeOf } from '../../triage/cause.ts';
import { severityOf, severityRank, touchesSecurity } from '../../triage/severity.ts';
import { columns } from '../columns.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { looks } from '../finding.ts';
import type { Io } from '../io.ts';
import type { Values } from '../options.ts';
import { type HostOptions, withExecutor } from '../session.ts';
import { mustKnow } from '../suggest.ts';

type Options = keyof HostOptions | 'measure' | 'note' | 'force';
type Action = (o: Pick<Values, Options>, paths: string[], io: Io) => Promise<void>;

const HERE = 'corpus';

const ACTIONS: Record<string, Action> = {
  async add(o, paths, io) {
    if (paths.length === 0)
      throw new UserError('name the findings to add, for example .ocifuzz/runs/latest/divergences/NAME');
    const findings = paths.flatMap(readFindings).map((f) => f.finding);
    for (const { divergence } of findings)
      if (touchesSecurity(divergence) && !o.force)
        throw new UserError(
          `${divergence.signature} may touch security and stays out of the corpus; --force adds it`,
        );
    const keep = async (executor: Executor | null) => {
      for (const finding of findings) {
        const expects = executor
          ? expectsOf(await matrix(finding, executor.runtimes, looks(executor)))
          : finding.expects;
        const more = { ...(expects ? { expects } : {}), ...(o.note === undefined ? {} : { notes: o.note }) };
        io.stdout.write(`added ${sanitize(write({ ...finding, ...more }))}\n`);
      }
    };
    await (o.measure ? withExecutor(o, keep) : keep(null));
  },

  async list(_o, _paths, io) {
    const rows = readFindings(HERE).map(({ finding: f }) => [
      severityOf(f.divergence),
      f.divergence.signature,
      (f.expects ?? []).map((e) => `${e.runtime} ${e.versions} ${e.outcome}`).join(', '),
      f.notes ?? '',
    ]);
    io.stdout.write(sanitize(columns(rows), 'lines'));
  },

  async prune(_o, _paths, io) {
    for (const { path } of doubles(readFindings(HERE))) {
      rmSync(dirname(path), { recursive: true });
      io.stdout.write(`removed ${sanitize(dirname(path))}\n`);
    }
  },

  async merge(o, paths, io) {
    if (paths.length === 0) throw new UserError('name the corpora to merge into this one');
    const here = new Set(readFindings(HERE).map((f) => causeOf(f.finding.divergence.signature)));
    for (const { finding } of paths.flatMap(readFindings)) {
      const cause = causeOf(finding.divergence.signature);
      if (here.has(cause) || (touchesSecurity(finding.divergence) && !o.force)) continue;
      here.add(cause);
      io.stdout.write(`added ${sanitize(write(finding))}\n`);
    }
  },
};

export const corpus: Handler<Options> = async (o, [action = '', ...paths], io) => {
  mustKnow('action', action, Object.keys(ACTIONS));
  await ACTIONS[action]?.(o, paths, io);
  return EXIT.ok;
};

/** Writes a finding to the corpus; returns its directory. */
function write(finding: SavedFinding): string {
  const place = join(HERE, slugOf(finding.divergence.signature));
  const replay = `ocifuzz replay ${place} --runtimes ${Object.keys(finding.runtimes).join(',')}`;
  const divergence = { ...finding.divergence, case: join(place, 'finding.json'), replay };
  writeFinding(HERE, { ...finding, divergence });
  return place;
}

/** All but the best of each cause: the most severe, of those the smallest. */
function doubles(all: readonly StoredFinding[]): StoredFinding[] {
  const best = [...all].sort(
    (a, b) =>
      severityRank(a.finding.divergence) - severityRank(b.finding.divergence) ||
      caseSize(a.finding.case) - caseSize(b.finding.case),
  );
  const first = new Map<string, StoredFinding>();
  for (const f of best) {
    const cause = causeOf(f.finding.divergence.signature);
    if (!first.has(cause)) first.set(cause, f);
  }
  return best.filter((f) => ![...first.values()].includes(f));
}
