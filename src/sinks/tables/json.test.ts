import { test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../event/time.ts';
import type { Table } from '../../result/table.ts';
import { jsonLines, ndjsonLines } from './json.ts';
import { anyTable, tableOf } from './table.cases.ts';

const jsonOf = (table: Table): string => [...jsonLines(table)].join('');
const ndjsonOf = (table: Table): string => [...ndjsonLines(table)].join('');

const sample = tableOf({ at: 'instant', song: 'text', n: 'integer', rate: 'real' }, [
  [1_500_000, 'a "b"\n', 3, 0.1],
  [0, null, null, null],
]);

const objectsOf = ({ columns, rows }: Table): readonly unknown[] =>
  rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, i) => {
        const cell = row[i] ?? null;
        return [name, type === 'instant' && cell !== null ? formatInstant(Number(cell)) : cell];
      }),
    ),
  );

describe('a table as JSON', () => {
  it('is an array of objects, one a line', () => {
    expect(jsonOf(sample)).toBe(
      '[\n' +
        '{"at":"1970-01-01T00:00:01.500Z","song":"a \\"b\\"\\n","n":3,"rate":0.1},\n' +
        '{"at":"1970-01-01T00:00:00Z","song":null,"n":null,"rate":null}\n]\n',
    );
  });

  it('is an empty array where there are no rows', () => {
    expect(JSON.parse(jsonOf(tableOf({ a: 'text' }, [])))).toEqual([]);
  });

  it('is one object a line as NDJSON, and nothing without rows', () => {
    expect(ndjsonOf(sample)).toBe(
      '{"at":"1970-01-01T00:00:01.500Z","song":"a \\"b\\"\\n","n":3,"rate":0.1}\n' +
        '{"at":"1970-01-01T00:00:00Z","song":null,"n":null,"rate":null}\n',
    );
    expect(ndjsonOf(tableOf({ a: 'text' }, []))).toBe('');
  });

  test.prop([anyTable])('holds the values of the table', (table) => {
    expect(JSON.parse(jsonOf(table))).toEqual(objectsOf(table));
    const lines = ndjsonOf(table).split('\n').slice(0, -1);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(objectsOf(table));
  });
});
