import { setImmediate as afterImmediates } from 'node:timers/promises';
import {
  BIGINT,
  DuckDBDataChunk,
  INTEGER,
  TIMESTAMPTZ,
  UTINYINT,
  UUID,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
} from '@duckdb/node-api';
import { actions, fieldNames, type FieldName } from '../../event/event.ts';
import { wholeLayout } from '../../intake/events-of.ts';
import { vectorMemory } from '../event-file/vector-memory.ts';
import type { ArchivedRows, Roll } from './roll.ts';

const chunkRows = 2_048;
/** After so many chunks the stream has its turn. */
const chunksAtOnce = 16;
const twoTo32 = 4_294_967_296;

const fields = wholeLayout.groups.flat();

/** The columns of `events`: identity, fixed ones, the codes of texts, and the offset. */
const columns: Readonly<Record<string, DuckDBType>> = {
  id: UUID,
  id_text: VARCHAR,
  event_time: TIMESTAMPTZ,
  action: UTINYINT,
  played_ms: INTEGER,
  song_duration_ms: INTEGER,
  offset: BIGINT,
  ...Object.fromEntries(fields.map((field) => [field, INTEGER])),
};
const names = Object.keys(columns);
const types = Object.values(columns);

const createTable = (connection: DuckDBConnection, table: string, of: typeof columns) =>
  connection.run(
    `CREATE TABLE ${table} (${Object.entries(of)
      .map(([name, type]) => `"${name}" ${type.toString()}`)
      .join(', ')})`,
  );

/** A table of texts by code, the code being the place in the list. */
const createTexts = async (
  connection: DuckDBConnection,
  table: string,
  texts: readonly (string | null)[],
): Promise<void> => {
  await createTable(connection, table, { code: INTEGER, text: VARCHAR });
  const appender = await connection.createAppender(table);
  for (let from = 0; from < texts.length; from += chunkRows) {
    const part = texts.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create([INTEGER, VARCHAR], part.length);
    chunk.setColumnValues(
      0,
      part.map((_, index) => from + index),
    );
    chunk.setColumnValues(1, part);
    appender.appendDataChunk(chunk);
    if ((from / chunkRows) % chunksAtOnce === chunksAtOnce - 1) await afterImmediates();
  }
  appender.closeSync();
};

type Fill = (column: string, fill: (memory: ReturnType<typeof vectorMemory>) => void) => void;

/** DuckDB holds a UUID as a 128-bit integer, the lower half first, with the topmost bit flipped. */
const fillIds = (memory: DataView, high: BigUint64Array, low: BigUint64Array): void => {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, 4 * low.length);
  const lower = new Uint32Array(low.buffer, low.byteOffset, 2 * low.length);
  const upper = new Uint32Array(high.buffer, high.byteOffset, 2 * low.length);
  for (let row = 0; row < low.length; row += 1) {
    words[4 * row] = lower[2 * row] as number;
    words[4 * row + 1] = lower[2 * row + 1] as number;
    words[4 * row + 2] = upper[2 * row] as number;
    words[4 * row + 3] = (upper[2 * row + 1] as number) ^ 0x8000_0000;
  }
};

const fillOffsets = (memory: BigInt64Array, offsets: Float64Array): void => {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, 2 * offsets.length);
  for (const [row, offset] of offsets.entries()) {
    words[2 * row] = offset;
    words[2 * row + 1] = Math.floor(offset / twoTo32);
  }
};

const fillRows = (
  fill: Fill,
  { batch, offsets }: ArchivedRows,
  [from, to]: readonly [number, number],
): void => {
  fill('id', (memory) =>
    fillIds(memory as DataView, batch.idHigh.subarray(from, to), batch.idLow.subarray(from, to)),
  );
  fill('event_time', (memory) => (memory as BigInt64Array).set(batch.time.subarray(from, to)));
  fill('offset', (memory) => fillOffsets(memory as BigInt64Array, offsets.subarray(from, to)));
  const plain: readonly (readonly [FieldName, Uint8Array | Int32Array])[] = [
    ['action', batch.action],
    ['played_ms', batch.playedMs],
    ['song_duration_ms', batch.durationMs],
    ...fields.map((field, group) => [field, batch.keys[group] ?? new Int32Array()] as const),
  ];
  for (const [name, values] of plain) {
    fill(name, (memory) => (memory as Int32Array | Uint8Array).set(values.subarray(from, to)));
  }
};

const idTexts = names.indexOf('id_text');

/** Chunks of rows without texts are one and the same: making one costs twice as much as filling it. */
const createChunks = (): ((
  ids: readonly (string | null)[] | null,
  rows: number,
) => DuckDBDataChunk) => {
  let textless: DuckDBDataChunk | undefined;
  return (ids, rows) => {
    if (ids !== null) {
      const chunk = DuckDBDataChunk.create(types, rows);
      chunk.setColumnValues(idTexts, ids);
      return chunk;
    }
    if (textless === undefined) {
      textless = DuckDBDataChunk.create(types, chunkRows);
      textless.setColumnValues(idTexts, Array<null>(chunkRows).fill(null));
    }
    // The nulls stay where they are, whatever the size.
    if (textless.rowCount !== rows) textless.rowCount = rows;
    return textless;
  };
};

const appendRows = async (
  connection: DuckDBConnection,
  parts: readonly ArchivedRows[],
): Promise<void> => {
  const appender = await connection.createAppender('events');
  const chunkFor = createChunks();
  let chunks = 0;
  for (const part of parts) {
    const { rows, idText } = part.batch;
    for (let from = 0; from < rows; from += chunkRows) {
      const to = Math.min(rows, from + chunkRows);
      const chunk = chunkFor(idText?.slice(from, to) ?? null, to - from);
      const fill: Fill = (column, write) => {
        const vector = chunk.getColumnVector(names.indexOf(column));
        write(vectorMemory(vector));
        vector.flush();
      };
      fillRows(fill, part, [from, to]);
      appender.appendDataChunk(chunk);
      chunks += 1;
      if (chunks % chunksAtOnce === 0) {
        appender.flushSync();
        await afterImmediates();
      }
    }
  }
  appender.closeSync();
};

/** Of copies of an event the first stays. */
const removeCopies = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`CREATE TABLE copies AS
    SELECT id, id_text, min("offset") AS kept FROM events GROUP BY id, id_text HAVING count(*) > 1`);
  await connection.run(`DELETE FROM events USING copies WHERE events.id = copies.id
    AND events.id_text IS NOT DISTINCT FROM copies.id_text AND events."offset" > copies.kept`);
};

/**
 * Loads a roll into the table `events` of an empty database, each event once, and what its codes
 * stand for into a table `text_<field>` each.
 */
export const loadRoll = async (
  connection: DuckDBConnection,
  { parts, texts }: Roll,
): Promise<void> => {
  await createTable(connection, 'events', columns);
  await appendRows(connection, parts);
  await removeCopies(connection);
  await createTexts(connection, 'text_action', actions);
  for (const [group, field] of fields.entries()) {
    await createTexts(connection, `text_${field}`, texts[group] ?? []);
  }
  // The texts must be the side that is built, or the order of the events is lost.
  await connection.run(`SET disabled_optimizers = 'join_order,build_side_probe_side'`);
};

const valueOf = (name: FieldName): string => {
  switch (name) {
    case 'event_id':
      return `CASE WHEN id_text IS NULL THEN id::VARCHAR
        WHEN id_text = '' THEN replace(id::VARCHAR, '-', '') ELSE id_text END`;
    case 'event_time':
      return 'event_time';
    case 'played_ms':
    case 'song_duration_ms':
      return `nullif(${name}, -1)::BIGINT`;
    default:
      return `text_${name}.text`;
  }
};

const joined = ['action', ...fields].map(
  (field) => `LEFT JOIN text_${field} ON text_${field}.code = e.${field}`,
);

/** A span of event time in microseconds, half-open. */
export interface Span {
  readonly fromUs: number;
  readonly toUs: number;
}

/** The rows of a table with events in a span. */
export const inSpan = (table: string, { fromUs, toUs }: Span): string =>
  `FROM ${table} WHERE epoch_us(event_time) >= ${fromUs} AND epoch_us(event_time) < ${toUs}`;

/** The events of `events` in a span, with the columns of the archive. */
export const archivedEvents = (partition: number, span: Span): string =>
  `SELECT ${fieldNames.map((name) => `${valueOf(name)} AS ${name}`).join(', ')},
    ${partition}::INTEGER AS partition, "offset"
  FROM (${inSpan('events', span)}) AS e
  ${joined.join('\n')}`;
