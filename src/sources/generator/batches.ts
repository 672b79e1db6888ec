import { aliasTable, pick } from './alias.ts';
import { takeSlice } from './arrivals.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { batchRows, newBatch, type EventBatch } from './event-batch.ts';
import { idKeys, writeId } from './event-id.ts';
import { malformations } from './malformations.ts';
import type { GeneratorSettings } from './options.ts';
import { draws } from './quota.ts';
import { randomStream, unit } from './random.ts';
import { newTraffic } from './traffic.ts';
import { newTally, type GroundTruth } from './truth.ts';

/** Generated events as columns, and what they hold. */
export type BatchStream = {
  readonly catalogue: Catalogue;
  readonly batches: Iterable<EventBatch>;
  /** Counts of the batches given out so far: the whole truth after the last one. */
  readonly truth: () => GroundTruth;
};

/** Events in the order of their arrival. Without `withMalformed` the malformed lines are left out. */
export const eventBatches = (settings: GeneratorSettings, withMalformed: boolean): BatchStream => {
  const catalogue = catalogueOf(settings.seed, settings.songs);
  const traffic = newTraffic(settings, catalogue);
  const tally = newTally(settings, catalogue, traffic.sessions);
  const { arrivals } = traffic;
  const batch = newBatch();
  const keys = idKeys(settings.seed);
  const faults = randomStream(settings.seed, 'faults');
  const faultKinds = aliasTable(malformations.map(({ weight }) => weight));
  const malformed = {
    wanted: withMalformed ? settings.malformedLines : 0,
    total: settings.events,
  };
  let faultSequence = settings.uniqueEvents;
  let lastEntry = 0;
  arrivals.pool.time[0] = settings.start;

  const put = (entry: number, sequence: number): number => {
    const { pool } = arrivals;
    const row = batch.rows++;
    writeId(keys, sequence, batch.id, row * 4);
    batch.time[row] = pool.time[entry]!;
    batch.action[row] = pool.action[entry]!;
    batch.user[row] = pool.user[entry]! + 1;
    batch.session[row] = pool.session[entry]!;
    batch.song[row] = pool.song[entry]!;
    batch.played[row] = pool.played[entry]!;
    batch.device[row] = pool.device[entry]!;
    batch.place[row] = pool.place[entry]!;
    batch.fault[row] = 0;
    return row;
  };

  const putMalformed = (like: number): void => {
    const kind = pick(faultKinds, unit(faults), unit(faults));
    const row = put(like, faultSequence++);
    batch.fault[row] = kind + 1;
    tally.addMalformed(kind);
  };

  /** Copies arrivals from place `from` of `count` on until the batch is full. */
  const fill = (from: number, count: number): number => {
    const { pool, order } = arrivals;
    let i = from;
    while (i < count && batch.rows < batchRows) {
      const entry = order[i]!;
      if (malformed.wanted > 0 && draws(malformed, unit(faults))) {
        putMalformed(entry);
        continue;
      }
      i++;
      const row = put(entry, pool.sequence[entry]!);
      lastEntry = entry;
      if (pool.copy[entry] === 1) {
        tally.addCopy();
      } else {
        tally.addEvent(
          batch.time[row]!,
          batch.action[row]!,
          pool.user[entry]!,
          batch.song[row]!,
          batch.played[row]!,
        );
      }
    }
    return i;
  };

  function* batches(): Generator<EventBatch> {
    let began = traffic.nextSession();
    for (let slice = 0; slice < arrivals.heads.length; slice++) {
      const sliceEnd = arrivals.start + (slice + 1) * arrivals.width;
      while (began !== null && began < sliceEnd) began = traffic.nextSession();
      const count = takeSlice(arrivals, slice);
      for (let from = 0; from < count;) {
        from = fill(from, count);
        if (batch.rows < batchRows) break;
        yield batch;
        batch.rows = 0;
      }
    }
    while (malformed.wanted > 0) {
      malformed.wanted--;
      putMalformed(lastEntry);
      if (batch.rows < batchRows) continue;
      yield batch;
      batch.rows = 0;
    }
    if (batch.rows > 0) yield batch;
  }

  return { catalogue, batches: batches(), truth: tally.truth };
};
