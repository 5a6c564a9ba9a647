/** mounts: the mount table, paths and devices inside against the config (config.md#mounts, config-linux.md). */
import type { Case } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { configOf, versionOf } from '../core/case.ts';
import { viewsAtCreate, walk } from '../core/lifecycle.ts';
import { type MountLine, parseMountinfo } from '../core/mountinfo.ts';
import { recordOf } from '../core/record.ts';
import { type Report, report } from '../core/report.ts';
import { BIND_RULES, judgeBinds } from './binds.ts';
import { DATA_RULES, judgeData } from './data.ts';
import { DEVICE_RULES, judgeDevices } from './devices.ts';
import { judgeExperiments } from './experiments.ts';
import { IDMAP_RULES, judgeIdmaps } from './idmap.ts';
import { judgeOptions, OPTION_RULES } from './options.ts';
import { judgePaths, PATH_RULES } from './paths.ts';
import { judgeBuilt, judgeTable, TABLE_RULES } from './table.ts';

const RULES = [
  ...TABLE_RULES,
  ...OPTION_RULES,
  ...BIND_RULES,
  ...DATA_RULES,
  ...IDMAP_RULES,
  ...PATH_RULES,
  ...DEVICE_RULES,
];

export type MountsInput = {
  c: Case;
  run: Run;
  config: OciConfig;
  record: ProbeRecord;
  /** the table inside; null where it is not the host kernel's, or the container has no table of its own */
  table: readonly MountLine[] | null;
  r: Report;
};

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const config = configOf(c);
  const record = recordOf(c, run.observation);
  if (config === null) return [];
  const r = report('mounts', RULES, run, versionOf(input));
  const own = config.linux?.namespaces?.some((n) => n.type === 'mount' && n.path === undefined) === true;
  const visible = own && !run.runtime.ownKernel;
  for (const life of visible ? walk(c, run).lives : [])
    for (const view of viewsAtCreate(c, run, life)) judgeBuilt(c, config, view, r);
  if (record === null) return r.verdicts();
  const readable = visible && record.mountinfo != null;
  const table = readable ? parseMountinfo(record.mountinfo ?? []) : null;
  const all = { c, run, config, record, table, r };
  judgeTable(all);
  judgeOptions(all);
  judgeExperiments(all);
  judgeBinds(all);
  judgeData(all);
  judgeIdmaps(all);
  judgePaths(all);
  judgeDevices(all);
  return r.verdicts();
}

export const mounts: Oracle = {
  name: 'mounts',
  title: 'mount table, options, root, masked and read-only paths, device nodes',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
