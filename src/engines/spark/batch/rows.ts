import { TonearmError } from '../../../error.ts';
import type { Cell } from '../../../result/table.ts';
import type { Row } from '../connect/session.ts';

const cellOf = (value: unknown): Cell => {
  if (typeof value !== 'bigint') return (value ?? null) as Cell;
  throw new TonearmError('ENGINE_FAILED', `the sum ${value} is beyond 2^53`, {
    facts: { value: String(value) },
    hint: 'results hold whole numbers up to 2^53: take fewer events, with --since and --until',
  });
};

/** Rows of the client as cells of results. @throws TonearmError ENGINE_FAILED beyond 2^53 */
export const cellRows = (rows: readonly Row[]): readonly Readonly<Record<string, Cell>>[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)])),
  );
