import { isInstant } from './time.ts';

/** Units in which a source may count time since 1970-01-01T00:00Z. */
export const epochUnits = ['s', 'ms', 'us'] as const;
export type EpochUnit = (typeof epochUnits)[number];

/** Decimal places from the unit to microseconds. */
const shift: Readonly<Record<EpochUnit, number>> = { s: 6, ms: 3, us: 0 };

const decimal = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Digits of the largest instant in microseconds. */
const mostDigits = 16;

/**
 * Reads a number, or the text of a number, of `unit`s since 1970-01-01T00:00Z as whole
 * microseconds; further digits are cut. It works on decimal digits, so that
 * 1764000000.123456 s keeps exactly these. `undefined` where the text is no number or lies
 * outside the years 1900 to 2199.
 */
export const parseEpoch = (
  value: string | number | bigint,
  unit: EpochUnit,
): number | undefined => {
  const match = decimal.exec(String(value));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return 0;
  const kept = significant.length - fraction.length + Number(exponent) + shift[unit];
  if (kept <= 0) return 0;
  if (kept > mostDigits) return undefined;
  const us = Number(significant.slice(0, kept).padEnd(kept, '0'));
  const signed = sign === '-' ? -us : us;
  return isInstant(signed) ? signed : undefined;
};
