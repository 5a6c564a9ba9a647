/** `ocifuzz conformance`: the fixed cases, and a result for each requirement and runtime. */
import { availableParallelism } from 'node:os';
import { ORACLES } from '../../../oracles/index.ts';
import { lookAtAll } from '../../campaign/conformance.ts';
import { catalogue } from '../../catalogue/catalogue.ts';
import { conformanceRows } from '../../catalogue/conformance.ts';
import { SCHEMA_VERSION } from '../../contract/case.ts';
import type { Conformance } from '../../contract/conformance.ts';
import type { Executor } from '../../contract/executor.ts';
import { CONFORMANCE_FORMATS, type Render } from '../../report/conformance/index.ts';
import { conformanceText } from '../../report/conformance/text.ts';
import { safeJson } from '../../report/sanitize.ts';
import { styleFor } from '../../report/style.ts';
import { examiner } from '../../triage/examine.ts';
import type { Handler } from '../commands.ts';
import { fixedCases } from '../corpus.ts';
import { combine, EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Values } from '../options.ts';
import { VERSION } from '../package.ts';
import { type HostOptions, judgeBy, withExecutor } from '../session.ts';

/** Oracles that judge by the specification: how runtimes differ from each other is no matter here. */
const BY_TEXT = ORACLES.filter((o) => o.rules.some((r) => r.anchor !== null));

type ConformanceValues = keyof HostOptions | 'spec' | 'conformanceFormat' | 'json';

export const conformance: Handler<ConformanceValues> = async (o, _args, io) => {
  // half of the time a case waits: for hooks that sleep, for time-outs
  const workers = o.workers ?? 2 * availableParallelism();
  const result = await withExecutor({ ...o, workers }, (executor) => resultOf(executor, o, io));
  io.stdout.write((await renderer(o, io))(result));
  return combine([
    ...(io.signal.aborted ? [EXIT.interrupted] : []),
    ...(breaksMust(result) ? [EXIT.findings] : []),
    ...(result.inconclusive.length > 0 ? [EXIT.inconclusive] : []),
  ]);
};

async function resultOf(executor: Executor, { spec }: Pick<Values, 'spec'>, io: Io): Promise<Conformance> {
  const suite = fixedCases();
  const began = performance.now();
  const examine = examiner(executor, judgeBy(spec, BY_TEXT), async () => {});
  const { looks, inconclusive } = await lookAtAll(examine, suite, {
    width: executor.capacity,
    signal: io.signal,
    onLook: (done) => progress(io, done, suite.length),
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    ocifuzz: VERSION,
    host: executor.host,
    runtimes: executor.runtimes,
    cases: looks.length,
    elapsedSeconds: Math.round((performance.now() - began) / 100) / 10,
    requirements: conformanceRows(
      catalogue(),
      looks,
      executor.runtimes.map((r) => r.label),
    ),
    inconclusive,
  };
}

/** One line that is written over, where somebody looks. */
function progress({ stderr }: Io, done: number, all: number): void {
  if (stderr.isTTY) stderr.write(`\r${done} of ${all} cases${done === all ? '\n' : ''}`);
}

async function renderer(
  { json, conformanceFormat }: Pick<Values, 'json' | 'conformanceFormat'>,
  io: Io,
): Promise<Render> {
  if (json) return (result) => `${safeJson(result, 2)}\n`;
  const chosen = CONFORMANCE_FORMATS.find((f) => f.name === conformanceFormat);
  return chosen ? await chosen.load() : conformanceText(styleFor(io.env, io.stdout.isTTY === true));
}

const breaksMust = ({ requirements }: Conformance): boolean =>
  requirements.some(
    (r) => r.level === 'MUST' && Object.values(r.answers).some((a) => a.outcome === 'violation'),
  );
