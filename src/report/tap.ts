/** TAP 14, whatever the points are about. */
import { safeJson, sanitize } from './sanitize.ts';

/** Each point is given its number, and returns its line with those that explain it. */
export function document(points: readonly ((n: number) => string[])[]): string {
  const plan = points.length === 0 ? '1..0 # SKIP nothing was judged' : `1..${points.length}`;
  return `${['TAP version 14', plan, ...points.flatMap((p, i) => p(i + 1))].join('\n')}\n`;
}

/** Members of an explanation as YAML: JSON is YAML too, and leaves no doubt about quotes. */
export const diagnosis = (about: Record<string, unknown>): string[] => [
  '  ---',
  ...Object.entries(about).map(([name, value]) => `  ${name}: ${safeJson(value)}`),
  '  ...',
];

export const escaped = (text: string): string => sanitize(text).replace(/[\\#]/g, '\\$&');
