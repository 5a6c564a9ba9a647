import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';
import { levels } from './walk.ts';

/** Everything in which the caller, the host view and the steps differ from the usual. */
export const dropCaller = (c: Case): Unit[][] =>
  [levels(c.caller, ['caller']), levels(c.host, ['host']), levels(c.script, ['script']).slice(1)]
    .flat()
    .map((level) => level.map(({ path }) => [{ path }]));
