/** Which smaller cases may be run at all: as well-formed, as safe and as right as the case they come from. */

import type { TSchema } from 'typebox';
import { canonical } from '../contract/canonical.ts';
import {
  type Case,
  Case as CaseSchema,
  contrastOf,
  FileEntry,
  hasFaults,
  withoutContrast,
} from '../contract/case.ts';
import { configFaults } from '../contract/config/index.ts';
import { remembered } from '../contract/remembered.ts';
import { checked } from '../contract/validate.ts';
import { valueAt } from './edit.ts';
import { brokenRelations } from './relations.ts';

/** Everything of the host that a case names. */
export type Dangers = (c: Case) => readonly string[];

/**
 * A predicate on cases derived from `original`. They have the form of a case, name nothing of the host that
 * `original` did not name, break no relation between their parts that `original` kept, and their config breaks
 * exactly what that of `original` breaks: no more, so that it stays a valid config, and no less, so that an
 * invalid one stays invalid for the same reason. What befalls the runtime still does: without it a case is about
 * something else. What no longer is said to be invalid, or harmless, comes from the control of `original`.
 */
export function admissible(original: Case, dangers: Dangers): (c: Case) => boolean {
  const may = admissibleFrom(original, dangers);
  const control = withoutContrast(original);
  if (!control) return may;
  const mayPlain = admissibleFrom(control, dangers);
  return (c) => (contrastOf(c) ? may : mayPlain)(c);
}

function admissibleFrom(original: Case, dangers: Dangers): (c: Case) => boolean {
  const allowed = new Set(dangers(original));
  const faults = faultsOf(original);
  const frozen = frozenPart(original, faults);
  const broken = new Set(brokenRelations(original));
  return (c) =>
    wellFormed(c) &&
    dangers(c).every((d) => allowed.has(d)) &&
    hasFaults(c) === hasFaults(original) &&
    sameSet(faultsOf(c), faults) &&
    brokenRelations(c).every((r) => broken.has(r)) &&
    canonical(frozenPart(c, faults)) === canonical(frozen);
}

/** Pointers of what breaks the schema, with `*` for indices. */
const faultsOf = (c: Case): ReadonlySet<string> => (c.config === undefined ? new Set() : faultsIn(c.config));

const faultsIn = remembered(
  (config: object) => new Set(configFaults(config).map((f) => f.pointer.replace(/\/\d+(?=\/|$)/g, '/*'))),
);

/**
 * What makes a case invalid, or is no reason to refuse it, where no schema can tell: the part of the config around
 * the offending place. Of what is harmless, in an element of a list, that element: it is whatever stands beside it.
 */
function frozenPart(c: Case, faults: ReadonlySet<string>): unknown {
  const contrast = contrastOf(c);
  if (!contrast || faults.size > 0) return null;
  const tokens = contrast.pointer.split('/').slice(1);
  const index = c.harmless ? tokens.findIndex((token) => /^\d+$/.test(token)) : -1;
  const whole = tokens.slice(0, index < 0 ? 1 : index + 1);
  const pointer = tokens.map((token, i) => (i === index ? '*' : token)).join('/');
  return { config: valueAt(c.config, whole), pointer };
}

/** Files, of which there are many, one by one: most of them are those of the case before. */
const wellFormed = (c: Case): boolean =>
  hasForm(CaseSchema, { ...c, files: [] }) && c.files.every((f) => isFile(f));

const isFile = remembered((file: FileEntry) => hasForm(FileEntry, file));

function hasForm(schema: TSchema, value: unknown): boolean {
  try {
    checked(schema, value, 'case');
    return true;
  } catch {
    return false;
  }
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((x) => b.has(x));
