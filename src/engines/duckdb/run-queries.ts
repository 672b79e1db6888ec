import { finishTable } from '../../plan/finish.ts';
import { factsRelation } from '../../plan/facts-relation.ts';
import type { Physical } from '../../plan/physical.ts';
import type { Query, QueryContext } from '../../plan/query.ts';
import { querySelect } from '../../plan/query-sql.ts';
import type { Relation } from '../../plan/relation.ts';
import { sessionsId, sessionShape, sessionsSelect } from '../../plan/sessions-sql.ts';
import { sessionsRelation } from '../../plan/sessions-relation.ts';
import { shapeOf } from '../../plan/shape.ts';
import { tableName } from '../../model/columns.ts';
import type { Table } from '../../result/table.ts';
import { printSelect } from '../../sql/print.ts';
import type { Explained } from '../event-store.ts';
import type { Database } from './database.ts';
import { duckdbDialect } from './dialect.ts';
import { createNumbers } from './tables.ts';

const countOf = async (database: Database, table: string): Promise<number> =>
  Number((await database.rows(`SELECT count(*) AS n FROM ${table}`))[0]?.['n'] ?? 0);

export const runQueries = async (
  database: Database,
  physical: Physical,
  queries: readonly Query[],
  context: QueryContext,
): Promise<{ readonly tables: readonly Table[]; readonly explained: readonly Explained[] }> => {
  const explained: Explained[] = [];
  const facts = factsRelation(physical, await countOf(database, 'facts'), context);
  const choose = (): Relation => facts;
  const overlap = Math.max(
    1,
    ...queries.map(({ window }) => (window === undefined ? 1 : Math.ceil(window.sizeUs / window.slideUs))),
  );
  await createNumbers(database, overlap);

  const sessions = new Map<string, Relation>();
  for (const { analytic } of queries) {
    if (analytic.over === undefined || sessions.has(sessionsId(analytic.over))) continue;
    const table = `sessions_${sessions.size}`;
    const select = sessionsSelect(sessionShape(analytic.over, physical, context), choose);
    const statement = printSelect(select, duckdbDialect);
    explained.push({ name: table, statement });
    await database.run({ ...statement, sql: `CREATE OR REPLACE TEMP TABLE ${table} AS\n${statement.sql}` });
    sessions.set(sessionsId(analytic.over), sessionsRelation(table, await countOf(database, table), context));
  }

  const tables: Table[] = [];
  for (const query of queries) {
    const { over } = query.analytic;
    const relation = over === undefined ? facts : sessions.get(sessionsId(over));
    const select = querySelect(shapeOf(query, physical, context), () => relation ?? facts);
    const statement = printSelect(select, duckdbDialect);
    explained.push({ name: tableName(query.analytic, query.scope), statement });
    tables.push(finishTable(query, await database.rows(statement)));
  }
  return { tables, explained };
};
