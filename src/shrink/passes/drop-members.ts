import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';
import { places } from './walk.ts';

/** Members of objects in the config. */
export const dropMembers = (c: Case): Unit[] =>
  places(c.config, ['config'])
    .filter((p) => p.parent === 'object')
    .map(({ path }) => [{ path }]);
