import { countries } from './places.ts';

const halfHours = 336;
const halfHourMicros = 1_800_000_000;
const binMicros = 300_000_000;
/** 1970-01-01 was a Thursday: this many half hours after the Monday before. */
const epochHalfHour = 3 * 48;

/** Listening by local hour from midnight, with peaks at 9 and 18 and a dip at lunch. */
// oxfmt-ignore
const weekdayHours = [
  0.55, 0.40, 0.32, 0.33, 0.38, 0.52, 0.80, 1.10, 1.28, 1.34, 1.26, 1.20,
  1.08, 1.14, 1.20, 1.26, 1.36, 1.50, 1.58, 1.52, 1.40, 1.22, 1.00, 0.78,
];
/** At weekends later, with neither the morning peak nor the dip. */
// oxfmt-ignore
const weekendHours = [
  0.78, 0.60, 0.45, 0.36, 0.32, 0.34, 0.42, 0.56, 0.76, 0.94, 1.08, 1.16,
  1.20, 1.22, 1.24, 1.26, 1.30, 1.36, 1.40, 1.34, 1.24, 1.12, 1.00, 0.86,
];

const localLevel = (halfHour: number): number => {
  const day = Math.floor(halfHour / 48);
  const hours = day >= 5 ? weekendHours : weekdayHours;
  const within = halfHour % 48;
  const here = hours[within >> 1]!;
  return within % 2 === 0 ? here : (here + hours[((within >> 1) + 1) % 24]!) / 2;
};

/** The half hour of the week, from Monday 00:00 UTC, in which an instant lies. */
const halfHourOf = (time: number): number => {
  const halfHour = (Math.floor(time / halfHourMicros) + epochHalfHour) % halfHours;
  return halfHour < 0 ? halfHour + halfHours : halfHour;
};

/** The local half hour of the week of a country at an instant. */
export const localHalfHour = (time: number, countryIndex: number): number => {
  const offset = countries[countryIndex]!.offsetMinutes / 30;
  return (halfHourOf(time) + offset + halfHours) % halfHours;
};

/** When and where sessions begin: an intensity per half hour of the week and country. */
export type Rhythm = {
  /** Sum over all countries, by half hour of the week in UTC. */
  readonly total: Float64Array;
  /** Running sums over the countries, half hour by half hour. */
  readonly cumulative: Float64Array;
};

/** The rhythm of the countries, each weighted by the activity of its listeners. */
export const rhythmOf = (countryWeights: ArrayLike<number>): Rhythm => {
  const size = countries.length;
  const total = new Float64Array(halfHours);
  const cumulative = new Float64Array(halfHours * size);
  for (let halfHour = 0; halfHour < halfHours; halfHour++) {
    let sum = 0;
    for (let c = 0; c < size; c++) {
      const local = (halfHour + countries[c]!.offsetMinutes / 30 + halfHours) % halfHours;
      sum += countryWeights[c]! * localLevel(local);
      cumulative[halfHour * size + c] = sum;
    }
    total[halfHour] = sum;
  }
  return { total, cumulative };
};

/** The country in which a session begins at an instant, selected by a number in [0, 1). */
export const countryAt = (rhythm: Rhythm, time: number, unitNumber: number): number => {
  const size = countries.length;
  const base = halfHourOf(time) * size;
  const wanted = unitNumber * rhythm.cumulative[base + size - 1]!;
  let index = 0;
  while (index < size - 1 && rhythm.cumulative[base + index]! <= wanted) index++;
  return index;
};

/** A clock that runs by events: the busier the hour, the less time passes per event. */
export type SessionClock = {
  /** Moves on by this many events; answers the instant, which never moves back. */
  readonly advance: (events: number) => number;
};

/**
 * Spreads `events` over [start, end) by the rhythm. Fewer sessions begin towards the end,
 * because a session has to fit before it: the rate tapers over the last hour.
 */
export const sessionClock = (
  rhythm: Rhythm,
  start: number,
  end: number,
  events: number,
): SessionClock => {
  const taper = Math.min(1_500_000_000, (end - start) / 4);
  const last = end - taper / 6;
  const level = (time: number): number => {
    const left = (end - time) / taper;
    return (
      rhythm.total[halfHourOf(time)]! * Math.min(1, Math.max(0.05, left / 2 + (left * left) / 4))
    );
  };
  let mass = 0;
  for (let time = start; time < last; time += binMicros) {
    mass += level(time) * Math.min(binMicros, last - time);
  }
  const massPerEvent = mass / events;
  let binStart = start;
  let now = start;
  return {
    advance: (count) => {
      let owed = count * massPerEvent;
      while (now < last) {
        const binEnd = Math.min(binStart + binMicros, last);
        const rate = level(binStart);
        const room = (binEnd - now) * rate;
        if (owed < room) {
          now += owed / rate;
          break;
        }
        owed -= room;
        binStart += binMicros;
        now = binEnd;
      }
      return Math.floor(Math.min(now, last));
    },
  };
};
