/** Where the container's cgroup lies (config-linux.md#cgroups-path), and the controllers that it has there. */
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { OutsideView } from '../../src/contract/observation.ts';
import type { JudgeInput, Run } from '../../src/contract/verdict.ts';
import { viewsAtCreate, walk } from '../core/lifecycle.ts';
import { normalPath } from '../core/mounts.ts';
import { viewsOf } from '../core/record.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';

export const PLACE_RULES = specRules(
  'linux.cgroup.path.absolute',
  'linux.cgroup.path.created',
  'linux.cgroup.path.consistent',
  'lifecycle.02.resources-created',
  'linux.res.unified.controllers',
);

/** Paths of /proc/PID/cgroup (cgroups(7)) that are not the root, in every hierarchy of the view. */
const placesIn = (lines: string[]): string[] => [
  ...new Set(lines.map((l) => l.split(':').slice(2).join(':')).filter((p) => p !== '/' && p !== '')),
];

/** The look is from the runtime's cgroup namespace, whose root is the mount point. */
export function judgePlace({ case: c, host }: JudgeInput, run: Run, config: OciConfig, r: Report): void {
  const outside = viewsOf(c, run.observation);
  const wanted = normalPath(config.linux?.cgroupsPath ?? '/');
  const looks = outside.flatMap((v) => (v.cgroup === null ? [] : [placesIn(v.cgroup)]));
  const [places] = looks;
  if (places !== undefined) {
    const there = places.includes(wanted);
    const shown = { kind: 'violation', path: 'cgroups.path', expected: wanted, actual: places } as const;
    r.check('linux.cgroup.path.absolute', there, {
      ...shown,
      token: 'elsewhere',
      title: 'the container is in another cgroup than the one that cgroupsPath names',
    });
    r.check('linux.cgroup.path.created', there, { ...shown, token: 'not-made' });
    const early = walk(c, run).lives.flatMap((life) => viewsAtCreate(c, run, life));
    for (const v of early)
      if (v.cgroup !== null)
        r.check('lifecycle.02.resources-created', placesIn(v.cgroup).includes(wanted), {
          ...shown,
          token: 'not-yet',
          title: 'the container is not in its cgroup when create has returned',
          actual: v.cgroup,
        });
    if (looks.length > 1)
      r.check(
        'linux.cgroup.path.consistent',
        looks.every((l) => `${l}` === `${places}`),
        { ...shown, token: 'changed', actual: looks },
      );
  }
  if (host.cgroup === 'v2') judgeControllers(host.controllers, outside[0], config, r);
}

/** Controllers that keys of unified need, of those that the host has. */
function judgeControllers(
  offered: string[],
  view: OutsideView | undefined,
  config: OciConfig,
  r: Report,
): void {
  const files = Object.entries(view?.cgroupFiles ?? {});
  const content = files.find(([path]) => path.endsWith('/cgroup.controllers'))?.[1];
  const keys = Object.keys(config.linux?.resources?.unified ?? {});
  const needed = [...new Set(keys.map((k) => k.split('.')[0] ?? ''))].filter((c) => offered.includes(c));
  if (content === undefined || needed.length === 0) return;
  const missing = needed.filter((c) => !content.split(/\s+/).includes(c));
  r.check('linux.res.unified.controllers', missing.length === 0, {
    path: 'cgroups[cgroup.controllers]',
    token: 'missing',
    title: 'a controller that unified needs is not enabled',
    expected: needed,
    actual: content,
  });
}
