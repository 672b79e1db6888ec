import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import type { Event } from '../../src/event/event.ts';
import { acceptedOf } from '../../src/engines/reference/stream/accepted.ts';
import { finalPanes } from '../../src/engines/reference/stream/final-panes.ts';
import { isWindowQuery } from '../../src/engines/reference/stream/window-query.ts';
import { provisionalQueries } from '../../src/engines/spark/stream/provisional.ts';
import { provisionalReader } from '../../src/engines/spark/stream/provisional-reader.ts';
import type { Query, QueryContext } from '../../src/plan/query.ts';
import type { PaneLine } from '../../src/result/pane-line.ts';
import { toPaneLine } from '../../src/result/to-pane-line.ts';
import { definitions } from '../contract/definitions.ts';
import { arbitraryRun } from '../property/arbitrary.ts';
import { openRowLines } from './open-rows.ts';

const withoutMarks = ({ json }: Pick<PaneLine, 'json'>): string =>
  json.replace(/"revision":\d+,/, '').replace(/"approximate":\[[^\]]*\],/, '');

const expectedPanes = (
  queries: readonly Query[],
  events: readonly Event[],
  context: QueryContext,
): readonly string[] => {
  const accepted = acceptedOf(
    events.map((event, offset) => ({ event, partition: 0, offset, watermark: -Infinity })),
  );
  return queries
    .filter(isWindowQuery)
    .flatMap((query) => finalPanes(accepted, query, context))
    .map((pane) => toPaneLine({ ...pane, revision: 1, final: false, watermark: null }))
    .map(withoutMarks)
    .toSorted();
};

property.prop(
  [arbitraryRun([...catalogue, ...definitions], { maxLength: 50 }), fc.nat(), fc.integer()],
  {
    numRuns: 25,
  },
)(
  'the reader joins rows of open windows to the panes of the reference, batch by batch',
  ({ queries: all, events, context }, cut, seed) => {
    const queries = provisionalQueries(all);
    const reader = provisionalReader(queries, context);
    const shown = new Map<string, string>();
    const show = (): void => {
      for (const line of reader.panes({ watermark: null })) {
        shown.set(`${line.analytic} ${line.start} ${line.end}`, withoutMarks(line));
      }
    };
    for (const some of [events.slice(0, cut % events.length), events]) {
      // Rows of one batch come in any order.
      const lines = openRowLines(queries, some, context);
      for (const value of seed % 2 === 0 ? lines : lines.toReversed()) {
        expect(reader.take(value)).toBe('taken');
      }
      show();
      expect([...shown.values()].toSorted()).toEqual(expectedPanes(queries, some, context));
      expect(reader.changed()).toEqual([]);
    }
  },
);
