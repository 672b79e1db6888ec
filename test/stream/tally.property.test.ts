import { test as property, fc } from '@fast-check/vitest';
import { expect } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { createTally } from '../../src/engines/duckdb/stream/tally/tally.ts';
import { deduplicate } from '../../src/engines/reference/deduplicate.ts';
import { runReference } from '../../src/engines/reference/reference.ts';
import { framesOf } from '../../src/plan/frame.ts';
import type { Query, QueryContext } from '../../src/plan/query.ts';
import type { Event } from '../../src/event/event.ts';
import type { Row } from '../../src/result/table.ts';
import { definitions } from '../contract/definitions.ts';
import { arbitraryRun } from '../property/arbitrary.ts';

/** Rows by the start of their window, without the columns of the window. */
const expectedRows = (
  query: Query,
  events: readonly Event[],
  context: QueryContext,
): ReadonlyMap<number, readonly Row[]> => {
  const [table] = runReference([query], events, context);
  const found = new Map<number, Row[]>();
  for (const [start, , ...row] of table?.rows ?? []) {
    const rows = found.get(Number(start)) ?? [];
    found.set(Number(start), rows);
    rows.push(row);
  }
  return found;
};

property.prop([arbitraryRun([...catalogue, ...definitions], { maxLength: 60 }), fc.nat()], {
  numRuns: 60,
})(
  'a tally gives the rows of the reference, whenever it is asked',
  ({ queries, events: all, context }, cut) => {
    const events = deduplicate(all);
    const windowed = queries.filter(({ scope }) => scope === 'window');
    const frames = framesOf(windowed, context);
    const held = { windows: frames.map(() => []), newest: -Infinity };
    const tally = createTally(frames, () => context, held);
    let added = 0;
    for (const count of [cut % events.length, events.length]) {
      for (; added < count; added += 1) {
        const event = events[added];
        if (event !== undefined) tally.add({ ...event }, event.event_time, -Infinity);
      }
      for (const frame of frames) {
        for (const query of frame.queries) {
          for (const [start, rows] of expectedRows(query, events.slice(0, count), context)) {
            expect(tally.rows({ queries: [query] }, start)).toEqual({ start, rows: [rows] });
          }
        }
      }
    }
  },
);
