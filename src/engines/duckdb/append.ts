import {
  BIGINT,
  DuckDBDataChunk,
  type DuckDBAppender,
  type DuckDBStructVector,
  type DuckDBType,
  INTEGER,
  STRUCT,
  UBIGINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import type { ColumnBatch, Entry } from '../../intake/batch.ts';
import { engineFailure } from './engine-failure.ts';

const guarded = (action: () => void): void => {
  try {
    action();
  } catch (cause) {
    throw engineFailure(cause);
  }
};

export const appendChunk = (appender: DuckDBAppender, chunk: DuckDBDataChunk): void =>
  guarded(() => appender.appendDataChunk(chunk));

/** Writes what is left. @throws TonearmError ENGINE_FAILED */
export const closeAppender = (appender: DuckDBAppender): void =>
  guarded(() => appender.closeSync());

/** Writes what is there so far. @throws TonearmError ENGINE_FAILED */
export const flushAppender = (appender: DuckDBAppender): void =>
  guarded(() => appender.flushSync());

/** Rows of a DuckDB vector. */
const chunkRows = 2_048;

type Numbers = BigInt64Array | BigUint64Array | Int32Array | Uint8Array;

/** A vector of fixed width: its values are one typed array, written whole. */
interface FixedVector {
  readonly items: { set(values: Numbers): void };
  flush(): void;
}

const integerTypes = (keys: number): readonly DuckDBType[] => [
  BIGINT,
  UTINYINT,
  INTEGER,
  INTEGER,
  ...Array.from({ length: keys }, () => INTEGER),
  UBIGINT,
  UBIGINT,
];

const nulls = (length: number): null[] => Array.from<null>({ length }).fill(null);

/**
 * Writes batches to a table of events: columns are copied as typed arrays, 2,048 rows at a time.
 * The chunk without texts is used over and over: making one costs twice as much as filling it.
 * With `fields`, names of all but the texts, the table has these in one column.
 */
export const createFactsWriter = (
  appender: DuckDBAppender,
  keys: number,
  fields?: readonly string[],
): ((batch: ColumnBatch) => void) => {
  const integers = integerTypes(keys);
  const types: readonly DuckDBType[] =
    fields === undefined
      ? [...integers, VARCHAR]
      : [
          STRUCT(Object.fromEntries(fields.map((name, index) => [name, integers[index]!]))),
          VARCHAR,
        ];
  const textColumn = types.length - 1;
  const vectorsOf = (chunk: DuckDBDataChunk): ((index: number) => FixedVector) => {
    if (fields === undefined) {
      return (index) => chunk.getColumnVector(index) as unknown as FixedVector;
    }
    const whole = chunk.getColumnVector(0) as DuckDBStructVector;
    return (index) => whole.entryVectorAt(index) as unknown as FixedVector;
  };
  let textless: { readonly chunk: DuckDBDataChunk; rows: number } | undefined;

  const chunkFor = (rows: number, texts: readonly (string | null)[] | null): DuckDBDataChunk => {
    if (texts !== null) {
      const chunk = DuckDBDataChunk.create(types, rows);
      chunk.setColumnValues(textColumn, texts);
      return chunk;
    }
    if (textless === undefined) {
      textless = { chunk: DuckDBDataChunk.create(types, chunkRows), rows: chunkRows };
      textless.chunk.setColumnValues(textColumn, nulls(chunkRows));
    }
    // The nulls stay where they are, whatever the size.
    if (textless.rows !== rows) {
      textless.chunk.rowCount = rows;
      textless.rows = rows;
    }
    return textless.chunk;
  };

  return (batch) => {
    const numbers: readonly Numbers[] = [
      batch.time,
      batch.action,
      batch.playedMs,
      batch.durationMs,
      ...batch.keys,
      batch.idHigh,
      batch.idLow,
    ];
    for (let from = 0; from < batch.rows; from += chunkRows) {
      const to = Math.min(batch.rows, from + chunkRows);
      const chunk = chunkFor(to - from, batch.idText?.slice(from, to) ?? null);
      const vectorAt = vectorsOf(chunk);
      for (const [index, column] of numbers.entries()) {
        const vector = vectorAt(index);
        vector.items.set(column.subarray(from, to));
        vector.flush();
      }
      appendChunk(appender, chunk);
    }
  };
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
    appendChunk(appender, chunk);
  }
};
