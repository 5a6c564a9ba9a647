/** What was expected and what was seen, as a unified diff of their JSON. */
import { structuredPatch } from 'diff';
import type { Divergence } from '../contract/verdict.ts';
import { safeJson } from './sanitize.ts';

/** One line of a diff: `-` expected, `+` seen, ` ` both, `@` a head line. Control characters are escaped. */
export type DiffLine = { mark: '-' | '+' | ' ' | '@'; text: string };

/** A side of a diff with its title. */
export type Side = { title: string; value: unknown };

/**
 * Where something is expected: from it to what each runtime showed, runtimes that showed the same together.
 * Else from the first runtime to each that differs from it.
 * @param title label of a runtime to what it is called (with its version)
 */
export function valueDiff(
  d: Pick<Divergence, 'expected' | 'actual'>,
  title: (label: string) => string,
): DiffLine[] {
  const [first, ...rest] = sidesOf(d, title);
  if (first === undefined) return [];
  if (rest.length === 0)
    return [head('+', first), ...valueLines(first.value).map((text) => ({ mark: '+' as const, text }))];
  return rest.flatMap((side) => sideBySide(first, side));
}

/** What is expected, where something is, and what was seen; runtimes that showed the same together. */
export function sidesOf(
  { expected, actual }: Pick<Divergence, 'expected' | 'actual'>,
  title: (label: string) => string,
): Side[] {
  const seen = groups(actual, title);
  // null where nothing is expected says nothing: the title does
  return (expected ?? null) === null
    ? seen.filter((s) => s.value !== null)
    : [{ title: 'expected', value: expected }, ...seen];
}

function sideBySide(a: Side, b: Side): DiffLine[] {
  const [from, to] = [valueLines(a.value), valueLines(b.value)];
  const { hunks } = structuredPatch('', '', `${from.join('\n')}\n`, `${to.join('\n')}\n`, '', '', {
    context: 2,
  });
  const body = hunks.flatMap((hunk, i) => [
    ...(i > 0 ? [{ mark: '@' as const, text: '…' }] : []),
    ...hunk.lines.map((l) => ({ mark: l.charAt(0) as DiffLine['mark'], text: l.slice(1) })),
  ]);
  return [
    head('-', a),
    head('+', b),
    ...(body.length > 0 ? body : [{ mark: ' ' as const, text: '(the same)' }]),
  ];
}

const head = (mark: '-' | '+', side: Side): DiffLine => ({
  mark: '@',
  text: `${mark.repeat(3)} ${side.title}`,
});

/** `actual` is label to value; anything else counts as one side. */
function groups(actual: unknown, title: (label: string) => string): Side[] {
  if (actual === null || typeof actual !== 'object' || Array.isArray(actual))
    return [{ title: 'seen', value: actual }];
  const byText = new Map<string, { labels: string[]; value: unknown }>();
  for (const [label, value] of Object.entries<unknown>(Object(actual))) {
    const group = byText.get(safeJson(value));
    if (group) group.labels.push(label);
    else byText.set(safeJson(value), { labels: [label], value });
  }
  return [...byText.values()].map(({ labels, value }) => ({ title: labels.map(title).join(', '), value }));
}

/** Short values on one line, others indented; text of several lines line by line. */
export function valueLines(value: unknown): string[] {
  if (typeof value === 'string' && value.includes('\n'))
    return value.split('\n').map((l) => safeJson(l).slice(1, -1));
  const line = safeJson(value);
  return line.length <= 72 ? [line] : safeJson(value, 2).split('\n');
}
