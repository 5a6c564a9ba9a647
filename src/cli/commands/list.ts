/** `ocifuzz list areas|oracles|rules|runtimes` */
import { AREAS, faults } from '../../../generators/index.ts';
import { ORACLES } from '../../../oracles/index.ts';
import { ADAPTERS } from '../../runtimes/index.ts';
import { RuntimeError, resolveRuntimes } from '../../runtimes/resolve.ts';
import { columns } from '../columns.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { mustKnow } from '../suggest.ts';

const LISTS: Record<string, () => string[][] | Promise<string[][]>> = {
  areas: () => [
    ...AREAS.map((a) => [a.name, a.title]),
    [faults.name, `${faults.title} (only with --faults)`],
  ],
  oracles: () => ORACLES.map((o) => [o.name, o.title]),
  rules: () =>
    ORACLES.flatMap((o) => o.rules.map((r) => [r.id, r.level ?? '-', o.name, r.anchor ?? '-', r.text])),
  runtimes: () => Promise.all(ADAPTERS.map(async (a) => [a.name, await installed(a.name)])),
};

export const list: Handler<never> = async (_options, args, io) => {
  const what = args[0] ?? '';
  mustKnow('list', what, Object.keys(LISTS));
  const rows = (await LISTS[what]?.()) ?? [];
  io.stdout.write(columns(rows));
  return EXIT.ok;
};

async function installed(adapter: string): Promise<string> {
  if (adapter === 'generic') return 'any runtime with the same command line: generic:LABEL=PATH';
  try {
    const [runtime] = await resolveRuntimes([{ label: adapter, flags: [] }]);
    return runtime ? `${runtime.facts.version} at ${runtime.facts.path}` : '';
  } catch (error) {
    if (error instanceof RuntimeError) return 'not installed';
    throw error;
  }
}
