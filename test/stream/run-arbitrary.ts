import { fc } from '@fast-check/vitest';
import type { Analytic } from '../../src/model/analytic.ts';
import { sliding, tumbling } from '../../src/model/window.ts';
import {
  type Query,
  type QueryContext,
  type QueryOptions,
  queriesOf,
} from '../../src/plan/query.ts';
import { arbitrarySettings, arbitraryZone } from '../property/arbitrary.ts';
import { arbitraryLog } from './log-arbitrary.ts';
import type { StreamLog } from './log.ts';

const minute = 60_000_000;

/** All that a bounded run of a stream is given. */
export interface ArbitraryStream {
  readonly log: StreamLog;
  readonly watermarkDelayUs: number;
  readonly options: QueryOptions;
  /** Those over windows, as they follow from the options. */
  readonly queries: readonly Query[];
  readonly context: QueryContext;
}

const windows = [
  tumbling('1 minute'),
  tumbling('7 minutes'),
  sliding('15 minutes', '5 minutes'),
  sliding('5 minutes', '2 minutes'),
] as const;

const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });

const options: fc.Arbitrary<QueryOptions> = fc
  .record({
    windowTop: some(fc.integer({ min: 1, max: 3 })),
    windowThreshold: some(fc.integer({ min: 0, max: 2 })),
    window: some(fc.constantFrom(...windows)),
  })
  .map(({ windowTop, windowThreshold, window }) => ({
    windows: true,
    ...(windowTop === undefined ? {} : { windowTop }),
    ...(windowThreshold === undefined ? {} : { windowThreshold }),
    ...(window === undefined ? {} : { window }),
  }));

const delays = fc.constantFrom(10 * minute, 10 * minute, 5 * minute, 1, 47 * minute);

/** So that a counterexample can be read. */
const readable = (stream: ArbitraryStream): ArbitraryStream =>
  Object.defineProperty(stream, fc.toStringMethod, {
    value: () => {
      const { log, watermarkDelayUs, options, context } = stream;
      const { settings, zone } = context;
      const analytics = stream.queries.map(({ analytic }) => analytic.name);
      const how = { analytics, watermarkDelayUs, options, settings, timeZone: zone.timeZone };
      return `${JSON.stringify(how)}${fc.stringify(log)}`;
    },
  });

/** Runs of the windowed analytics: a runtime that disagrees with the reference on one is wrong. */
export const arbitraryStream = (
  analytics: readonly Analytic[],
  size: { readonly maxEvents?: number } = {},
): fc.Arbitrary<ArbitraryStream> =>
  delays.chain((watermarkDelayUs) =>
    fc
      .record({
        log: arbitraryLog(watermarkDelayUs, size),
        options,
        settings: arbitrarySettings,
        zone: arbitraryZone,
      })
      .map(({ log, options, settings, zone }) =>
        readable({
          log,
          watermarkDelayUs,
          options,
          queries: queriesOf(analytics, options).filter(({ scope }) => scope === 'window'),
          context: { settings, zone },
        }),
      ),
  );
