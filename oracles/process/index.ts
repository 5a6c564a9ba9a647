/** process: what the program is given against what the config says (config.md#process). */
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { configOf, versionOf } from '../core/case.ts';
import { recordOf } from '../core/record.ts';
import { type Report, report } from '../core/report.ts';
import { ATTRIBUTE_RULES, judgeAttributes } from './attributes.ts';
import { CAPABILITY_RULES, judgeCapabilities } from './capabilities.ts';
import { IDENTITY_RULES, judgeIdentity } from './identity.ts';
import { judgeKernel, KERNEL_RULES } from './kernel.ts';
import { judgeSeccomp, SECCOMP_RULES } from './seccomp.ts';
import { judgeTerminal, TERMINAL_RULES } from './terminal.ts';

const RULES = [
  ...IDENTITY_RULES,
  ...TERMINAL_RULES,
  ...CAPABILITY_RULES,
  ...ATTRIBUTE_RULES,
  ...KERNEL_RULES,
  ...SECCOMP_RULES,
];

export type ProcessInput = {
  input: JudgeInput;
  run: Run;
  config: OciConfig;
  process: NonNullable<OciConfig['process']>;
  record: ProbeRecord;
  r: Report;
};

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const config = configOf(input.case);
  const record = recordOf(input.case, run.observation);
  if (config?.process === undefined || record === null) return [];
  const r = report('process', RULES, run, versionOf(input));
  const all = { input, run, config, process: config.process, record, r };
  judgeIdentity(all);
  judgeTerminal(all);
  judgeCapabilities(all);
  judgeAttributes(all);
  judgeKernel(all);
  judgeSeccomp(all);
  return r.verdicts();
}

export const process: Oracle = {
  name: 'process',
  title: "the program's arguments, identity, capabilities, limits and filters",
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
