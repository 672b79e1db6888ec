import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../event/time.ts';
import type { ColumnType } from '../../model/columns.ts';
import type { Cell } from '../../result/table.ts';
import { csvOf } from './csv.ts';
import { anyTable, tableOf } from './table.cases.ts';

const cellText = (cell: Cell, type: ColumnType = 'text'): string =>
  csvOf(tableOf({ a: type, b: 'text' }, [[cell, 'end']])).slice('a,b\n'.length, -',end\n'.length);

/** RFC 4180 by the letter: the cells of every record, an unquoted empty one as null. */
const parseCsv = (text: string): readonly (readonly (string | null)[])[] => {
  const records: (string | null)[][] = [];
  let record: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    const quoted = text[at] === '"';
    if (quoted) {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (at >= text.length) throw new Error('a quote that does not close');
        if (text[at] === '"') at += 1;
        cell += text[at];
      }
      at += 1;
    } else {
      for (; at < text.length && text[at] !== ',' && text[at] !== '\n'; at += 1) cell += text[at];
      if (/["\r]/.test(cell)) throw new Error(`${JSON.stringify(cell)} is not quoted`);
    }
    record.push(cell === '' && !quoted ? null : cell);
    if (text[at] === ',') {
      at += 1;
      // A comma before the end of the line is followed by one more, empty cell.
      if (text[at] === '\n' || at === text.length) {
        record.push(null);
      } else {
        continue;
      }
    }
    if (text[at] !== '\n') throw new Error('a record that does not end with LF');
    at += 1;
    records.push(record);
    record = [];
  }
  return records;
};

const readers: Readonly<Record<ColumnType, (text: string) => Cell | undefined>> = {
  text: (text) => text,
  integer: Number,
  real: Number,
  instant: parseInstant,
};

describe('a table as CSV', () => {
  it('has a header, LF and the order of the table', () => {
    expect(
      csvOf(
        tableOf({ rank: 'integer', song: 'text' }, [
          [1, 'x'],
          [2, 'y'],
        ]),
      ),
    ).toBe('rank,song\n1,x\n2,y\n');
  });

  it('is a header alone where there are no rows', () => {
    expect(csvOf(tableOf({ a: 'text', b: 'text' }, []))).toBe('a,b\n');
  });

  it('writes null as nothing and the empty string as quotes', () => {
    expect(cellText(null)).toBe('');
    expect(cellText(null, 'real')).toBe('');
    expect(cellText('')).toBe('""');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['mac\rline', '"mac\rline"'],
  ])('quotes %j', (text, written) => {
    expect(cellText(text)).toBe(written);
  });

  it.each([' a ', '=1+1', '-1', '@x', "'", '\t', 'null', 'é𝄞', '<b>&amp;', 'a;b', '\u2028'])(
    'leaves %j as it is',
    (text) => {
      expect(cellText(text)).toBe(text);
    },
  );

  it('writes doubles as JavaScript does', () => {
    expect([0.1, 1 / 3, 1, 0, 1e-7, 1e21].map((value) => cellText(value, 'real'))).toEqual([
      '0.1',
      '0.3333333333333333',
      '1',
      '0',
      '1e-7',
      '1e+21',
    ]);
  });

  it('writes whole numbers in full', () => {
    expect(cellText(Number.MAX_SAFE_INTEGER, 'integer')).toBe('9007199254740991');
  });

  it('writes instants with 0, 3 or 6 decimals', () => {
    const us = parseInstant('2026-11-22T10:15:30Z')!;
    expect([us, us + 1000, us + 1, -1].map((value) => cellText(value, 'instant'))).toEqual([
      '2026-11-22T10:15:30Z',
      '2026-11-22T10:15:30.001Z',
      '2026-11-22T10:15:30.000001Z',
      '1969-12-31T23:59:59.999999Z',
    ]);
  });

  test.prop([anyTable])('reads back as the values of the table', (table) => {
    const [header, ...records] = parseCsv(csvOf(table));
    expect(header).toEqual(table.columns.map(({ name }) => name));
    expect(records).toHaveLength(table.rows.length);
    for (const [index, row] of table.rows.entries()) {
      const read = records[index]!.map((text, column) =>
        text === null ? null : readers[table.columns[column]!.type](text),
      );
      expect(read).toEqual(row);
    }
  });

  test.prop([fc.string({ unit: 'binary' })])('quotes only where it must', (text) => {
    expect(cellText(text).startsWith('"')).toBe(text === '' || /[",\r\n]/.test(text));
  });
});
