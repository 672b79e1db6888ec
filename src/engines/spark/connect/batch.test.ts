import { fc, test as prop } from '@fast-check/vitest';
import {
  bool,
  columnFromArray,
  field,
  float32,
  int64,
  list,
  map,
  nullType,
  struct,
  tableFromColumns,
  tableToIPC,
  utf8,
  type DataType,
} from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { decodeBatch, rowsOf } from './batch.ts';
import { localRelation } from './local-relation.ts';

const encoded = (type: DataType, values: readonly unknown[]): Uint8Array => {
  const table = tableFromColumns([['v', columnFromArray([...values], type)]]);
  const data = tableToIPC(table, { format: 'stream' }) ?? new Uint8Array();
  // As in a message: the data begins at an odd place.
  const message = new Uint8Array(data.length + 1);
  message.set(data, 1);
  return message.subarray(1);
};

const decoded = (type: DataType, values: readonly unknown[]): readonly unknown[] =>
  rowsOf(decodeBatch(encoded(type, values))).map(({ v }) => v);

describe('rows of an Arrow batch', () => {
  test.each<[string, DataType, readonly unknown[]]>([
    ['text with a byte order mark', utf8(), ['\ufeffa', 'é', '', '🎵', null]],
    ['ASCII text', utf8(), ['', 'a', null, 'longer than thirteen characters']],
    ['flags', bool(), [true, false, null]],
    ['floats', float32(), [1.5, -0, Number.NaN]],
    ['nothing', nullType(), [null, null]],
    ['lists', list(utf8()), [['a', null], [], null, ['\ufeffb']]],
    [
      'structs',
      struct([field('a', utf8()), field('b', int64())]),
      [{ a: '\ufeffx', b: 1 }, null, { a: null, b: null }],
    ],
    ['maps', map(utf8(), int64()), [new Map([['k', 1]]), null, new Map()]],
  ])('%s', (_, type, values) => {
    expect(decoded(type, values)).toEqual(values);
  });

  test('64-bit integers are numbers below 2^53, else bigints', () => {
    const most = 2n ** 53n;
    const values = [0n, -1n, most - 1n, 1n - most, most, -most, 2n ** 63n - 1n, -(2n ** 63n)];
    expect(decoded(int64(), values)).toEqual([
      0,
      -1,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      most,
      -most,
      2n ** 63n - 1n,
      -(2n ** 63n),
    ]);
  });

  prop.prop([fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })))])(
    '64-bit integers come through',
    (values) => {
      const read = decoded(int64(), values);
      expect(read.map((value) => (typeof value === 'number' ? BigInt(value) : value))).toEqual(
        values,
      );
    },
  );
});

describe('rows that go to the server', () => {
  const text = fc.option(fc.string({ unit: 'grapheme' }));
  const rows = fc.array(
    fc.record({
      s: text,
      n: fc.option(fc.maxSafeInteger()),
      i: fc.option(fc.integer()),
      d: fc.option(fc.double()),
      b: fc.option(fc.uint8Array()),
    }),
  );

  prop.prop([rows])('come through', (rows) => {
    const { relType } = localRelation([
      { name: 's', type: 'string', values: rows.map(({ s }) => s) },
      { name: 'n', type: 'bigint', values: rows.map(({ n }) => n) },
      { name: 'i', type: 'int', values: rows.map(({ i }) => i) },
      { name: 'd', type: 'double', values: rows.map(({ d }) => d) },
      { name: 'b', type: 'binary', values: rows.map(({ b }) => b) },
    ]);
    const data = relType.case === 'localRelation' ? relType.value.data : undefined;
    expect(rowsOf(decodeBatch(data ?? new Uint8Array()))).toEqual(rows);
  });
});
