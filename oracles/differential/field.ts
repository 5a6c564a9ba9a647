/** One comparable thing of a run. */
import type { Json, Kind } from '../../src/contract/verdict.ts';

export type Field = {
  /** class of the thing: in the verdict, equal for all cases */
  path: string;
  /** what is seen, in one of a few fixed words: in the token */
  word: string;
  /** compared where the words are the same; shown */
  value?: Json;
  /** `difference`: the specification allows one; `spec-gap` (default): it is silent */
  kind?: Extract<Kind, 'difference' | 'spec-gap'>;
  /** place of the config that it comes of: newer than a runtime declares = not claimed */
  member?: string;
};

/** Word that agrees with every other: what is seen is a matter of chance. */
export const FREE = 'free';

/**
 * Fields by their identity within the case; null: the run does not have this section.
 * An identity `PARENT\nNAME` hangs on its parent: a run without anything of the parent lacks just that.
 */
export type Section = Map<string, Field> | null;

export const section = (fields: [string, Field][]): Map<string, Field> => new Map(fields);
