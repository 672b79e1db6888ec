import type { InstantFormat } from '../format/instant.ts';
import { formatMilliseconds } from '../format/milliseconds.ts';

const microsPerMilli = 1000;
const minute = 60_000_000;

/** Times of day in the zone of the view. */
export const clockTime = (instants: InstantFormat, us: number): string =>
  instants.cell(us).slice(11);

const dayOf = (instants: InstantFormat, us: number): string => instants.cell(us).slice(0, 10);

const shortTime = (instants: InstantFormat, us: number): string =>
  clockTime(instants, us).slice(0, us % minute === 0 ? 5 : 8);

/** `10:20–10:25`, with the date where it is not that of `now`. */
export const windowWords = (
  instants: InstantFormat,
  { start, end }: { readonly start: number; readonly end: number },
  now: number | undefined,
): string => {
  const day = dayOf(instants, start);
  const date = now !== undefined && dayOf(instants, now) === day ? '' : `${day} `;
  return `${date}${shortTime(instants, start)}–${shortTime(instants, end)}`;
};

/** A span of time in words, never below zero. */
export const spanWords = (us: number): string =>
  formatMilliseconds(Math.max(0, Math.round(us / microsPerMilli / 1000) * 1000));
