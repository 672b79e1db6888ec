import type { Table } from '../result/table.ts';

/** What happens to what is there: nothing may be, it is replaced, or rows are added to it. */
export type WriteMode = 'new' | 'replace' | 'append';

/**
 * Writes to the file systems of a cluster, which make a folder of each output. What one call writes
 * is one part file in it; nothing tells the order of those of several calls.
 */
export interface ClusterWriter {
  /** The lines of a text that was written there; undefined where there is none. */
  readLines(path: string): Promise<readonly string[] | undefined>;
  /** Whether anything is in a folder; not where there is no folder. */
  holdsAnything(folder: string): Promise<boolean>;
  /**
   * Lines without their ends, in their order; the cluster holds them in memory meanwhile.
   * @throws TonearmError OUTPUT_FOREIGN where something is and nothing may be
   */
  writeLines(path: string, lines: Iterable<string>, mode: WriteMode): Promise<void>;
  /** The same with a table as Parquet, instants as timestamps. @throws TonearmError OUTPUT_FOREIGN */
  writeParquet(path: string, table: Table, mode: WriteMode): Promise<void>;
}
