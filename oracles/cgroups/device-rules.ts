/** The allowed devices by experiment (config-linux.md#allowed-device-list). */
import { parseAsk } from '../../src/contract/asks.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { JudgeInput, Run } from '../../src/contract/verdict.ts';
import { normalPath } from '../core/mounts.ts';
import { recordOf } from '../core/record.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import type { Resources } from './predict.ts';

export const DEVICE_RULES = specRules(
  'linux.res.dev.order',
  'linux.res.dev.type',
  'linux.res.dev.numbers',
  'linux.res.dev.access',
);

const EPERM = 1;
const EACCES = 13;
type Rule = NonNullable<Resources['devices']>[number];
type Node = { type: 'c' | 'b'; major: number; minor: number };

/**
 * -1 is what callers write for "all"; whether it is one is not said. Nor is what numbers, or a part of the access, mean
 * beside the type `a`, which in the files of cgroup v1 stands for every access to every device.
 */
const isClear = (rules: readonly Rule[]): boolean =>
  rules.every((d) => {
    const numbers = [d.major, d.minor].filter((n) => n !== undefined);
    const access = d.access ?? '';
    const isWhole = numbers.length === 0 && [...'rwm'].every((part) => access.includes(part));
    const everyType = d.type === undefined || d.type === 'a';
    return numbers.every((n) => n >= 0) && (isWhole || !everyType) && access !== '';
  });

const covers = (rule: Rule, node: Node): boolean =>
  (rule.type === undefined || rule.type === 'a' || rule.type === node.type) &&
  (rule.major === undefined || rule.major === node.major) &&
  (rule.minor === undefined || rule.minor === node.minor);

/** The last rule that speaks of the access decides; null where none does. */
export const deciding = (rules: readonly Rule[], node: Node, access: 'r' | 'w' | 'm'): Rule | null =>
  rules.findLast((d) => covers(d, node) && (d.access ?? '').includes(access)) ?? null;

/**
 * Opens of nodes that no driver answers (ENXIO): EPERM is the device rules' answer. Devices of the container's own
 * list may be allowed by the runtime of itself, so only numbers that neither it nor the default devices have.
 */
export function judgeDeviceRules(
  { case: c, host }: JudgeInput,
  run: Run,
  config: OciConfig,
  r: Report,
): void {
  const rules = config.linux?.resources?.devices ?? [];
  const record = recordOf(c, run.observation);
  if (rules.length === 0 || record === null || !isClear(rules)) return;
  if (host.cgroup === 'v1' ? !host.controllers.includes('devices') : false) return;
  for (const { ask, ret, errno } of record.results) {
    const asked = parseAsk(ask);
    const device = config.linux?.devices?.find((d) => normalPath(d.path) === asked?.target);
    if (asked?.name !== 'device:open' || !device || (device.type !== 'c' && device.type !== 'b')) continue;
    const node = { type: device.type, major: device.major ?? -1, minor: device.minor ?? -1 } as const;
    const rule = deciding(rules, node, 'r');
    if (node.major !== EXAMPLE_MAJOR || rule === null) continue;
    if (errno === EACCES) {
      r.unknown(
        ruleOf(rules, rule),
        'a mount without devices, as in a user namespace, refuses before the rules do',
      );
      continue;
    }
    const allowed = ret === 0 || errno !== EPERM;
    r.check(ruleOf(rules, rule), allowed === rule.allow, {
      kind: 'violation',
      path: 'cgroups.devices',
      token: allowed ? 'denied-opens' : 'allowed-refused',
      title: allowed
        ? 'a device that the rules deny can be opened'
        : 'a device that the rules allow cannot be opened',
      expected: rules,
      actual: { device, errno },
    });
  }
}

/** Reserved for examples and local use (Linux's list of devices): no driver, no harm, no default of a runtime. */
const EXAMPLE_MAJOR = 42;

/** The requirement that the deciding rule is about: what it leaves out, or else that later ones override. */
function ruleOf(rules: readonly Rule[], rule: Rule): string {
  if (rules.filter((d) => d.allow !== rule.allow).length > 0 && rules.indexOf(rule) > 0)
    return 'linux.res.dev.order';
  if (rule.type === undefined) return 'linux.res.dev.type';
  return rule.major === undefined || rule.minor === undefined
    ? 'linux.res.dev.numbers'
    : 'linux.res.dev.access';
}
