import { isDigit, quote } from './characters';

// RFC 3339 with zone to microseconds since 1970. Days come in runs, so that the last one is kept.

const secondUs: i64 = 1000000;
const dayUs: i64 = 86400 * secondUs;
/** 1900-01-01 and 2200-01-01. */
const firstUs: i64 = -2208988800 * secondUs;
const endUs: i64 = 7258118400 * secondUs;

/** The microseconds that `readTime` found. */
export let timeUs: i64 = 0;

let knownYearMonth: u64 = 0;
let knownDay: u32 = 0;
let knownDayUs: i64 = 0;

/** Two decimal digits, or at least 100 where they are none. */
function digits2(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 48;
  const ones = <u32>load<u8>(at, 1) - 48;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}

function daysInMonth(year: u32, month: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Days since 1970-01-01 (Hinnant, "days_from_civil"), for years from 0 on. */
function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Reads `YYYY-MM-DD` into `knownDayUs`; false where it is no day. */
function readDay(at: usize): bool {
  const century = digits2(at);
  const yearOfCentury = digits2(at + 2);
  const month = digits2(at + 5);
  const day = digits2(at + 8);
  if (century > 99 || yearOfCentury > 99 || load<u8>(at, 4) != 45 || load<u8>(at, 7) != 45) {
    return false;
  }
  const year = century * 100 + yearOfCentury;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  knownYearMonth = load<u64>(at);
  knownDay = load<u16>(at, 8);
  knownDayUs = <i64>daysFromCivil(year, month, day) * dayUs;
  return true;
}

/**
 * Reads the text that starts at `at` into `timeUs`. Returns its closing quote, or 0 where it is
 * doubtful.
 */
export function readTime(at: usize): usize {
  if (load<u64>(at) != knownYearMonth || <u32>load<u16>(at, 8) != knownDay) {
    if (!readDay(at)) return 0;
  }
  const hour = digits2(at + 11);
  const minute = digits2(at + 14);
  const second = digits2(at + 17);
  if (hour > 23 || minute > 59 || second > 59) return 0;
  if ((load<u8>(at, 10) | 32) != 116 || load<u8>(at, 13) != 58 || load<u8>(at, 16) != 58) return 0;
  let us = knownDayUs + <i64>(hour * 3600 + minute * 60 + second) * secondUs;
  at += 19;

  if (load<u8>(at) == 46) {
    at += 1;
    if (!isDigit(load<u8>(at))) return 0;
    let unit: u32 = 100000;
    for (let digit = <u32>load<u8>(at) - 48; digit < 10; digit = <u32>load<u8>(at) - 48) {
      us += digit * unit;
      unit /= 10;
      at += 1;
    }
  }

  const zone: u32 = load<u8>(at);
  if ((zone | 32) == 122) {
    at += 1;
  } else if (zone == 43 || zone == 45) {
    const hours = digits2(at + 1);
    const minutes = digits2(at + 4);
    if (hours > 23 || minutes > 59 || load<u8>(at, 3) != 58) return 0;
    const offset = <i64>(hours * 60 + minutes) * 60 * secondUs;
    us = zone == 43 ? us - offset : us + offset;
    at += 6;
  } else {
    return 0;
  }
  if (load<u8>(at) != quote || us < firstUs || us >= endUs) return 0;
  timeUs = us;
  return at;
}
