import { tableName } from '../model/columns.ts';
import { overlapOf } from '../model/window.ts';
import { cubeRelation, cubeSelect } from '../plan/cube-relation.ts';
import { planCubes } from '../plan/cubes.ts';
import { factsRelation } from '../plan/facts-relation.ts';
import { finishTable } from '../plan/finish.ts';
import type { Physical } from '../plan/physical.ts';
import type { Query, QueryContext } from '../plan/query.ts';
import { querySelect } from '../plan/query-sql/query-select.ts';
import type { Need, Relation } from '../plan/relation.ts';
import { sessionsRelation } from '../plan/sessions-relation.ts';
import {
  sessionNeeds,
  type SessionShape,
  sessionsId,
  sessionShape,
  sessionsSelect,
} from '../plan/sessions-sql.ts';
import { needsOf, type Shape, shapeOf } from '../plan/shape.ts';
import type { Table } from '../result/table.ts';
import { printSelect } from '../sql/print.ts';
import type { Select } from '../sql/select.ts';
import type { Connection } from './connection.ts';
import { createEstimate } from './estimate.ts';
import type { Explained } from './event-store.ts';
import type { QueryHost } from './query-host.ts';
import { withPicked } from './with-picked.ts';
import { shareOut, type Task } from './share-out.ts';

export interface QueryRun {
  readonly tables: readonly Table[];
  /** The statements that made them, in their order. */
  readonly explained: readonly Explained[];
}

interface Runner<C extends Connection> {
  readonly host: QueryHost<C>;
  readonly connection: C;
  readonly explained: Explained[];
}

/** Fills a table with a SELECT and tells its rows. */
const fill = async <C extends Connection>(
  { host, connection, explained }: Runner<C>,
  table: string,
  select: Select,
): Promise<number> => {
  const statement = printSelect(select, host.dialect);
  explained.push({ name: table, statement });
  return host.fill(connection, table, statement);
};

/** Of the relations that serve a need, the smallest. */
const smallest =
  (relations: readonly Relation[]) =>
  (need: Need): Relation => {
    const serving = relations.filter((relation) => relation.serves(need));
    const best = serving.toSorted((left, right) => left.rows - right.rows)[0];
    if (best === undefined) throw new TypeError('no relation serves a need');
    return best;
  };

/** Cubes of one scope: tables over all events share theirs, windows theirs. */
const buildCubes = async <C extends Connection>(
  runner: Runner<C>,
  prefix: string,
  needs: readonly Need[],
  facts: Relation,
  estimate: ReturnType<typeof createEstimate>,
): Promise<readonly Relation[]> => {
  const cubes = await planCubes(needs, facts.rows, estimate, (index) => `cube_${prefix}_${index}`);
  const built: Relation[] = [];
  for (const cube of cubes) {
    const need: Need = {
      slots: cube.slots,
      aggregates: cube.aggregates,
      where: undefined,
      late: false,
    };
    const from = smallest([facts, ...built])(need);
    const rows = await fill(runner, cube.table, cubeSelect(cube, from));
    built.push(cubeRelation(cube, rows));
  }
  return built;
};

/** Whether a window is more or less than its slide: only then numbers are read. */
const readsNumbers = ({ window }: Query): boolean =>
  window !== undefined && window.slideUs !== window.sizeUs;

const mostOverlap = (queries: readonly Query[]): number =>
  Math.max(1, ...queries.map(({ window }) => (window === undefined ? 1 : overlapOf(window))));

/**
 * Answers queries as a whole: cubes that several of them share first, then sessions, then a
 * SELECT for each query over the smallest relation that serves it. These run on all connections
 * of the host at the same time.
 */
export const runQueries = async <C extends Connection>(
  host: QueryHost<C>,
  physical: Physical,
  queries: readonly Query[],
  context: QueryContext,
): Promise<QueryRun> => {
  const { dialect, connections } = host;
  const [connection] = connections;
  const runner: Runner<C> = { host, connection, explained: [] };
  if (queries.some(readsNumbers)) await host.createNumbers(mostOverlap(queries));
  const { rows, span } = await host.measureFacts();
  const facts = factsRelation(physical, rows, context, host);
  const estimate = createEstimate(host, physical, facts, span);

  const shapes = queries.map((query) => shapeOf(query, physical, context));
  const sessions = new Map<string, SessionShape>(
    queries.flatMap(({ analytic: { over } }) =>
      over === undefined
        ? []
        : [[sessionsId(over), sessionShape(over, physical, context)] as const],
    ),
  );
  const needsIn = (scope: Query['scope']): readonly Need[] =>
    shapes
      .filter(({ query }) => query.scope === scope && query.analytic.over === undefined)
      .flatMap(needsOf);
  const cubesOf = (prefix: string, needs: readonly Need[]): Promise<readonly Relation[]> =>
    facts.rows < host.cubesFrom
      ? Promise.resolve([])
      : buildCubes(runner, prefix, needs, facts, estimate);
  const sessionsToo = [...sessions.values()].flatMap(sessionNeeds);
  const forTables = await cubesOf('table', [...needsIn('table'), ...sessionsToo]);
  const forWindows = await cubesOf('window', needsIn('window'));
  const choose = smallest([facts, ...forTables, ...forWindows]);

  const steps = new Map<Shape, { readonly table: Table; readonly explained: Explained }>();
  const answer = async (
    connection: C,
    shape: Shape,
    relationFor: (need: Need) => Relation,
  ): Promise<void> => {
    const name = tableName(shape.query.analytic, shape.query.scope);
    const whole = querySelect(shape, relationFor);
    const select = host.repeatsSteps
      ? await withPicked(whole, `picked_${name}`, (table, step) =>
          fill({ ...runner, connection }, table, step),
        )
      : whole;
    const statement = printSelect(select, dialect);
    const table = finishTable(shape.query, await connection.rows(statement));
    steps.set(shape, { table, explained: { name, statement } });
    host.onTable?.(table);
  };
  const isOver = ({ query }: Shape, id: string | undefined): boolean => {
    const { over } = query.analytic;
    return (over === undefined ? undefined : sessionsId(over)) === id;
  };
  const ofSessions = [...sessions].map(
    ([id, shape], index): Task<C, void> =>
      async (connection) => {
        const table = `sessions_${index}`;
        const rows = await fill({ ...runner, connection }, table, sessionsSelect(shape, choose));
        const relation = sessionsRelation(table, rows, context);
        for (const one of shapes)
          if (isOver(one, id)) await answer(connection, one, () => relation);
      },
  );
  const ofEvents = shapes
    .filter((shape) => isOver(shape, undefined))
    .map(
      (shape): Task<C, void> =>
        (connection) =>
          answer(connection, shape, choose),
    );
  // Sessions take longest, and nothing else waits for them.
  await shareOut(connections, [...ofSessions, ...ofEvents]);
  const inOrder = shapes.flatMap((shape) => steps.get(shape) ?? []);
  return {
    tables: inOrder.map(({ table }) => table),
    explained: [...runner.explained, ...inOrder.map(({ explained }) => explained)],
  };
};
