/** A case in a few lines: what differs from the base config, the script, how the runtime is called. */
import {
  BUNDLE,
  type Case,
  type Contrast,
  type FileEntry,
  faultOf,
  PROGRAM_PATH,
  ROOTFS,
  type Step,
} from '../contract/case.ts';
import type { Fault } from '../contract/fault.ts';
import { safeJson, sanitize } from './sanitize.ts';

/**
 * @param base config that generated cases start from; members equal to it are left out
 * @param baseFiles paths that every case has
 */
export function caseLines(c: Case, base: unknown, baseFiles: readonly string[]): string[] {
  return [
    ...(c.configText === undefined
      ? changes(base, c.config ?? {}, '').map((l) => `config  ${l}`)
      : [`config  text, ${c.configText.length} characters: ${safeJson(c.configText.slice(0, 200))}`]),
    ...c.files.filter((f) => !isBase(f, baseFiles)).map((f) => `file    ${fileText(f)}`),
    `script  ${c.script.map(stepText).join(', ')}`,
    ...others('caller', octal(c.caller, 'umask')),
    ...others('host', c.host),
    ...contrastLine('breaks', c.invalid),
    ...contrastLine('allows', c.harmless),
  ];
}

const contrastLine = (word: string, at: Contrast | undefined): string[] =>
  at === undefined ? [] : [`${word}  ${sanitize(`${at.requirement} at ${at.pointer}`)}`];

/** `pointer = value` for what `now` has more or different, `pointer (absent)` for what it has not. */
function changes(base: unknown, now: unknown, pointer: string): string[] {
  if (safeJson(base) === safeJson(now)) return [];
  if (isObject(base) && isObject(now)) {
    const names = [...new Set([...Object.keys(now), ...Object.keys(base)])];
    return names.flatMap((n) =>
      changes(base[n], now[n], `${pointer}/${n.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  }
  if (Array.isArray(base) && Array.isArray(now)) return listChanges(base, now, pointer);
  return [now === undefined ? `${sanitize(pointer)} (absent)` : `${sanitize(pointer)} = ${safeJson(now)}`];
}

/** Elements that the base has not, and how many of it are gone. */
function listChanges(base: unknown[], now: unknown[], pointer: string): string[] {
  const [had, has] = [base.map((v) => safeJson(v)), now.map((v) => safeJson(v))];
  const gone = had.filter((v) => !has.includes(v)).length;
  const added = has.filter((v) => !had.includes(v));
  const order = gone === 0 && added.length === 0 ? [`${sanitize(pointer)} = ${safeJson(now)}`] : [];
  return [
    ...(gone === 0 ? [] : [`${sanitize(pointer)} without ${gone} of the base's ${base.length} elements`]),
    ...added.map((v) => `${sanitize(pointer)}/- = ${v}`),
    ...order,
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBase(f: FileEntry, baseFiles: readonly string[]): boolean {
  if (f.type !== 'program') return baseFiles.includes(f.path);
  return f.path === `${ROOTFS}${PROGRAM_PATH}` && Object.keys(f.behaviour).length === 1;
}

function fileText(f: FileEntry): string {
  const { type, path, ...rest } = f;
  const detail = f.type === 'program' ? f.behaviour : octal(rest, 'mode');
  const shown = path.startsWith(BUNDLE) ? path.slice(BUNDLE.length + 1) : path;
  return `${type} ${sanitize(shown)}${Object.keys(detail).length > 0 ? ` ${safeJson(detail)}` : ''}`;
}

/** `kill TERM`, `delete --force`, `wait stopped`, `state c2`, `create (kill atReport 1)` */
export function stepText(step: Step): string {
  const { op, ...rest } = step;
  const fault = faultOf(step);
  const words = Object.entries(rest)
    .filter(([k]) => k !== 'fault')
    .map(([k, v]) => (v === true ? `--${k}` : k === 'timeoutMs' ? `${v}ms` : String(v)));
  return sanitize([op, ...words, ...(fault ? [`(${faultText(fault)})`] : [])].join(' '));
}

const faultText = ({ type, ...more }: Fault): string => [type, ...Object.entries(more).flat()].join(' ');

/** Modes and umasks are octal, as everywhere. */
function octal(value: object, name: string): object {
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, k === name ? Number(v).toString(8).padStart(4, '0') : v]),
  );
}

function others(title: string, value: object): string[] {
  const members = Object.entries(value).map(([k, v]) => `${k} ${safeJson(v)}`);
  return members.length === 0 ? [] : [`${title.padEnd(7)} ${members.join(', ')}`];
}
