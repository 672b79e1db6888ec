import type { Analytic } from '../model/analytic.ts';
import type { Settings } from '../model/settings.ts';
import type { Window } from '../model/window.ts';

/** What a run wants from the catalogue, beside the analytics themselves. */
export interface QueryOptions {
  /** `--top` and `--window-top`: instead of the limits of the definitions. */
  readonly top?: number;
  readonly windowTop?: number;
  /** Instead of the thresholds of the definitions (`song_engagement`: ended). */
  readonly threshold?: number;
  readonly windowThreshold?: number;
  /** `--windows`: every windowed analytic over its windows as well. */
  readonly windows?: boolean;
  /** `--window` and `--slide`: for the analytics whose default window is 5 minutes. */
  readonly window?: Window;
}

/** One table to compute: an analytic over all events, or in each of its windows. */
export interface Query {
  readonly analytic: Analytic;
  readonly scope: 'table' | 'window';
  /** Set where `scope` is `window`. */
  readonly window: Window | undefined;
  readonly limit: number | undefined;
  readonly threshold: { readonly of: string; readonly atLeast: number } | undefined;
}

/** Offsets of local time from UTC, in microseconds: `offsets[i]` holds from `starts[i]` to `starts[i + 1]`. */
export interface ZoneOffsets {
  readonly timeZone: string;
  /** Ascending; the first is at or before the first instant of the data. */
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** What every engine is given beside queries and events. */
export interface QueryContext {
  readonly settings: Settings;
  readonly zone: ZoneOffsets;
}

const fiveMinutesUs = 300_000_000;

const adjustable = (window: Window): boolean =>
  window.sizeUs === fiveMinutesUs && window.slideUs === fiveMinutesUs;

const tableQuery = (analytic: Analytic, options: QueryOptions): Query => ({
  analytic,
  scope: 'table',
  window: undefined,
  limit: analytic.limit && (options.top ?? analytic.limit.table),
  threshold: analytic.threshold && {
    of: analytic.threshold.of,
    atLeast: options.threshold ?? analytic.threshold.table,
  },
});

const windowQuery = (analytic: Analytic, window: Window, options: QueryOptions): Query => ({
  analytic,
  scope: 'window',
  window: options.window !== undefined && adjustable(window) ? options.window : window,
  limit: analytic.limit && (options.windowTop ?? analytic.limit.window),
  threshold: analytic.threshold && {
    of: analytic.threshold.of,
    atLeast: options.windowThreshold ?? analytic.threshold.window,
  },
});

/** The tables of a run: all analytics over everything, then the windowed ones where they are wanted. */
export const queriesOf = (
  analytics: readonly Analytic[],
  options: QueryOptions,
): readonly Query[] => [
  ...analytics.map((analytic) => tableQuery(analytic, options)),
  ...(options.windows === true
    ? analytics.flatMap((analytic) =>
        analytic.window === undefined ? [] : [windowQuery(analytic, analytic.window, options)],
      )
    : []),
];
