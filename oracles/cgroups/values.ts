/** Whether a file of a cgroup holds what was asked for: pages, lists, `max` and lines taken into account. */
import type { Prediction } from './predict.ts';

const PAGE = 4096;

const lines = (content: string): string[] => content.split('\n').map((l) => l.trim().replaceAll(/\s+/g, ' '));

/** `8:0 rbps=5` is part of `8:0 rbps=5 wbps=max riops=max wiops=max`. */
function isWithin(wanted: string, line: string): boolean {
  const [device, setting = ''] = wanted.split(' ');
  const [first, ...settings] = line.split(' ');
  return device === first && settings.includes(setting);
}

/** Members of a list such as `0-2,4` (cpuset(7)). */
function listed(text: string): string {
  const numbers = text.split(',').flatMap((part) => {
    const [from, to] = part.trim().split('-').map(Number);
    if (from === undefined || Number.isNaN(from) || part.trim() === '') return [];
    return Array.from({ length: Math.min((to ?? from) - from + 1, 4096) }, (_, i) => from + i);
  });
  return [...new Set(numbers)].sort((a, b) => a - b).join(',');
}

const UNITS: Record<string, number> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** What the kernel rounds the values of a file to: pages, or 1 for what it keeps as it is. */
function grain(file: string): number {
  const [, n, unit] = /^hugetlb\.(\d+)([KMG])B\./.exec(file) ?? [];
  if (n !== undefined && unit !== undefined) return Number(n) * (UNITS[unit] ?? 1);
  return /^memory\..*_in_bytes$|^memory\.(max|low|high|min|swap\.max)$/.test(file) ? PAGE : 1;
}

/** True if a file holds what was asked for: page rounding, lists and `max` taken into account. */
export function holds({ file, wanted, line }: Prediction, content: string): boolean {
  if (line)
    return lines(content).some((l) => `${l} `.startsWith(`${wanted} `) || isWithin(String(wanted), l));
  if (file.startsWith('cpuset.')) return listed(content) === listed(String(wanted));
  if (file === 'memory.oom_control') return content.split('\n').includes(String(wanted));
  if (typeof wanted === 'string')
    return content.split(/\s+/).join(' ') === wanted.trim().split(/\s+/).join(' ');
  if (wanted < 0 && file.startsWith('memory.')) return content === 'max' || Number(content) > 2 ** 60;
  if (wanted < 0) return content === 'max' || content === '-1';
  if (content === String(wanted)) return true;
  // the container process takes up the one: nothing can be forked either way
  if (file === 'pids.max' && wanted === 0) return content === '1';
  const huge = wanted > 2 ** 60 && (content === 'max' || Number(content) > 2 ** 60);
  return huge || Math.abs(wanted - Number(content)) < grain(file);
}

/** A number of bytes that comes back as so many KiB, MiB or the like. */
export const isOtherUnit = (wanted: number, seen: number): boolean =>
  wanted > 0 && [1000, 1024, 1000 ** 2, 1024 ** 2].some((n) => seen === wanted * n || seen * n === wanted);
