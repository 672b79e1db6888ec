import type { DuckDBAppender } from '@duckdb/node-api';
import type { ColumnBatch } from '../../intake/batch.ts';
import { createIntake, type Intake } from '../../intake/intake.ts';
import type { Physical } from '../../plan/physical.ts';
import type { EventStore } from '../event-store.ts';
import { usualCubesFrom } from '../query-host.ts';
import { shareOut } from '../share-out.ts';
import { type MeasuredFacts, measureFacts } from '../measure-facts.ts';
import { addBatches } from './add-batches.ts';
import { appendEntries, closeAppender, createFactsWriter } from './append.ts';
import {
  changedRows,
  type Connection,
  type Database,
  type DatabaseOptions,
  openDatabase,
} from './database.ts';
import { deduplicate } from './deduplicate.ts';
import { appendParquet } from './parquet/append-parquet.ts';
import { firstFileKey } from './parquet/dictionary.ts';
import { runQueries } from './run-queries.ts';
import {
  batchesTable,
  createBatches,
  createEntries,
  createFacts,
  createFileRows,
  dictionaryTasks,
  entriesTable,
  factNames,
  fieldOf,
  fileRowsTable,
  type RowsTable,
} from './tables.ts';

export interface StoreOptions extends DatabaseOptions {
  /** Number of events from which cubes are made. */
  readonly cubesFrom?: number | undefined;
}

/** Keys of events that the decoder accepted out of Parquet files; one more space of its own. */
const firstDecodedKey = 500_000_000;

const openAppenders = async (
  database: Database,
  physical: Physical,
): Promise<{ readonly facts: DuckDBAppender; readonly entries: readonly DuckDBAppender[] }> => ({
  facts: await database.appender(batchesTable),
  entries: await Promise.all(
    physical.groups.map((_, group) => database.appender(entriesTable(group))),
  ),
});

/** The batch with its keys in the space of decoded events. */
const shifted = (batch: ColumnBatch): ColumnBatch => ({
  ...batch,
  keys: batch.keys.map((column) => column.map((key) => key + firstDecodedKey)),
});

/** Opens an empty store; `groups` is the layout that batches come in. */
export const openEventStore = async (
  layout: Pick<Physical, 'groups'>,
  options: StoreOptions = {},
): Promise<EventStore> => {
  const database = await openDatabase(options);
  const others = options.threads === 1 ? [] : [await database.connect()];
  let physical: Physical = { ...layout, identities: new Set() };
  await createBatches(database, physical);
  await createEntries(database, physical);
  const appenders = await openAppenders(database, physical);
  const writeFacts = createFactsWriter(appenders.facts, layout.groups.length, factNames(layout));
  const batchKeys = physical.groups.map(() => 0);
  const decodedKeys = physical.groups.map(() => firstDecodedKey);
  let decoded: Intake | undefined;
  const { cubesFrom = usualCubesFrom } = options;
  let fileKey = firstFileKey;
  const files: string[] = [];
  let rows: RowsTable = batchesTable;
  let measured: Promise<MeasuredFacts> | undefined;
  const measure = (): Promise<MeasuredFacts> => (measured ??= measureFacts(database));

  const add = (batch: ColumnBatch, nextKey: number[]): void => {
    writeFacts(batch);
    for (const [group, entries] of batch.entries.entries()) {
      const appender = appenders.entries[group];
      if (appender === undefined || entries.length === 0) continue;
      appendEntries(appender, entries, nextKey[group] ?? 0);
      nextKey[group] = (nextKey[group] ?? 0) + entries.length;
    }
  };

  return {
    append: (batch) => add(batch, batchKeys),
    async appendParquet(input) {
      await createFileRows(database, physical);
      const appended = await appendParquet(
        database,
        physical,
        input,
        files.length,
        fileKey,
        (events) => {
          decoded ??= createIntake(layout, { workers: 0 });
          add(shifted(decoded.events(events)), decodedKeys);
        },
      );
      fileKey = appended.nextKey;
      files.push(input.path);
      return appended.rows;
    },
    async finish() {
      closeAppender(appenders.facts);
      for (const appender of appenders.entries) closeAppender(appender);
      await decoded?.close();
      rows = files.length > 0 ? fileRowsTable : batchesTable;
      if (files.length > 0) await addBatches(database, physical);
      await createFacts(database, physical, rows);
      let duplicates = 0;
      const identities = await shareOut<Connection, readonly string[]>(
        [database, ...others],
        [
          async (connection) => {
            duplicates = await deduplicate(connection, rows, files);
            return [];
          },
          ...dictionaryTasks(physical),
        ],
      );
      physical = { ...physical, identities: new Set(identities.flat()) };
      return { accepted: (await measure()).rows, duplicates };
    },
    async restrict(since, until) {
      const time = fieldOf('t');
      const bounds = [
        ...(since === undefined ? [] : [`${time} < ${BigInt(since)}`]),
        ...(until === undefined ? [] : [`${time} >= ${BigInt(until)}`]),
      ].join(' OR ');
      if (bounds === '') return 0;
      const removed = changedRows(await database.rows(`DELETE FROM ${rows} AS r WHERE ${bounds}`));
      if (removed > 0) measured = undefined;
      return removed;
    },
    span: async () => (await measure()).span,
    query: async (queries, context, onTable) =>
      (await runQueries(database, physical, queries, context, cubesFrom, others, onTable, measure))
        .tables,
    explain: async (queries, context) =>
      (
        await runQueries(
          database,
          physical,
          queries,
          context,
          cubesFrom,
          others,
          undefined,
          measure,
        )
      ).explained,
    interrupt: () => database.interrupt(),
    close: () => database.close(),
  };
};
