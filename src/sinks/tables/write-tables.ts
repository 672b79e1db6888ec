import { join } from 'node:path';
import type { Table } from '../../result/table.ts';
import { csvLines } from './csv.ts';
import { type TableFormat, tableFile } from './format.ts';
import { jsonLines, ndjsonLines } from './json.ts';
import { createParquetWriter } from './parquet.ts';
import { createQueue } from './queue.ts';
import { writeTextFile } from './text-file.ts';

/** A file of a table, its path relative to the folder it was written to. */
export interface TableFileWritten {
  readonly table: string;
  readonly path: string;
  readonly format: TableFormat;
  readonly bytes: number;
}

const textOf = { csv: csvLines, json: jsonLines, ndjson: ndjsonLines } as const;

/** Writes tables as they come. */
export interface TableWriter {
  /** Begins to write a table. */
  add(table: Table): void;
  /**
   * Writes those of the tables that were not added, and waits for all. Where it throws, nobody
   * works on the folder any more.
   * @returns the files of the tables, in their order and that of the formats
   * @throws TonearmError OUTPUT_UNWRITABLE
   */
  finish(tables: readonly Table[]): Promise<readonly TableFileWritten[]>;
  /** Waits until nobody works on the folder any more; begins nothing, never throws. */
  stop(): Promise<void>;
}

/**
 * Writes every table in every format as `<name>.<format>` into a folder in which no such file is
 * yet. One writer serves all engines, so that equal tables are equal bytes.
 */
export const createTableWriter = (formats: readonly TableFormat[], dir: string): TableWriter => {
  const added = new Set<string>();
  const bytes = new Map<string, number>();
  const parquet = createParquetWriter(dir);
  // DuckDB writes while this thread does.
  const queues = { parquet: createQueue(), texts: createQueue() };
  let stopped = false;

  const write = async (table: Table, format: TableFormat): Promise<void> => {
    if (stopped) return;
    const path = tableFile(table.name, format);
    bytes.set(
      path,
      format === 'parquet'
        ? await parquet.write(table)
        : await writeTextFile(join(dir, path), textOf[format](table)),
    );
  };
  const add = (table: Table): void => {
    if (added.has(table.name)) return;
    added.add(table.name);
    for (const format of formats) {
      queues[format === 'parquet' ? 'parquet' : 'texts'].add(() => write(table, format));
    }
  };
  const end = async (): Promise<readonly PromiseSettledResult<void>[]> => {
    const ends = await Promise.allSettled([queues.parquet.ended(), queues.texts.ended()]);
    await parquet.close();
    return ends;
  };

  return {
    add,
    async finish(tables) {
      for (const table of tables) add(table);
      for (const one of await end()) if (one.status === 'rejected') throw one.reason;
      return tables.flatMap((table) =>
        formats.map((format) => {
          const path = tableFile(table.name, format);
          return { table: table.name, path, format, bytes: bytes.get(path) ?? 0 };
        }),
      );
    },
    async stop() {
      stopped = true;
      await end();
    },
  };
};

/**
 * Writes every table in every format and returns the files in that order; see `createTableWriter`.
 * @throws TonearmError OUTPUT_UNWRITABLE
 */
export const writeTables = (
  tables: readonly Table[],
  formats: readonly TableFormat[],
  dir: string,
): Promise<readonly TableFileWritten[]> => createTableWriter(formats, dir).finish(tables);

/** Writes one table in one format; see `writeTables`. */
export const writeTable = async (
  table: Table,
  format: TableFormat,
  dir: string,
): Promise<{ readonly file: string; readonly bytes: number }> => {
  const [written] = await writeTables([table], [format], dir);
  return { file: written!.path, bytes: written!.bytes };
};
