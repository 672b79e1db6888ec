import {
  BIGINT,
  DuckDBDataChunk,
  type DuckDBAppender,
  type DuckDBType,
  INTEGER,
  UBIGINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import type { ColumnBatch, Entry } from '../../intake/batch.ts';

/** Rows of a DuckDB vector. */
const chunkRows = 2_048;

type Numbers = BigInt64Array | BigUint64Array | Int32Array | Uint8Array;

/** A vector of fixed width: its values are one typed array, written whole. */
interface FixedVector {
  readonly items: { set(values: Numbers): void };
  flush(): void;
}

/** Appends the batch to `facts`: columns are copied as typed arrays, 2,048 rows at a time. */
export const appendFacts = (appender: DuckDBAppender, batch: ColumnBatch): void => {
  const numbers: readonly Numbers[] = [
    batch.time,
    batch.action,
    batch.playedMs,
    batch.durationMs,
    ...batch.keys,
    batch.idHigh,
    batch.idLow,
  ];
  const types: readonly DuckDBType[] = [
    BIGINT,
    UTINYINT,
    INTEGER,
    INTEGER,
    ...batch.keys.map(() => INTEGER),
    UBIGINT,
    UBIGINT,
    VARCHAR,
  ];
  for (let from = 0; from < batch.rows; from += chunkRows) {
    const to = Math.min(batch.rows, from + chunkRows);
    const chunk = DuckDBDataChunk.create(types, to - from);
    for (const [index, column] of numbers.entries()) {
      const vector = chunk.getColumnVector(index) as unknown as FixedVector;
      vector.items.set(column.subarray(from, to));
      vector.flush();
    }
    chunk.setColumnValues(
      numbers.length,
      batch.idText === null
        ? Array.from<null>({ length: to - from }).fill(null)
        : batch.idText.slice(from, to),
    );
    appender.appendDataChunk(chunk);
  }
};

/** Appends new dictionary entries; `firstKey` is the key of the first. */
export const appendEntries = (
  appender: DuckDBAppender,
  entries: readonly Entry[],
  firstKey: number,
): void => {
  const fields = entries[0]?.length ?? 0;
  const types: readonly DuckDBType[] = [INTEGER, ...Array.from({ length: fields }, () => VARCHAR)];
  for (let from = 0; from < entries.length; from += chunkRows) {
    const part = entries.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create(types, part.length);
    chunk.setColumnValues(
      0,
      part.map((_, index) => firstKey + from + index),
    );
    for (let field = 0; field < fields; field += 1) {
      chunk.setColumnValues(
        field + 1,
        part.map((entry) => entry[field] ?? null),
      );
    }
    appender.appendDataChunk(chunk);
  }
};
