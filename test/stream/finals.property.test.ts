import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import {
  type StreamResult,
  runReferenceStream,
} from '../../src/engines/reference/stream/run-stream.ts';
import { type Arrival, readLog } from '../../src/engines/reference/stream/read-log.ts';
import { isWindowQuery, windowsAt } from '../../src/engines/reference/stream/window-query.ts';
import { formatInstant } from '../../src/event/time.ts';
import type { PaneLine } from '../../src/result/pane-line.ts';
import { toPaneLine } from '../../src/result/to-pane-line.ts';
import { recordsOf } from './log.ts';
import { type ArbitraryStream, arbitraryStream } from './run-arbitrary.ts';
import { type Course, runRuntime, type StreamOutput } from './run-runtime.ts';

const course: fc.Arbitrary<Course> = fc.record({
  seed: fc.nat(),
  runs: fc.array(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant('until-end' as const)), {
    maxLength: 4,
  }),
});

/** What the promise covers of a pane, to the byte. */
const promised = ({ analytic, start, end, json }: PaneLine): string =>
  `${analytic} ${formatInstant(start)} ${formatInstant(end)} ${json.slice(json.indexOf('"rows":'))}`;

/** What one list has and the other lacks. */
const difference = (actual: readonly string[], expected: readonly string[]) => ({
  missing: expected.filter((one) => !actual.includes(one)),
  surplus: actual.filter((one) => !expected.includes(one)),
  sameLength: actual.length === expected.length,
});
const none = { missing: [], surplus: [], sameLength: true };

const finalsOf = ({ panes }: StreamOutput): readonly string[] =>
  panes
    .filter(({ final }) => final)
    .map(promised)
    .toSorted();

const expectedFinals = ({ panes }: StreamResult): readonly string[] =>
  panes
    .map((pane) => promised(toPaneLine({ ...pane, revision: 1, final: true, watermark: null })))
    .toSorted();

interface LateRow {
  readonly source: string;
  readonly position: number;
  readonly event: { readonly event_id: string };
  readonly missed: readonly { readonly analytic: string; readonly window: object }[];
}

const lateOf = ({ late }: StreamOutput): readonly string[] =>
  late
    .map((line) => {
      const { source, position, event, missed } = JSON.parse(line) as LateRow;
      const windows = missed.map((window) => JSON.stringify(window)).toSorted();
      return `${source} ${position} ${event.event_id} ${windows.join()}`;
    })
    .toSorted();

const expectedLate = ({ late }: StreamResult): readonly string[] =>
  late
    .map(({ partition, offset, event, missed }) => {
      const windows = missed.map(({ query, start, end }) =>
        JSON.stringify({
          analytic: query.analytic.name,
          window: { start: formatInstant(start), end: formatInstant(end) },
        }),
      );
      return `memory:log/${partition} ${offset} ${event.event_id} ${windows.toSorted().join()}`;
    })
    .toSorted();

const rejectedOf = ({ rejected }: StreamOutput): readonly string[] =>
  rejected
    .map((line) => {
      const row = JSON.parse(line) as { source: string; position: number; reason: string };
      return `${row.source} ${row.position} ${row.reason}`;
    })
    .toSorted();

const expectedRejected = ({ rejected }: StreamResult): readonly string[] =>
  rejected
    .map(({ partition, offset, reason }) => `memory:log/${partition} ${offset} ${reason}`)
    .toSorted();

const reference = ({ log, ...stream }: ArbitraryStream, partitions = log): StreamResult =>
  runReferenceStream({ ...stream, log: recordsOf(partitions) });

/** Some copy of an event comes when the last of its fixed windows has ended. */
const mayForget = (stream: ArbitraryStream): boolean => {
  const { arrivals } = readLog(recordsOf(stream.log), stream);
  const fixed = stream.queries.filter(isWindowQuery).filter(({ analytic }) => !analytic.over);
  const lastEnd = (time: number): number =>
    Math.max(time, ...fixed.flatMap((query) => windowsAt(query, time).map(({ end }) => end)));
  const isLast = ({ event, watermark }: Arrival): boolean => lastEnd(event.event_time) <= watermark;
  const count = (id: string): number =>
    arrivals.filter(({ event }) => event.event_id === id).length;
  return arrivals.some((one) => isLast(one) && count(one.event.event_id) > 1);
};

const expectSame = async (stream: ArbitraryStream, course: Course): Promise<void> => {
  const output = await runRuntime(stream, course);
  const expected = reference(stream);
  expect(difference(finalsOf(output), expectedFinals(expected))).toEqual(none);
  expect(difference(rejectedOf(output), expectedRejected(expected))).toEqual(none);

  const { read, accepted, duplicates, rejected, late } = output.counts;
  const refused = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  expect({ read, valid: accepted + duplicates, refused }).toEqual({
    read: expected.counts.read,
    valid: expected.counts.accepted + expected.counts.duplicates,
    refused: expected.counts.rejected,
  });
  // The reference never forgets an id.
  if (mayForget(stream)) return;
  expect(accepted).toBe(expected.counts.accepted);

  // Where the order of partitions decides which copy is first, it may decide who is late.
  const other = reference(stream, stream.log.toReversed());
  if (expectedLate(other).join() !== expectedLate(expected).join()) return;
  expect(late).toBe(expected.counts.late);
  expect(difference(lateOf(output), expectedLate(expected))).toEqual(none);
};

/** Few analytics at a time: a run of all costs several seconds. */
const someAnalytics = fc.shuffledSubarray(
  catalogue.filter(({ window }) => window !== undefined),
  { minLength: 1, maxLength: 3 },
);

/** Shrinking takes long: what is found by then is told. */
const limit = { interruptAfterTimeLimit: 25_000 };

describe('the runtime gives what the reference run gives', () => {
  property.prop([someAnalytics.chain((some) => arbitraryStream(some, { maxEvents: 20 })), course], {
    numRuns: 15,
    ...limit,
  })('however the log is cut, interleaved and paused, and however often it is stopped', expectSame);

  property.prop([arbitraryStream(catalogue, { maxEvents: 15 }), course], { numRuns: 2, ...limit })(
    'for the whole catalogue',
    expectSame,
  );
});
