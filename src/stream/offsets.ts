import { TonearmError } from '../error.ts';
import type { PartitionBounds } from '../sources/record-source.ts';
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

const gone = (
  { source }: StreamOptions,
  partition: number,
  next: number,
  found: PartitionBounds | undefined,
): TonearmError => {
  const what =
    found === undefined
      ? 'the partition is gone'
      : next > found.end
        ? `the log ends at ${found.end}`
        : `the log begins at ${found.first}: records that were not read are gone`;
  return new TonearmError(
    'LOG_TRUNCATED',
    `partition ${partition} of ${source.name} was read up to ${next}, but ${what}`,
    {
      facts: { partition, next, first: found?.first ?? null, end: found?.end ?? null },
      hint: 'restore the log, or stream what is left of it into a new state: --state FOLDER',
    },
  );
};

/** The log still holds what follows on the state. @throws TonearmError LOG_TRUNCATED */
const checkStored = (options: StreamOptions, partitions: readonly PartitionBounds[]): void => {
  for (const { partition, next } of options.state.head?.partitions ?? []) {
    const found = partitions.find((one) => one.partition === partition);
    if (found === undefined ? next > 0 : next > found.end || next < found.first) {
      throw gone(options, partition, next, found);
    }
  }
};

const empty = (name: string): TonearmError =>
  new TonearmError('INPUT_EMPTY', `${name} has no partitions`, {
    facts: { source: name },
    hint: 'check the address; `tonearm produce --to ADDRESS` fills a log',
  });

/** The offsets of the state, or where a new one begins; partitions that came since from their start. */
export const boundsOf = async (options: StreamOptions): Promise<Bounds> => {
  const { source, state, start, mode, onNotice } = options;
  const partitions = await source.bounds();
  checkStored(options, partitions);
  if (partitions.length === 0) {
    if (mode !== 'follow') throw empty(source.name);
    onNotice(`${source.name} has no partitions yet: waiting for the first`);
  }
  if (state.head !== undefined && start !== 'earliest') {
    onNotice('the state goes on where it was: --start is for a new one');
  }
  const from =
    state.head === undefined
      ? new Map(await source.startingAt(start))
      : new Map(state.head.partitions.map(({ partition, next }) => [partition, next]));
  if (mode === 'follow') return { from, until: undefined };
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
