import { TonearmError } from '../error.ts';
import { nearest } from '../event/nearest.ts';
import type { ZoneOffsets } from './query.ts';

const second = 1_000_000;

/**
 * Distance of the samples, in seconds. Two transitions that undo each other are never closer than
 * seven days in the zone data (America/Recife in October 2000).
 */
const step = 3 * 86_400;

const examples = 'use an IANA name such as UTC, Europe/Berlin, America/New_York or Asia/Kolkata';

const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1);

const hintFor = (name: string): string => {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const city = nearest(name, zones.map(cityOf));
  const close = nearest(name, zones) ?? zones.find((zone) => cityOf(zone) === city);
  return close === undefined ? examples : `did you mean ${close}? Otherwise ${examples}`;
};

const unknownZone = (name: string, cause?: unknown): TonearmError =>
  new TonearmError('CONFIG_INVALID', `"${name}" is not a time zone`, {
    facts: { timeZone: name },
    hint: hintFor(name),
    cause,
  });

const formatterOf = (name: string): Intl.DateTimeFormat => {
  // Some versions of Node take a bare offset such as +01:00, which is no name of a zone.
  if (/^[+-]/.test(name)) throw unknownZone(name);
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw unknownZone(name, cause);
  }
};

const offsetPattern = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** Offset in seconds of the formatted time, for example of `3/31/1843, GMT+00:53:28`. */
const readOffset = (formatted: string): number => {
  const match = offsetPattern.exec(formatted);
  if (match === null) {
    throw new TonearmError('INTERNAL', `no offset in "${formatted}"`, { facts: { formatted } });
  }
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
};

interface Sample {
  /** Seconds since 1970. */
  readonly at: number;
  readonly offset: number;
}

/** Appends to `found` every change of offset after `before` and up to `after`, to the second. */
const bisect = (
  before: Sample,
  after: Sample,
  offsetOf: (at: number) => number,
  found: Sample[],
): void => {
  if (before.offset === after.offset) return;
  if (after.at - before.at === 1) {
    found.push(after);
    return;
  }
  const at = Math.floor((before.at + after.at) / 2);
  const middle = { at, offset: offsetOf(at) };
  bisect(before, middle, offsetOf, found);
  bisect(middle, after, offsetOf, found);
};

/** The name as it was given, with the letters' case of the zone data. */
const spelling = (name: string, resolved: string): string =>
  resolved.toLowerCase() === name.toLowerCase() ? resolved : name;

/**
 * The offsets of a time zone from UTC between two instants (microseconds, both included), from
 * Node's `Intl`: daylight saving and old local times exact to the second. UTC is one entry.
 * @throws TonearmError CONFIG_INVALID for an unknown zone, with the name that was probably meant.
 */
export const zoneOffsets = (timeZone: string, firstUs: number, lastUs: number): ZoneOffsets => {
  const formatter = formatterOf(timeZone);
  const resolved = formatter.resolvedOptions().timeZone;
  const name = spelling(timeZone, resolved);
  const first = Math.floor(firstUs / second);
  const last = Math.max(first, Math.ceil(lastUs / second));
  if (resolved === 'UTC') return { timeZone: name, starts: [first * second], offsets: [0] };

  const offsetOf = (at: number): number => readOffset(formatter.format(at * 1000));
  let sample: Sample = { at: first, offset: offsetOf(first) };
  const changes: Sample[] = [sample];
  while (sample.at < last) {
    const at = Math.min(sample.at + step, last);
    const next = { at, offset: offsetOf(at) };
    bisect(sample, next, offsetOf, changes);
    sample = next;
  }
  return {
    timeZone: name,
    starts: changes.map((change) => change.at * second),
    offsets: changes.map((change) => change.offset * second),
  };
};

/** Offset of local time from UTC at an instant, both in microseconds; before the first start, the first. */
export const offsetAt = ({ starts, offsets }: ZoneOffsets, us: number): number => {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= us) low = middle;
    else high = middle;
  }
  return offsets[low] ?? 0;
};
