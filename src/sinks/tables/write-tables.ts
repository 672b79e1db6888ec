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

/**
 * Writes every table in every format as `<name>.<format>` into a folder in which no such file is
 * yet, and returns the files in that order. One writer serves all engines, so that equal tables
 * are equal bytes.
 * @throws TonearmError OUTPUT_UNWRITABLE
 */
export const writeTables = async (
  tables: readonly Table[],
  formats: readonly TableFormat[],
  dir: string,
): Promise<readonly TableFileWritten[]> => {
  const parquetBytes = formats.includes('parquet') ? await writeParquet(tables, dir) : [];
  const files: TableFileWritten[] = [];
  for (const [index, table] of tables.entries()) {
    for (const format of formats) {
      const path = tableFile(table.name, format);
      const bytes =
        format === 'parquet'
          ? (parquetBytes[index] ?? 0)
          : await writeTextFile(join(dir, path), textOf[format](table));
      files.push({ table: table.name, path, format, bytes });
    }
  }
  return files;
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
