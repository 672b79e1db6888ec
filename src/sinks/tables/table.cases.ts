import { fc } from '@fast-check/vitest';
import { overview } from '../../analytics/overview/overview.ts';
import { endInstant, firstInstant } from '../../event/time.ts';
import type { Column, ColumnType } from '../../model/columns.ts';
import type { Cell, Row, Table } from '../../result/table.ts';

/** A table `sample` of columns given as `name: type`; only what a writer looks at is true. */
export const tableOf = (
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly Row[],
  name = 'sample',
): Table => ({
  name,
  analytic: overview,
  scope: 'table',
  columns: Object.entries(columns).map(([column, type]): Column => ({
    name: column,
    type,
    unit: 'name',
    title: column,
    description: column,
    needs: undefined,
    role: 'key',
  })),
  rows,
});

const hostile = ['', ' ', ',', '"', '""', 'a"b', '\r', '\n', '\r\n', 'a,b', '=1+1', 'null', '\t'];

const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...hostile, 'é', '𝄞', 'x'), maxLength: 8 }),
);

const cells: Readonly<Record<ColumnType, fc.Arbitrary<Cell>>> = {
  text,
  integer: fc.oneof(fc.integer(), fc.maxSafeInteger()),
  // A double of the results is a quotient of whole numbers: never -0.
  real: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  instant: fc.integer({ min: firstInstant, max: endInstant - 1 }),
};

/** Tables of 1 to 5 columns and 0 to 20 rows of any values that results can hold. */
export const anyTable: fc.Arbitrary<Table> = fc
  .array(fc.constantFrom<ColumnType>('text', 'integer', 'real', 'instant'), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((types) =>
    fc
      .array(fc.tuple(...types.map((type) => fc.option(cells[type], { freq: 4 }))), {
        maxLength: 20,
      })
      .map((rows) => tableOf(Object.fromEntries(types.map((type, i) => [`c${i}`, type])), rows)),
  );
