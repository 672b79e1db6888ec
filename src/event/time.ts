const microsPerSecond = 1_000_000;
const secondsPerDay = 86_400;

/** 1900-01-01T00:00:00Z, the first instant an event may have, in microseconds since 1970. */
export const firstInstant = -2_208_988_800 * microsPerSecond;
/** 2200-01-01T00:00:00Z, the first instant that is too late, in microseconds since 1970. */
export const endInstant = 7_258_118_400 * microsPerSecond;

/** True for whole microseconds within the years 1900 to 2199 in UTC. */
export const isInstant = (us: number): boolean =>
  Number.isInteger(us) && us >= firstInstant && us < endInstant;

/**
 * An instant that a source holds as a typed value (a Parquet timestamp), so that it needs no
 * text: whole microseconds since 1970-01-01T00:00Z.
 */
export class Instant {
  readonly microseconds: number;
  constructor(microseconds: number) {
    this.microseconds = microseconds;
  }
}

const digits2 = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
};

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysInMonth = (year: number, month: number): number =>
  month === 2
    ? isLeap(year)
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31;

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "days_from_civil"). */
const daysFromCivil = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const dash = 45;
const colon = 58;
const plus = 43;
const dot = 46;
const isT = (code: number): boolean => code === 84 || code === 116;
const isZ = (code: number): boolean => code === 90 || code === 122;

/**
 * Reads an RFC 3339 time with zone as whole microseconds since 1970-01-01T00:00Z; digits after
 * the sixth decimal are cut. `undefined` where the text is no such time, names no real day, has
 * a second 60, or lies outside the years 1900 to 2199 in UTC.
 */
export const parseInstant = (text: string): number | undefined => {
  const century = digits2(text, 0);
  const yearOfCentury = digits2(text, 2);
  const month = digits2(text, 5);
  const day = digits2(text, 8);
  const hour = digits2(text, 11);
  const minute = digits2(text, 14);
  const second = digits2(text, 17);
  if (
    century < 0 ||
    yearOfCentury < 0 ||
    text.charCodeAt(4) !== dash ||
    text.charCodeAt(7) !== dash ||
    !isT(text.charCodeAt(10)) ||
    text.charCodeAt(13) !== colon ||
    text.charCodeAt(16) !== colon
  ) {
    return undefined;
  }
  if (month < 1 || month > 12 || hour < 0 || hour > 23) return undefined;
  if (minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  const year = century * 100 + yearOfCentury;
  if (day < 1 || day > daysInMonth(year, month)) return undefined;

  let at = 19;
  let micros = 0;
  if (text.charCodeAt(at) === dot) {
    at += 1;
    const first = at;
    let unit = 100_000;
    for (; ; at += 1) {
      const digit = text.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      if (unit >= 1) {
        micros += digit * unit;
        unit /= 10;
      }
    }
    if (at === first) return undefined;
  }

  let offsetMinutes = 0;
  const zone = text.charCodeAt(at);
  if (isZ(zone)) {
    at += 1;
  } else if (zone === plus || zone === dash) {
    const hours = digits2(text, at + 1);
    const minutes = digits2(text, at + 4);
    if (hours < 0 || hours > 23 || text.charCodeAt(at + 3) !== colon) return undefined;
    if (minutes < 0 || minutes > 59) return undefined;
    offsetMinutes = zone === plus ? hours * 60 + minutes : -(hours * 60 + minutes);
    at += 6;
  } else {
    return undefined;
  }
  if (at !== text.length) return undefined;

  const seconds =
    daysFromCivil(year, month, day) * secondsPerDay +
    hour * 3600 +
    (minute - offsetMinutes) * 60 +
    second;
  const us = seconds * microsPerSecond + micros;
  return us >= firstInstant && us < endInstant ? us : undefined;
};

/**
 * Writes microseconds since 1970-01-01T00:00Z (years 0 to 9999) as `2026-11-22T10:15:30Z`, with
 * 3 or 6 decimals only where needed.
 */
export const formatInstant = (us: number): string => {
  const seconds = Math.floor(us / microsPerSecond);
  const micros = us - seconds * microsPerSecond;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (micros === 0) return `${whole}Z`;
  const decimals = String(micros).padStart(6, '0');
  return `${whole}.${micros % 1000 === 0 ? decimals.slice(0, 3) : decimals}Z`;
};
