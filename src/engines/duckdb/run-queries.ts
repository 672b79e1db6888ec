import type { Physical } from '../../plan/physical.ts';
import type { Query, QueryContext } from '../../plan/query.ts';
import type { Table } from '../../result/table.ts';
import { type MeasuredFacts, measureFacts } from '../measure-facts.ts';
import { type QueryRun, runQueries as run } from '../run-queries.ts';
import { changedRows, type Connection, type Database } from './database.ts';
import { duckdbDialect } from './dialect.ts';
import { createNumbers } from './tables.ts';

/**
 * Answers queries on all `connections` to the database; where there are several, what they read
 * must not be in an open transaction.
 */
export const runQueries = (
  database: Database,
  physical: Physical,
  queries: readonly Query[],
  context: QueryContext,
  cubesFrom: number,
  others: readonly Connection[] = [],
  onTable?: (table: Table) => void,
  measure: () => Promise<MeasuredFacts> = () => measureFacts(database),
): Promise<QueryRun> => {
  // A temporary table is seen by one connection only.
  const kind = others.length > 0 ? 'TABLE' : 'TEMP TABLE';
  return run(
    {
      dialect: duckdbDialect,
      connections: [database, ...others],
      cubesFrom,
      repeatsSteps: false,
      terse: true,
      onTable,
      fill: async (connection, table, { sql, values }) => {
        const made = { sql: `CREATE OR REPLACE ${kind} ${table} AS\n${sql}`, values };
        return changedRows(await connection.rows(made));
      },
      measureFacts: measure,
      createNumbers: (count) => createNumbers(database, count),
    },
    physical,
    queries,
    context,
  );
};
