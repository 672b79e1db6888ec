import { openEventStore } from '../../src/engines/duckdb/event-store.ts';
import type { Event } from '../../src/event/event.ts';
import { createIntake } from '../../src/intake/intake.ts';
import type { Query, QueryContext } from '../../src/plan/query.ts';
import { textGroups } from '../../src/plan/text-groups.ts';
import type { Table } from '../../src/result/table.ts';

/** Runs queries on a DuckDB of their own, the events handed over in so many batches, with or without cubes. */
export const runDuckdb = async (
  queries: readonly Query[],
  events: readonly Event[],
  context: QueryContext,
  { batches = 1, cubes = false }: { readonly batches?: number; readonly cubes?: boolean } = {},
): Promise<readonly Table[]> => {
  const groups = textGroups(queries.map((query) => query.analytic));
  const store = await openEventStore(
    { groups },
    { threads: 2, ...(cubes ? { cubesFrom: 0 } : {}) },
  );
  const intake = createIntake({ groups }, { workers: 0 });
  try {
    const size = Math.max(1, Math.ceil(events.length / batches));
    for (let from = 0; from < events.length; from += size) {
      store.append(intake.events(events.slice(from, from + size)));
    }
    await store.finish();
    return await store.query(queries, context);
  } finally {
    await intake.close();
    await store.close();
  }
};
