import { tableFromIPC } from '@uwdata/flechette';
import { valuesOf, type Values } from './column-values.ts';

/**
 * One row by column name. Integers are numbers below 2^53, else bigints;
 * DATE and TIMESTAMP are milliseconds since 1970 (a double, so ask for `unix_micros` where
 * microseconds matter), DECIMAL is the nearest double (ask for a cast), BINARY a `Uint8Array`,
 * arrays are arrays, structs objects, maps `Map`; NULL is null.
 */
export type Row = Readonly<Record<string, unknown>>;

/** Some rows of a result in columns, with the values that `Row` has. */
export interface Batch {
  readonly rowCount: number;
  readonly columns: readonly { readonly name: string; readonly values: Values }[];
}

/** Reads an Arrow IPC stream as a server sends it. */
export const decodeBatch = (data: Uint8Array): Batch => {
  // A copy: inside its message the data does not begin where numbers may.
  const table = tableFromIPC(data.slice(), { useBigInt: true });
  return {
    rowCount: table.numRows,
    columns: table.names.map((name, at) => {
      const [first, ...more] = table.getChildAt(at).data;
      const values = first === undefined ? [] : valuesOf(first);
      return {
        name,
        values:
          more.length === 0
            ? values
            : [values, ...more.map(valuesOf)].flatMap((part) => Array.from(part)),
      };
    }),
  };
};

/** The rows of a batch. Of columns with the same name the last one counts. */
export const rowsOf = ({ rowCount, columns }: Batch): readonly Row[] => {
  const rows: Row[] = [];
  rows.length = rowCount;
  for (let index = 0; index < rowCount; index += 1) {
    const row: Record<string, unknown> = {};
    for (const { name, values } of columns) row[name] = values[index];
    rows[index] = row;
  }
  return rows;
};
