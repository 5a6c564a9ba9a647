/** What a run directory says of its rules, for later readers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import type { Stats } from '../contract/event.ts';
import { HostFacts, RuntimeFacts } from '../contract/facts.ts';
import { readFindings } from './corpus.ts';
import { readDocument } from './files.ts';
import { PRIVATE } from './run-dir.ts';

const count = Type.Integer({ minimum: 0 });
const Environment = Type.Object(
  { host: Type.Object({ cgroup: HostFacts.properties.cgroup }), runtimes: Type.Array(RuntimeFacts) },
  { title: 'environment of a run' },
);
const Rules = Type.Object(
  {
    rules: Type.Record(
      Type.String(),
      Type.Record(Type.String(), Type.Object({ ok: count, violation: count, unknown: count })),
    ),
  },
  { title: 'statistics of a run' },
);

export type RunFigures = {
  runtimes: RuntimeFacts[];
  /** cgroup views of the hosts, each once */
  views: HostFacts['cgroup'][];
  rules: Stats['rules'];
  /** rules that are left out of `rules`, because private findings are about them */
  hidden: string[];
};

/** @throws DocumentError for a directory that is not one of a run */
export function readRunFigures(dir: string): RunFigures {
  const { host, runtimes } = readDocument(Environment, join(dir, 'env.json'));
  const { rules } = readDocument(Rules, join(dir, 'stats.json'));
  const secret = join(dir, PRIVATE);
  const found = existsSync(secret) ? readFindings(secret) : [];
  const hidden = found.flatMap(({ finding }) => finding.divergence.signature.split(' ').slice(0, 1));
  return { runtimes, views: [host.cgroup], rules, hidden: [...new Set(hidden)] };
}
