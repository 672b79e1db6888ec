import type { ColumnType } from '../../model/columns.ts';

/** The names that a manifest gives to the types of columns. */
export const manifestTypes = {
  integer: 'int64',
  real: 'double',
  instant: 'timestamp',
  text: 'string',
} as const satisfies Record<ColumnType, string>;
