import { TonearmError } from '../error.ts';
import type { StreamOptions } from './stream-options.ts';

/** Where a run reads: offsets to begin at and, where it ends, to end at. */
export interface Bounds {
  readonly from: ReadonlyMap<number, number>;
  readonly until: ReadonlyMap<number, number> | undefined;
}

const grown = (): TonearmError =>
  new TonearmError(
    'STATE_FINISHED',
    'a bounded run has finished this state, and the log has grown',
    {
      hint: 'its finals stay as they are; to stream the whole log give a new folder with --state',
    },
  );

const followed = (): TonearmError =>
  new TonearmError('STATE_FINISHED', 'a bounded run has finished this state: nothing follows', {
    hint: 'give a new folder with --state; --bounded again prints nothing new',
  });

/** The offsets of the state, or where a new one begins; partitions that came since from their start. */
export const boundsOf = async ({ source, state, start, mode }: StreamOptions): Promise<Bounds> => {
  const from =
    state.head === undefined
      ? new Map(await source.startingAt(start))
      : new Map(state.head.partitions.map(({ partition, next }) => [partition, next]));
  if (mode === 'follow') return { from, until: undefined };
  const partitions = await source.bounds();
  for (const { partition, first } of partitions) {
    if (!from.has(partition)) from.set(partition, first);
  }
  return { from, until: new Map(partitions.map(({ partition, end }) => [partition, end])) };
};

/** True for a state that is finished and needs no run. @throws TonearmError STATE_FINISHED */
export const isFinished = ({ state, mode }: StreamOptions, { from, until }: Bounds): boolean => {
  if (state.head?.finished !== true) return false;
  if (until === undefined || mode === 'follow') throw followed();
  if ([...until].some(([partition, end]) => end > (from.get(partition) ?? 0))) throw grown();
  return true;
};
