import { TonearmError } from '../../error.ts';
import { pow } from './exact-math.ts';

/** What to generate; everything has a default, and equal options give equal bytes. */
export type GeneratorOptions = {
  /** Integer from 0 to 2^53 - 1; default 1. */
  readonly seed?: number | undefined;
  /** Lines in all, duplicates and malformed ones included; default 100,000. */
  readonly events?: number | undefined;
  /** Every event happens before this instant, in µs since 1970; default 2026-11-01T00:00Z. */
  readonly end?: number | undefined;
  /** Days before `end` in which events happen, at least 1/24; default 7. */
  readonly days?: number | undefined;
  /** Listeners to draw from; default grows with `events`: 2,000 for 100,000 lines. */
  readonly users?: number | undefined;
  /** Songs to draw from; default grows with `events`: 5,000 for 100,000 lines. */
  readonly songs?: number | undefined;
  /** Share of events delivered late (more than ten minutes, by offline players); default 0.005. */
  readonly late?: number | undefined;
  /** Share of lines that repeat an earlier event, at most 0.5; default 0.01. */
  readonly duplicates?: number | undefined;
  /** Share of events that arrive up to five minutes out of order; default 0.02. */
  readonly disorder?: number | undefined;
  /** Share of lines that the decoder must reject; default 0. */
  readonly malformed?: number | undefined;
};

/** Options with every default filled in and the counts that follow from them. */
export type GeneratorSettings = {
  readonly [K in keyof GeneratorOptions]-?: number;
} & {
  /** First instant in which an event may happen, in µs since 1970. */
  readonly start: number;
  readonly uniqueEvents: number;
  readonly duplicateLines: number;
  readonly malformedLines: number;
};

export const generatorDefaults = {
  seed: 1,
  events: 100_000,
  end: Date.UTC(2026, 10, 1) * 1000,
  days: 7,
  late: 0.005,
  duplicates: 0.01,
  disorder: 0.02,
  malformed: 0,
} as const;

const dayMicros = 86_400_000_000;
const firstInstant = Date.UTC(1900, 0, 1) * 1000;
const lastInstant = Date.UTC(2200, 0, 1) * 1000;

/** Growth fitted to two points: 100,000 lines and 10 million (47,616 users, 50,000 songs). */
const usersFor = (events: number): number => Math.ceil(2000 * pow(events / 1e5, 0.68836));
const songsFor = (events: number): number => Math.ceil(5000 * Math.sqrt(events / 1e5));

/** Fills in defaults and checks ranges. Throws USAGE naming the option that does not fit. */
export const generatorSettings = (options: GeneratorOptions): GeneratorSettings => {
  const checked = (
    name: keyof GeneratorOptions,
    fallback: number,
    least: number,
    most: number,
    whole: boolean,
  ): number => {
    const value = options[name] ?? fallback;
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    const kind = whole ? 'an integer' : 'a number';
    throw new TonearmError(
      'USAGE',
      `generator: ${name} must be ${kind} from ${least} to ${most}, not ${value}`,
      { facts: { option: name, value } },
    );
  };
  const share = (name: 'late' | 'duplicates' | 'disorder' | 'malformed', most: number) =>
    checked(name, generatorDefaults[name], 0, most, false);

  const events = checked('events', generatorDefaults.events, 1, 4_000_000_000, true);
  const days = checked('days', generatorDefaults.days, 1 / 24, 36_500, false);
  const span = Math.round(days * dayMicros);
  const end = checked('end', generatorDefaults.end, firstInstant + span, lastInstant, true);
  const duplicates = share('duplicates', 0.5);
  const malformed = share('malformed', 1);

  const malformedLines = Math.round(events * malformed);
  const wellFormed = events - malformedLines;
  const duplicateLines = Math.min(Math.round(events * duplicates), Math.floor(wellFormed / 2));
  return {
    seed: checked('seed', generatorDefaults.seed, 0, Number.MAX_SAFE_INTEGER, true),
    events,
    end,
    days,
    users: checked('users', usersFor(events), 1, 100_000_000, true),
    songs: checked('songs', songsFor(events), 1, 100_000_000, true),
    late: share('late', 1),
    duplicates,
    disorder: share('disorder', 1),
    malformed,
    start: end - span,
    uniqueEvents: wellFormed - duplicateLines,
    duplicateLines,
    malformedLines,
  };
};
