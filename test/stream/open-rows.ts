import type { Event } from '../../src/event/event.ts';
import { windowStarts } from '../../src/model/window.ts';
import { aggregator } from '../../src/engines/reference/aggregate.ts';
import { cellEvaluator } from '../../src/plan/evaluate.ts';
import { numbered, spreadColumn } from '../../src/engines/spark/stream/layout.ts';
import { provisionalSets } from '../../src/engines/spark/stream/provisional-sets.ts';
import type { RowSet } from '../../src/engines/spark/stream/sets.ts';
import type { Query, QueryContext } from '../../src/plan/query.ts';

interface Group {
  readonly set: RowSet;
  readonly end: number;
  readonly keys: readonly (string | null)[];
  readonly events: Event[];
}

/** What the query of open windows writes of these events, with exact values in place of estimates. */
export const openRowLines = (
  queries: readonly Query[],
  events: readonly Event[],
  context: QueryContext,
): readonly string[] => {
  const { sets, layout, mark } = provisionalSets(queries, context);
  const groups = new Map<string, Group>();
  for (const set of sets) {
    const keysOf = set.keys.map(({ node, knownOnly }) => ({
      of: cellEvaluator(node, context),
      knownOnly,
    }));
    for (const event of events) {
      const cells = keysOf.map(({ of }) => of({ ...event }));
      if (keysOf.some(({ knownOnly }, index) => knownOnly && cells[index] === null)) continue;
      const keys = cells.map((cell) => (cell === null ? null : String(cell)));
      for (const start of windowStarts(set.frame.window, event.event_time)) {
        const end = start + set.frame.window.sizeUs;
        const id = JSON.stringify([set.id, end, keys]);
        const known = groups.get(id);
        if (known === undefined) groups.set(id, { set, end, keys, events: [event] });
        else known.events.push(event);
      }
    }
  }
  return [...groups.values()].map(({ set, end, keys, events: held }) => {
    const rows = held.map((event) => ({ ...event }));
    const spread = (name: string) => {
      const one = set.spread.find((other) => spreadColumn(set, other) === name);
      return one === undefined ? null : aggregator(one, context)(rows);
    };
    return JSON.stringify({
      plan: mark,
      set: set.id,
      end,
      keys: Array.from({ length: layout.keys }, (_, index) => keys[index] ?? null),
      texts: set.texts.map((one) => aggregator(one, context)(rows)),
      sums: layout.additive.map((one) => aggregator(one, context)(rows)),
      distinct: numbered('d', layout.distinct).map(spread),
      percentiles: numbered('p', layout.percentiles).map(spread),
    });
  });
};
