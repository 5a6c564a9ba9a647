import type { Case } from '../../contract/case.ts';
import type { Path, Unit } from '../edit.ts';
import { levels } from './walk.ts';

/** Files; then what programs do and how files look: behaviours, asks as a whole, owners, modes. */
export const dropFiles = (c: Case): Unit[][] =>
  levels(c.files, ['files']).map((level) =>
    level.filter(({ path }) => !isInsideAsk(path)).map(({ path }) => [{ path }]),
  );

/** An ask means what its id says: its arguments stay as they are. */
export const isInsideAsk = (path: Path): boolean =>
  path.indexOf('asks') >= 0 && path.length > path.indexOf('asks') + 2;
