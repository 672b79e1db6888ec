import { eventBatches } from './batches.ts';
import { devices } from './devices.ts';
import type { SongLists } from './catalogue.ts';
import type { EventBatch } from './event-batch.ts';
import { lineWriter, type LineBatch } from './line-writer.ts';
import { generatorSettings, type GeneratorOptions } from './options.ts';
import { places, type Place } from './places.ts';
import { csvFormat, ndjsonFormat, sessionPrefix, userPrefix } from './text-format.ts';
import type { GroundTruth } from './truth.ts';

/** Generated lines in the order in which a topic would receive them, and what they hold. */
export type LineStream = {
  /** What precedes the first line: the header of CSV, nothing in NDJSON. */
  readonly header: Uint8Array;
  readonly batches: Iterable<LineBatch>;
  /** Counts of the lines given out so far: the whole truth after the last one. */
  readonly truth: () => GroundTruth;
};

/**
 * Seeded events as text: equal options give equal bytes on any machine. Only NDJSON holds
 * malformed lines; in CSV they are left out, and the other lines stay the same.
 */
export const generateLines = (
  options: GeneratorOptions,
  format: 'ndjson' | 'csv' = 'ndjson',
): LineStream => {
  const { batches, catalogue, truth } = eventBatches(
    generatorSettings(options),
    format === 'ndjson',
  );
  const text = format === 'csv' ? csvFormat(catalogue.songs) : ndjsonFormat(catalogue.songs);
  const write = lineWriter(text);
  function* lines(events: Iterable<EventBatch>): Generator<LineBatch> {
    for (const batch of events) yield write(batch);
  }
  return { header: new TextEncoder().encode(text.header), batches: lines(batches), truth };
};

/** Generated events as columns of codes, the lists the codes point into, and what they hold. */
export type ColumnStream = {
  readonly songs: SongLists;
  readonly places: readonly Place[];
  readonly devices: readonly { readonly name: string | null }[];
  readonly userPrefix: string;
  readonly sessionPrefix: string;
  readonly batches: Iterable<EventBatch>;
  readonly truth: () => GroundTruth;
};

/** Seeded events as columns, for formats of columns; malformed lines are left out. */
export const generateColumns = (options: GeneratorOptions): ColumnStream => {
  const { batches, catalogue, truth } = eventBatches(generatorSettings(options), false);
  return { songs: catalogue.songs, places, devices, userPrefix, sessionPrefix, batches, truth };
};
