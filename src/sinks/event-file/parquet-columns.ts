import {
  BIGINT,
  DuckDBDataChunk,
  DuckDBTableFunction,
  INTEGER,
  TIMESTAMPTZ,
  UTINYINT,
  UUID,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { messageOf } from '../../error.ts';
import { actions } from '../../event/event.ts';
import type { ColumnBatch, ColumnEvents } from './batches.ts';
import { copyToParquet, withDuckDB } from './parquet-connection.ts';
import { pullAhead } from './pull-ahead.ts';
import { vectorMemory } from './vector-memory.ts';

type Column = readonly [name: string, type: DuckDBType, values: readonly DuckDBValue[]];

/** A table of values by code, the code being the place in the lists. */
const createLookup = async (
  connection: DuckDBConnection,
  table: string,
  values: readonly Column[],
): Promise<void> => {
  const size = values[0]?.[2].length ?? 0;
  const codes: Column = ['code', INTEGER, Array.from({ length: size }, (_, code) => code)];
  const columns = [codes, ...values];
  const declared = columns.map(([name, type]) => `"${name}" ${type.toString()}`);
  await connection.run(`CREATE TABLE ${table} (${declared.join(', ')})`);
  const appender = await connection.createAppender(table);
  for (let from = 0; from < size; from += 2048) {
    const parts = columns.map(([, , list]) => list.slice(from, from + 2048));
    const chunk = DuckDBDataChunk.create(
      columns.map(([, type]) => type),
      parts[0]!.length,
    );
    chunk.setColumns(parts);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
};

const createLookups = async (
  connection: DuckDBConnection,
  { songs, places, devices }: ColumnEvents,
): Promise<void> => {
  await createLookup(
    connection,
    'song',
    Object.entries(songs).map(([name, values]): Column =>
      name === 'song_duration_ms'
        ? [name, BIGINT, values.map((value) => (value === null ? null : BigInt(value)))]
        : [name, VARCHAR, values],
    ),
  );
  await createLookup(connection, 'place', [
    ['country', VARCHAR, places.map(({ country }) => country)],
    ['city', VARCHAR, places.map(({ city }) => city)],
  ]);
  await createLookup(connection, 'device', [['name', VARCHAR, devices.map(({ name }) => name)]]);
  await createLookup(connection, 'action', [['name', VARCHAR, actions]]);
};

/** The columns of `coded_events()`; all but the first two are plain lists of codes. */
const codeColumns = {
  id: UUID,
  time: TIMESTAMPTZ,
  action: UTINYINT,
  user: INTEGER,
  session: INTEGER,
  song: INTEGER,
  played: INTEGER,
  device: UTINYINT,
  place: UTINYINT,
} as const satisfies Partial<Record<keyof ColumnBatch, DuckDBType>>;

const copiedColumns = ['action', 'user', 'session', 'song', 'played', 'device', 'place'] as const;

const twoTo32 = 4_294_967_296;

/** DuckDB holds a UUID as a 128-bit integer, the least word first, with the topmost bit flipped. */
const fillIds = (memory: DataView, { id, rows }: ColumnBatch): void => {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, 4 * rows);
  for (let at = 0; at < 4 * rows; at += 4) {
    words[at] = id[at + 3]!;
    words[at + 1] = id[at + 2]!;
    words[at + 2] = id[at + 1]!;
    words[at + 3] = id[at]! ^ 0x80000000;
  }
};

const fillTimes = (memory: BigInt64Array, { time, rows }: ColumnBatch): void => {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, 2 * rows);
  for (let row = 0; row < rows; row++) {
    const high = Math.floor(time[row]! / twoTo32);
    words[2 * row] = time[row]! - high * twoTo32;
    words[2 * row + 1] = high;
  }
};

const fillChunk = (chunk: DuckDBDataChunk, batch: ColumnBatch): void => {
  chunk.rowCount = batch.rows;
  const names = Object.keys(codeColumns);
  const ids = chunk.getColumnVector(names.indexOf('id'));
  fillIds(vectorMemory<DataView>(ids), batch);
  ids.flush();
  const times = chunk.getColumnVector(names.indexOf('time'));
  fillTimes(vectorMemory<BigInt64Array>(times), batch);
  times.flush();
  for (const name of copiedColumns) {
    const vector = chunk.getColumnVector(names.indexOf(name));
    vectorMemory<Int32Array | Uint8Array>(vector).set(batch[name].subarray(0, batch.rows));
    vector.flush();
  }
};

/** A table function that hands DuckDB one batch per call, on one thread and so in order. */
const registerBatches = (
  connection: DuckDBConnection,
  batches: Iterable<ColumnBatch>,
): { readonly failure: () => unknown } => {
  const nextBatch = pullAhead(batches);
  let failure: unknown;
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name: 'coded_events',
      bindFunction: (info) => {
        for (const [name, type] of Object.entries(codeColumns)) info.addResultColumn(name, type);
      },
      initFunction: (info) => {
        info.setMaxThreads(1);
      },
      mainFunction: (info, chunk) => {
        try {
          const next = nextBatch();
          if (next.done === true) chunk.rowCount = 0;
          else fillChunk(chunk, next.value);
        } catch (cause) {
          failure = cause;
          info.setError(messageOf(cause));
        }
      },
    }),
  );
  return { failure: () => failure };
};

const decodedEvents = `
  SELECT id::VARCHAR AS event_id, "time" AS event_time, action.name AS action,
    $userPrefix || "user" AS user_id, song_id,
    $sessionPrefix || nullif("session", -1) AS session_id,
    song_title, artist_id, artist_name, album_name, genre, song_duration_ms,
    nullif(played, -1)::BIGINT AS played_ms, device.name AS device, country, city
  FROM coded_events() AS e
  LEFT JOIN song ON song.code = e.song
  LEFT JOIN place ON place.code = e.place
  LEFT JOIN device ON device.code = e.device
  LEFT JOIN action ON action.code = e.action`;

/**
 * Writes columns of codes to a Parquet file, in their order. DuckDB pulls the batches while it
 * writes, so that memory does not grow with their number; equal batches give equal bytes.
 */
export const writeParquetColumns = (path: string, events: ColumnEvents): Promise<void> =>
  withDuckDB(async (connection) => {
    await createLookups(connection, events);
    // The lookups must be the side that is built, or the order of the events is lost.
    await connection.run(`SET disabled_optimizers = 'join_order,build_side_probe_side'`);
    const source = registerBatches(connection, events.batches);
    try {
      await copyToParquet(connection, decodedEvents, path, {
        userPrefix: events.userPrefix,
        sessionPrefix: events.sessionPrefix,
      });
    } catch (cause) {
      throw source.failure() ?? cause;
    }
  });
