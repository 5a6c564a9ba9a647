/**
 * The passes, coarse ones first; steps before most, because a shorter script runs faster. A pass lists what could be
 * taken away or made simpler, each thing by itself, in groups: things of one group are tried together at first.
 */
import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';
import { dropCaller } from './drop-caller.ts';
import { dropConfig } from './drop-config.ts';
import { dropContrast } from './drop-contrast.ts';
import { dropFiles } from './drop-files.ts';
import { dropHooks } from './drop-hooks.ts';
import { dropSteps } from './drop-steps.ts';
import { dropText } from './drop-text.ts';
import { simplifyValues } from './simplify-values.ts';

export type Pass = (c: Case) => Unit[][];

export const PASSES: readonly Pass[] = [
  dropContrast,
  dropSteps,
  dropText,
  dropHooks,
  dropConfig,
  dropFiles,
  dropCaller,
  simplifyValues,
];

/** What makes a case short to tell, with few runs. */
export const QUICK: readonly Pass[] = [dropContrast, dropSteps, dropHooks, dropConfig];
