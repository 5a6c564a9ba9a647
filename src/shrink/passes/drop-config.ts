import type { Case } from '../../contract/case.ts';
import { type Unit, valueAt } from '../edit.ts';
import { levels } from './walk.ts';

/** Members and elements of the config, level by level: what is below a member that went is never tried. */
export const dropConfig = (c: Case): Unit[][] =>
  levels(c.config, ['config']).map((level) => level.map(({ path }) => [{ path }, ...partners(c, path)]));

/** Members of a config's linux without which there is no new user namespace. */
export const MAPPINGS = ['uidMappings', 'gidMappings'];

/** What can only go together: a new user namespace must have mappings, and no other may (see relations.ts). */
export const partners = (c: Case, path: Unit[number]['path']): Unit =>
  path.length === 4 && path[2] === 'namespaces' && valueAt(c, [...path, 'type']) === 'user'
    ? MAPPINGS.map((member) => ({ path: ['config', 'linux', member] }))
    : [];
