import { firstInstant } from '../event/time.ts';
import type { SqlExpr } from '../sql/expression.ts';
import { binary, call, column, integer } from '../sql/expression.ts';
import type { TextField } from '../intake/layout.ts';

/**
 * The tables that an engine loads before it runs queries; all but the texts are integers.
 *
 * - `facts`: one row per accepted event: `t` (microseconds), `action` (index into `actions`),
 *   `played` and `duration` (milliseconds, -1 is unknown), `k0`, `k1`, … (a dictionary key per text group)
 * - `dict_0`, `dict_1`, … and `dict_action`: `key`, and per field of the group the code of its text
 * - `text_<field>`: `code`, `text`; codes ascend with the UTF-8 bytes of the text
 * - `numbers`: `i` from 0, for windows that overlap
 */
export const factsTable = 'facts';
export const numbersTable = 'numbers';
export const dictTable = (group: number | 'action'): string => `dict_${group}`;
export const textTable = (field: string): string => `text_${field}`;
export const keyColumn = (group: number): string => `k${group}`;

/** The code of an unknown text: larger than all others, so that unknown comes last and never groups with text. */
export const unknownCode = 2_147_483_647;

/** Larger than every key of a dictionary. */
export const unknownKey = 2_147_483_647;

/** Stands for an unknown integer key; no value of an event comes near it. */
export const unknownInteger = 2 ** 62;

export type DictionaryField = TextField | 'action';

/** What the physical tables look like for a run. */
export interface Physical {
  readonly groups: readonly (readonly TextField[])[];
  /**
   * Fields that the keys of their dictionary tell apart: each key has a text of its own, none is
   * unknown. Where only identity matters, the key then does for the code, without a join.
   */
  readonly identities: ReadonlySet<string>;
}

export const groupOf = ({ groups }: Physical, field: DictionaryField): number | 'action' =>
  field === 'action' ? 'action' : groups.findIndex((group) => group.includes(field));

/** Number of the bucket of an integer of any sign. */
export const bucket = (of: SqlExpr, width: number): SqlExpr => call('floorDiv', of, integer(width));

const dayUs = 86_400_000_000;

/**
 * Number of the time bucket of an instant (or of local time), exact before 1970 as well. Instants begin in 1900, so
 * that moving them by whole buckets lets a plain division do, which is three times as fast.
 */
export const timeBucket = (t: SqlExpr, widthUs: number): SqlExpr => {
  const moved = Math.ceil((-firstInstant + dayUs) / widthUs);
  const positive = binary(t, '+', integer(moved * widthUs));
  return binary(call('div', positive, integer(widthUs)), '-', integer(moved));
};

export const dictAlias = (group: number | 'action'): string => `d_${group}`;
export const textAlias = (field: string): string => `x_${field}`;

/** The code of a field, where the dictionary of its group is joined. */
export const codeOf = (physical: Physical, field: DictionaryField): SqlExpr =>
  column(field, dictAlias(groupOf(physical, field)));
