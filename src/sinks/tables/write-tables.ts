import { join } from 'node:path';
import type { Table } from '../../result/table.ts';
import { csvLines } from './csv.ts';
import { type TableFormat, tableFile } from './format.ts';
import { jsonLines, ndjsonLines } from './json.ts';
import { writeParquet } from './parquet.ts';
import { writeTextFile } from './text-file.ts';

/** A file of a table, its path relative to the folder it was written to. */
export interface TableFileWritten {
  readonly table: string;
  readonly path: string;
  readonly format: TableFormat;
  readonly bytes: number;
}

const textOf = { csv: csvLines, json: jsonLines, ndjson: ndjsonLines } as const;

/** Writes the tables in the formats that are text. @returns the bytes of the files by their paths */
const writeTexts = async (
  tables: readonly Table[],
  formats: readonly TableFormat[],
  dir: string,
): Promise<ReadonlyMap<string, number>> => {
  const bytes = new Map<string, number>();
  for (const table of tables) {
    for (const format of formats) {
      if (format === 'parquet') continue;
      const path = tableFile(table.name, format);
      bytes.set(path, await writeTextFile(join(dir, path), textOf[format](table)));
    }
  }
  return bytes;
};

/**
 * Writes every table in every format as `<name>.<format>` into a folder in which no such file is
 * yet, and returns the files in that order. One writer serves all engines, so that equal tables
 * are equal bytes. Where it throws, nobody works on the folder any more.
 * @throws TonearmError OUTPUT_UNWRITABLE
 */
export const writeTables = async (
  tables: readonly Table[],
  formats: readonly TableFormat[],
  dir: string,
): Promise<readonly TableFileWritten[]> => {
  // DuckDB writes while this thread does.
  const parquet = formats.includes('parquet') ? writeParquet(tables, dir) : Promise.resolve([]);
  const texts = writeTexts(tables, formats, dir);
  await Promise.allSettled([parquet, texts]);
  const [parquetBytes, textBytes] = await Promise.all([parquet, texts]);
  return tables.flatMap((table, index) =>
    formats.map((format) => {
      const path = tableFile(table.name, format);
      const bytes = format === 'parquet' ? parquetBytes[index] : textBytes.get(path);
      return { table: table.name, path, format, bytes: bytes ?? 0 };
    }),
  );
};

/** Writes one table in one format; see `writeTables`. */
export const writeTable = async (
  table: Table,
  format: TableFormat,
  dir: string,
): Promise<{ readonly file: string; readonly bytes: number }> => {
  const [written] = await writeTables([table], [format], dir);
  return { file: written!.path, bytes: written!.bytes };
};
