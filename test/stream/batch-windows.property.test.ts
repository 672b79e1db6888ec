import { test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { type Accepted, acceptedOf } from '../../src/engines/reference/stream/accepted.ts';
import { isInTime } from '../../src/engines/reference/stream/in-time.ts';
import { readLog } from '../../src/engines/reference/stream/read-log.ts';
import { runReferenceStream } from '../../src/engines/reference/stream/run-stream.ts';
import {
  isWindowQuery,
  windowsAt,
  type WindowQuery,
} from '../../src/engines/reference/stream/window-query.ts';
import { runDuckdb } from '../contract/duckdb.ts';
import { trimZone } from '../property/trim-zone.ts';
import { recordsOf } from './log.ts';
import { arbitraryStream } from './run-arbitrary.ts';

/** In how many of the query's windows that hold the event it counts. */
const windowsMet = ({ event, watermark }: Accepted, query: WindowQuery): number =>
  windowsAt(query, event.event_time).filter((window) =>
    isInTime(window, event.event_time, watermark),
  ).length;

const windowsHeld = ({ event }: Accepted, query: WindowQuery): number =>
  windowsAt(query, event.event_time).length;

property.prop([arbitraryStream(catalogue)], { numRuns: 12 })(
  'a batch over the events that were not late has the rows of the panes',
  async (stream) => {
    const log = recordsOf(stream.log);
    const accepted = acceptedOf(readLog(log, stream).arrivals);
    const times = accepted.map(({ event }) => event.event_time);
    const zone = trimZone(stream.context.zone, Math.min(...times), Math.max(...times));
    const { panes } = runReferenceStream({ ...stream, log });

    const queries = stream.queries.filter(isWindowQuery);
    const kindOf = ({ analytic, window }: WindowQuery): string =>
      JSON.stringify([window, analytic.over]);
    for (const kind of new Set(queries.map(kindOf))) {
      const alike = queries.filter((query) => kindOf(query) === kind);
      const [first] = alike;
      if (first === undefined) continue;
      const met = accepted.filter((one) => windowsMet(one, first) > 0);
      // An event that counts in some of its sliding windows alone is in no batch.
      if (met.some((one) => windowsMet(one, first) < windowsHeld(one, first))) continue;
      const events = met.map(({ event }) => event);
      const tables = await runDuckdb(alike, events, { ...stream.context, zone });
      for (const { name, analytic, rows } of tables) {
        const expected = panes
          .filter((pane) => pane.analytic === analytic)
          .flatMap((pane) => pane.rows.map((row) => [pane.start, pane.end, ...row]));
        expect({ name, rows }).toEqual({ name, rows: expected });
      }
    }
  },
);
