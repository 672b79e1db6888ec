import type { FieldName } from '../../../event/event.ts';
import { fieldRules } from '../../../event/rule.ts';
import type { TextField } from '../../../intake/layout.ts';
import { quote } from '../text.ts';
import { actionCode } from './event-rows.ts';

/** The parts of a query over rows as they are read, in SQL. */
export interface Reading {
  /** Never null. */
  readonly certain: string;
  /** The bytes that the decoder gets where the row is doubtful. */
  readonly doubt: string;
  /** The file, and the row in it from 1; `NULL` where it is not known. */
  readonly file: string;
  readonly row: string;
  /** The value of a field of a certain event: an instant in microseconds. */
  readonly of: (field: FieldName) => string;
}

/**
 * The columns of rows that are read: those of `eventColumns` where the event certainly conforms;
 * what is doubtful has its bytes in `doubt`, its `file`, and its `row` where that is known.
 */
export const readRow = (
  { certain, doubt, file, row, of }: Reading,
  fields: readonly TextField[],
): string =>
  [
    `${file} AS file`,
    `CAST(${row} AS BIGINT) AS row`,
    `CASE WHEN NOT ${certain} THEN ${doubt} END AS doubt`,
    `CASE WHEN ${certain} THEN ${of('event_id')} END AS id`,
    `${of('event_time')} AS t`,
    `${actionCode(of('action'))} AS action`,
    `CAST(coalesce(${of('played_ms')}, -1) AS INT) AS played`,
    `CAST(coalesce(${of('song_duration_ms')}, -1) AS INT) AS duration`,
    ...fields.map((field) => `${of(field)} AS ${quote(field)}`),
  ].join(', ');

const numbers = new Set(
  fieldRules.filter(({ kind }) => kind === 'integer' || kind === 'instant').map(({ name }) => name),
);

/** The value of every field of rows of which none is certain. */
export const nothing = (field: FieldName): string =>
  `CAST(NULL AS ${numbers.has(field) ? 'BIGINT' : 'STRING'})`;
