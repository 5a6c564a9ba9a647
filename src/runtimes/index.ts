/** The registry of runtimes: one line each. */
import type { Adapter } from './adapter.ts';
import { crun } from './crun.ts';
import { generic } from './generic.ts';
import { runc } from './runc.ts';
import { runsc } from './runsc.ts';
import { youki } from './youki.ts';

export const ADAPTERS: readonly Adapter[] = [runc, crun, runsc, youki, generic];

/** @returns undefined for a name without adapter */
export function adapterNamed(name: string): Adapter | undefined {
  return ADAPTERS.find((a) => a.name === name);
}
