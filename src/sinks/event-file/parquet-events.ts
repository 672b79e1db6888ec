import {
  BIGINT,
  DuckDBDataChunk,
  DuckDBTimestampTZValue,
  TIMESTAMPTZ,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { TonearmError } from '../../error.ts';
import { fieldNames, type FieldName, type WireEvent } from '../../event/event.ts';
import { parseInstant } from '../../event/time.ts';
import type { Batches } from './batches.ts';
import { copyToParquet, withDuckDB } from './parquet-connection.ts';

const typeOf = (name: FieldName): DuckDBType => {
  if (name === 'event_time') return TIMESTAMPTZ;
  return name === 'song_duration_ms' || name === 'played_ms' ? BIGINT : VARCHAR;
};

const valueOf = (event: WireEvent, name: FieldName): DuckDBValue => {
  const value = event[name];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return BigInt(value);
  if (name !== 'event_time') return value;
  const micros = parseInstant(value);
  if (micros === undefined) {
    throw new TonearmError('INTERNAL', `cannot write the event time ${JSON.stringify(value)}`, {
      facts: { event_id: event.event_id },
    });
  }
  return new DuckDBTimestampTZValue(BigInt(micros));
};

const chunkRows = 2048;

/** Writes events, in their order, to a Parquet file with the columns of the schema. */
export const writeParquetEvents = (
  path: string,
  batches: Batches<readonly WireEvent[]>,
): Promise<void> =>
  withDuckDB(async (connection) => {
    const types = fieldNames.map(typeOf);
    const columns = fieldNames.map((name, i) => `"${name}" ${types[i]!.toString()}`);
    await connection.run(`CREATE TABLE events (${columns.join(', ')})`);
    const appender = await connection.createAppender('events');
    for await (const events of batches) {
      for (let from = 0; from < events.length; from += chunkRows) {
        const part = events.slice(from, from + chunkRows);
        const chunk = DuckDBDataChunk.create(types, part.length);
        chunk.setColumns(fieldNames.map((name) => part.map((event) => valueOf(event, name))));
        appender.appendDataChunk(chunk);
      }
    }
    appender.closeSync();
    await copyToParquet(connection, 'FROM events', path);
  });
