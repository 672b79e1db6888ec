import type { Table } from '../result/table.ts';
import type { Dialect, Statement } from '../sql/print.ts';
import type { Connection } from './connection.ts';
import type { MeasuredFacts } from './measure-facts.ts';

/** Fewer events are read again for every step: cubes would cost more than they save. */
export const usualCubesFrom = 200_000;

/** What answering queries needs of an engine that speaks SQL and holds the tables of `plan/physical`. */
export interface QueryHost<C extends Connection = Connection> {
  readonly dialect: Dialect;
  /** What statements run on at the same time; the first is the engine's own. */
  readonly connections: readonly [C, ...C[]];
  /** Number of events from which cubes are made: fewer are read again for every step. */
  readonly cubesFrom: number;
  /** Whether a step that others read is run again for each of them, unless it is filled first. */
  readonly repeatsSteps: boolean;
  /** Whether conditions and sums have the form that costs a reader of row after row least. */
  readonly terse?: boolean;
  /** Makes or replaces a table that holds what the statement gives. @returns its rows */
  fill(connection: C, table: string, statement: Statement): Promise<number>;
  /** Hears of each table when it is there. */
  readonly onTable?: ((table: Table) => void) | undefined;
  measureFacts(): Promise<MeasuredFacts>;
  /** The table of the numbers from 0, so many. */
  createNumbers(count: number): Promise<void>;
}
