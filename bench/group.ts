import type { Format } from './data.ts';
import type { PeerName } from './peers.ts';
import type { Size } from './size.ts';

export type Contender = 'tonearm' | PeerName;

/** Processes that do the same work and are measured in turn. */
export type Group =
  | { readonly kind: 'help'; readonly runs: number }
  | { readonly kind: 'small'; readonly runs: number }
  | {
      readonly kind: 'batch';
      readonly size: Size;
      readonly format: Format;
      readonly contenders: readonly Contender[];
      readonly runs: number;
    }
  | {
      readonly kind: 'generate';
      readonly size: Size;
      readonly format: Format;
      readonly runs: number;
    };

export const jobOf = (group: Group, contender: Contender): string =>
  group.kind === 'batch' || group.kind === 'generate'
    ? `${group.kind} ${group.size.name} ${group.format} ${contender}`
    : `${group.kind} ${contender}`;
