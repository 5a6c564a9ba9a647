import { type Adapter, standard } from './adapter.ts';

/** Anything with the usual command line: railcar and runtimes that have no adapter of their own yet. */
export const generic: Adapter = { ...standard, name: 'generic', binaries: [] };
