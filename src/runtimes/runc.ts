import { type Adapter, standard } from './adapter.ts';

export const runc: Adapter = { ...standard, name: 'runc', binaries: ['runc'] };
