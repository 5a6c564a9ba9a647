import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';

/** Steps of the lifecycle script. */
export const dropSteps = (c: Case): Unit[] => c.script.map((_, i) => [{ path: ['script', i] }]);
