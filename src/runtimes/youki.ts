import { type Adapter, standard } from './adapter.ts';

export const youki: Adapter = { ...standard, name: 'youki', binaries: ['youki'] };
