/** What a run directory says of its rules, for later readers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import type { Stats } from '../contract/event.ts';
import { RuntimeFacts } from '../contract/facts.ts';
import { readFindings } from './corpus.ts';
import { readDocument } from './files.ts';
import { PRIVATE } from './run-dir.ts';

const count = Type.Integer({ minimum: 0 });
const Environment = Type.Object({ runtimes: Type.Array(RuntimeFacts) }, { title: 'environment of a run' });
const Rules = Type.Object(
  {
    rules: Type.Record(
      Type.String(),
      Type.Record(Type.String(), Type.Object({ ok: count, violation: count, unknown: count })),
    ),
  },
  { title: 'statistics of a run' },
);

/** `hidden`: how many rules are left out of `rules`, because private findings are about them. */
export type RunFigures = { labels: string[]; rules: Stats['rules']; hidden: number };

/** @throws DocumentError for a directory that is not one of a run */
export function readRunFigures(dir: string): RunFigures {
  const { runtimes } = readDocument(Environment, join(dir, 'env.json'));
  const { rules } = readDocument(Rules, join(dir, 'stats.json'));
  const secret = join(dir, PRIVATE);
  const found = existsSync(secret) ? readFindings(secret) : [];
  const hidden = new Set(found.map(({ finding }) => finding.divergence.signature.split(' ')[0])).size;
  return { labels: runtimes.map((r) => r.label), rules, hidden };
}
