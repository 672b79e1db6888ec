import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import type { WireEvent } from '../../event/event.ts';
import { wholeLayout } from '../../intake/events-of.ts';
import { createLineIntake } from '../../intake/line-intake.ts';
import { type ArchiveDisk, systemDisk } from './disk.ts';
import type { Roll } from './roll.ts';
import { createRollTexts } from './roll-texts.ts';

/** An event at a time, with an id of its own unless told. */
export const eventAt = (time: string, more: Partial<WireEvent> = {}): WireEvent => ({
  event_id: `id ${time}`,
  event_time: time,
  action: 'play',
  user_id: 'u',
  song_id: 's',
  ...more,
});

/** A roll of events whose offsets are 10 apart. */
export const rollOf = (
  partition: number,
  first: number,
  events: readonly WireEvent[],
  next = first + events.length * 10,
): Roll => {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const { batch } = createLineIntake(wholeLayout).decode(Buffer.from(text));
  const texts = createRollTexts();
  const known = batch.entries.map((entries) => entries.map(([one = null]) => one));
  const keys = texts.take(known, batch.keys);
  const offsets = Float64Array.from(events, (_, index) => first + index * 10);
  return { partition, parts: [{ batch: { ...batch, keys }, offsets }], texts: texts.texts, next };
};

/** All files below a folder but those of locks, by their paths in it. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

/** The rows of a query in which `archive` stands for all files of the archive. */
export const queryArchive = async (
  folder: string,
  query: string,
): Promise<readonly Record<string, Json>[]> => {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const files = `'${folder.replaceAll("'", "''")}/*/*/*.parquet'`;
  await connection.run(
    `CREATE VIEW archive AS
      FROM read_parquet(${files}, hive_partitioning = false,
        filename = true, file_row_number = true)`,
  );
  const result = await connection.runAndReadAll(query);
  const rows = result.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
};

/** A disk of a process that dies before its effect number `after`, counted from 0. */
export const mortalDisk = (
  after: number,
): { readonly disk: ArchiveDisk; readonly isDead: () => boolean } => {
  let left = after;
  const dying =
    <A extends readonly unknown[]>(effect: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      left -= 1;
      if (left < 0) throw new Error('dead');
      await effect(...args);
    };
  const { makeFolder, write, rename, remove, sync } = systemDisk();
  return {
    disk: {
      makeFolder: dying(makeFolder),
      write: dying(write),
      rename: dying(rename),
      remove: dying(remove),
      sync: dying(sync),
    },
    isDead: () => left < 0,
  };
};
