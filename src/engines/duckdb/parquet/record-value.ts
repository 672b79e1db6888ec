import {
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBUnionValue,
} from '@duckdb/node-api';
import { Instant } from '../../../event/time.ts';

const integerOf = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/** A fraction that a double would round to a whole number stays text, which is no number. */
const decimalOf = (decimal: DuckDBDecimalValue): number | bigint | string => {
  const unit = 10n ** BigInt(decimal.scale);
  if (decimal.value % unit === 0n) return integerOf(decimal.value / unit);
  const number = Number(decimal.toString());
  return Number.isInteger(number) ? decimal.toString() : number;
};

/**
 * A value that DuckDB read from a file as the decoder takes it: text, numbers (bigint beyond
 * 2^53), instants, lists and objects; everything else as its text.
 */
export const recordValue = (value: unknown): unknown => {
  if (typeof value === 'bigint') return integerOf(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof DuckDBTimestampTZValue) return new Instant(Number(value.micros));
  if (value instanceof DuckDBDecimalValue) return decimalOf(value);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return value.items.map(recordValue);
  }
  if (value instanceof DuckDBStructValue) {
    const members = Object.entries<unknown>(value.entries);
    return Object.fromEntries(members.map(([name, member]) => [name, recordValue(member)]));
  }
  if (value instanceof DuckDBMapValue) {
    const members = value.entries.map(({ key, value: member }) => [
      String(recordValue(key)),
      recordValue(member),
    ]);
    return Object.fromEntries(members) as unknown;
  }
  if (value instanceof DuckDBUnionValue) return recordValue(value.value);
  // eslint-disable-next-line typescript/no-base-to-string -- DuckDB's values print themselves
  return String(value);
};
