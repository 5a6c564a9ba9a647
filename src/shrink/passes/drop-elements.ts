import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';
import { places } from './walk.ts';

/** Elements of arrays in the config. */
export const dropElements = (c: Case): Unit[] =>
  places(c.config, ['config'])
    .filter((p) => p.parent === 'array')
    .map(({ path }) => [{ path }]);
