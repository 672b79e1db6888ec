/** Rows that a file may have before its places would meet those of the next. */
const rowsPerFile = 2n ** 40n;

/** The file of a place, in SQL. */
export const fileAt = (place: string): string => `${place} // ${rowsPerFile}`;

/** The place of a row (from 0) among all files of a run, in SQL: one number for file and row. */
export const placeOf = (file: number, rowNumber: string): string =>
  `CAST(${BigInt(file) * rowsPerFile} + ${rowNumber} AS UBIGINT)`;

/** What counts as the file of rows that came in batches, which are numbered in their order. */
export const batchesPlace = 2 ** 23;
