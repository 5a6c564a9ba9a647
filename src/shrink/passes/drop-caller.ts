import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';
import { places } from './walk.ts';

/** Everything in which the caller, the host view and the steps differ from the usual. */
export const dropCaller = (c: Case): Unit[] =>
  [...places(c.caller, ['caller']), ...places(c.host, ['host']), ...places(c.script, ['script'])]
    .filter(({ path }) => !(path[0] === 'script' && path.length === 2))
    .map(({ path }) => [{ path }]);
