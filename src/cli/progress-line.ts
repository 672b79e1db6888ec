import { formatInteger, formatRate, formatTick } from '../views/format/number.ts';

/** Where long work is. */
export interface Stage {
  /** What is being done, for example `reading`. */
  readonly label: string;
  /** Events so far. */
  readonly events: number;
  /** Part of this stage that is done, 0 to 1; undefined where it is not known. */
  readonly share: number | undefined;
  /** What else is to be said, for example `12 unacknowledged`. */
  readonly more?: string | undefined;
}

const timeWords = (seconds: number): string => {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/**
 * Count, rate, share done and time left in one line. `newEvents` are those since the stage began,
 * `elapsed` its milliseconds.
 */
export const progressLine = (
  { label, events, share, more }: Stage,
  newEvents: number,
  elapsed: number,
): string => {
  const seconds = elapsed / 1000;
  const parts = [label.padEnd(10)];
  if (events > 0) parts.push(`${formatInteger(events)} events`);
  if (newEvents > 0 && seconds >= 0.2) parts.push(`${formatTick(newEvents / seconds)}/s`);
  if (more !== undefined) parts.push(more);
  if (share === undefined) {
    parts.push(timeWords(seconds));
  } else {
    const done = Math.min(Math.max(share, 0), 1);
    parts.push(formatRate(done));
    if (done > 0.01 && seconds >= 1) parts.push(`${timeWords((seconds * (1 - done)) / done)} left`);
  }
  return parts.join('  ').replaceAll('\u00a0', ' ');
};
