/** One total measure of cases: fewer things first, then simpler values. */
import { type Case, contrastOf } from '../contract/case.ts';
import { isContainer, valueAt } from './edit.ts';
import { type Place, places } from './passes/walk.ts';

/** Number of members, elements and steps: of the config, the files, the script, the caller and the host view. */
export function caseSize(c: Case): number {
  return [c.config, c.files, c.script, c.caller, c.host].reduce<number>((sum, part) => sum + things(part), 0);
}

/** True if `a` is smaller than `b`: fewer things, those of the control config too, or as many with simpler values. */
export function isSmaller(a: Case, b: Case): boolean {
  const all = (c: Case) => caseSize(c) + things(contrastOf(c)?.control);
  const difference = all(a) - all(b);
  return difference < 0 || (difference === 0 && weight(parts(a)) < weight(parts(b)));
}

const SMALLEST = ['ociVersion', 'root/path', 'process/cwd', 'process/args/0', 'mounts', 'linux/cgroupsPath'];

/**
 * Places of values in the config that the smallest valid one does not have. That has a mount namespace, and the
 * mounts /proc and /dev, without which some runtimes refuse a container.
 */
export function beyondSmallest(c: Case): Place[] {
  const isSmallest = ({ path: [, top, list, index], path, value }: Place): boolean => {
    const destination = `${valueAt(c.config, [top ?? '', list ?? '', 'destination'])}`;
    return (
      SMALLEST.includes(path.slice(1).join('/')) ||
      (top === 'mounts' && ['/proc', '/dev'].includes(destination) && index !== 'options') ||
      (list === 'namespaces' && value === 'mount')
    );
  };
  return places(c.config, ['config']).filter((p) => isLeaf(p.value) && !isSmallest(p));
}

/** True for a value without others in it. */
export const isLeaf = (value: unknown): boolean => !isContainer(value) || Object.keys(value).length === 0;

const parts = (c: Case): unknown => [
  ...[c.config, c.configText, c.files, c.script, c.caller, c.host],
  contrastOf(c)?.control,
];

/** Number of members and elements in a value. */
export function things(value: unknown): number {
  if (!isContainer(value)) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + 1 + things(inner), 0);
}

/** Shorter strings, numbers near 0 and false are simpler. */
function weight(value: unknown): number {
  if (typeof value === 'string') return 1 + value.length;
  if (typeof value === 'number') return Math.log2(1 + Math.abs(value)) + (value < 0 ? 1 : 0);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (!isContainer(value)) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + weight(inner), 0);
}
