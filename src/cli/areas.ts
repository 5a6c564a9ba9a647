/** Areas that a user names. */
import { AREAS, type Area } from '../../generators/index.ts';
import { mustKnow } from './suggest.ts';

/** All of them where none is named. */
export function chosenAreas(names: string[] | undefined): readonly Area[] {
  if (names === undefined) return AREAS;
  const all = AREAS.map((a) => a.name);
  for (const name of names) mustKnow('area', name, all);
  return AREAS.filter((a) => names.includes(a.name));
}
