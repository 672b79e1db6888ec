import { aliasTable, pick } from './alias.ts';
import { unit, type Random } from './random.ts';

/** A kind of player: its share of sessions and how much more or less its listeners skip. */
type Device = { readonly name: string | null; readonly weight: number; readonly skip: number };

/** All devices; an event holds an index of this list. The last one is unknown. */
export const devices: readonly Device[] = [
  { name: 'mobile', weight: 54, skip: 1.05 },
  { name: 'desktop', weight: 16, skip: 0.83 },
  { name: 'web', weight: 8, skip: 0.9 },
  { name: 'speaker', weight: 8, skip: 0.8 },
  { name: 'tv', weight: 4, skip: 0.85 },
  { name: 'car', weight: 4, skip: 1.15 },
  { name: 'tablet', weight: 3, skip: 1 },
  { name: 'console', weight: 1, skip: 0.95 },
  { name: 'wearable', weight: 1, skip: 1.2 },
  { name: null, weight: 1, skip: 1 },
];

const table = aliasTable(devices.map(({ weight }) => weight));

export const drawDevice = (random: Random): number => pick(table, unit(random), unit(random));
