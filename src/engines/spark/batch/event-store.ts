import type { Event } from '../../../event/event.ts';
import { createEventReader } from '../../../intake/events-of.ts';
import type { Physical } from '../../../plan/physical.ts';
import { factsTable, numbersTable } from '../../../plan/physical.ts';
import type { Statement } from '../../../sql/print.ts';
import type { Connection } from '../../connection.ts';
import type { EventStore } from '../../event-store.ts';
import type { QueryHost } from '../../query-host.ts';
import { runQueries } from '../../run-queries.ts';
import { type MeasuredFacts, measureFacts } from '../../measure-facts.ts';
import type { Session } from '../connect/session.ts';
import { sparkDialect } from '../dialect.ts';
import { eventColumns, localEvents } from './event-rows.ts';
import { createFacts, loadedFacts } from './facts.ts';
import { loadInputs, readRows } from './load-inputs.ts';
import { fileBytes } from './file-bytes.ts';
import { cellRows } from './rows.ts';
import { createTables } from './tables.ts';
import { compiledFrom, cubesPayFrom, fixedSettings, tuningFor } from './tuning.ts';
import { clusterWriter } from './write-output.ts';

export interface SparkStoreOptions {
  /** Number of events from which cubes are made. */
  readonly cubesFrom?: number | undefined;
  /** Statements that run at the same time. */
  readonly parallel?: number | undefined;
}

/** Events that go to the cluster in one plan. */
const eventsPerPlan = 20_000;

const connectionOf = (session: Session): Connection => {
  const textOf = (statement: string | Statement): Statement =>
    typeof statement === 'string' ? { sql: statement, values: [] } : statement;
  return {
    run: (statement) => session.run(textOf(statement)),
    rows: async (statement) => cellRows(await session.rows(textOf(statement))),
  };
};

/**
 * Opens an empty store in a session that nobody else uses, and that ends with it; batches are of the
 * whole layout.
 */
export const openSparkStore = async (
  session: Session,
  layout: Pick<Physical, 'groups'>,
  { cubesFrom = cubesPayFrom, parallel = 2 }: SparkStoreOptions = {},
): Promise<EventStore> => {
  await session.setConfig(fixedSettings);
  const tables = createTables(session);
  const fields = layout.groups.flat();
  const eventsOf = createEventReader();
  const connection = connectionOf(session);
  let physical: Physical = { ...layout, identities: new Set() };
  let loaded = false;
  let arrived: Event[] = [];
  let local = 0;
  let received = 0;
  let measured: Promise<MeasuredFacts> | undefined;
  const measure = (): Promise<MeasuredFacts> => (measured ??= measureFacts(connection));

  const send = async (least: number): Promise<void> => {
    while (arrived.length > 0 && arrived.length >= least) {
      const part = arrived.slice(0, eventsPerPlan);
      arrived = arrived.slice(eventsPerPlan);
      await tables.view(`local_events_${local}`, localEvents(part, fields));
      local += 1;
      received += part.length;
    }
  };

  const one = async (sql: string): Promise<Readonly<Record<string, unknown>>> =>
    (await connection.rows(sql))[0] ?? {};

  const host = (): QueryHost => {
    const others = Array.from({ length: parallel - 1 }, () => connection);
    return {
      dialect: sparkDialect,
      connections: [connection, ...others],
      cubesFrom,
      repeatsSteps: true,
      fill: async (_, table, statement) => Number((await tables.keep(table, statement))['n']),
      measureFacts: measure,
      createNumbers: (count) =>
        tables.view(numbersTable, { sql: `SELECT id AS i FROM range(${BigInt(count)})` }),
    };
  };

  return {
    append(batch) {
      for (const event of eventsOf(batch)) arrived.push(event);
    },
    appendParquet: () => {
      throw new TypeError('Spark reads Parquet files by itself');
    },
    cluster: {
      async load(inputs, judging) {
        loaded = true;
        const { inputs: found, certain } = await loadInputs(
          {
            ...judging,
            session,
            tables,
            fields,
            onEvents: async (events) => {
              arrived.push(...events);
              await send(eventsPerPlan);
            },
          },
          inputs,
        );
        received += certain;
        return found;
      },
      bytes: (path) => fileBytes(session, path),
      ...clusterWriter(session),
    },
    async finish() {
      await send(0);
      const partitions = await session.getConfig('spark.sql.shuffle.partitions');
      await session.setConfig(tuningFor(received, Number(partitions)));
      const columns = eventColumns(fields).join(', ');
      const parts = [
        ...(loaded ? [`SELECT ${columns} FROM ${readRows} WHERE doubt IS NULL`] : []),
        ...Array.from(
          { length: local },
          (_, index) => `SELECT ${columns} FROM local_events_${index}`,
        ),
      ];
      await tables.view('all_events', { sql: parts.join(' UNION ALL ') });
      const facts = await createFacts(tables, layout, 'all_events', received < compiledFrom);
      physical = facts.physical;
      await tables.drop(readRows);
      return { accepted: facts.rows, duplicates: received - facts.rows };
    },
    async restrict(since, until) {
      const bounds = [
        ...(since === undefined ? [] : [`t >= ${BigInt(since)}`]),
        ...(until === undefined ? [] : [`t < ${BigInt(until)}`]),
      ].join(' AND ');
      if (bounds === '') return 0;
      const outside = await one(`SELECT count_if(NOT (${bounds})) AS n FROM ${loadedFacts}`);
      await tables.view(factsTable, { sql: `SELECT * FROM ${loadedFacts} WHERE ${bounds}` });
      measured = undefined;
      return Number(outside['n']);
    },
    span: async () => (await measure()).span,
    query: async (queries, context) =>
      (await runQueries(host(), physical, queries, context)).tables,
    explain: async (queries, context) =>
      (await runQueries(host(), physical, queries, context)).explained,
    interrupt: () => void session.interrupt().catch(() => undefined),
    async close() {
      await tables.dropAll();
      await session.close({ release: true });
    },
  };
};
