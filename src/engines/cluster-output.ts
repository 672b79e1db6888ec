import type { Table } from '../result/table.ts';

/** What happens to what is there: nothing may be, it is replaced, or rows are added to it. */
export type WriteMode = 'new' | 'replace' | 'append';

/** Writes to the file systems of a cluster, which make a folder of part files of each output. */
export interface ClusterWriter {
  /** The lines of a text that was written there; undefined where there is none. */
  readLines(path: string): Promise<readonly string[] | undefined>;
  /**
   * Lines without their ends, in their order.
   * @throws TonearmError OUTPUT_FOREIGN where something is and nothing may be
   */
  writeLines(path: string, lines: Iterable<string>, mode: WriteMode): Promise<void>;
  /** A table as Parquet, instants as timestamps. @throws TonearmError OUTPUT_FOREIGN */
  writeParquet(path: string, table: Table, mode: WriteMode): Promise<void>;
}
