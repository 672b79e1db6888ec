import { createIntake } from '../../src/intake/intake.ts';
import { wholeLayout } from '../../src/intake/events-of.ts';
import type { Event } from '../../src/event/event.ts';
import { openSparkStore } from '../../src/engines/spark/batch/event-store.ts';
import type { Query, QueryContext } from '../../src/plan/query.ts';
import { textGroups } from '../../src/plan/text-groups.ts';
import type { Table } from '../../src/result/table.ts';
import { openTestSession } from '../spark/session.ts';

/** Runs queries on the run's Spark server, in a session of their own, the events sent to it. */
export const runSpark = async (
  queries: readonly Query[],
  events: readonly Event[],
  context: QueryContext,
): Promise<readonly Table[]> => {
  const groups = textGroups(queries.map((query) => query.analytic));
  const store = await openSparkStore(await openTestSession(), { groups });
  const intake = createIntake(wholeLayout, { workers: 0 });
  try {
    store.append(intake.events(events));
    await store.finish();
    return await store.query(queries, context);
  } finally {
    await intake.close();
    await store.close();
  }
};
