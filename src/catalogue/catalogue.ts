/** The catalogue: every requirement of the specification with what is done about it. Nothing is left out. */
import { ORACLES } from '../../oracles/index.ts';
import { allRequirements, type Requirement, requirement } from '../contract/spec/index.ts';
import { provenOn } from '../contract/spec/views.ts';
import { STATIC_REQUIREMENTS } from '../validate/index.ts';
import { areaOf } from './areas.ts';
import { LIMITS, LOUD, NOTES, SAME_AS } from './notes.ts';

/**
 * `checked`: oracles judge runs by it; `static`: `ocifuzz validate` judges configs by it; `permits`: it only allows;
 * `generated`: cases with it are made and runtimes compared; `needs`: a host that has something; `untestable`;
 * `missing`: it could be judged, and no rule does yet.
 */
export const STATUSES = [
  'checked',
  'static',
  'permits',
  'generated',
  'needs',
  'untestable',
  'missing',
] as const;
export type Status = (typeof STATUSES)[number];

export type Entry = {
  requirement: Requirement;
  area: string;
  status: Status;
  /** names of the oracles that have it among their rules, and `validate` */
  by: string[];
  /** id of the requirement whose rule judges it, where that is not its own */
  as?: string;
  /** host views on which its rule has been proven, where verdicts depend on the view; absent: on any host */
  provenOn?: readonly string[];
  /** why nobody judges it; '' where somebody does */
  why: string;
};

/** Of what is only permitted: a test shows for each that it is so. */
const SILENT = 'allowed either way: no oracle says anything';

const VALIDATE = 'validate';
const rulesOf: [checker: string, ids: readonly string[]][] = [
  ...ORACLES.map((o): [string, string[]] => [o.name, o.rules.map((r) => r.id)]),
  [VALIDATE, STATIC_REQUIREMENTS],
];
const checkers = new Map<string, string[]>();
for (const [checker, ids] of rulesOf)
  for (const id of ids) checkers.set(id, [...(checkers.get(id) ?? []), checker]);

export function catalogue(): Entry[] {
  return allRequirements().map((requirement) => ({
    requirement,
    area: areaOf(requirement.id),
    ...statusOf(requirement),
  }));
}

function statusOf({ id, level, limit, subject }: Requirement): Omit<Entry, 'requirement' | 'area'> {
  const as = SAME_AS[id];
  if (as !== undefined) return { ...statusOf(requirement(as)), as };
  const by = checkers.get(id) ?? [];
  const oracles = by.filter((name) => name !== VALIDATE);
  // of a config that breaks it agreement sees that a runtime takes it
  const ofConfig = subject === 'config' && by.includes(VALIDATE) && oracles.every((o) => o === 'agreement');
  if (ofConfig) return { status: 'static', by, why: '' };
  const views = provenOn(id);
  if (oracles.length > 0)
    return { status: 'checked', by, why: '', ...(views === null ? {} : { provenOn: views }) };
  const note = NOTES[id] ?? (level === 'MAY' ? permits(id) : LIMITS[limit]);
  return { by, ...(note ?? { status: 'missing', why: 'no rule yet' }) };
}

const permits = (id: string) => ({ status: 'permits', why: LOUD[id] ?? SILENT }) as const;
