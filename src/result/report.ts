import type { RunSummary } from './summary.ts';
import type { Table } from './table.ts';

/** All that a presentation needs: the run and its tables, in the order of the report. */
export interface Report {
  readonly summary: RunSummary;
  readonly tables: readonly Table[];
}
